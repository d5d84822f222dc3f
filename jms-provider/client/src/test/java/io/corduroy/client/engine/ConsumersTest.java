package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many deliveries come to a consumer, and what becomes of them: acknowledged, given back, dropped. */
class ConsumersTest extends EngineFixture {

    @Test
    void deliversAndAcknowledgesARangeInOneFrame() {
        connect();
        send("a");
        send("b");
        broker.run();
        openConsumer(1, 10);
        broker.run();

        Outcome<Nothing> acknowledged = new Outcome<>();
        engine.acknowledge(1, false, List.of(new LaneRange(4, 0, 0)), Completion.ignored());
        engine.acknowledge(1, false, List.of(new LaneRange(4, 1, 1)), acknowledged);
        broker.run();

        assertThat(acknowledged.isDone()).isTrue();
        assertThat(broker.unacknowledged()).isEmpty();
        assertThat(broker.sent(ClientFrame.Acknowledge.class)).isEqualTo(1);
    }

    /** Acknowledges what a closed consumer has left, and loses the answer; then the broker knows nothing of it any more. */
    private Outcome<Nothing> acknowledgeOfAClosedConsumer(Runnable meanwhile) {
        connect();
        send("a");
        openConsumer(1, 10);
        broker.run();
        engine.closeConsumer(1, List.of(), Completion.ignored());
        broker.run();
        broker.cutAfter = once(frame -> {
            boolean now = frame instanceof ClientFrame.Acknowledge;
            if (now) {
                meanwhile.run();
                broker.refusesAcknowledgments = true;
            }
            return now;
        });
        Outcome<Nothing> acknowledged = new Outcome<>();
        engine.acknowledge(1, false, List.of(new LaneRange(4, 0, 0)), acknowledged);
        broker.run();
        return acknowledged;
    }

    @Test
    void anAcknowledgmentThatIsRepeatedForAClosedConsumerWasAppliedIfTheBrokerHasForgottenThatOne() {
        assertThat(acknowledgeOfAClosedConsumer(() -> {}).isDone()).isTrue();
    }

    @Test
    void anAcknowledgmentFailsWhenTheBrokerHasForgottenTheClientMeanwhile() {
        Outcome<Nothing> acknowledged = acknowledgeOfAClosedConsumer(broker::forget);

        assertThat(acknowledged.failure().code()).isEqualTo(ErrorCode.DELIVERY_UNKNOWN);
    }

    @Test
    void refusesASelectorThatTheBrokerRefuses() {
        connect();
        Outcome<Nothing> opened = new Outcome<>();

        engine.openConsumer(
                new ConsumerSpec(1, 1, ORDERS, SubscriptionSpec.OF_QUEUE, "broken", Mode.SHARED, 10, 1_000), opened);
        broker.run();

        assertThat(opened.failure().code()).isEqualTo(ErrorCode.INVALID_SELECTOR);
    }

    @Test
    void grantsNothingBeforeTheConnectionIsStarted() {
        open();
        send("a");
        openConsumer(1, 10);
        broker.run();
        assertThat(broker.delivered).isEmpty();

        engine.start();
        broker.run();

        assertThat(broker.delivered).hasSize(1);
    }

    @Test
    void grantsNoMoreThanThePrefetchBeyondWhatWasTaken() {
        connect();
        for (int i = 0; i < 100; i++) {
            send("m" + i);
        }
        openConsumer(1, 32);
        broker.run();
        assertThat(broker.delivered.size()).isEqualTo(32);

        engine.taken(1, 25);
        broker.run();

        assertThat(broker.delivered.size()).isEqualTo(57);
    }

    @Test
    void grantsMoreOnlyToWhoEmptiesTheWindow() {
        connect();
        for (int i = 0; i < 300; i++) {
            send("m" + i);
        }
        openConsumer(1, 256);
        broker.run();

        for (int taken = 1; taken <= 100; taken++) {
            engine.taken(1, 1);
            broker.run();
            assertThat(broker.delivered.size() - taken)
                    .as("waiting at who is slow")
                    .isBetween(16, 32);
        }
        int waiting = broker.delivered.size() - 100;
        engine.taken(1, waiting);
        broker.run();

        assertThat(broker.delivered.size() - 100 - waiting).isEqualTo(64);
    }

    @Test
    void shrinksTheWindowForLargeMessages() {
        connect();
        for (int i = 0; i < 200; i++) {
            send("x".repeat(10_000));
        }
        engine.openConsumer(
                new ConsumerSpec(1, 1, ORDERS, SubscriptionSpec.OF_QUEUE, "", Mode.SHARED, 256, 50_000),
                Completion.ignored());
        broker.run();
        assertThat(broker.delivered.size()).isLessThanOrEqualTo(64);

        int before = broker.delivered.size();
        engine.taken(1, before);
        broker.run();

        assertThat(broker.delivered.size() - before).isBetween(3, 8);
    }

    @Test
    void withoutPrefetchDeliversOnePerPullAndReturnsWhatComesLate() {
        connect();
        openConsumer(1, 0);
        broker.run();
        engine.pull(1);
        broker.run();
        engine.endPull(1);
        send("a");
        broker.run();
        assertThat(broker.delivered).isEmpty();

        engine.pull(1);
        broker.run();

        assertThat(broker.delivered).hasSize(1);
        assertThat(broker.delivered.get(0).deliveryCount()).isEqualTo(1);
    }

    @Test
    void makesRoomForWhatIsReleasedThoughTheWindowIsFull() {
        connect();
        for (int i = 0; i < 4; i++) {
            send("m" + i);
        }
        openConsumer(1, 2);
        broker.run();
        engine.taken(1, 2);
        broker.run();

        engine.release(1, true, List.of(new LaneRange(4, 0, 1)), Completion.ignored());
        broker.run();

        assertThat(broker.delivered).extracting(Delivery::sequence).containsExactly(0L, 1L, 2L, 3L, 0L, 1L);
        assertThat(broker.delivered.get(4).deliveryCount()).isEqualTo(2);
    }

    @Test
    void givesBackWhatCrossesWithTheEndOfAConsumer() {
        connect();
        openConsumer(1, 10);
        broker.run();
        broker.accepting = false;
        send("a");
        broker.run();
        engine.closeConsumer(1, List.of(), Completion.ignored());
        broker.run();
        broker.accepting = true;

        openConsumer(2, 10);
        broker.run();

        assertThat(broker.delivered).hasSize(1);
        assertThat(broker.delivered.get(0).deliveryCount()).isEqualTo(1);
    }

    @Test
    void dropsWhatTheApplicationHasNotSeenWhenTheBrokerHasForgotten() {
        connect();
        send("a");
        openConsumer(1, 10);
        broker.run();
        broker.forget();
        broker.cut();

        broker.run();

        assertThat(broker.events).contains("revoked 1: 1");
        assertThat(broker.delivered).hasSize(2);
        assertThat(broker.unseen).hasSize(1);
    }
}
