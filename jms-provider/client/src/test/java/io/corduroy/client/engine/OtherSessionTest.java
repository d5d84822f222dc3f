package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions that acknowledge what the consumer of another one has delivered: those of an application server. */
class OtherSessionTest extends EngineFixture {

    private static final LaneRange FIRST = new LaneRange(4, 0, 0);
    private static final LaneRange SECOND = new LaneRange(4, 1, 1);

    /** Consumer 1 is of session 1 and holds "a" and "b"; sessions 2 and 3 are open. */
    private void deliver() {
        connect();
        send("a");
        send("b");
        openConsumer(1, 10);
        engine.openSession(2);
        engine.openSession(3);
        broker.run();
        assertThat(broker.unacknowledged()).containsExactly("a", "b");
    }

    private List<ClientFrame.Acknowledge> acknowledgments() {
        return broker.received.stream()
                .filter(ClientFrame.Acknowledge.class::isInstance)
                .map(ClientFrame.Acknowledge.class::cast)
                .toList();
    }

    @Test
    void acknowledgesInOneFrameForEachSession() {
        deliver();

        engine.acknowledgeThrough(2, 1, false, List.of(FIRST), Completion.ignored());
        engine.acknowledgeThrough(3, 1, false, List.of(SECOND), Completion.ignored());
        broker.run();

        assertThat(acknowledgments())
                .extracting(ClientFrame.Acknowledge::sessionId)
                .containsExactly(2, 3);
        assertThat(broker.unacknowledged()).isEmpty();
    }

    @Test
    void aSessionIsClosedWhenWhatItHasAcknowledgedIsDurable() {
        deliver();
        broker.cutBefore = once(frame -> frame instanceof ClientFrame.Acknowledge);
        Outcome<Nothing> closed = new Outcome<>();

        engine.acknowledgeThrough(2, 1, false, List.of(FIRST), Completion.ignored());
        engine.closeSession(2, closed);
        broker.run();

        assertThat(closed.isDone()).isTrue();
        assertThat(broker.unacknowledged()).containsExactly("b");
    }

    @Test
    void aTransactionIsOfTheSessionThatAcknowledgesAndOutlivesTheLink() {
        deliver();
        Outcome<Nothing> committed = new Outcome<>();
        broker.cutBefore = once(frame -> frame instanceof ClientFrame.Commit);

        engine.acknowledgeThrough(2, 1, true, List.of(FIRST), Completion.ignored());
        engine.commit(2, committed);
        broker.run();
        broker.cut();
        broker.run();

        assertThat(committed.isDone()).isTrue();
        assertThat(broker.unacknowledged()).containsExactly("b");
        assertThat(lastClaims()).as("what is committed is claimed no more").containsExactly(SECOND);
    }

    private List<LaneRange> lastClaims() {
        return broker.received.stream()
                .filter(ClientFrame.OpenConsumer.class::isInstance)
                .map(ClientFrame.OpenConsumer.class::cast)
                .reduce((former, later) -> later)
                .orElseThrow()
                .held();
    }

    @Test
    void whatAClosedConsumerLeftWithAnotherSessionIsAcknowledgedAfterwards() {
        deliver();
        engine.closeConsumer(1, List.of(SECOND), Completion.ignored());
        broker.run();
        Outcome<Nothing> acknowledged = new Outcome<>();

        engine.acknowledgeThrough(2, 1, false, List.of(FIRST), acknowledged);
        broker.run();

        assertThat(acknowledged.isDone()).isTrue();
        assertThat(broker.unacknowledged()).containsExactly("b");
    }

    @Test
    void failsWhatIsAcknowledgedOfAConsumerThatIsGone() {
        deliver();
        Outcome<Nothing> acknowledged = new Outcome<>();

        engine.acknowledgeThrough(2, 9, false, List.of(FIRST), acknowledged);

        assertThat(acknowledged.failure().text()).contains("gone");
    }
}
