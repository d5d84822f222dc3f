package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.frame.ServerFrame.BranchEntry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is prepared under a branch waits for its transaction manager, whatever becomes of everybody else. */
class GlobalBranchesTest {
    private static final BranchId A = branch(1);
    private static final BranchId B = branch(2);

    private final TestPartitions partitions = new TestPartitions(2, BrokerConfig.defaults());
    private final List<TestClient> client = partitions.client();
    private final TestClient keeper = client.get(0);
    private final TestClient other = client.get(1);
    private final int[] queues = new int[2];
    private final long[] producers = new long[2];

    GlobalBranchesTest() {
        for (int i = 0; i < 2; i++) {
            client.get(i).attach();
            queues[i] = client.get(i).open(TestClient.ORDERS);
            producers[i] = client.get(i).producer(1);
        }
    }

    private static BranchId branch(int number) {
        return new BranchId(7, new byte[] {(byte) number}, new byte[] {1});
    }

    private void send(long transaction, String text) {
        keeper.sendIn(transaction, producers[0], queues[0], text);
    }

    /** Sends and does not wait. */
    private void tell(long transaction, String text) {
        long sequence = keeper.nextSequence(producers[0]);
        keeper.tell(keeper.message(producers[0], sequence, queues[0], transaction, true, 4, TestClient.text(text)));
    }

    /** Consumes one message as a part of a transaction. */
    private void consume(long transaction) {
        keeper.send(producers[0], queues[0], "in");
        keeper.consume(1, queues[0], 1);
        keeper.done(keeper.acknowledgment(1, transaction, keeper.takeDeliveries()));
    }

    private List<ServerFrame.Deliver> read(int partition) {
        TestClient reader = TestClient.attached(partitions.of(partition));
        reader.consume(1, queues[partition - 1], 10);
        List<ServerFrame.Deliver> found = reader.takeDeliveries();
        partitions.of(partition).disconnect(reader, true);
        return found;
    }

    private List<String> left(int partition) {
        return read(partition).stream().map(TestClient::textOf).toList();
    }

    private TestClient stranger() {
        return TestClient.attached(partitions.of(1));
    }

    private void vanish() {
        partitions.of(1).disconnect(keeper, true);
        partitions.of(2).disconnect(other, true);
        partitions.settle();
    }

    private void assertNothingIsLeft() {
        partitions.settle();
        partitions.advance(5_000);
        for (TestPartition each : partitions.all()) {
            assertThat(each.engine.state().transactions().size()).isZero();
            assertThat(each.engine.state().preparations().decisions().size()).isZero();
            each.assertRebuilt();
        }
    }

    // Recovering

    @Test
    void aPreparedBranchIsListedAndSeenByNobodyUntilItIsDecidedWhateverHappens() {
        send(2, "out");
        keeper.done(keeper.prepare(A, 1, 2, 1, 0, 1));

        partitions.of(1).crash();
        partitions.of(1).advance(600_000);

        assertThat(left(1)).isEmpty();
        assertThat(stranger().recover()).containsExactly(new BranchEntry(A, BranchState.PREPARED));
        partitions.of(1).assertRebuilt();
    }

