package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.broker.state.Destination;
import io.corduroy.log.LogConfig;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The age of the oldest message, as figures tell it. */
class OldestMessagesTest {
    private static final LogConfig TINY = LogConfig.durable()
            .withMaxBatchBytes(2 << 10, 6 << 10)
            .withSegmentBytes(16 << 10, 16 << 10)
            .withSpares(1, 2, 4 << 10)
            .withCacheBytes(8 << 10, 1 << 20);

    private final TestPartition partition = new TestPartition(
            BrokerConfig.builder()
                    .checkpointBytes(32 << 10)
                    .relocationBytesPerSecond(1L << 30)
                    .build(),
            TINY,
            1);
    private final TestClient client = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private final long producer = client.producer(1);

    private Destination orders() {
        return Objects.requireNonNull(partition.engine.state().destination(queue));
    }

    private void sendAndConsumeOnAnother(int messages) {
        int busy = client.open(new DestinationName(DestinationName.Kind.QUEUE, "busy"));
        client.consume(7, busy, 10);
        String[] texts = new String[10];
        Arrays.fill(texts, "x".repeat(1_000));
        for (int i = 0; i < messages; i += texts.length) {
            client.send(producer, busy, texts);
            List<ServerFrame.Deliver> deliveries = client.takeDeliveries();
            client.acknowledge(7, deliveries);
            client.credit(7, deliveries.size());
            partition.advance(1_000);
        }
    }

    @Test
    void isTheTimeWhenTheFirstMessageCameThatIsStillThere() {
        assertThat(partition.engine.oldestMessageMs(orders())).isEmpty();
        long firstMs = partition.nowMs;
        client.send(producer, queue, "first");
        partition.advance(5_000);
        long secondMs = partition.nowMs;
        client.sendAt(9, true, producer, queue, "second, and first to be consumed");
        partition.advance(5_000);

        assertThat(partition.engine.oldestMessageMs(orders())).hasValue(firstMs);
        client.consume(1, queue, 1);
        client.acknowledge(1, client.takeDeliveries());
        assertThat(partition.engine.oldestMessageMs(orders())).hasValue(firstMs);
        client.sendAt(9, true, producer, queue, "third");
        client.credit(1, 1);
        client.takeDeliveries();
        assertThat(partition.engine.oldestMessageMs(orders())).hasValue(firstMs).isNotEqualTo(secondMs);
    }

    @Test
    void isReadFromTheDiskOnceAndSurvivesRelocation() {
        long firstMs = partition.nowMs;
        client.send(producer, queue, "forgotten");
        sendAndConsumeOnAnother(600);
        assertThat(partition.log.segments().get(0).basePosition())
                .as("it was relocated")
                .isPositive();

        partition.engine.oldestMessageMs(orders()); // has it read
        partition.settle();

        assertThat(partition.engine.oldestMessageMs(orders())).hasValue(firstMs);
        assertThat(client.rows("queue.stat", Map.of("name", "orders")).get(0))
                .as("the same for who asks once")
                .containsEntry("oldest-ms", Long.toString(partition.nowMs - firstMs));
    }
}
