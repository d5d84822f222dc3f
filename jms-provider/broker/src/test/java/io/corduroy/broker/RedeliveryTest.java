package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.Origin;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of deliveries that come back: counts, delays, dead letters. */
class RedeliveryTest {
    private static final DestinationName DEAD = new DestinationName(DestinationName.Kind.QUEUE, "DLQ");

    private final TestPartition partition = new TestPartition();
    private final TestClient client = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private final long producer = client.producer(1);

    private void alter(String... settings) {
        Map<String, String> arguments = new HashMap<>(Map.of("name", "orders"));
        for (int i = 0; i < settings.length; i += 2) {
            arguments.put(settings[i], settings[i + 1]);
        }
        client.done(client.admin("queue.alter", arguments));
    }

    private List<ServerFrame.Deliver> releaseAll() {
        List<ServerFrame.Deliver> held = client.takeDeliveries();
        client.release(1, true, held);
        client.credit(1, held.size());
        return held;
    }

    @Test
    void aReleasedMessageRestsAndTheOthersPassIt() {
        alter("redelivery-delay", "1s");
        client.send(producer, queue, "bad", "good");
        client.consume(1, queue, 1);
        releaseAll();

        assertThat(client.takeTexts()).containsExactly("good");
        client.credit(1, 1);
        assertThat(client.rows("queue.stat", Map.of("name", "orders")).get(0))
                .containsEntry("messages", "2")
                .containsEntry("delayed", "1")
                .containsEntry("in-flight", "1");
        partition.advance(999);
        assertThat(client.takeTexts()).isEmpty();
        partition.advance(1);

        List<ServerFrame.Deliver> again = client.takeDeliveries();
        assertThat(again).extracting(TestClient::textOf).containsExactly("bad");
        assertThat(again).extracting(ServerFrame.Deliver::deliveryCount).containsExactly(2);
        partition.assertRebuilt();
    }

    @Test
    void whatAClosedSessionHadAcknowledgedInItsTransactionRestsToo() {
        alter("redelivery-delay", "1s");
        client.send(producer, queue, "bad");
        client.consume(1, queue, 1);
        client.done(client.acknowledgment(1, 1, client.takeDeliveries()));

        client.closeSession(1); // one step: the transaction ends, and what it had is released
        client.done(client.consumer(2, 2, queue, "", 10));

        assertThat(client.takeTexts()).isEmpty();
        partition.advance(1_000);
        assertThat(client.takeDeliveries())
                .extracting(ServerFrame.Deliver::deliveryCount)
                .containsExactly(2);
        partition.assertRebuilt();
    }

    @Test
    void theDelayGrowsWithEachDeliveryUpToItsMaximum() {
        alter("redelivery-delay", "1s", "redelivery-backoff", "3", "redelivery-max-delay", "5s");
        client.send(producer, queue, "bad");
        client.consume(1, queue, 1);

        for (long delayMs : new long[] {1_000, 3_000, 5_000, 5_000}) {
            assertThat(releaseAll()).hasSize(1);
            partition.advance(delayMs - 1);
            assertThat(client.deliveries()).isEmpty();
            partition.advance(1);
        }

        assertThat(client.takeDeliveries())
                .extracting(ServerFrame.Deliver::deliveryCount)
                .containsExactly(5);
    }

    @Test
    void theDelayAndTheCountSurviveARestart() {
        alter("redelivery-delay", "60s");
        client.send(producer, queue, "bad");
        client.consume(1, queue, 1);
        releaseAll();
        partition.assertRebuilt();

        partition.crash();
        client.attach();
        client.resumed();
        client.consume(1, queue, 10);
        partition.advance(59_999);
        assertThat(client.takeTexts()).isEmpty();
        partition.advance(1);

        assertThat(client.takeDeliveries())
                .extracting(ServerFrame.Deliver::deliveryCount)
                .allMatch(count -> count >= 2)
                .hasSize(1);
    }

    @Test
    void theDeadLetterKnowsItsOriginAfterARestartAndToSelectors() {
        alter("max-deliveries", "1");
        client.send(producer, queue, "bad");
        client.consume(1, queue, 1);
        releaseAll();
        partition.assertRebuilt(); // writes a checkpoint

        partition.crash();
        client.attach();
        client.resumed();
        int dead = client.open(DEAD);
        client.done(client.consumer(2, 2, dead, "JMS_CORDUROY_OriginalDestination = 'topic://orders'", 10));
        assertThat(client.takeDeliveries()).isEmpty();
        client.done(client.consumer(
                3,
                3,
                dead,
                "JMS_CORDUROY_OriginalDestination = 'queue://orders'"
                        + " AND JMS_CORDUROY_MoveReason = 'DELIVERIES_USED_UP'",
                10));

        assertThat(client.takeDeliveries())
                .extracting(ServerFrame.Deliver::origin)
                .containsExactly(new Origin("queue://orders", "DELIVERIES_USED_UP"));
        partition.assertRebuilt();
    }

