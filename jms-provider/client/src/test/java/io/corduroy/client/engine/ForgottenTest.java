package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connection was lost for longer than the broker waits: what was held is anybody's. */
class ForgottenTest extends EngineFixture {

    @BeforeEach
    void consumesFromTwoConsumers() {
        connect();
        send("m1");
        send("m2");
        openConsumer(1, 1);
        openConsumer(2, 1);
        broker.run();
        assertThat(broker.delivered).hasSize(2);
    }

    private void forgetAndCut() {
        broker.forget();
        broker.cut();
        broker.received.clear();
    }

    @Test
    void claimsForAllConsumersBeforeAnyTakesMore() {
        forgetAndCut();

        broker.run();

        List<ClientFrame> opened = broker.received.stream()
                .filter(ClientFrame.OpenConsumer.class::isInstance)
                .toList();
        assertThat(opened)
                .hasSize(2)
                .extracting(frame -> ((ClientFrame.OpenConsumer) frame).credit())
                .containsOnly(0);
        assertThat(broker.received.indexOf(opened.get(1)))
                .isLessThan(broker.received.indexOf(broker.received.stream()
                        .filter(ClientFrame.Credit.class::isInstance)
                        .findFirst()
                        .orElseThrow()));
    }

    @Test
    void doesNotRepeatTheAcknowledgmentsOfATransactionThatIsGone() {
        Delivery first = broker.unseen.remove();
        engine.acknowledge(first.consumerId(), true, List.of(rangeOf(first)), Completion.ignored());
        broker.cutAfter = frame -> {
            boolean commit = frame instanceof ClientFrame.Commit;
            if (commit) {
                broker.cutAfter = any -> false;
                broker.forget();
                broker.received.clear();
            }
            return commit;
        };
        broker.cutBefore = frame -> false;
        Outcome<Nothing> committed = new Outcome<>();
        engine.commit(1, committed);

        broker.run();

        assertThat(committed.failure().kind()).isEqualTo(Failure.Kind.OUTCOME_UNKNOWN);
        assertThat(broker.sent(ClientFrame.Acknowledge.class)).isZero();
    }

    @Test
    void anAcknowledgmentThatIsRefusedAfterwardsFails() {
        Delivery first = broker.unseen.remove();
        Outcome<Nothing> acknowledged = new Outcome<>();
        engine.acknowledge(first.consumerId(), false, List.of(rangeOf(first)), acknowledged);
        broker.refusesAcknowledgments = true;
        forgetAndCut();

        broker.run();

        assertThat(acknowledged.failure().code()).isEqualTo(ErrorCode.DELIVERY_UNKNOWN);
    }

    private static LaneRange rangeOf(Delivery delivery) {
        return new LaneRange(delivery.lane(), delivery.sequence(), delivery.sequence());
    }
}
