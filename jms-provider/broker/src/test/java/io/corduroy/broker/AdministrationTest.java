package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.AdminVerb;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What administrators ask for, through the engine. */
class AdministrationTest {
    private static final DestinationName BILLS = new DestinationName(DestinationName.Kind.QUEUE, "bills");

    private final TestPartition partition = new TestPartition();
    private final TestClient client = TestClient.attached(partition);

    private Map<String, String> stat(String verb, Map<String, String> arguments) {
        List<Map<String, String>> rows = client.rows(verb, arguments);
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private Map<String, String> queueStat(String name) {
        return stat("queue.stat", Map.of("name", name));
    }

    private void restart() {
        partition.assertRebuilt();
        partition.crash();
        client.attach();
    }

    @Test
    void aQueueKeepsItsSettingsOverARestartAndAlterChangesWhatItNames() {
        client.done(client.admin("queue.create", Map.of("name", "orders", "max-deliveries", "3")));
        client.done(client.admin("queue.alter", Map.of("name", "orders", "redelivery-delay", "5s")));

        restart();

        assertThat(queueStat("orders"))
                .containsEntry("max-deliveries", "3")
                .containsEntry("redelivery-delay", "5s")
                .containsEntry("dead-letter-queue", "DLQ");
        assertThat(queueStat("orders").keySet()).containsExactlyElementsOf(AdminVerb.QUEUE_STAT.columns());
    }

    @Test
    void refusesWhatExistsWhatDoesNotAndWhatIsNotKnown() {
        client.done(client.admin("queue.create", Map.of("name", "orders")));

        assertThat(client.failed(client.admin("queue.create", Map.of("name", "orders")))
                        .code())
                .isEqualTo(ErrorCode.DESTINATION_CONFLICT);
        assertThat(client.failed(client.admin("queue.delete", Map.of("name", "nowhere")))
                        .code())
                .isEqualTo(ErrorCode.DESTINATION_UNKNOWN);
        assertThat(client.failed(client.admin("queue.creat", Map.of("name", "x")))
                        .text())
                .contains("queue.create");
        assertThat(client.failed(client.admin("queue.alter", Map.of("name", "orders", "max-deliveries", "-3")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void deletesAQueueThatIsUsedOnlyWhenForced() {
        int queue = client.open(TestClient.ORDERS);
        client.consume(1, queue, 10);

        assertThat(client.failed(client.admin("queue.delete", Map.of("name", "orders")))
                        .code())
                .isEqualTo(ErrorCode.IN_USE);
        client.done(client.admin("queue.delete", Map.of("name", "orders", "force", "true")));

        assertThat(client.all(ServerFrame.ConsumerClosed.class)).hasSize(1);
        restart();
        assertThat(client.rows("queue.list", Map.of())).isEmpty();
    }

    @Test
    void listsQueuesByNameAndPattern() {
        client.open(TestClient.ORDERS);
        client.open(BILLS);
        client.open(TestClient.NEWS);

        assertThat(client.rows("queue.list", Map.of()))
                .extracting(row -> row.get("name"))
                .containsExactly("bills", "orders");
        assertThat(client.rows("queue.list", Map.of("pattern", "o*s")))
                .extracting(row -> row.get("name"))
                .containsExactly("orders");
        assertThat(client.rows("topic.list", Map.of()))
                .extracting(row -> row.get("name"))
                .containsExactly("news");
    }

    @Test
    void tellsDepthWhatIsInFlightAndTheOldestAge() {
        int queue = client.open(TestClient.ORDERS);
        client.send(client.producer(1), queue, "a", "b", "c");
        client.consume(1, queue, 2);
        client.acknowledge(1, client.takeDeliveries().subList(0, 1));
        partition.advance(1_234);

        assertThat(queueStat("orders"))
                .containsEntry("messages", "2")
                .containsEntry("in-flight", "1")
                .containsEntry("consumers", "1")
                .containsEntry("sent", "3")
                .containsEntry("acknowledged", "1")
                .containsEntry("oldest-ms", "1234");
        assertThat(stat("node.stat", Map.of()))
                .containsEntry("messages", "2")
                .containsEntry("destinations", "1")
                .containsEntry("clients", "1")
                .containsEntry("epoch", "1");
    }

    @Test
    void readsTheOldestMessageFromTheDiskWhenItIsNotInMemory() {
        int queue = client.open(TestClient.ORDERS);
        client.send(client.producer(1), queue, "a");
        restart();
        partition.advance(10);

        assertThat(queueStat("orders")).containsEntry("oldest-ms", "10");
    }

    @Test
    void purgesWhatIsNotInFlightOldestFirstForGood() {
        int queue = client.open(TestClient.ORDERS);
        long producer = client.producer(1);
        client.send(producer, queue, "held", "a");
        client.sendAt(9, true, producer, queue, "b");
        client.sendAt(4, false, producer, queue, "not persistent");
        client.send(producer, queue, "c");
        client.sendAt(9, true, producer, queue, "d");
        client.consume(1, queue, 0);
        client.credit(1, 1); // takes d's lane first: b
        assertThat(client.takeTexts()).containsExactly("b");

        assertThat(client.rows("message.purge", Map.of("name", "orders", "limit", "3")))
                .containsExactly(Map.of("affected", "3"));

        assertThat(partition.depth(queue)).isEqualTo(3);
        assertThat(client.rows("message.purge", Map.of("name", "orders"))).containsExactly(Map.of("affected", "2"));
        assertThat(partition.depth(queue)).isEqualTo(1);
        restart();
        assertThat(partition.depth(queue)).isEqualTo(1);
    }

    @Test
    void purgesThousandsOverManyTurnsAndOnlyWhatItsSelectorMatches() {
        int queue = client.open(TestClient.ORDERS);
        long producer = client.producer(1);
        for (int i = 0; i < 2_000; i++) {
            client.tell(client.message(
                    producer, client.nextSequence(producer), queue, 0, true, i % 2, TestClient.text("m" + i)));
        }
        partition.settle();
        restart(); // so that most has to be read again

        assertThat(client.rows("message.purge", Map.of("name", "orders", "selector", "JMSPriority = 1")))
                .containsExactly(Map.of("affected", "1000"));

        assertThat(partition.depth(queue)).isEqualTo(1_000);
        assertThat(client.failed(client.admin("message.purge", Map.of("name", "orders", "selector", "a =")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_SELECTOR);
    }

    @Test
    void movesMessagesWithTheirIdentityAndTheirBytes() {
        int queue = client.open(TestClient.ORDERS);
        int bills = client.open(BILLS);
        long producer = client.producer(1);
        client.send(producer, queue, "a", "b");
        client.sendAt(4, false, producer, queue, "not persistent");

        assertThat(client.rows("message.move", Map.of("from", "orders", "to", "bills")))
                .containsExactly(Map.of("affected", "3"));
        client.consume(1, bills, 10);

        List<ServerFrame.Deliver> moved = client.takeDeliveries();
        assertThat(moved).extracting(TestClient::textOf).containsExactlyInAnyOrder("a", "b", "not persistent");
        assertThat(moved).extracting(ServerFrame.Deliver::producerSequence).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(moved).extracting(ServerFrame.Deliver::deliveryCount).containsOnly(1);
        restart();
        assertThat(partition.depth(queue)).isZero();
        assertThat(partition.depth(bills)).isEqualTo(2);
        assertThat(client.failed(client.admin("message.move", Map.of("from", "bills", "to", "bills")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void managesDurableSubscriptions() {
        int topic = client.open(TestClient.NEWS);
        Map<String, String> sports = Map.of("topic", "news", "subscription", "sports", "shared", "true");
        client.done(client.admin("subscription.create", sports));
        assertThat(client.failed(client.admin("subscription.create", sports)).code())
                .isEqualTo(ErrorCode.SUBSCRIPTION_CONFLICT);
        client.send(client.producer(1), topic, "goal");

        restart();
        assertThat(stat("subscription.stat", sports))
                .containsEntry("messages", "1")
                .containsEntry("kind", "shared-durable");
        client.subscribe(1, topic, new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, "", "sports", false), "");
        assertThat(client.failed(client.admin("subscription.delete", sports)).code())
                .isEqualTo(ErrorCode.IN_USE);
        assertThat(client.failed(client.admin("topic.delete", Map.of("name", "news")))
                        .code())
                .isEqualTo(ErrorCode.IN_USE);
        assertThat(client.rows("subscription.list", Map.of("topic", "news"))).hasSize(1);
        client.closeSession(1);
        client.done(client.admin("subscription.delete", sports));

        assertThat(client.rows("subscription.list", Map.of())).isEmpty();
        client.done(client.admin("topic.delete", Map.of("name", "news")));
    }
}
