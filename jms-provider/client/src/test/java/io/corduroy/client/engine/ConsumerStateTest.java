package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.Origin;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a consumer claims after a reconnection. */
class ConsumerStateTest {
    private static final DestinationName ORDERS = new DestinationName(DestinationName.Kind.QUEUE, "orders");
    private static final LaneRange FIRST = new LaneRange(4, 0, 0);
    private static final LaneRange SECOND = new LaneRange(4, 1, 1);

    private final DestinationState orders = new DestinationState(ORDERS, 1, true);
    private final ConsumerState consumer = consumer(1);
    private final ConsumerState colleague = consumer(2);
    private final Registry registry = new Registry();

    @Test
    void claimsWhatIsGivenBackUntilThatIsConfirmed() {
        deliver(0);

        LaneRangeSet release = consumer.beginRelease(List.of(FIRST));
        assertThat(consumer.claims()).containsExactly(FIRST);
        consumer.endRelease(release);

        assertThat(consumer.hasClaims()).isFalse();
    }

    @Test
    void claimsWhatCameAgainBeforeItsReleaseWasConfirmedAndDoesNotReleaseItAgain() {
        deliver(0);
        deliver(1);

        LaneRangeSet release = release(FIRST, SECOND);
        deliver(0);
        assertThat(release.toList()).containsExactly(SECOND);
        consumer.endRelease(release);

        assertThat(consumer.claims()).containsExactly(FIRST);
    }

    @Test
    void doesNotClaimWhatCameAgainToAnotherConsumerOfTheSubscription() {
        deliver(0);
        deliver(1);

        release(FIRST, SECOND);
        deliver(colleague, 0);

        assertThat(consumer.claims()).containsExactly(SECOND);
        assertThat(colleague.claims()).containsExactly(FIRST);
    }

    @Test
    void claimsAndAcknowledgesNothingOfADestinationThatWasMadeAgain() {
        deliver(0);
        deliver(1);

        consumer.onDestinationReplaced();
        assertThat(consumer.hasClaims()).isFalse();
        deliver(0); // another message
        consumer.addAcknowledgment(1, false, List.of(new LaneRange(4, 0, 1)), Completion.ignored());
        assertThat(consumer.takePendingAcknowledgments(1).ranges.toList()).isEmpty();
        consumer.addAcknowledgment(1, false, List.of(FIRST), Completion.ignored());

        assertThat(consumer.takePendingAcknowledgments(1).ranges.toList()).containsExactly(FIRST);
        assertThat(consumer.claims()).containsExactly(FIRST);
    }

    @Test
    void aBrowserWithSmallCreditGetsPastWhatItHasShownBeforeItsLinkWasLost() {
        ConsumerState browser = new ConsumerState(
                new ConsumerSpec(1, 1, ORDERS, SubscriptionSpec.OF_QUEUE, "", Mode.BROWSE, 1, 1_000), orders);
        browser.creditToOpenWith(true);
        deliver(browser, 0);
        browser.onTaken(1);
        assertThat(browser.creditToOpenWith(true)).isEqualTo(1);

        browser.onShownBefore();

        assertThat(browser.creditDue(true, false)).isEqualTo(1);
    }

    private ConsumerState consumer(int id) {
        return new ConsumerState(
                new ConsumerSpec(id, 1, ORDERS, SubscriptionSpec.OF_QUEUE, "", Mode.SHARED, 10, 1_000), orders);
    }

    private LaneRangeSet release(LaneRange... ranges) {
        LaneRangeSet release = consumer.beginRelease(List.of(ranges));
        registry.onReleasing(consumer);
        return release;
    }

    private void deliver(long sequence) {
        deliver(consumer, sequence);
    }

    private void deliver(ConsumerState to, long sequence) {
        Delivery delivery = new Delivery(
                1, to.id(), 4, sequence, 1, 7, 1, sequence + 1, 0, 0, 0, 0, 0, Origin.HERE, ByteBuffer.allocate(10));
        to.onDelivered(delivery);
        registry.onDelivered(to, delivery);
    }
}
