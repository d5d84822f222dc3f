package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a client says, and what it may believe, when a commit over two partitions is interrupted. */
class CommitOverPartitionsTest {
    private static final DestinationName ON_FIRST = new DestinationName(DestinationName.Kind.QUEUE, "queue 1");
    private static final DestinationName ON_SECOND = new DestinationName(DestinationName.Kind.QUEUE, "queue 3");

    private final BrokerTwin broker = new BrokerTwin();
    private final ClientEngine engine = broker.engine;
    private final Outcome<Nothing> committed = new Outcome<>();

    private void commit(Predicate<ClientFrame> cutAndForgottenAfter) {
        broker.partitions = 2;
        engine.open(broker.nowMs, new Outcome<>());
        broker.run();
        engine.openSession(1);
        send(ON_FIRST, 1);
        send(ON_SECOND, 2);
        broker.run();
        broker.cutAfter = frame -> {
            boolean cut = broker.connects.size() == 1 && cutAndForgottenAfter.test(frame);
            if (cut) {
                broker.forget();
            }
            return cut;
        };
        engine.commit(1, committed);
        broker.run();
    }

    private void send(DestinationName queue, int partition) {
        engine.send(
                new SendRequest(1, queue, partition, 1, true, true, 4, 0, 0, 0, "", 0, Texts.encode("a")),
                new Outcome<Nothing>());
    }

    private <F extends ClientFrame.Command> List<F> said(Class<F> kind) {
        return broker.received.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void allAreToldWhoTakesPartAndTheFirstDecides() {
        commit(frame -> false);

        assertThat(said(ClientFrame.Prepare.class)).hasSize(2).allSatisfy(prepare -> {
            assertThat(prepare.decider()).isEqualTo(1);
            assertThat(prepare.participants()).containsExactly(1, 2);
            assertThat(prepare.sends()).isEqualTo(1);
        });
    }

    @Test
    void beforeTheDecisionWasAskedForItIsKnownToBeRolledBack() {
        commit(frame -> frame instanceof ClientFrame.Prepare prepare && prepare.partition() == 2);

        assertThat(committed.failure().kind()).isEqualTo(Failure.Kind.REFUSED);
        assertThat(committed.failure().code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        assertThat(said(ClientFrame.Commit.class)).isEmpty();
    }

    @Test
    void afterThatItIsNotKnownAndTheOthersAreGivenUp() {
        commit(frame -> frame instanceof ClientFrame.Commit);

        assertThat(committed.failure().kind()).isEqualTo(Failure.Kind.OUTCOME_UNKNOWN);
        assertThat(said(ClientFrame.Rollback.class))
                .extracting(ClientFrame.Command::partition)
                .containsExactly(2);
    }
}
