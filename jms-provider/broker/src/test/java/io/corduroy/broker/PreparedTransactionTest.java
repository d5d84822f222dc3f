package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A transaction over several partitions is decided by one of them, and whoever is prepared does what that one says. */
class PreparedTransactionTest {
    private final TestPartitions partitions = new TestPartitions(2, BrokerConfig.defaults());
    private final List<TestClient> client = partitions.client();
    private final TestClient decider = client.get(0);
    private final TestClient other = client.get(1);
    private final int[] queues = new int[2];
    private final long[] producers = new long[2];

    PreparedTransactionTest() {
        for (int i = 0; i < 2; i++) {
            client.get(i).attach();
            queues[i] = client.get(i).open(TestClient.ORDERS);
            producers[i] = client.get(i).producer(1);
        }
    }

    /** The other partition's part is a consumed and a sent message, the decider's one that is sent. */
    private List<ServerFrame.Deliver> work() {
        other.send(producers[1], queues[1], "in");
        other.consume(1, queues[1], 1);
        List<ServerFrame.Deliver> in = other.takeDeliveries();
        other.done(other.acknowledgment(1, 1, in));
        other.sendIn(1, producers[1], queues[1], "out");
        decider.sendIn(1, producers[0], queues[0], "out");
        return in;
    }

    private void prepare() {
        decider.done(decider.prepare(1, 1, 0, 1, 1, 2));
        other.done(other.prepare(1, 1, 1, 1, 1, 2));
    }

    private void vanish() {
        partitions.of(1).disconnect(decider, true);
        partitions.of(2).disconnect(other, true);
        partitions.settle();
    }

    private List<String> left(int number) {
        TestClient reader = TestClient.attached(partitions.of(number));
        reader.consume(1, queues[number - 1], 10);
        List<String> texts = reader.takeTexts();
        partitions.of(number).disconnect(reader, true);
        return texts;
    }

    private void assertNothingIsRemembered() {
        partitions.settle();
        partitions.advance(5_000);
        for (TestPartition each : partitions.all()) {
            assertThat(each.engine.state().transactions().size()).isZero();
            assertThat(each.engine.state().preparations().decisions().size()).isZero();
            each.assertRebuilt();
        }
    }

    @Test
    void theClientBringsTheDecisionToAll() {
        work();
        prepare();
        assertThat(partitions.of(2).depth(queues[1])).isEqualTo(1);

        decider.done(decider.commit(1, 1, 0));
        other.done(other.commit(1, 1, 1));
        partitions.settle();

        assertThat(left(1)).containsExactly("out");
        assertThat(left(2)).containsExactly("out");
        assertNothingIsRemembered();
    }

    @Test
    void whatIsPreparedIsNeitherSeenNorDeliveredToOthersWhateverHappens() {
        work();
        prepare();
        partitions.loses = () -> true;

        partitions.of(2).crash();
        partitions.of(2).advance(60_000);
        partitions.of(2).assertRebuilt();

        assertThat(left(2)).isEmpty();
        assertThat(partitions.of(2).engine.state().transactions().size()).isEqualTo(1);
    }

    @Test
    void whoIsPreparedLearnsTheCommitFromTheDeciderIfTheClientIsGone() {
        work();
        prepare();
        decider.done(decider.commit(1, 1, 0));

        vanish();

        assertThat(left(1)).containsExactly("out");
        assertThat(left(2)).containsExactly("out");
        assertNothingIsRemembered();
    }

    @Test
    void withoutADecisionItIsRolledBack() {
        work();
        prepare();

        vanish();

        assertThat(left(1)).isEmpty();
        TestClient reader = TestClient.attached(partitions.of(2));
        reader.consume(1, queues[1], 10);
        List<ServerFrame.Deliver> back = reader.takeDeliveries();
        assertThat(back).extracting(TestClient::textOf).containsExactly("in");
        assertThat(back.get(0).deliveryCount()).isEqualTo(2);
        assertNothingIsRemembered();
    }

    @Test
    void aDecisionIsToldUntilItIsConfirmedAndSurvivesTheDecider() {
        work();
        prepare();
        partitions.loses = () -> true;
        decider.done(decider.commit(1, 1, 0));
        partitions.of(1).crash();
        partitions.of(2).crash();
        partitions.advance(20_000);
        assertThat(left(2)).isEmpty();
        partitions.of(1).assertRebuilt();

        partitions.loses = () -> false;
        partitions.advance(Decider.TELL_AGAIN_MS);

        assertThat(left(2)).containsExactly("out");
        assertNothingIsRemembered();
    }

