package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.conformance.container.AppServer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The provider is in control of acknowledgment: what the listeners of an application server do counts as it does elsewhere. */
class Section11_2_7TheResultTest extends ConnectionConsumerSectionTest {

    @Test
    void clientAcknowledgeAcknowledgesWhatTheSessionHasSeen() throws Exception {
        serve(1, Session.CLIENT_ACKNOWLEDGE, 3, (session, message) -> {
            remember(message);
            if (text(message).equals("m1")) {
                message.acknowledge();
            }
        });
        send(sender, queue, numbers(3));
        assertThat(heard(3)).containsExactly(numbers(3));

        connection.close();

        Message left = sender.createConsumer(queue).receive(WAIT_MS);
        assertThat(text(left)).isEqualTo("m2");
        assertThat(left.getJMSRedelivered()).isTrue();
    }

    @Test
    void recoverBringsBackInOrderWhatWasSeenAndNotAcknowledged() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        serve(1, Session.CLIENT_ACKNOWLEDGE, 10, (session, message) -> {
            remember(message);
            if (seen.incrementAndGet() == 3) {
                session.recover();
            } else if (text(message).equals("m9")) {
                message.acknowledge();
            }
        });

        send(sender, queue, numbers(10));

        assertThat(heard(13))
                .containsExactly(
                        "m0", "m1", "m2", "m0 again", "m1 again", "m2 again", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
    }

    @Test
    void aTransactedSessionCommitsWhatItWasLoadedWithAndWhatItSends() throws Exception {
        Queue out = queue();
        AppServer server = server(
                2,
                Session.SESSION_TRANSACTED,
                (session, message) -> send(session, out, "did " + text(message)),
                Session::commit);
        connection.createConnectionConsumer(queue, null, server, 4);
        send(sender, queue, numbers(50));

        Set<String> done = new HashSet<>();
        MessageConsumer results = sender.createConsumer(out);
        for (int i = 0; i < 50; i++) {
            done.add(text(results.receive(WAIT_MS)));
        }

        assertThat(done).hasSize(50);
        assertThat(results.receiveNoWait()).isNull();
        connection.close();
        assertDrained();
    }

    @Test
    void aRollbackBringsBackInOrderWhatWasLoadedAndUndoesWhatWasSent() throws Exception {
        Queue out = queue();
        AtomicInteger runs = new AtomicInteger();
        AppServer server = server(
                1,
                Session.SESSION_TRANSACTED,
                (session, message) -> {
                    remember(message);
                    send(session, out, text(message));
                },
                session -> {
                    if (runs.getAndIncrement() == 0) {
                        session.rollback();
                    } else {
                        session.commit();
                    }
                });
        connection.stop();
        connection.createConnectionConsumer(queue, null, server, 2);
        send(sender, queue, numbers(4));
        connection.start();

        List<String> all = heard(6);

        assertThat(all.subList(all.size() - 4, all.size()))
                .extracting(text -> text.replace(" again", ""))
                .containsExactly(numbers(4));
        MessageConsumer results = sender.createConsumer(out);
        for (String each : numbers(4)) {
            assertThat(text(results.receive(WAIT_MS))).isEqualTo(each);
        }
        assertThat(results.receiveNoWait()).isNull();
    }

    @Test
    void aListenerThatThrowsGetsTheMessageAgainAndMarkedBeforeWhatFollows() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        serve(1, Session.AUTO_ACKNOWLEDGE, 5, (session, message) -> {
            remember(message);
            if (seen.incrementAndGet() == 2) {
                throw new java.lang.IllegalStateException("as a test wants it");
            }
        });

        send(sender, queue, numbers(5));

        assertThat(heard(6)).containsExactly("m0", "m1", "m1 again", "m2", "m3", "m4");
        connection.close();
        assertDrained();
    }
}
