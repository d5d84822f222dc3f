package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Transactions on one partition are seen whole or not at all. */
class TransactionTest {
    private final TestPartition partition = new TestPartition();
    private final TestClient client = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private final long producer = client.producer(1);

    private long depth() {
        return partition.depth(queue);
    }

    @Test
    void sendsAreSeenAtTheCommitAndInOrder() {
        client.consume(1, queue, 10);

        client.sendIn(1, producer, queue, "a", "b");
        assertThat(client.takeTexts()).isEmpty();
        client.done(client.commit(1, 2, 0));

        assertThat(client.takeTexts()).containsExactly("a", "b");
    }

    @Test
    void howSessionsOfALongConnectionEndedIsForgottenButForTheLatest() {
        rollBackInSessions(2, 200);
        long bytes = stateBytes();
        rollBackInSessions(201, 400);

        assertThat(stateBytes()).isLessThan(bytes + 64 * 2);
        // Where the link was lost while it closed, a client asks once more.
        assertThat(client.failed(commitOf(400)).code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        partition.assertRebuilt();
    }

    private void rollBackInSessions(int from, int to) {
        for (int session = from; session <= to; session++) {
            client.sendIn(1, client.producer(session), queue, "a");
            client.done(new ClientFrame.Rollback(1, client.nextRequest(), session, 1));
            client.closeSession(session);
        }
    }

    private long stateBytes() {
        return partition.engine.state().stateHash() >>> 32;
    }

    private ClientFrame.Commit commitOf(int session) {
        return new ClientFrame.Commit(1, client.nextRequest(), session, 1, 1, 0);
    }

    @Test
    void sendsOfATransactionThatIsRolledBackVanish() {
        client.sendIn(1, producer, queue, "a");

        client.done(new ClientFrame.Rollback(1, client.nextRequest(), 1, 1));
        client.consume(1, queue, 10);

        assertThat(client.takeTexts()).isEmpty();
    }

    @Test
    void acknowledgmentsTakeEffectAtTheCommitWithTheSends() {
        client.send(producer, queue, "in");
        client.consume(1, queue, 1);
        List<ServerFrame.Deliver> in = client.takeDeliveries();

        client.done(client.acknowledgment(1, 1, in));
        client.sendIn(1, producer, queue, "out");
        assertThat(depth()).isEqualTo(1);
        client.done(client.commit(1, 1, 1));

        assertThat(depth()).isEqualTo(1);
        client.credit(1, 1);
        assertThat(client.takeTexts()).containsExactly("out");
    }

    @Test
    void afterARollbackTheSessionHoldsItsDeliveriesUntilItReleasesThem() {
        client.send(producer, queue, "in");
        client.consume(1, queue, 10);
        List<ServerFrame.Deliver> in = client.takeDeliveries();
        client.done(client.acknowledgment(1, 1, in));

        client.tell(new ClientFrame.Rollback(1, client.nextRequest(), 1, 1));
        client.tell(new ClientFrame.Release(1, client.nextRequest(), 1, 1, true, TestClient.rangesOf(in)));
        partition.settle();

        assertThat(client.takeDeliveries())
                .extracting(ServerFrame.Deliver::deliveryCount)
                .containsExactly(2);
    }

    @Test
    void whatWasAcknowledgedBeforeACrashStaysWithItsConsumerAfterTheRollbackToo() {
        client.send(producer, queue, "in");
        client.consume(1, queue, 10);
        List<ServerFrame.Deliver> in = client.takeDeliveries();
        client.done(client.acknowledgment(1, 1, in));

        partition.crash();
        client.attach();
        client.done(client.consumer(1, 1, queue, SubscriptionSpec.OF_QUEUE, "", 10, TestClient.rangesOf(in)));
        client.resumed();
        client.done(new ClientFrame.Rollback(1, client.nextRequest(), 1, 1));
        assertThat(client.takeDeliveries()).isEmpty();
        client.release(1, true, in);

        assertThat(client.takeDeliveries())
                .extracting(ServerFrame.Deliver::deliveryCount)
                .containsExactly(3);
    }

    @Test
    void aCommitThatMissesAMessageRollsBack() {
        client.sendIn(1, producer, queue, "a");

        ServerFrame.Failed failed = client.failed(client.commit(1, 2, 0));
        client.consume(1, queue, 10);

        assertThat(failed.code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        assertThat(client.takeTexts()).isEmpty();
    }

    @Test
    void aCommitIsRepeatableAndItsOutcomeSurvivesACrash() {
        client.sendIn(1, producer, queue, "a");
        client.done(client.commit(1, 1, 0));
        client.done(client.commit(1, 1, 0));

        partition.crash();
        client.attach();
        client.done(client.commit(1, 1, 0));

        assertThat(depth()).isEqualTo(1);
    }

    @Test
    void anUndecidedTransactionOfAClientThatResumesGoesOnAfterACrash() {
        client.send(producer, queue, "in");
        client.consume(1, queue, 1);
        List<ServerFrame.Deliver> in = client.takeDeliveries();
        client.done(client.acknowledgment(1, 1, in));
        client.sendIn(1, producer, queue, "out");

        partition.crash();
        client.attach();
        client.producer(1);
        client.resumed();
        client.done(client.commit(1, 1, 1));

        TestClient other = TestClient.attached(partition);
        other.consume(1, queue, 10);
        assertThat(other.takeTexts()).containsExactly("out");
    }

    @Test
    void anUndecidedTransactionOfAClientThatIsGoneIsRolledBack() {
        client.send(producer, queue, "in");
        client.consume(1, queue, 1);
        client.done(client.acknowledgment(1, 1, client.takeDeliveries()));
        client.sendIn(1, producer, queue, "out");

        partition.crash();
        TestClient other = TestClient.attached(partition);
        other.consume(1, queue, 10);
        assertThat(other.takeTexts()).isEmpty();
        partition.advance(partition.config.graceMs());

        List<ServerFrame.Deliver> deliveries = other.takeDeliveries();
        assertThat(deliveries).extracting(TestClient::textOf).containsExactly("in");
        assertThat(deliveries.get(0).deliveryCount()).isGreaterThan(1);
    }

    @Test
    void aCommitThatWasNotForcedIsNoCommit() {
        client.sendIn(1, producer, queue, "a");
        client.tell(client.commit(1, 1, 0));
        partition.turn();

        partition.crash();
        partition.advance(partition.config.graceMs());

        assertThat(depth()).isZero();
    }

    @Test
    void nonPersistentSendsBecomeVisibleAtTheCommitToo() {
        client.consume(1, queue, 10);
        client.tell(client.message(
                producer, client.nextSequence(producer), queue, 1, false, 4, TestClient.text("fleeting")));
        client.sendIn(1, producer, queue, "lasting");
        assertThat(client.takeTexts()).isEmpty();

        client.done(client.commit(1, 2, 0));

        assertThat(client.takeTexts()).containsExactlyInAnyOrder("fleeting", "lasting");
    }

    @Test
    void whatATransactionHasAcknowledgedNobodyElseCanAcknowledge() {
        client.send(producer, queue, "in");
        client.consume(1, queue, 1);
        List<ServerFrame.Deliver> in = client.takeDeliveries();
        client.done(client.acknowledgment(1, 1, in));

        client.failed(client.acknowledgment(1, 0, in));
        client.done(new ClientFrame.Rollback(1, client.nextRequest(), 1, 1));

        assertThat(depth()).isEqualTo(1);
    }
}
