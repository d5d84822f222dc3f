package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 6.1.8: what closing a connection ends, and what it waits for. */
class Section6_1_8ClosingAConnectionTest extends SectionTest {

    @Test
    void aPendingReceiveReturns() throws Exception {
        Connection connection = connect();
        MessageConsumer consumer = connection.createSession().createConsumer(queue());
        CallByAnother<String> receiving = CallByAnother.receive(consumer);
        receiving.assertWaits();

        connection.close();

        assertThat(receiving.result()).isEqualTo("nothing");
    }

    @Test
    void closeWaitsForListenersWhichKeepTheServicesOfTheConnection() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        Queue next = queue();
        MessageProducer producer = session.createProducer(next);
        HeldListener listener = new HeldListener(message -> {
            producer.send(session.createTextMessage("sent while it closes"));
            session.commit();
        });
        session.createConsumer(queue).setMessageListener(listener);
        send(session(), queue, "m");

        listener.assertAwaitedBy(connection::close);

        assertThat(receiveText(session().createConsumer(next))).isEqualTo("sent while it closes");
        assertThat(browse(session(), queue)).isEmpty();
    }

    @Test
    void nothingOfItCanBeUsedAfterwards() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session.createConsumer(queue);
        QueueBrowser browser = session.createBrowser(queue);
        Message message = session.createMessage();
        connection.close();

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                connection::createSession,
                () -> connection.createSession(false, Session.AUTO_ACKNOWLEDGE),
                () -> connection.createSession(Session.AUTO_ACKNOWLEDGE),
                connection::start,
                connection::stop,
                connection::getClientID,
                () -> connection.setClientID("client"),
                connection::getMetaData,
                connection::getExceptionListener,
                () -> connection.setExceptionListener(null),
                session::createMessage,
                () -> session.createProducer(queue),
                () -> session.createConsumer(queue),
                session::getTransacted,
                session::getAcknowledgeMode,
                session::recover,
                () -> producer.send(message),
                producer::getDeliveryMode,
                consumer::receive,
                consumer::receiveNoWait,
                () -> consumer.receive(1),
                consumer::getMessageListener,
                () -> consumer.setMessageListener(null),
                consumer::getMessageSelector,
                browser::getEnumeration)) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void closingWhatIsClosedIsIgnored() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue());
        MessageConsumer consumer = session.createConsumer(queue());
        QueueBrowser browser = session.createBrowser(queue());

        connection.close();
        connection.close();
        session.close();
        producer.close();
        consumer.close();
        browser.close();
    }

    @Test
    void aTransactionInProgressIsRolledBack() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        Queue next = queue();
        send(session(), queue, "m");
        receive(session.createConsumer(queue));
        send(session, next, "never sent");

        connection.close();

        Session other = session();
        assertThat(receive(other.createConsumer(queue)).getJMSRedelivered()).isTrue();
        assertThat(browse(other, next)).isEmpty();
    }

    @Test
    void whatWasNotAcknowledgedIsNot() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        send(session, queue, "m");
        Message message = receive(session.createConsumer(queue));

        connection.close();

        assertThatThrownBy(message::acknowledge).isInstanceOf(IllegalStateException.class);
        assertThat(receiveText(session().createConsumer(queue))).isEqualTo("m");
    }

    @Test
    void messagesCanStillBeUsed() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        Queue queue = queue();
        TextMessage created = session.createTextMessage("created");
        session.createProducer(queue).send(created);
        Message received = receive(session.createConsumer(queue));

        connection.close();

        assertThat(text(received)).isEqualTo("created");
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        created.setText("changed");
        assertThat(sent(created, TextMessage.class).getText()).isEqualTo("changed");
    }

    @Test
    void aListenerThatClosesItsOwnConnectionIsToldOrHasDoneIt() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        Queue queue = queue();
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                connection.close();
                outcome.add("closed");
            } catch (IllegalStateException e) {
                outcome.add("told");
            } catch (JMSException e) {
                outcome.add(e.toString());
            }
        });

        Session other = session();
        send(other, queue, "m");

        assertThat(told(outcome)).isIn("closed", "told");
        connection.close();
        assertThat(other.createConsumer(queue).receiveNoWait()).isNull(); // acknowledged either way
    }

    @Test
    void aListenerThatClosesItsOwnContextIsToldOrHasDoneIt() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        context.createConsumer(queue).setMessageListener(message -> {
            try {
                context.close();
                outcome.add("closed");
            } catch (IllegalStateRuntimeException e) {
                outcome.add("told");
            } catch (JMSRuntimeException e) {
                outcome.add(e.toString());
            }
        });

        Session other = session();
        send(other, queue, "m");

        assertThat(told(outcome)).isIn("closed", "told");
        context.close();
        assertThat(other.createConsumer(queue).receiveNoWait()).isNull();
    }

    @Test
    void aContextClosesTheConnectionWhenItIsTheLast() throws Exception {
        JMSContext first = context();
        JMSContext second = first.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        Queue queue = queue();
        JMSConsumer consumer = second.createConsumer(queue);

        first.close();

        second.createProducer().send(queue, "m");
        assertThat(consumer.receiveBody(String.class, WAIT_MS)).isEqualTo("m");
        assertThatThrownBy(() -> first.createContext(JMSContext.AUTO_ACKNOWLEDGE))
                .isInstanceOf(IllegalStateRuntimeException.class);
        second.close();
        assertThatThrownBy(second::createMessage).isInstanceOf(IllegalStateRuntimeException.class);
        second.close();
    }

    @Test
    void nothingOfAContextCanBeUsedAfterwards() throws Exception {
        JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        Topic topic = topic();
        JMSProducer producer = context.createProducer();
        JMSConsumer consumer = context.createConsumer(queue);
        context.close();

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                context::createProducer,
                () -> context.createConsumer(queue),
                () -> context.createConsumer(topic),
                () -> context.createDurableConsumer(topic, "s"),
                () -> context.createSharedConsumer(topic, "s"),
                () -> context.createSharedDurableConsumer(topic, "s"),
                () -> context.createBrowser(queue),
                () -> context.createQueue("q"),
                () -> context.createTopic("t"),
                context::createTemporaryQueue,
                context::createTemporaryTopic,
                context::createMessage,
                context::createTextMessage,
                context::createBytesMessage,
                context::createMapMessage,
                context::createStreamMessage,
                context::createObjectMessage,
                context::recover,
                context::acknowledge,
                context::start,
                context::stop,
                context::getMetaData,
                context::getClientID,
                () -> context.setClientID("c"),
                context::getExceptionListener,
                () -> context.setExceptionListener(null),
                () -> context.unsubscribe("s"),
                () -> producer.send(queue, "m"),
                consumer::receive,
                consumer::receiveNoWait,
                () -> consumer.receiveBody(String.class),
                consumer::getMessageListener)) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateRuntimeException.class);
        }
    }

    @Test
    void aTryStatementClosesIt() throws Exception {
        Connection kept;
        try (Connection connection = provider.connectionFactory().createConnection()) {
            kept = connection;
        }

        assertThatThrownBy(kept::start).isInstanceOf(IllegalStateException.class);
    }
}