    @Test
    void goesToTheDeadLetterQueueAfterItsLastDelivery() {
        alter("max-deliveries", "2");
        client.send(producer, queue, "bad");
        client.sendAt(4, false, producer, queue, "bad too");
        client.consume(1, queue, 2);

        assertThat(releaseAll()).hasSize(2);
        assertThat(releaseAll()).extracting(ServerFrame.Deliver::deliveryCount).containsOnly(2);

        assertThat(client.takeTexts()).isEmpty();
        assertThat(partition.depth(queue)).isZero();
        assertThat(client.rows("queue.stat", Map.of("name", "orders")).get(0)).containsEntry("dead-lettered", "2");
        client.consume(2, client.open(DEAD), 10);
        List<ServerFrame.Deliver> dead = client.takeDeliveries();
        assertThat(dead).extracting(TestClient::textOf).containsExactlyInAnyOrder("bad", "bad too");
        assertThat(dead).extracting(ServerFrame.Deliver::producerSequence).containsExactlyInAnyOrder(1L, 2L);
        assertThat(dead).extracting(ServerFrame.Deliver::deliveryCount).containsOnly(1);
        assertThat(dead)
                .extracting(ServerFrame.Deliver::origin)
                .containsOnly(new Origin("queue://orders", "DELIVERIES_USED_UP"));
        assertThat(partition.liveRecords()).isEqualTo(1);
        partition.assertRebuilt();
        partition.crash();
        assertThat(partition.depth(queue)).isZero();
    }

    @Test
    void whatFailsInTheDeadLetterQueueStaysThere() {
        int dead = client.open(DEAD);
        client.done(client.admin("queue.alter", Map.of("name", "DLQ", "max-deliveries", "1")));
        client.send(producer, dead, "bad");
        client.consume(1, dead, 1);

        releaseAll();
        releaseAll();

        assertThat(client.deliveries())
                .extracting(ServerFrame.Deliver::deliveryCount)
                .containsExactly(3);
    }

    @Test
    void isDroppedWithoutADeadLetterQueueAndNeverIfUnlimited() {
        alter("max-deliveries", "1", "dead-letter-queue", "");
        client.send(producer, queue, "bad");
        client.consume(1, queue, 1);
        releaseAll();
        assertThat(partition.depth(queue)).isZero();
        partition.assertRebuilt();

        alter("max-deliveries", "unlimited");
        client.send(producer, queue, "bad");
        for (int i = 0; i < 20; i++) {
            assertThat(releaseAll()).hasSize(1);
        }
        assertThat(partition.depth(queue)).isEqualTo(1);
    }

    @Test
    void aSubscriptionOfATopicHasItsOwnCounts() {
        int topic = client.open(TestClient.NEWS);
        client.done(client.admin("topic.alter", Map.of("name", "news", "max-deliveries", "1")));
        client.subscribe(1, topic, new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, "", "a", false), "");
        client.subscribe(2, topic, new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, "", "b", false), "");
        client.send(producer, topic, "bad for a");
        List<ServerFrame.Deliver> all = client.takeDeliveries();

        client.release(
                1, true, all.stream().filter(each -> each.consumerId() == 1).toList());
        client.acknowledge(
                2, all.stream().filter(each -> each.consumerId() == 2).toList());

        client.consume(3, client.open(DEAD), 10);
        assertThat(client.takeTexts()).containsExactly("bad for a");
        assertThat(partition.liveRecords()).isEqualTo(1);
        partition.assertRebuilt();
    }

    @Test
    void aDeadLetterOfASubscriptionThatEndsMeanwhileStaysWithTheOthers() {
        int topic = client.open(TestClient.NEWS);
        client.done(client.admin("topic.alter", Map.of("name", "news", "max-deliveries", "1")));
        client.subscribe(1, topic, new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, "", "a", false), "");
        client.done(client.consumer(
                2, 2, topic, new SubscriptionSpec(SubscriptionSpec.Kind.UNSHARED, "", "", false), "", 10, List.of()));
        client.sendAt(4, false, producer, topic, "news");
        assertThat(client.takeTexts()).containsExactly("news", "news");

        client.closeSession(2); // its only subscription ends before the dead-letter queue exists

        assertThat(partition.depth(topic)).isEqualTo(1);
        client.closeSession(1);
        client.consume(3, client.open(DEAD), 10);
        assertThat(client.takeTexts()).containsExactly("news");
    }

    @Test
    void deadLettersGoToANeighbourOfTheirQueueThatLivesOnTheSamePartition() {
        partition.placement = name -> name.name().equals("DLQ") || name.name().equals("DLQ.1") ? 2 : 1;
        alter("max-deliveries", "1");
        client.send(producer, queue, "bad");
        client.consume(1, queue, 1);
        releaseAll();

        int dead = client.open(new DestinationName(DestinationName.Kind.QUEUE, "DLQ.2"));
        client.consume(2, dead, 1);

        assertThat(client.takeTexts()).containsExactly("bad");
        client.closeSession(1);
        assertThat(partition.depth(dead)).isEqualTo(1);
        partition.assertRebuilt();
    }
}
