package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a consumer of one session holds, another session of the client acknowledges: so do an application server's. */
class OtherSessionTest {
    private static final int CONSUMER = 1;

    private final TestPartition partition = new TestPartition();
    private final TestClient client = TestClient.attached(partition);
    private final TestClient other = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);

    private List<ServerFrame.Deliver> receive(int consumersSession, String... texts) {
        client.done(client.consumer(CONSUMER, consumersSession, queue, "", 10));
        client.send(client.producer(consumersSession), queue, texts);
        List<ServerFrame.Deliver> held = client.takeDeliveries();
        other.consume(CONSUMER, other.open(TestClient.ORDERS), 10);
        return held;
    }

    private void acknowledgeIn(int session, long transaction, List<ServerFrame.Deliver> held) {
        client.done(new ClientFrame.Acknowledge(
                1, client.nextRequest(), session, CONSUMER, transaction, TestClient.rangesOf(held)));
    }

    private ClientFrame.Commit commit(int session, int acknowledgments) {
        return new ClientFrame.Commit(1, client.nextRequest(), session, 1, 0, acknowledgments);
    }

    private ClientFrame.Rollback rollback(int session) {
        return new ClientFrame.Rollback(1, client.nextRequest(), session, 1);
    }

    private void openAgain(int session, List<ServerFrame.Deliver> claimed) {
        client.done(client.consumer(
                CONSUMER, session, queue, SubscriptionSpec.OF_QUEUE, "", 0, TestClient.rangesOf(claimed)));
    }

    private void crashAndAttachAgain() {
        partition.crash();
        client.onLinkLost();
        other.onLinkLost();
        client.attach();
        client.open(TestClient.ORDERS);
    }

    @Test
    void acknowledgesOutright() {
        acknowledgeIn(7, 0, receive(2, "a", "b"));

        client.closeSession(7);
        client.closeSession(2);

        assertThat(other.takeTexts()).isEmpty();
        assertThat(partition.depth(queue)).isZero();
        partition.assertRebuilt();
    }

    @Test
    void severalSessionsHaveTransactionsOverWhatOneConsumerHolds() {
        List<ServerFrame.Deliver> held = receive(2, "a", "b", "c");
        acknowledgeIn(7, 1, held.subList(0, 1));
        acknowledgeIn(8, 1, held.subList(1, 2));

        client.done(rollback(8));
        client.done(commit(7, 1));
        client.release(CONSUMER, true, held.subList(1, 2));
        client.closeSession(2);

        assertThat(other.takeTexts()).containsExactly("b", "c");
        assertThat(partition.depth(queue)).isEqualTo(2);
        partition.assertRebuilt();
    }

    @Test
    void aRollbackGivesBackToAConsumerThatWasClosedMeanwhile() {
        List<ServerFrame.Deliver> held = receive(2, "a");
        acknowledgeIn(7, 1, held);
        client.closeConsumer(CONSUMER, TestClient.rangesOf(held));

        client.done(rollback(7));
        assertThat(other.takeTexts()).isEmpty();
        client.release(CONSUMER, true, held);

        assertThat(other.takeDeliveries())
                .singleElement()
                .extracting(ServerFrame.Deliver::deliveryCount)
                .isEqualTo(2);
    }

    @Test
    void aRollbackReturnsWhatWasOfASessionThatIsClosed() {
        acknowledgeIn(7, 1, receive(2, "a"));
        client.closeSession(2);
        assertThat(other.takeTexts()).isEmpty();

        client.done(rollback(7));
        partition.settle();

        assertThat(other.takeDeliveries())
                .singleElement()
                .extracting(ServerFrame.Deliver::deliveryCount)
                .isEqualTo(2);
        partition.assertRebuilt();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9})
    void aClientThatIsGoneLeavesNothingBehind(int consumersSession) {
        acknowledgeIn(7, 1, receive(consumersSession, "a"));

        partition.disconnect(client, true);
        partition.settle();

        assertThat(other.takeDeliveries())
                .singleElement()
                .extracting(ServerFrame.Deliver::deliveryCount)
                .isEqualTo(2);
        partition.assertRebuilt();
    }

    @Test
    void aTransactionOfAnotherSessionOutlivesACrashAndCommits() {
        List<ServerFrame.Deliver> held = receive(2, "a");
        acknowledgeIn(7, 1, held);

        crashAndAttachAgain();
        openAgain(2, held);
        client.resumed();
        client.done(commit(7, 1));

        other.attach();
        other.consume(CONSUMER, other.open(TestClient.ORDERS), 10);
        assertThat(other.takeTexts()).isEmpty();
        assertThat(partition.depth(queue)).isZero();
    }

    @Test
    void aTransactionOfAnotherSessionOutlivesACrashAndIsRolledBackToTheConsumer() {
        List<ServerFrame.Deliver> held = receive(2, "a");
        acknowledgeIn(7, 1, held);

        crashAndAttachAgain();
        openAgain(2, held);
        client.resumed();
        other.attach();
        other.resumed();
        other.consume(CONSUMER, other.open(TestClient.ORDERS), 10);
        client.done(rollback(7));
        assertThat(other.takeTexts()).as("not before the session gives it back").isEmpty();
        client.release(CONSUMER, true, held);

        assertThat(other.takeDeliveries()).extracting(TestClient::textOf).containsExactly("a");
    }
}
