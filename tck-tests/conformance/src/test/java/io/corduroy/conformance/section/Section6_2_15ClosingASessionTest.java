package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 6.2.15: what closing a session ends, and what it waits for. */
class Section6_2_15ClosingASessionTest extends SectionTest {

    @Test
    void theConnectionAndItsOtherSessionsGoOn() throws Exception {
        Connection connection = connect();
        Session first = connection.createSession();
        Session second = connection.createSession();
        Queue queue = queue();

        first.close();

        send(second, queue, "m");
        assertThat(receiveText(second.createConsumer(queue))).isEqualTo("m");
        assertThat(connection.createSession()).isNotNull();
    }

    @Test
    void aPendingReceiveReturns() throws Exception {
        Session session = session();
        MessageConsumer consumer = session.createConsumer(queue());
        CallByAnother<String> receiving = CallByAnother.receive(consumer);
        receiving.assertWaits();

        session.close();

        assertThat(receiving.result()).isEqualTo("nothing");
    }

    @Test
    void closeWaitsForARunningListener() throws Exception {
        Session session = session();
        Queue queue = queue();
        HeldListener listener = new HeldListener(message -> {});
        session.createConsumer(queue).setMessageListener(listener);
        send(session(), queue, "m");

        listener.assertAwaitedBy(session::close);

        assertThat(session().createConsumer(queue).receiveNoWait()).isNull(); // acknowledged: the listener returned
    }

    @Test
    void aListenerThatClosesItsOwnSessionIsToldOrHasDoneIt() throws Exception {
        Session session = session();
        Queue queue = queue();
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                session.close();
                outcome.add("closed");
            } catch (IllegalStateException e) {
                outcome.add("told");
            } catch (JMSException e) {
                outcome.add(e.toString());
            }
        });

        send(session(), queue, "m");

        assertThat(told(outcome)).isIn("closed", "told");
    }

    @Test
    void nothingOfItCanBeUsedAfterwards() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        Topic topic = topic();
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session.createConsumer(queue);
        Message message = session.createMessage();
        send(session, queue, "m");
        Message received = receive(consumer);
        session.close();

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                session::createMessage,
                session::createTextMessage,
                () -> session.createTextMessage("t"),
                session::createBytesMessage,
                session::createMapMessage,
                session::createStreamMessage,
                session::createObjectMessage,
                () -> session.createObjectMessage("o"),
                session::createTemporaryQueue,
                session::createTemporaryTopic,
                () -> session.createQueue("q"),
                () -> session.createTopic("t"),
                () -> session.createProducer(queue),
                () -> session.createConsumer(queue),
                () -> session.createConsumer(queue, "TRUE"),
                () -> session.createConsumer(topic, "TRUE", false),
                () -> session.createSharedConsumer(topic, "s"),
                () -> session.createSharedConsumer(topic, "s", "TRUE"),
                () -> session.createDurableConsumer(topic, "s"),
                () -> session.createDurableSubscriber(topic, "s"),
                () -> session.createSharedDurableConsumer(topic, "s"),
                () -> session.createBrowser(queue),
                () -> session.unsubscribe("s"),
                session::getTransacted,
                session::getAcknowledgeMode,
                session::recover,
                session::commit,
                session::rollback,
                session::getMessageListener,
                received::acknowledge,
                () -> producer.send(message),
                producer::getDestination,
                producer::getPriority,
                () -> producer.setPriority(4),
                consumer::receive,
                consumer::receiveNoWait,
                consumer::getMessageSelector)) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class);
        }
        session.close();
        producer.close();
        consumer.close();
    }

    @Test
    void aTransactionInProgressIsRolledBack() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Session other = session();
        Queue queue = queue();
        Queue next = queue();
        send(other, queue, "m");
        receive(session.createConsumer(queue));
        send(session, next, "never");

        session.close();

        assertThat(receive(other.createConsumer(queue)).getJMSRedelivered()).isTrue();
        assertThat(other.createConsumer(next).receiveNoWait()).isNull();
    }

    @Test
    void messagesCanStillBeUsed() throws Exception {
        Session session = session();
        TextMessage message = session.createTextMessage("m");
        TextMessage received = sent(message, TextMessage.class);

        session.close();

        message.setText("changed");
        assertThat(sent(message, TextMessage.class).getText()).isEqualTo("changed");
        assertThat(received.getText()).isEqualTo("m");
    }

    @Test
    void aTryStatementClosesIt() throws Exception {
        Session kept;
        try (Session session = connect().createSession()) {
            kept = session;
        }

        assertThatThrownBy(kept::createMessage).isInstanceOf(IllegalStateException.class);
    }
}
