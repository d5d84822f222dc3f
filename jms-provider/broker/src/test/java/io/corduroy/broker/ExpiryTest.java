package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages with a time to live (Jakarta Messaging 3.1, 3.4.9). */
class ExpiryTest {
    private final TestPartition partition = new TestPartition();
    private final TestClient client = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private final long producer = client.producer(1);

    private void send(int destination, boolean persistent, long timeToLiveMs, String text) {
        client.tell(client.draft(producer, destination, text)
                .persistent(persistent)
                .timeToLiveMs(timeToLiveMs)
                .frame());
    }

    @Test
    void neverDeliversWhatHasExpiredAndForgetsIt() {
        send(queue, true, 100, "short");
        send(queue, true, 5_000, "long");
        send(queue, false, 100, "not persistent");
        partition.settle();
        partition.nowMs += 100;

        client.consume(1, queue, 10);

        List<ServerFrame.Deliver> delivered = client.takeDeliveries();
        assertThat(delivered).extracting(TestClient::textOf).containsExactly("long");
        assertThat(delivered.get(0).expirationMs()).isEqualTo(partition.nowMs + 4_900);
        assertThat(partition.depth(queue)).isEqualTo(1);
        assertThat(partition.liveRecords()).isEqualTo(1);
        assertThat(client.rows("queue.stat", Map.of("name", "orders")).get(0)).containsEntry("expired", "2");
        partition.assertRebuilt();
    }

    @Test
    void isSweptWithoutAConsumerAndStaysGone() {
        int topic = client.open(TestClient.NEWS);
        client.subscribe(1, topic, new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, "", "a", false), "");
        client.closeConsumer(1, TestClient.EVERYTHING);
        for (int i = 0; i < 2_000; i++) {
            send(queue, i % 2 == 0, 100, "short");
        }
        send(topic, true, 100, "news");
        send(queue, true, 0, "for ever");
        partition.settle();

        partition.advance(2_000);

        assertThat(partition.depth(queue)).isEqualTo(1);
        assertThat(partition.liveRecords()).isEqualTo(1);
        partition.assertRebuilt();
        partition.crash();
        assertThat(partition.depth(queue)).isEqualTo(1);
    }

    @Test
    void leavesWhatIsInFlightToItsConsumer() {
        send(queue, true, 100, "a");
        partition.settle();
        client.consume(1, queue, 10);
        List<ServerFrame.Deliver> held = client.takeDeliveries();

        partition.advance(5_000);
        assertThat(partition.depth(queue)).isEqualTo(1);
        client.acknowledge(1, held);

        assertThat(partition.depth(queue)).isZero();
    }

    @Test
    void goesToTheExpiryQueueWhereItDoesNotExpireAgain() {
        client.done(client.admin("queue.alter", Map.of("name", "orders", "expiry-queue", "old")));
        send(queue, true, 100, "a");
        send(queue, false, 100, "b");
        partition.settle();

        partition.advance(5_000);
        int old = client.open(new DestinationName(DestinationName.Kind.QUEUE, "old"));
        partition.advance(5_000);
        client.consume(1, old, 10);

        List<ServerFrame.Deliver> moved = client.takeDeliveries();
        assertThat(moved).extracting(TestClient::textOf).containsExactlyInAnyOrder("a", "b");
        assertThat(moved).extracting(ServerFrame.Deliver::expirationMs).containsOnly(0L);
        assertThat(partition.depth(queue)).isZero();
        partition.assertRebuilt();
    }

    @Test
    void browsersDoNotSeeIt() {
        send(queue, true, 100, "a");
        partition.settle();
        partition.nowMs += 100;

        client.tell(new ClientFrame.OpenConsumer(
                1,
                client.nextRequest(),
                1,
                1,
                queue,
                SubscriptionSpec.OF_QUEUE,
                "",
                10,
                ClientFrame.OpenConsumer.Mode.BROWSE,
                List.of()));
        partition.settle();

        assertThat(client.takeTexts()).isEmpty();
    }
}
