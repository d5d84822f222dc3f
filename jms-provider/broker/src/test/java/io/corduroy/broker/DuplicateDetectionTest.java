package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.message.DuplicateDetection;
import io.corduroy.protocol.message.MessageEncoder;
import io.corduroy.protocol.message.MessageFields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A message that says by its duplicate id that it was sent before is confirmed and not there a second time. */
class DuplicateDetectionTest {
    private static final SubscriptionSpec DURABLE =
            new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, "", "readers", false);

    private final TestPartition partition = new TestPartition();
    private TestClient client = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private long producer = client.producer(1);

    private ClientFrame.Send named(int destination, long transaction, boolean persistent, String id, String text) {
        MessageFields fields = new MessageFields()
                .property("colour", "brown")
                .property(DuplicateDetection.PROPERTY, id)
                .text(text);
        return client.message(
                producer,
                client.nextSequence(producer),
                destination,
                transaction,
                persistent,
                4,
                MessageEncoder.encode(fields));
    }

    private void send(String id, String text) {
        client.tell(named(queue, 0, true, id, text));
        partition.settle();
    }

    private List<String> everything(int destination) {
        client.consume(9, destination, 1_000);
        return client.takeTexts();
    }

    private void crash() {
        partition.crash();
        client = TestClient.attached(partition);
        client.open(TestClient.ORDERS);
        producer = client.producer(1);
    }

    @Test
    void aSecondMessageOfTheSameIdIsConfirmedAndNotThere() {
        send("1", "first");
        client.received.clear();
        send("1", "again");
        ServerFrame.SendConfirmed confirmed = client.take(ServerFrame.SendConfirmed.class);
        send("2", "other");

        assertThat(confirmed.lastSequence()).isEqualTo(2);
        assertThat(everything(queue)).containsExactly("first", "other");
        partition.assertRebuilt();
    }

    @Test
    void findsItAlsoWhileTheFirstIsNotYetDurable() {
        client.tell(named(queue, 0, true, "1", "first"));
        client.tell(named(queue, 0, true, "1", "again"));
        partition.settle();

        assertThat(client.take(ServerFrame.SendConfirmed.class).lastSequence()).isEqualTo(2);
        assertThat(everything(queue)).containsExactly("first");
        partition.assertRebuilt();
    }

    @Test
    void artemisNameOfThePropertyIsUnderstood() {
        MessageFields fields = new MessageFields().property("_AMQ_DUPL_ID", "1").text("by the name of Artemis");
        client.tell(client.message(
                producer, client.nextSequence(producer), queue, 0, true, 4, MessageEncoder.encode(fields)));
        send("1", "again");

        assertThat(everything(queue)).containsExactly("by the name of Artemis");
    }

    @Test
    void idsOfOneDestinationAreNotThoseOfAnother() {
        int topic = client.open(TestClient.NEWS);
        client.subscribe(1, topic, DURABLE, "");

        send("1", "to the queue");
        client.tell(named(topic, 0, true, "1", "to the topic"));
        client.tell(named(topic, 0, true, "1", "again"));
        partition.settle();

        assertThat(client.takeTexts()).containsExactly("to the topic");
        assertThat(everything(queue)).containsExactly("to the queue");
    }

    @Test
    void survivesARestartWithAndWithoutCheckpoint() {
        send("1", "first");
        partition.engine.checkpoint();
        partition.settle();
        send("2", "second");
        crash();

        send("1", "again");
        send("2", "again");

        assertThat(everything(queue)).containsExactly("first", "second");
        partition.assertRebuilt();
    }

    @Test
    void isKnownWhenTheMessageHasBeenConsumed() {
        send("1", "first");
        client.consume(1, queue, 10);
        client.acknowledge(1, client.takeDeliveries());

        send("1", "again");

        assertThat(client.takeTexts()).isEmpty();
    }

    @Test
    void messagesThatAreNotPersistentAreDroppedTooUntilTheNodeEnds() {
        client.tell(named(queue, 0, false, "1", "first"));
        client.tell(named(queue, 0, false, "1", "again"));
        partition.settle();
        send("1", "now persistent");
        send("2", "second");
        client.tell(named(queue, 0, false, "2", "not persistent"));
        partition.settle();

        assertThat(everything(queue)).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void aTransactionWithAMessageThatWasThereIsRefused() {
        send("1", "first");

        client.tell(named(queue, 1, true, "2", "new"));
        client.tell(named(queue, 1, true, "1", "again"));
        partition.settle();
        ServerFrame.SendRejected rejected = client.take(ServerFrame.SendRejected.class);
        client.done(client.rollback(1));

        assertThat(rejected.code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        assertThat(rejected.text()).contains("\"1\"");
        assertThat(everything(queue)).containsExactly("first");
    }

    @Test
    void anIdOfATransactionThatWasRolledBackIsFreeAgain() {
        client.tell(named(queue, 1, true, "1", "undone"));
        client.done(client.rollback(1));

        send("1", "done");

        assertThat(everything(queue)).containsExactly("done");
        partition.assertRebuilt();
    }

    @Test
    void ofTwoOpenTransactionsWithTheSameIdTheFirstToCommitHasIt() {
        long other = client.producer(2);
        client.tell(named(queue, 1, true, "1", "later"));
        long first = producer;
        producer = other;
        client.tell(named(queue, 1, true, "1", "sooner"));
        client.tell(named(queue, 1, true, "2", "with it"));
        producer = first;
        partition.engine.checkpoint();
        partition.settle();
        partition.assertRebuilt();

        client.done(new ClientFrame.Commit(1, client.nextRequest(), 2, 1, 2, 0));
        client.done(client.commit(1, 1, 0));

        assertThat(everything(queue)).containsExactly("sooner", "with it");
        partition.assertRebuilt();
    }

    @Test
    void isKnownFromTheCommitOn() {
        client.tell(named(queue, 1, true, "1", "first"));
        client.done(client.commit(1, 1, 0));

        send("1", "again");

        assertThat(everything(queue)).containsExactly("first");
        partition.assertRebuilt();
    }

    @Test
    void aDelayedMessageIsKnownBeforeItIsDue() {
        client.tell(SendDraft.like(named(queue, 0, true, "1", "late"))
                .deliveryDelayMs(1_000)
                .frame());
        partition.settle();
        send("1", "again");

        partition.advance(1_001);

        assertThat(everything(queue)).containsExactly("late");
    }

    @Test
    void theOldestIsForgottenBeyondTheSetting() {
        client.done(client.admin("queue.alter", Map.of("name", "orders", "duplicate-ids", "2")));
        send("1", "a");
        send("2", "b");
        send("3", "c");

        send("1", "d"); // forgotten: it is new, and now 2 is the oldest
        send("3", "again");

        assertThat(everything(queue)).containsExactly("a", "b", "c", "d");
        partition.assertRebuilt();
    }

    @Test
    void aDestinationCanBeToldToTakeEverything() {
        client.done(client.admin("queue.alter", Map.of("name", "orders", "duplicate-ids", "none")));

        send("1", "first");
        send("1", "again");

        assertThat(everything(queue)).containsExactly("first", "again");
        partition.assertRebuilt();
    }

    @Test
    void aDestinationThatIsMadeAnewRemembersNothing() {
        send("1", "first");
        client.consume(1, queue, 10);
        client.acknowledge(1, client.takeDeliveries());
        client.closeConsumer(1, List.of());
        client.done(client.admin("queue.delete", Map.of("name", "orders")));
        int again = client.open(TestClient.ORDERS);

        client.tell(named(again, 0, true, "1", "again"));
        partition.settle();

        assertThat(everything(again)).containsExactly("again");
        partition.assertRebuilt();
    }

    @Test
    void piecesOfADuplicateAreDropped() {
        LargeBody body = new LargeBody(7, 3);
        for (int i = 0; i < 2; i++) {
            ClientFrame.Send send = named(queue, 0, true, "1", "large");
            body.pieces(producer, send.sequence(), true).forEach(client::tell);
            client.tell(SendDraft.like(send).pieces(3).frame());
            client.tell(named(queue, 0, true, "other " + i, "between"));
            partition.settle();
        }

        client.consume(1, queue, 100);
        List<ServerFrame.Deliver> delivered = client.takeDeliveries();
        assertThat(delivered).extracting(TestClient::textOf).containsExactly("large", "between", "between");
        client.acknowledge(1, delivered);
        partition.assertRebuilt();
        partition.engine.assertInvariants();
    }
}
