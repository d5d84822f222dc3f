package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.protocol.message.MessageEncoder;
import io.corduroy.protocol.message.MessageFields;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connection was lost for longer than the broker waits: what was held is anybody's. */
class ForgottenTest {
    private static final DestinationName ORDERS = new DestinationName(DestinationName.Kind.QUEUE, "orders");

    private final BrokerTwin broker = new BrokerTwin();
    private final ClientEngine engine = broker.engine;

    @BeforeEach
    void consumesFromTwoConsumers() {
        engine.open(broker.nowMs, new Outcome<>());
        broker.run();
        engine.openSession(1);
        engine.start();
        for (int i = 1; i <= 2; i++) {
            engine.send(
                    new SendRequest(
                            1,
                            ORDERS,
                            1,
                            i,
                            false,
                            true,
                            4,
                            0,
                            0,
                            0,
                            "",
                            0,
                            MessageEncoder.encode(new MessageFields().text("m" + i))),
                    new Outcome<>());
        }
        for (int consumer = 1; consumer <= 2; consumer++) {
            engine.openConsumer(
                    new ConsumerSpec(consumer, 1, ORDERS, SubscriptionSpec.OF_QUEUE, "", Mode.SHARED, 1, 1_000),
                    new Outcome<>());
        }
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
