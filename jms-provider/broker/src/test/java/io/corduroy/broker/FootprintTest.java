package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.frame.ClientFrame;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What messages and destinations cost, on the heap and on the disk. */
class FootprintTest {
    @Test
    void aMillionMessagesOnALaneCostLessThanTenBytesEach() {
        Lane lane = new Lane();
        LaneProgress progress = new LaneProgress(lane, 0, 0);

        for (int i = 0; i < 1_000_000; i++) {
            progress.onAppended(lane.append(1_100L * i, i % 32, 1, 0), true);
        }
        for (int i = 0; i < 1_000_000; i += 2) {
            progress.acknowledge(i);
        }

        assertThat(lane.footprintBytes()).isLessThan(10_000_000);
        assertThat(progress.pendingCount()).isEqualTo(500_000);
    }

    @Test
    void aLaneThatWasDrainedCostsNextToNothing() {
        Lane lane = new Lane();
        LaneProgress progress = new LaneProgress(lane, 0, 0);

        for (int i = 0; i < 100_000; i++) {
            progress.onAppended(lane.append(1_100L * i, i % 32, 1, 0), true);
        }
        for (int i = 0; i < 100_000; i++) {
            progress.acknowledge(i);
        }

        assertThat(lane.footprintBytes()).isLessThan(1_000);
    }

    @Test
    void tenThousandQueuesWithFiveMessagesTakeFewMegabytes() {
        TestPartition partition =
                new TestPartition(BrokerConfig.defaults(), TestPartition.SMALL.withSegmentBytes(8 << 20, 8 << 20), 1);
        partition.checking = false;
        TestClient client = TestClient.attached(partition);
        long producer = client.producer(1);
        int[] queues = new int[10_000];
        long before = usedBytes();

        for (int i = 0; i < queues.length; i++) {
            client.tell(new ClientFrame.OpenDestination(
                    1, client.nextRequest(), new DestinationName(DestinationName.Kind.QUEUE, "queue-" + i), true));
        }
        partition.settle();
        ByteBuffer empty = ByteBuffer.allocate(1);
        for (int n = 0; n < 5; n++) {
            for (int i = 1; i <= queues.length; i++) {
                client.tell(client.message(producer, client.nextSequence(producer), i, 0, true, 4, empty));
            }
            partition.settle();
        }
        client.received.clear();

        long cost = usedBytes() - before - (8 << 20); // the log's caches and files are the simulated disk's
        assertThat(partition.depth(10_000)).isEqualTo(5);
        assertThat(cost).isLessThan(32 << 20);
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void aStoredMessageTakesAtMostSixteenBytesBeyondItsOwnInBatchesOfThirtyTwo() {
        assertThat(overhead(32)).isLessThanOrEqualTo(16);
    }

    @Test
    void aStoredMessageTakesAtMostSixtyFourBytesBeyondItsOwnWhenItIsAlone() {
        assertThat(overhead(1)).isLessThanOrEqualTo(64);
    }

    private static double overhead(int producers) {
        TestPartition partition = new TestPartition();
        TestClient client = TestClient.attached(partition);
        for (int i = 0; i < 300; i++) { // so that numbers are as long as they are in earnest
            client.open(new DestinationName(DestinationName.Kind.QUEUE, "queue-" + i));
        }
        int queue = client.open(TestClient.ORDERS);
        long[] numbers = new long[producers];
        for (int i = 0; i < producers; i++) {
            numbers[i] = client.producer(i + 1);
        }
        ByteBuffer body = ByteBuffer.allocate(1_024);
        long before = 0;
        int rounds = 100;
        for (int round = 0; round < 2 * rounds; round++) {
            before = round == rounds ? partition.log.endPosition() : before;
            for (long producer : numbers) {
                client.tell(client.message(producer, 20_000 + round, queue, 0, true, 4, body));
            }
            partition.settle();
            partition.nowMs += 3;
        }
        long messages = (long) rounds * producers;
        return (partition.log.endPosition() - before - messages * body.remaining()) / (double) messages;
    }
}