    @Test
    void anybodyWhoSpeaksForTheTransactionManagerDecides() {
        consume(2);
        send(2, "out");
        keeper.done(keeper.prepare(A, 1, 2, 1, 1, 1));
        vanish();
        partitions.of(1).crash();

        TestClient recovering = stranger();
        assertThat(recovering.decide(A, true)).isEqualTo(BranchState.COMMITTED);

        assertThat(left(1)).containsExactly("out");
        assertThat(recovering.recover()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void whatWasConsumedComesBackCountedWhenTheBranchIsRolledBack() {
        consume(2);
        send(2, "out");
        keeper.done(keeper.prepare(A, 1, 2, 1, 1, 1));

        assertThat(keeper.decide(A, false)).isEqualTo(BranchState.ROLLED_BACK);

        List<ServerFrame.Deliver> back = read(1);
        assertThat(back).extracting(TestClient::textOf).containsExactly("in");
        assertThat(back.get(0).deliveryCount()).isEqualTo(2);
        assertNothingIsLeft();
    }

    @Test
    void itComesBackCountedAfterARestartToo() {
        consume(2);
        keeper.done(keeper.prepare(A, 1, 2, 0, 1, 1));
        partitions.of(1).crash();
        partitions.of(1).advance(60_000);

        assertThat(stranger().decide(A, false)).isEqualTo(BranchState.ROLLED_BACK);

        List<ServerFrame.Deliver> back = read(1);
        assertThat(back).extracting(TestClient::textOf).containsExactly("in");
        assertThat(back.get(0).deliveryCount()).isGreaterThanOrEqualTo(2);
        partitions.of(1).assertRebuilt();
    }

    @Test
    void whatIsNotPreparedGoesWithItsClient() {
        consume(2);
        send(2, "out");

        vanish();

        assertThat(left(1)).containsExactly("in");
        assertNothingIsLeft();
    }

    @Test
    void manyBranchesAreListedPageByPage() {
        for (int i = 1; i <= 1_001; i++) {
            BranchId each = new BranchId(7, new byte[] {(byte) (i >> 8), (byte) i}, new byte[0]);
            keeper.done(keeper.prepare(each, 1, 2L * i, 0, 0, 1));
        }

        ServerFrame.Branches first = keeper.recoverAfter(0);
        ServerFrame.Branches last = keeper.recoverAfter(first.next());

        assertThat(first.branches()).hasSize(1_000);
        assertThat(last.branches()).hasSize(1);
        assertThat(last.next()).isZero();
    }

    // A session that goes on

    @Test
    void aSessionIsInOneBranchAfterTheOtherAndTheyEndInAnyOrder() {
        send(2, "a");
        send(4, "b");
        send(6, "c");
        keeper.done(keeper.prepare(B, 1, 4, 1, 0, 1));
        keeper.done(keeper.prepare(A, 1, 2, 1, 0, 1));
        keeper.done(keeper.rollback(6));

        assertThat(keeper.decide(A, true)).isEqualTo(BranchState.COMMITTED);
        assertThat(keeper.decide(B, true)).isEqualTo(BranchState.COMMITTED);

        assertThat(left(1)).containsExactly("a", "b");
        assertNothingIsLeft();
    }

    @Test
    void whatWasConsumedInABranchIsStillTheSessionsWhenItIsRolledBackLater() {
        keeper.send(producers[0], queues[0], "in");
        keeper.consume(1, queues[0], 1);
        List<ServerFrame.Deliver> held = keeper.takeDeliveries();
        keeper.done(keeper.acknowledgment(1, 2, held));
        tell(4, "b");
        keeper.tell(keeper.prepare(A, 1, 4, 1, 0, 1)); // nothing of 4 is applied yet
        tell(6, "c");
        partitions.settle();

        keeper.done(keeper.rollback(2));

        assertThat(left(1)).isEmpty();
        keeper.release(1, true, held);
        assertThat(read(1)).singleElement().matches(back -> back.deliveryCount() == 2);
    }

    @Test
    void workInABranchIsFoundAgainAfterARestart() {
        send(2, "a");
        send(4, "b");
        partitions.of(1).crash();
        partitions.of(1).connect(keeper);
        keeper.attach();
        keeper.resumed();

        keeper.done(keeper.prepare(A, 1, 2, 1, 0, 1));
        keeper.done(keeper.commitAtOnce(B, 4, 1, 0));
        keeper.decide(A, true);

        assertThat(left(1)).containsExactly("b", "a");
        assertNothingIsLeft();
    }

    @Test
    void theEndOfASessionUndoesAllItsUnpreparedBranches() {
        send(2, "a");
        send(4, "b");
        keeper.closeSession(1);

        assertThat(left(1)).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void aRollbackOfTheTransactionDoesNotUndoWhatIsPreparedUnderABranch() {
        send(2, "a");
        keeper.done(keeper.prepare(A, 1, 2, 1, 0, 1));

        keeper.done(keeper.rollback(2));
        keeper.closeSession(1);

        assertThat(keeper.decide(A, true)).isEqualTo(BranchState.COMMITTED);
        assertThat(left(1)).containsExactly("a");
    }

    // One phase

    @Test
    void aBranchIsCommittedInOnePhaseAndTheOutcomeIsRemembered() {
        send(2, "a");

        keeper.done(keeper.commitAtOnce(A, 2, 1, 0));
        keeper.done(keeper.commitAtOnce(A, 2, 1, 0));
        partitions.of(1).crash();

        TestClient later = stranger();
        assertThat(later.decide(A, true)).isEqualTo(BranchState.COMMITTED);
        assertThat(left(1)).containsExactly("a");
    }

    @Test
    void onePhaseIsRefusedWhenSomethingIsMissing() {
        send(2, "a");

        ServerFrame.Failed failed = keeper.failed(keeper.commitAtOnce(A, 2, 2, 0));

        assertThat(failed.code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        assertThat(left(1)).isEmpty();
    }

    // Several transactions and partitions

    @Test
    void transactionsOfSeveralSessionsUnderOneBranchAreDecidedAsOne() {
        TestClient second = stranger();
        long producer = second.producer(1);
        send(2, "a");
        second.sendIn(2, producer, queues[0], "b");
        keeper.done(keeper.prepare(A, 1, 2, 1, 0, 1));
        second.done(second.prepare(A, 1, 2, 1, 0, 1));
        partitions.of(1).crash();

        TestClient recovering = stranger();
        assertThat(recovering.recover()).hasSize(1);
        assertThat(recovering.decide(A, true)).isEqualTo(BranchState.COMMITTED);

        assertThat(left(1)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void otherPartitionsDoWhatTheOneThatKeepsTheBranchIsTold() {
        send(2, "a");
        other.sendIn(2, producers[1], queues[1], "b");
        other.done(other.prepare(2, 1, 0, 1, 1, 2));
        keeper.done(keeper.prepare(A, 1, 2, 1, 0, 1, 2));
        vanish();
        partitions.of(1).crash();
        partitions.of(2).crash();
        partitions.advance(60_000);
        assertThat(left(2)).isEmpty();

        stranger().decide(A, true);
        partitions.settle();

        assertThat(left(1)).containsExactly("a");
        assertThat(left(2)).containsExactly("b");
        assertNothingIsLeft();
    }

    @Test
    void otherPartitionsRollBackWithTheOneThatKeepsTheBranch() {
        other.sendIn(2, producers[1], queues[1], "b");
        other.done(other.prepare(2, 1, 0, 1, 1, 2));
        keeper.done(keeper.prepare(A, 1, 2, 0, 0, 1, 2)); // nothing is there but the decision
        vanish();

        stranger().decide(A, false);
        partitions.advance(2_000);

        assertThat(left(2)).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void otherPartitionsGiveBackCountedWhatWasConsumedThereThoughTheClientSaysNothingAndGoesOn() {
        other.send(producers[1], queues[1], "in");
        other.consume(1, queues[1], 1);
        other.done(other.acknowledgment(1, 2, other.takeDeliveries()));
        other.done(other.prepare(2, 0, 1, 1, 1, 2));
        keeper.done(keeper.prepare(A, 1, 2, 0, 0, 1, 2));

        stranger().decide(A, false);
        partitions.settle();

        List<ServerFrame.Deliver> back = read(2);
        assertThat(back).extracting(TestClient::textOf).containsExactly("in");
        assertThat(back.get(0).deliveryCount()).isEqualTo(2);
        assertNothingIsLeft();
    }

    @Test
    void otherPartitionsDoSoAfterARestartToo() {
        other.send(producers[1], queues[1], "in");
        other.consume(1, queues[1], 1);
        other.done(other.acknowledgment(1, 2, other.takeDeliveries()));
        other.done(other.prepare(2, 0, 1, 1, 1, 2));
        keeper.done(keeper.prepare(A, 1, 2, 0, 0, 1, 2));
        partitions.of(2).crash();
        partitions.of(2).connect(other); // within the grace period
        other.attach();
        other.consume(1, queues[1], 0);
        other.resumed();

        stranger().decide(A, false);
        partitions.settle();

        List<ServerFrame.Deliver> back = read(2);
        assertThat(back).extracting(TestClient::textOf).containsExactly("in");
        assertThat(back.get(0).deliveryCount()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void otherPartitionsHearOfARollbackWithoutWaitingForALostClient() {
        other.sendIn(2, producers[1], queues[1], "b");
        other.done(other.prepare(2, 1, 0, 1, 1, 2));
        keeper.done(keeper.prepare(A, 1, 2, 0, 0, 1, 2));
        partitions.of(1).disconnect(keeper, false);
        partitions.of(2).disconnect(other, false);

        stranger().decide(A, false);
        partitions.settle();

        assertThat(partitions.of(2).engine.state().transactions().size()).isZero();
    }

    @Test
    void aPartWhoseBranchWasNeverPreparedIsRolledBack() {
        other.sendIn(2, producers[1], queues[1], "b");
        other.done(other.prepare(2, 1, 0, 1, 1, 2));

        vanish();
        partitions.advance(2_000);

        assertThat(left(2)).isEmpty();
        assertNothingIsLeft();
    }

    // The first decision stands

    @Test
    void whoComesLaterIsToldWhatWasDecided() {
        send(2, "a");
        keeper.done(keeper.prepare(A, 1, 2, 1, 0, 1));

        assertThat(keeper.decide(A, false)).isEqualTo(BranchState.ROLLED_BACK);
        assertThat(keeper.decide(A, true)).isEqualTo(BranchState.ROLLED_BACK);
        assertThat(keeper.decide(B, true)).isEqualTo(BranchState.UNKNOWN);
        assertThat(left(1)).isEmpty();
    }

    @Test
    void workThatComesAfterTheDecisionIsRefused() {
        send(2, "a");
        keeper.done(keeper.commitAtOnce(A, 2, 1, 0));
        send(4, "late");

        ServerFrame.Failed failed = keeper.failed(keeper.prepare(A, 1, 4, 1, 0, 1));

        assertThat(failed.code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        assertThat(left(1)).containsExactly("a");
    }

    @Test
    void anOperatorsDecisionIsKeptAndListedUntilItIsForgotten() {
        send(2, "a");
        keeper.done(keeper.prepare(A, 1, 2, 1, 0, 1));
        Map<String, String> named = Map.of("branch", A.toString());

        assertThat(keeper.rows("transaction.list", Map.of()))
                .singleElement()
                .satisfies(row ->
                        assertThat(row).containsEntry("branch", A.toString()).containsEntry("state", "prepared"));
        assertThat(keeper.rows("transaction.commit", named))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("state", "heuristically committed"));
        assertThat(left(1)).containsExactly("a");
        partitions.of(1).assertRebuilt();
        partitions.of(1).crash();

        TestClient recovering = stranger();
        assertThat(recovering.recover()).containsExactly(new BranchEntry(A, BranchState.HEURISTICALLY_COMMITTED));
        assertThat(recovering.decide(A, false)).isEqualTo(BranchState.HEURISTICALLY_COMMITTED);
        assertThat(recovering.forget(A)).isEqualTo(BranchState.HEURISTICALLY_COMMITTED);
        assertThat(recovering.recover()).isEmpty();
        assertThat(recovering.forget(A)).isEqualTo(BranchState.UNKNOWN);
        partitions.of(1).assertRebuilt();
    }

    @Test
    void anOperatorHearsThatTheTransactionManagerWasFirst() {
        send(2, "a");
        keeper.done(keeper.prepare(A, 1, 2, 1, 0, 1));
        keeper.decide(A, true);

        ServerFrame.Failed failed = keeper.failed(keeper.admin("transaction.rollback", Map.of("branch", A.toString())));

        assertThat(failed.text()).contains("committed already");
        assertThat(keeper.rows("transaction.rollback", Map.of("branch", B.toString())))
                .isEmpty();
    }

    // Mistakes

    @Test
    void refusesWhatCannotBe() {
        send(2, "a");

        assertThat(keeper.failed(keeper.prepare(A, 1, 2, 1, 0, 2)).text()).contains("participants");
        assertThat(keeper.failed(keeper.prepare(A, 1, 2, 1, 0, 1, 2, 2)).text()).contains("participants");
        assertThat(keeper.failed(keeper.prepare(A, 1, 1, 1, 0, 1)).text()).contains("even");
        keeper.done(keeper.prepare(A, 1, 2, 1, 0, 1));
        keeper.done(keeper.prepare(A, 1, 2, 1, 0, 1)); // repeated
        assertThat(keeper.failed(keeper.prepare(B, 1, 2, 1, 0, 1)).text()).contains("prepared already");
    }
}
