package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection consumer gets a session, loads it, and starts it: in order, side by side, and not while the connection is stopped. */
class Section11_2_5UseOfAServerSessionTest extends ConnectionConsumerSectionTest {

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void oneSessionGetsEverythingOnceInOrderAndAcknowledgesIt(int mode) throws Exception {
        serve(1, mode, 10, (session, message) -> remember(message));
        send(sender, queue, numbers(300));

        assertThat(heard(300)).containsExactly(numbers(300));
        connection.close();
        assertDrained();
    }

    @Test
    void severalSessionsWorkAtTheSameTime() throws Exception {
        CountDownLatch all = new CountDownLatch(3);
        serve(3, Session.AUTO_ACKNOWLEDGE, 1, (session, message) -> {
            all.countDown();
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
            remember(message);
        });

        send(sender, queue, "a", "b", "c");

        assertThat(heard(3)).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void stopWaitsForTheListenerAndHoldsBackTheRest() throws Exception {
        HeldListener listener = new HeldListener(this::remember);
        serve(1, Session.AUTO_ACKNOWLEDGE, 5, (session, message) -> listener.onMessage(message));
        send(sender, queue, "a", "b");
        listener.awaitCall();

        CallByAnother<List<String>> stopping = CallByAnother.begin(() -> {
            connection.stop();
            return heard(1);
        });
        stopping.assertWaits();
        listener.goOn();

        assertThat(stopping.result()).containsExactly("a");
        Queue other = queue();
        send(sender, other, "c");
        assertThat(receiveText(sender.createConsumer(other))).isEqualTo("c");
        assertNothingHeard();
        connection.start();
        assertThat(heard(1)).containsExactly("b");
    }

    @Test
    void closingTheConnectionWaitsForTheListenerAndShowsNoOtherMessage() throws Exception {
        HeldListener listener = new HeldListener(this::remember);
        connection.stop();
        serve(1, Session.AUTO_ACKNOWLEDGE, 5, (session, message) -> listener.onMessage(message));
        send(sender, queue, "a", "b");
        connection.start();
        listener.awaitCall();

        CallByAnother<Boolean> closing = CallByAnother.begin(() -> {
            connection.close();
            return listener.hasReturned();
        });
        closing.assertWaits();
        listener.goOn();

        assertThat(closing.result()).as("close waits for the listener").isTrue();
        assertThat(heard(1)).containsExactly("a");
        Message left = receive(sender.createConsumer(queue));
        assertThat(text(left)).isEqualTo("b");
        assertThat(left.getJMSRedelivered()).as("nobody has seen it").isFalse();
        assertNothingHeard();
    }
}
