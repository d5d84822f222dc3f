package io.corduroy.micro;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.lane.LaneProgress;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A lane in which a million messages wait for one subscription. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class LaneBenchmark {

    private static final int BACKLOG = 1_000_000;
    private static final int RANGE = 100;
    /** Pending entries of the sparse lane lie that far apart: one in each chunk, so that none can be dropped. */
    private static final int GAP = 4_096;

    private static final int PENDING = (BACKLOG + GAP - 1) / GAP;
    private static final int RECORD_BYTES = 1_100;

    private LaneProgress full = progress();
    private LaneProgress consumed = progress();
    private LaneProgress sparse = progress();
    private long position;
    private long random = 42;

    private static LaneProgress progress() {
        return new LaneProgress(new Lane(), 0, 0);
    }

    private void append(LaneProgress progress) {
        long sequence = progress.lane().append(position, 0, 1, 0);
        position += RECORD_BYTES;
        progress.onAppended(sequence, true);
    }

    /** Fills three lanes; of the third nearly everything is acknowledged. */
    @Setup
    public void fill() {
        full = progress();
        consumed = progress();
        sparse = progress();
        position = 0;
        for (int i = 0; i < BACKLOG; i++) {
            append(full);
            append(consumed);
            append(sparse);
        }
        for (int i = 0; i < BACKLOG; i++) {
            if (i % GAP != 0) {
                sparse.acknowledge(i);
            }
        }
    }

    /** What a backlog of a million costs a consumer at its head: a message comes, the oldest is found, taken, acknowledged. */
    @Benchmark
    public long appendTakeAcknowledge() {
        append(consumed);
        long sequence = consumed.nextAvailable(0);
        consumed.take(sequence);
        return consumed.acknowledge(sequence);
    }

    /** The same for a range of a hundred, such as one acknowledgment of a session. */
    @Benchmark
    @OperationsPerInvocation(RANGE)
    public long acknowledgeRangeOfHundred() {
        long first = consumed.nextAvailable(0);
        long last = 0;
        for (long sequence = first; sequence < first + RANGE; sequence++) {
            append(consumed);
            last += consumed.acknowledge(sequence);
        }
        return last;
    }

    /** A look at any one entry: where it lies, and whether it waits. */
    @Benchmark
    public long lookUpAnywhere() {
        random = random * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        long sequence = (random >>> 33) % BACKLOG;
        return full.isPending(sequence) ? full.lane().positionOf(sequence) : 0;
    }

    /** Taken and given back: a rollback far within the backlog. */
    @Benchmark
    public boolean takeAndGiveBackAnywhere() {
        random = random * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        long sequence = (random >>> 33) % BACKLOG;
        full.take(sequence);
        return full.giveBack(sequence);
    }

    /** From one to the next over 4,095 acknowledged ones; per pending entry. */
    @Benchmark
    @OperationsPerInvocation(PENDING)
    public long nextPendingOverAcknowledged() {
        long count = 0;
        for (long at = sparse.nextPending(0); at >= 0; at = sparse.nextPending(at + 1)) {
            count++;
        }
        if (count != PENDING) {
            throw new IllegalStateException(count + " entries are pending, expected " + PENDING);
        }
        return count;
    }
}
