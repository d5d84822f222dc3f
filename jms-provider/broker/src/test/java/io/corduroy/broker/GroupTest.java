package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Message groups stay with one consumer, exclusive consumers have a queue to themselves. */
class GroupTest {
    private final TestPartition partition = new TestPartition();
    private final TestClient client = TestClient.attached(partition);
    private final TestClient other = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private final long producer = client.producer(1);

    private void sendTo(String group, String... texts) {
        for (String text : texts) {
            client.tell(client.draft(producer, queue, text).groupId(group).frame());
        }
        partition.settle();
    }

    private void consumeExclusively(TestClient by, int consumer, int credit, List<ServerFrame.Deliver> held) {
        by.done(new ClientFrame.OpenConsumer(
                1,
                by.nextRequest(),
                consumer,
                1,
                queue,
                SubscriptionSpec.OF_QUEUE,
                "",
                credit,
                Mode.EXCLUSIVE,
                TestClient.rangesOf(held)));
    }

    @Test
    void aGroupStaysWithTheConsumerOfItsFirstMessageAndOthersAreShared() {
        client.consume(1, queue, 1);
        sendTo("a", "a1", "a2", "a3");
        other.consume(1, queue, 10);
        List<ServerFrame.Deliver> first = client.takeDeliveries();
        sendTo("", "free 1", "free 2");

        assertThat(first).extracting(TestClient::textOf).containsExactly("a1");
        assertThat(other.takeTexts()).containsExactly("free 1", "free 2");
        client.acknowledge(1, first);
        client.credit(1, 10);
        assertThat(client.takeTexts()).containsExactly("a2", "a3");
    }

    @Test
    void groupsAreSpreadOverConsumers() {
        client.consume(1, queue, 10);
        other.consume(1, queue, 10);

        sendTo("a", "a1");
        sendTo("b", "b1");
        sendTo("a", "a2", "a3");
        sendTo("b", "b2", "b3");

        assertThat(List.of(client.takeTexts(), other.takeTexts()))
                .containsExactlyInAnyOrder(List.of("a1", "a2", "a3"), List.of("b1", "b2", "b3"));
    }

    @Test
    void aGroupMovesOnOnlyWhenNothingOfItIsInFlightWithTheClosedConsumer() {
        client.consume(1, queue, 1);
        sendTo("a", "a1", "a2");
        other.consume(1, queue, 10);
        List<ServerFrame.Deliver> seen = client.takeDeliveries();

        client.closeConsumer(1, TestClient.EVERYTHING);
        assertThat(other.takeTexts()).isEmpty();
        client.acknowledge(1, seen);
        partition.settle();

        assertThat(other.takeTexts()).containsExactly("a2");
    }

    @Test
    void whatAClosedConsumerHadNotSeenGoesOnInOrder() {
        client.consume(1, queue, 10);
        sendTo("a", "a1", "a2", "a3");
        other.consume(1, queue, 10);

        client.closeConsumer(1, List.of());

        assertThat(other.takeTexts()).containsExactly("a1", "a2", "a3");
    }

    @Test
    void whatIsOnItsWayToAConsumerThatClosesIsNotOvertakenInItsGroup() {
        client.consume(1, queue, 10);
        client.consume(2, queue, 10);
        sendTo("a", "a1");
        List<ServerFrame.Deliver> crossing = client.takeDeliveries();

        client.closeConsumer(1, List.of()); // said before the delivery has arrived
        sendTo("a", "a2");

        assertThat(crossing).extracting(ServerFrame.Deliver::consumerId).containsExactly(1);
        assertThat(client.takeDeliveries())
                .extracting(TestClient::textOf, ServerFrame.Deliver::deliveryCount)
                .containsExactly(tuple("a1", 1), tuple("a2", 1));
    }

    @Test
    void aReconnectedConsumerKeepsItsGroup() {
        client.consume(1, queue, 1);
        sendTo("a", "a1", "a2", "a3");
        other.consume(1, queue, 10);
        List<ServerFrame.Deliver> held = client.takeDeliveries();

        partition.disconnect(client, false);
        client.attach();
        client.done(client.consumer(1, 1, queue, SubscriptionSpec.OF_QUEUE, "", 10, TestClient.rangesOf(held)));
        client.resumed();

        assertThat(client.takeTexts()).containsExactly("a2", "a3");
        assertThat(other.takeTexts()).isEmpty();
    }

    @Test
    void theFirstExclusiveConsumerGetsEverythingAndTheNextOneFollowsWhenItHasFinished() {
        consumeExclusively(client, 1, 1, List.of());
        consumeExclusively(other, 1, 10, List.of());
        client.send(producer, queue, "1", "2");
        List<ServerFrame.Deliver> seen = client.takeDeliveries();
        assertThat(seen).extracting(TestClient::textOf).containsExactly("1");
        assertThat(other.takeTexts()).isEmpty();

        client.closeConsumer(1, TestClient.EVERYTHING);
        assertThat(other.takeTexts()).isEmpty();
        client.acknowledge(1, seen);
        partition.settle();

        assertThat(other.takeTexts()).containsExactly("2");
    }

    @Test
    void anExclusiveConsumerThatReconnectsIsStillTheOne() {
        consumeExclusively(client, 1, 1, List.of());
        consumeExclusively(other, 1, 10, List.of());
        client.send(producer, queue, "1", "2");
        List<ServerFrame.Deliver> held = client.takeDeliveries();

        partition.disconnect(client, false);
        client.attach();
        consumeExclusively(client, 1, 5, held);
        client.resumed();

        assertThat(client.takeTexts()).containsExactly("2");
        assertThat(other.takeTexts()).isEmpty();
    }

    @Test
    void aConsumerThatStandsByIsToldThatThereIsNothingForIt() {
        consumeExclusively(client, 1, 1, List.of());
        consumeExclusively(other, 1, 10, List.of());
        client.send(producer, queue, "1", "2");

        ServerFrame.Drained drained =
                other.ask(new ClientFrame.Drain(1, other.nextRequest(), 1), ServerFrame.Drained.class);

        assertThat(drained.consumerId()).isEqualTo(1);
        assertThat(other.takeTexts()).isEmpty();
    }
}
