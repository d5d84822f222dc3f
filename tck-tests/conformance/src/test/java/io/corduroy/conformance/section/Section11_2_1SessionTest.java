package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.conformance.container.AppServer;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSession;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a session is for an application server: its listener gets what a connection consumer has loaded, when it is run. */
class Section11_2_1SessionTest extends ConnectionConsumerSectionTest {

    @Test
    void aSessionWithAListenerOfItsOwnReceivesInNoOtherWay() throws Exception {
        Session session = connection.createSession();
        session.setMessageListener(message -> {});

        assertThat(session.getMessageListener()).isNotNull();
        assertThatThrownBy(() -> session.createConsumer(queue)).isInstanceOf(IllegalStateException.class);
        send(session, queue, "sending is allowed");
        session.setMessageListener(null);
        assertThat(receiveText(session.createConsumer(queue))).isEqualTo("sending is allowed");
        assertThatThrownBy(() -> session.setMessageListener(message -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void runDoesNothingWithoutMessagesAndFailsWithoutListener() throws Exception {
        Session session = connection.createSession();
        session.run();
        AtomicReference<RuntimeException> thrown = new AtomicReference<>();
        session.setMessageListener(message -> {});
        connection.createConnectionConsumer(
                queue,
                null,
                () -> new ServerSession() {
                    @Override
                    public Session getSession() {
                        return session;
                    }

                    @Override
                    public void start() throws JMSException {
                        session.setMessageListener(null);
                        try {
                            session.run();
                        } catch (RuntimeException e) {
                            thrown.set(e);
                            tell("failed");
                        }
                    }
                },
                1);

        send(sender, queue, "a");

        assertThat(heard(1)).containsExactly("failed");
        assertThat(thrown.get()).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    void aListenerCannotCloseItsSessionOrConnection() throws Exception {
        serve(1, Session.AUTO_ACKNOWLEDGE, 1, (session, message) -> {
            assertThatThrownBy(session::close).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(connection::close).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(connection::stop).isInstanceOf(IllegalStateException.class);
            remember(message);
        });

        send(sender, queue, "a");

        assertThat(heard(1)).containsExactly("a");
    }

    @Test
    void aSessionThatIsClosedLeavesWhatItWasLoadedWithToTheOthers() throws Exception {
        HeldListener listener = new HeldListener(message -> {});
        connection.stop();
        ConnectionConsumer consumer =
                serve(1, Session.CLIENT_ACKNOWLEDGE, 3, (session, message) -> listener.onMessage(message));
        Session loaded =
                ((AppServer) consumer.getServerSessionPool()).sessions().get(0);
        send(sender, queue, "a", "b", "c");
        connection.start();
        listener.awaitCall();
        CallByAnother<Boolean> closing = CallByAnother.begin(() -> {
            loaded.close();
            return listener.hasReturned();
        });
        closing.assertWaits();
        listener.goOn();
        assertThat(closing.result()).as("close waits for the listener").isTrue();
        connection.close();

        MessageConsumer other = sender.createConsumer(queue);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Message message = receive(other);
            texts.add(text(message) + (message.getJMSRedelivered() ? " again" : ""));
        }
        assertThat(texts).containsExactlyInAnyOrder("a again", "b", "c");
    }

    @Test
    void alsoOneOfALegacyInterfaceHasAListener() throws Exception {
        try (QueueConnection queues = provider.queueConnectionFactory().createQueueConnection();
                AppServer pool = new AppServer(queues, 1, Session.AUTO_ACKNOWLEDGE, (session, message) -> {
                    assertThat(session).isInstanceOf(QueueSession.class);
                    remember(message);
                })) {
            queues.createConnectionConsumer(queue, null, pool, 1);
            queues.start();
            send(sender, queue, "a");
            assertThat(heard(1)).containsExactly("a");
        }
    }
}