    @Test
    void whatWasAnsweredAsRolledBackCannotBeCommittedAnyMore() {
        work();
        prepare();
        partitions.of(2).disconnect(other, true); // the link to the decider is still there
        partitions.settle();
        assertThat(left(2)).containsExactly("in");

        ServerFrame.Failed failed = decider.failed(decider.commit(1, 1, 0));

        assertThat(failed.code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        assertThat(left(1)).isEmpty();
        assertNothingIsRemembered();
    }

    @Test
    void whatTheDeciderHasNeverHeardOfCannotBeCommittedLaterEither() {
        TestPartitions two = new TestPartitions(2, BrokerConfig.defaults());
        List<TestClient> late = two.client();
        TestClient there = late.get(1);
        there.attach();
        int queue = there.open(TestClient.ORDERS);
        there.sendIn(1, there.producer(1), queue, "out");
        there.done(there.prepare(1, 1, 0, 1, 1, 2));
        two.of(2).disconnect(there, true);
        two.settle();
        assertThat(two.of(2).engine.state().transactions().size()).isZero();
        two.of(1).assertRebuilt();
        two.of(1).crash();

        TestClient here = late.get(0);
        here.attach();
        int queueHere = here.open(TestClient.ORDERS);
        here.tell(here.message(here.producer(1), 1, queueHere, 1, true, 4, TestClient.text("out")));
        two.settle();

        assertThat(here.take(ServerFrame.SendRejected.class).code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        assertThat(here.failed(here.prepare(1, 1, 0, 1, 1, 2)).code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        assertThat(here.failed(here.commit(1, 1, 0)).code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
    }

    @Test
    void aClientThatReturnsGoesOnWhereItWas() {
        work();
        prepare();

        partitions.all().forEach(TestPartition::crash);
        client.forEach(TestClient::attach);
        client.forEach(TestClient::resumed);
        other.done(other.prepare(1, 1, 1, 1, 1, 2));
        decider.done(decider.commit(1, 1, 0));
        other.done(other.commit(1, 1, 1));

        assertThat(left(1)).containsExactly("out");
        assertThat(left(2)).containsExactly("out");
        assertNothingIsRemembered();
    }

    @Test
    void aRolledBackPartReturnsWhatItAcknowledgedCountedOnceTheDeciderAgrees() {
        List<ServerFrame.Deliver> in = work();
        prepare();

        other.done(other.rollback(1));
        other.release(1, true, in);
        assertThat(partitions.of(2).engine.state().transactions().size()).isEqualTo(1);
        decider.done(decider.rollback(1));
        partitions.settle();

        other.credit(1, 1);
        List<ServerFrame.Deliver> back = other.takeDeliveries();
        assertThat(back).extracting(TestClient::textOf).containsExactly("in");
        assertThat(back.get(0).deliveryCount()).isEqualTo(2);
        assertNothingIsRemembered();
    }

    @Test
    void aRollbackThatOneParticipantHearsOfAloneIsNoRollbackIfTheDeciderHasCommitted() {
        work();
        prepare();
        decider.done(decider.commit(1, 1, 0));

        other.done(other.rollback(1));
        partitions.settle();

        assertThat(left(2)).containsExactly("out");
        assertNothingIsRemembered();
    }

    @Test
    void theNextTransactionOfASessionLeavesAPreparedOneToItsDecider() {
        work();
        prepare();

        other.sendIn(2, producers[1], queues[1], "second");
        other.done(other.commit(2, 1, 0));
        partitions.settle();

        assertThat(left(2)).containsExactlyInAnyOrder("in", "second");
        assertThat(decider.failed(decider.commit(1, 1, 0)).code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        assertNothingIsRemembered();
    }

    @Test
    void aPartThatIsNotWholeIsRefusedAndRolledBack() {
        work();

        ServerFrame.Failed failed = other.failed(other.prepare(1, 2, 1, 1, 1, 2));

        assertThat(failed.code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        assertThat(partitions.of(2).engine.state().transactions().size()).isZero();
    }

    @Test
    void participantsThatMakeNoSenseAreRefused() {
        work();

        assertThat(other.failed(other.prepare(1, 1, 1, 1)).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(other.failed(other.prepare(1, 1, 1, 1, 2)).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(other.failed(other.prepare(1, 1, 1, 3, 1, 2)).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(other.failed(other.prepare(1, 1, 1, 1, 1, 2, 2)).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void nothingIsAddedToAPreparedTransaction() {
        work();
        prepare();

        other.tell(other.message(
                producers[1], other.nextSequence(producers[1]), queues[1], 1, true, 4, TestClient.text("late")));
        partitions.settle();

        assertThat(other.take(ServerFrame.SendRejected.class).code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        decider.done(decider.commit(1, 1, 0));
        other.done(other.commit(1, 1, 1));
        assertThat(left(2)).containsExactly("out");
    }

    @Test
    void nonPersistentMessagesOfAPreparedTransactionAppearWithTheOthersAndMayBeLostInACrash() {
        other.tell(other.message(
                producers[1], other.nextSequence(producers[1]), queues[1], 1, false, 4, TestClient.text("fleeting")));
        other.sendIn(1, producers[1], queues[1], "lasting");
        decider.sendIn(1, producers[0], queues[0], "out");
        decider.done(decider.prepare(1, 1, 0, 1, 1, 2));
        other.done(other.prepare(1, 2, 0, 1, 1, 2));
        decider.done(decider.commit(1, 1, 0));

        partitions.loses = () -> true;
        partitions.of(2).crash();
        other.attach();
        other.resumed();
        other.done(other.commit(1, 2, 0));

        assertThat(left(2)).containsExactly("lasting");
    }

    @Test
    void confirmedCommitsAreForgottenByOneRecordForMany() {
        for (int tx = 1; tx <= 200; tx++) {
            decider.sendIn(tx, producers[0], queues[0], "out");
            other.sendIn(tx, producers[1], queues[1], "out");
            decider.tell(decider.prepare(tx, 1, 0, 1, 1, 2));
            other.tell(other.prepare(tx, 1, 0, 1, 1, 2));
            partitions.settle();
            decider.tell(decider.commit(tx, 1, 0));
            partitions.settle();
            other.tell(other.commit(tx, 1, 0));
            partitions.settle();
            assertThat(partitions
                            .of(1)
                            .engine
                            .state()
                            .preparations()
                            .decisions()
                            .size())
                    .isLessThanOrEqualTo(65);
        }

        assertThat(partitions.said).isEqualTo(200);
        assertNothingIsRemembered();
    }

    @Test
    void anAdministratorSeesWhatIsPreparedAndWhatIsAskedAbout() {
        work();
        prepare();
        partitions.loses = () -> true;
        partitions.of(2).disconnect(other, true);

        TestClient admin = TestClient.attached(partitions.of(2));
        List<Map<String, String>> rows = admin.rows("transaction.list", Map.of());

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).containsEntry("state", "in doubt").containsEntry("decider", "1");
        assertThat(admin.ask(
                                new ClientFrame.Admin(2, admin.nextRequest(), "node.stat", Map.of()),
                                ServerFrame.Rows.class)
                        .rows()
                        .get(0))
                .containsEntry("transactions", "1");
    }

    @Test
    void anExclusiveQueueWaitsForWhatIsInDoubtAndTheListOfTransactionsShowsIt() {
        work();
        prepare();
        other.send(producers[1], queues[1], "next");
        partitions.loses = () -> true;
        vanish();

        TestClient successor = TestClient.attached(partitions.of(2));
        successor.done(new ClientFrame.OpenConsumer(
                2,
                successor.nextRequest(),
                1,
                1,
                queues[1],
                SubscriptionSpec.OF_QUEUE,
                "",
                10,
                ClientFrame.OpenConsumer.Mode.EXCLUSIVE,
                List.of()));
        partitions.advance(60_000);

        assertThat(successor.takeTexts()).isEmpty();
        assertThat(successor.rows("transaction.list", Map.of()).get(0))
                .containsEntry("state", "in doubt")
                .containsEntry("acknowledgments", "1");
        partitions.loses = () -> false;
        partitions.advance(5_000);
        assertThat(successor.takeTexts()).containsExactly("in", "next");
    }
}
