package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages that may not be delivered before a time (Jakarta Messaging 3.1, 7.9). */
class DeliveryDelayTest {
    private final TestPartition partition = new TestPartition();
    private final TestClient client = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private final long producer = client.producer(1);

    private ClientFrame.Send delayed(int destination, long transaction, boolean persistent, long delayMs, String text) {
        ClientFrame.Send now = client.message(
                producer,
                client.nextSequence(producer),
                destination,
                transaction,
                persistent,
                4,
                TestClient.text(text));
        return SendDraft.like(now).deliveryDelayMs(delayMs).frame();
    }

    private void send(boolean persistent, long delayMs, String text) {
        client.tell(delayed(queue, 0, persistent, delayMs, text));
        partition.settle();
    }

    @Test
    void deliversInTheOrderOfTheirTimesAndNotBefore() {
        client.consume(1, queue, 100);
        send(true, 300, "third");
        send(true, 100, "first");
        send(true, 200, "second");
        send(false, 150, "not persistent");
        client.send(producer, queue, "at once");
        assertThat(client.takeTexts()).containsExactly("at once");
        assertThat(client.all(ServerFrame.SendConfirmed.class)).isNotEmpty();

        partition.advance(99);
        assertThat(client.takeTexts()).isEmpty();
        assertThat(partition.wakeAtMs).isEqualTo(partition.nowMs + 1);
        partition.advance(1);
        List<ServerFrame.Deliver> first = client.takeDeliveries();
        assertThat(first).extracting(TestClient::textOf).containsExactly("first");
        assertThat(first.get(0).deliveryTimeMs()).isEqualTo(partition.nowMs);
        partition.advance(50);
        assertThat(client.takeTexts()).containsExactly("not persistent");
        partition.advance(1_000);

        assertThat(client.takeTexts()).containsExactly("second", "third");
        partition.assertRebuilt();
    }

    @Test
    void survivesARestartAndACheckpoint() {
        send(true, 20_000, "later");
        send(true, 10_000, "sooner");
        send(false, 10_000, "not persistent");
        partition.assertRebuilt();
        assertThat(client.rows("queue.stat", Map.of("name", "orders")).get(0))
                .containsEntry("messages", "3")
                .containsEntry("delayed", "3");
        assertThat(partition.liveRecords()).isEqualTo(2);

        partition.crash();
        client.attach();
        client.resumed();
        client.consume(1, queue, 100);
        partition.advance(9_999);
        assertThat(client.takeTexts()).isEmpty();
        partition.advance(10_001);

        assertThat(client.takeTexts()).containsExactly("sooner", "later");
        client.acknowledge(1, List.of());
        partition.assertRebuilt();
    }

    @Test
    void whatBecameDueWhileThePartitionWasDownComesAtOnce() {
        send(true, 1_000, "due");
        partition.nowMs += 5_000;

        partition.crash();
        client.attach();
        client.resumed();
        client.consume(1, queue, 10);

        assertThat(client.takeTexts()).containsExactly("due");
    }

    @Test
    void inATransactionTheDelayCountsFromTheSend() {
        client.consume(1, queue, 10);
        client.tell(delayed(queue, 1, true, 1_000, "a"));
        client.tell(delayed(queue, 1, false, 1_000, "b"));
        partition.settleAtOnce();
        partition.advance(600);
        partition.assertRebuilt();

        client.done(client.commit(1, 2, 0));
        partition.advance(399);
        assertThat(client.takeTexts()).isEmpty();
        partition.advance(1);

        assertThat(client.takeTexts()).containsExactlyInAnyOrder("a", "b");
        partition.assertRebuilt();
    }

    @Test
    void onATopicOnlySubscriptionsOfTheTimeOfTheSendGetIt() {
        int topic = client.open(TestClient.NEWS);
        SubscriptionSpec early = new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, "", "early", false);
        SubscriptionSpec picky = new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, "", "picky", false);
        SubscriptionSpec late = new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, "", "late", false);
        SubscriptionSpec mine = new SubscriptionSpec(SubscriptionSpec.Kind.UNSHARED, "", "", true);
        client.subscribe(1, topic, early, "");
        client.subscribe(2, topic, picky, "JMSPriority > 5");
        client.subscribe(3, topic, mine, "");
        client.tell(delayed(topic, 0, true, 1_000, "a"));
        partition.settle();
        client.subscribe(4, topic, late, "");
        client.subscribe(5, topic, new SubscriptionSpec(SubscriptionSpec.Kind.UNSHARED, "", "", false), "");
        partition.assertRebuilt();

        partition.advance(1_000);

        assertThat(client.takeDeliveries())
                .extracting(ServerFrame.Deliver::consumerId)
                .containsExactly(1);
        partition.assertRebuilt();
    }

    @Test
    void deletingTheQueueGivesUpWhatWasDelayed() {
        send(true, 1_000, "a");
        client.send(producer, client.open(TestClient.NEWS), "nobody listens");
        int other = client.open(new DestinationName(DestinationName.Kind.QUEUE, "other"));
        client.tell(delayed(other, 0, true, 500, "kept"));
        partition.settle();

        client.done(client.admin("queue.delete", Map.of("name", "orders", "force", "true")));
        assertThat(partition.liveRecords()).isEqualTo(1);
        partition.assertRebuilt();
        client.consume(1, other, 10);
        partition.advance(2_000);

        assertThat(client.takeTexts()).containsExactly("kept");
    }

    @Test
    void releasesThousandsOverManyTurns() {
        for (int i = 0; i < 3_000; i++) {
            client.tell(delayed(queue, 0, true, 1_000, "m" + i));
        }
        partition.settle();

        partition.advance(1_000);
        client.consume(1, queue, 5_000);

        assertThat(client.takeTexts()).hasSize(3_000).startsWith("m0", "m1").endsWith("m2998", "m2999");
    }
}
