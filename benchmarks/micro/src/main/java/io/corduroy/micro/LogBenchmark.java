package io.corduroy.micro;

import io.corduroy.log.CheckpointTask;
import io.corduroy.log.Durability;
import io.corduroy.log.FlushTask;
import io.corduroy.log.LogConfig;
import io.corduroy.log.MaintenanceTask;
import io.corduroy.log.OpenedLog;
import io.corduroy.log.PartitionLog;
import java.io.IOException;
import java.nio.ByteBuffer;
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

/** A log above a disk that costs nothing: appending, sealing with the checksum, and what a flush needs besides the write. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class LogBenchmark {

    private static final int MANY = 32;

    private final ByteBuffer head = ByteBuffer.allocate(12);
    private final ByteBuffer body = Samples.encoded();
    private final PartitionLog log;

    /** Opens an empty log. */
    public LogBenchmark() {
        try {
            OpenedLog opened = PartitionLog.open(new VoidStorage(), LogConfig.durable());
            opened.replay(batch -> {});
            log = opened.log();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Prepares its first segments. */
    @Setup
    public void begin() {
        if (log.epoch() == 0) {
            log.beginEpoch(1);
        }
        maintain();
    }

    private void append(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            log.append(Samples.NOW_MS, head, body, Durability.FORCED);
        }
        for (FlushTask task = log.takeForcedFlush(); task != null; task = log.takeForcedFlush()) {
            log.onFlushed(task.run());
        }
        log.onApplied(log.sealedPosition());
        if (log.preparedBytes() < log.config().segmentBytes()) {
            maintain();
        }
    }

    /** Once in 64 MiB: dead segments become spares. */
    private void maintain() {
        for (int i = 0; i < 2 && log.deadBytesAwaitingCheckpoints() > 0; i++) {
            CheckpointTask checkpoint = log.checkpoint(sink -> {});
            if (checkpoint != null) {
                log.onCheckpointed(checkpoint.run());
            }
        }
        for (MaintenanceTask task = log.takeMaintenance(Samples.NOW_MS);
                task != null;
                task = log.takeMaintenance(Samples.NOW_MS)) {
            log.onMaintained(task.run());
        }
    }

    /** One producer that waits: each message is a batch. */
    @Benchmark
    public long batchOfOne() throws IOException {
        append(1);
        return log.endPosition();
    }

    /** 32 producers that wait: per message. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public long batchOfMany() throws IOException {
        append(MANY);
        return log.endPosition();
    }
}
