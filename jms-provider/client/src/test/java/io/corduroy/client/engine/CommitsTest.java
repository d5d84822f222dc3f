package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How transactions on one partition end: in commit or rollback, with refusals, losses and restarts in between. */
class CommitsTest extends EngineFixture {

    @Test
    void rollsBackWhatWasSentAndBeginsAnotherTransaction() {
        connect();
        transactedSend("a");
        Outcome<Nothing> rolledBack = new Outcome<>();
        engine.rollback(1, rolledBack);
        transactedSend("b");
        Outcome<Nothing> committed = new Outcome<>();
        engine.commit(1, committed);

        broker.run();

        assertThat(rolledBack.isDone()).isTrue();
        assertThat(committed.isDone()).isTrue();
        assertThat(broker.texts()).containsExactly("b");
    }

    @Test
    void failsTheCommitOfATransactionWithARejectedSend() {
        connect();
        broker.rejects = command -> command.sequence() == 2;
        transactedSend("a");
        transactedSend("b");
        broker.run();
        Outcome<Nothing> committed = new Outcome<>();

        engine.commit(1, committed);
        broker.run();

        assertThat(committed.failure().code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        assertThat(committed.failure().text()).contains("full");
        assertThat(broker.texts()).isEmpty();
    }

    @Test
    void commitsBehindTheAcknowledgmentsThatWaitedForTheSameLink() {
        connect();
        send("a");
        openConsumer(1, 10);
        broker.run();
        broker.cut();

        transactedSend("b");
        engine.acknowledge(1, true, List.of(new LaneRange(4, 0, 0)), Completion.ignored());
        Outcome<Nothing> committed = new Outcome<>();
        engine.commit(1, committed);
        broker.run();

        assertThat(committed.isDone()).isTrue();
        assertThat(broker.unacknowledged()).containsExactly("b");
    }

    @Test
    void rollsBackATransactionThatTheBrokerHasForgotten() {
        connect();
        transactedSend("a");
        broker.run();
        broker.forget();
        broker.cut();
        Outcome<Nothing> committed = new Outcome<>();

        engine.commit(1, committed);
        broker.run();

        assertThat(committed.failure().code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        assertThat(broker.texts()).isEmpty();
    }

    @Test
    void doesNotClaimToKnowACommitThatWasUnderWayWhenTheBrokerForgot() {
        connect();
        transactedSend("a");
        broker.run();
        broker.cutAfter = cutAndForget(frame -> frame instanceof ClientFrame.Commit);
        Outcome<Nothing> committed = new Outcome<>();

        engine.commit(1, committed);
        broker.run();

        assertThat(committed.failure().kind()).isEqualTo(Failure.Kind.OUTCOME_UNKNOWN);
        assertThat(broker.texts()).containsExactly("a");
    }

    @Test
    void doesNotClaimThatABranchIsRolledBackWhoseOnlyPhaseWasUnderWayWhenTheBrokerForgot() {
        connect();
        engine.enterBranch(1);
        transactedSend("a");
        engine.leaveBranch(1, 1, Map.of());
        broker.run();
        broker.cutAfter = cutAndForget(frame -> frame instanceof ClientFrame.PrepareBranch);
        Outcome<Nothing> committed = new Outcome<>();

        engine.prepareBranch(1, 1, new BranchId(1, new byte[] {1}, new byte[0]), 1, true, committed);
        broker.run();

        assertThat(committed.failure().kind()).isEqualTo(Failure.Kind.OUTCOME_UNKNOWN);
    }

    @Test
    void commitsWithoutTheNonPersistentSendsThatAnEpochHasTakenAlong() {
        connect();
        sendNonPersistent("confirmed", true);
        transactedSend("a");
        broker.run();
        broker.cutAfter = onceRestarted(frame -> frame instanceof ClientFrame.Send);
        sendNonPersistent("not confirmed", true);
        transactedSend("b");
        broker.run();
        sendNonPersistent("afterwards", true);
        Outcome<Nothing> committed = new Outcome<>();

        engine.commit(1, committed);
        broker.run();

        assertThat(committed.isDone()).isTrue();
        assertThat(broker.texts()).containsExactly("a", "b", "afterwards");
    }

    @Test
    void acknowledgesNothingThatAnEpochHasTakenAlong() {
        connect();
        engine.openConsumer(
                new ConsumerSpec(
                        1,
                        1,
                        ORDERS,
                        new SubscriptionSpec(SubscriptionSpec.Kind.UNSHARED, "", "", false),
                        "",
                        Mode.SHARED,
                        10,
                        1_000_000),
                Completion.ignored());
        send("a");
        send("b");
        broker.run();
        engine.acknowledge(1, true, List.of(new LaneRange(4, 0, 0)), Completion.ignored());
        broker.run();
        broker.restart();
        broker.run();
        engine.acknowledge(1, true, List.of(new LaneRange(4, 1, 1)), Completion.ignored());
        Outcome<Nothing> committed = new Outcome<>();

        engine.commit(1, committed);
        broker.run();

        assertThat(committed.isDone()).isTrue();
        assertThat(broker.received)
                .filteredOn(ClientFrame.Commit.class::isInstance)
                .allMatch(frame -> ((ClientFrame.Commit) frame).acknowledgments() == 0);
    }
}
