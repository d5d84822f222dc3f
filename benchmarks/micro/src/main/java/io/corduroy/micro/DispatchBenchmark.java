package io.corduroy.micro;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.protocol.frame.ServerFrame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A message's way through a partition: sent, flushed, applied, confirmed, dispatched, acknowledged; no thread, socket or disk. */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class DispatchBenchmark {

    private static final int PARTITION = 1;
    private static final int SESSION = 1;
    private static final int CONSUMER = 1;
    private static final int MANY = 32;

    private final ByteBuffer message = Samples.encoded();
    private Turntable partition = new Turntable(this::onFrame);
    private int destination;
    private long producer;
    private long sequence;
    private long requests;
    private int lane;
    private long lastDelivered;
    private int delivered;
    private int confirmed;

    private void onFrame(ServerFrame frame) {
        if (frame instanceof ServerFrame.Deliver deliver) {
            lane = deliver.lane();
            lastDelivered = deliver.sequence();
            delivered++;
        } else if (frame instanceof ServerFrame.SendConfirmed sent) {
            confirmed += (int) (sent.lastSequence() - sent.firstSequence() + 1);
        } else if (frame instanceof ServerFrame.DestinationOpened opened) {
            destination = opened.destinationId();
        } else if (frame instanceof ServerFrame.ProducerOpened opened) {
            producer = opened.producer();
        } else if (frame instanceof ServerFrame.Failed failed) {
            throw new IllegalStateException(failed.toString());
        }
    }

    private void ask(ClientFrame.Command command) {
        partition.tell(command);
        partition.settle();
    }

    /** Opens a queue, a producer and a consumer. */
    @Setup
    public void open() {
        partition = new Turntable(this::onFrame);
        ask(new ClientFrame.Attach(PARTITION, ++requests, 0));
        DestinationName queue = new DestinationName(DestinationName.Kind.QUEUE, "orders");
        ask(new ClientFrame.OpenDestination(PARTITION, ++requests, queue, true));
        ask(new ClientFrame.OpenProducer(PARTITION, ++requests, SESSION));
        ask(new ClientFrame.OpenConsumer(
                PARTITION,
                ++requests,
                CONSUMER,
                SESSION,
                destination,
                SubscriptionSpec.OF_QUEUE,
                "",
                2 * MANY,
                Mode.SHARED,
                List.of()));
        sequence = 0;
    }

    private int roundTrip(int count) {
        delivered = 0;
        confirmed = 0;
        for (int i = 0; i < count; i++) {
            partition.tell(Samples.send(producer, ++sequence, destination, message));
        }
        partition.settle();
        if (delivered != count || confirmed != count) {
            throw new IllegalStateException(
                    confirmed + " confirmed, " + delivered + " delivered, expected " + count + " of each");
        }
        LaneRange range = new LaneRange(lane, lastDelivered - count + 1, lastDelivered);
        partition.tell(new ClientFrame.Acknowledge(PARTITION, ++requests, SESSION, CONSUMER, 0, List.of(range)));
        partition.tell(new ClientFrame.Credit(PARTITION, CONSUMER, count));
        partition.settle();
        partition.tick();
        return delivered;
    }

    /** One producer that waits, one consumer that acknowledges each message. */
    @Benchmark
    public int one() {
        return roundTrip(1);
    }

    /** 32 at once, acknowledged as one range: per message. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public int many() {
        return roundTrip(MANY);
    }
}
