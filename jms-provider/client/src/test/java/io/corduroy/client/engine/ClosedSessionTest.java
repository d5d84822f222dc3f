package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session may be closed by one thread while another one works on it (6.2.15): nobody waits for ever, and nothing is left open. */
class ClosedSessionTest extends EngineFixture {

    private static ConsumerSpec browser() {
        return new ConsumerSpec(1, 1, ORDERS, SubscriptionSpec.OF_QUEUE, "", Mode.BROWSE, 10, 1_000_000);
    }

    private static void assertClosed(Outcome<?> outcome) {
        assertThat(outcome.failure().kind()).isEqualTo(Failure.Kind.CLOSED);
    }

    @Test
    void refusesWhateverComesBehindTheClose() {
        connect();
        engine.closeSession(1, Completion.ignored());
        Outcome<ProducerIdentity> producer = new Outcome<>();
        Outcome<Nothing> committed = new Outcome<>();
        Outcome<Nothing> rolledBack = new Outcome<>();
        Outcome<Nothing> consumer = new Outcome<>();

        engine.openProducer(1, 1, producer);
        engine.commit(1, committed);
        engine.rollback(1, rolledBack);
        engine.openConsumer(browser(), consumer);
        Outcome<Nothing> sent = send("a");
        broker.run();

        assertClosed(producer);
        assertClosed(committed);
        assertClosed(rolledBack);
        assertClosed(consumer);
        assertClosed(sent);
        assertThat(broker.texts()).isEmpty();
    }

    @Test
    void opensNoConsumerWhoseDestinationIsFoundAfterTheClose() {
        connect();
        Outcome<Nothing> consumer = new Outcome<>();
        Outcome<Nothing> closed = new Outcome<>();

        engine.openConsumer(browser(), consumer);
        engine.closeSession(1, closed);
        broker.run();

        assertThat(closed.isDone()).isTrue();
        assertClosed(consumer);
        assertThat(broker.sent(ClientFrame.OpenConsumer.class)).isZero();
    }

    @Test
    void endsABrowserWithItsSession() {
        connect();
        engine.openConsumer(browser(), Completion.ignored());
        broker.run();

        engine.closeSession(1, Completion.ignored());
        broker.run();

        assertThat(broker.events).last().asString().contains("closed");
    }

    @Test
    void failsAnAcknowledgmentThroughASessionThatIsGone() {
        connect();
        send("a");
        openConsumer(1, 10);
        engine.openSession(2);
        broker.run();
        engine.closeSession(2, Completion.ignored());
        broker.run();
        Outcome<Nothing> acknowledged = new Outcome<>();

        engine.acknowledgeThrough(2, 1, false, List.of(new LaneRange(4, 0, 0)), acknowledged);
        broker.run();

        assertClosed(acknowledged);
    }
}
