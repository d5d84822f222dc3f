package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.conformance.container.AppServer;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/**
 * "IllegalStateException" of sessions and contexts that are in the wrong mode, without a client identifier or closed, and values
 * that no method takes. What is thrown in listeners is asked in 6.2.13, 7.3.4 and 8.7, by closed objects of the classic
 * interface in 6.1.8, 6.2.15 and 8.8, about client identifiers in 6.1.2, and by the domains in 9.2.
 */
class IllegalStateClausesTest extends SectionTest {

    @Test
    void transactionsAreEndedWhereThereAreAny() throws Exception {
        Session session = session();
        Session transacted = session(Session.SESSION_TRANSACTED);
        assertThat(new ThrowsClauses()
                        .call("commit", session::commit)
                        .call("rollback", session::rollback)
                        .call("recover of a transacted session", transacted::recover)
                        .thatDoNotThrow(IllegalStateException.class))
                .isEmpty();

        JMSContext context = context();
        JMSContext transactedContext = context(JMSContext.SESSION_TRANSACTED);
        assertThat(new ThrowsClauses()
                        .call("commit", context::commit)
                        .call("rollback", context::rollback)
                        .call("recover of a transacted context", transactedContext::recover)
                        .thatDoNotThrow(IllegalStateRuntimeException.class))
                .isEmpty();
    }

    @Test
    void unsharedDurableSubscriptionsNeedAClientIdentifier() throws Exception {
        Topic topic = topic();
        Connection connection = connect();
        Session session = connection.createSession();
        AppServer pool = closing(new AppServer(connection, 1, Session.AUTO_ACKNOWLEDGE, (each, message) -> {}));
        assertThat(new ThrowsClauses()
                        .call("createDurableSubscriber", () -> session.createDurableSubscriber(topic, "s"))
                        .call(
                                "createDurableSubscriber with a selector",
                                () -> session.createDurableSubscriber(topic, "s", "n = 1", false))
                        .call("createDurableConsumer", () -> session.createDurableConsumer(topic, "s"))
                        .call(
                                "createDurableConsumer with a selector",
                                () -> session.createDurableConsumer(topic, "s", "n = 1", false))
                        .call(
                                "createDurableConnectionConsumer",
                                () -> connection.createDurableConnectionConsumer(topic, "s", null, pool, 1))
                        .thatDoNotThrow(IllegalStateException.class))
                .isEmpty();

        JMSContext context = context();
        assertThat(new ThrowsClauses()
                        .call("createDurableConsumer", () -> context.createDurableConsumer(topic, "s"))
                        .call(
                                "createDurableConsumer with a selector",
                                () -> context.createDurableConsumer(topic, "s", "n = 1", false))
                        .thatDoNotThrow(IllegalStateRuntimeException.class))
                .isEmpty();
    }

    @Test
    void aClosedContextSaysSo() throws Exception {
        Queue queue = queue();
        Topic topic = topic();
        JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
        JMSContext transacted = context(JMSContext.SESSION_TRANSACTED);
        JMSConsumer consumer = context.createConsumer(queue);
        context.close();
        context.close(); // harmless
        transacted.close();

        assertThat(new ThrowsClauses()
                        .call("createContext", () -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE))
                        .call("getClientID", context::getClientID)
                        .call("setClientID", () -> context.setClientID(name("client")))
                        .call("getMetaData", context::getMetaData)
                        .call("getExceptionListener", context::getExceptionListener)
                        .call("setExceptionListener", () -> context.setExceptionListener(e -> {}))
                        .call("start", context::start)
                        .call("stop", context::stop)
                        .call("setAutoStart", () -> context.setAutoStart(false))
                        .call("createBytesMessage", context::createBytesMessage)
                        .call("createMapMessage", context::createMapMessage)
                        .call("createMessage", context::createMessage)
                        .call("createObjectMessage", context::createObjectMessage)
                        .call("createStreamMessage", context::createStreamMessage)
                        .call("createTextMessage", context::createTextMessage)
                        .call("commit", transacted::commit)
                        .call("rollback", transacted::rollback)
                        .call("recover", context::recover)
                        .call("acknowledge", context::acknowledge)
                        .call("createConsumer", () -> context.createConsumer(queue))
                        .call("createSharedConsumer", () -> context.createSharedConsumer(topic, "s"))
                        .call("createSharedDurableConsumer", () -> context.createSharedDurableConsumer(topic, "s"))
                        .call("createQueue", () -> context.createQueue("q"))
                        .call("createTopic", () -> context.createTopic("t"))
                        .call("createBrowser", () -> context.createBrowser(queue))
                        .call("createTemporaryQueue", context::createTemporaryQueue)
                        .call("createTemporaryTopic", context::createTemporaryTopic)
                        .call("unsubscribe", () -> context.unsubscribe("s"))
                        .call("JMSConsumer.getMessageSelector", consumer::getMessageSelector)
                        .call("JMSConsumer.getMessageListener", consumer::getMessageListener)
                        .call("JMSConsumer.setMessageListener", () -> consumer.setMessageListener(null))
                        .call("receive", consumer::receive)
                        .call("receive with a time-out", () -> consumer.receive(1))
                        .call("receiveNoWait", consumer::receiveNoWait)
                        .call("receiveBody", () -> consumer.receiveBody(String.class))
                        .call("receiveBodyNoWait", () -> consumer.receiveBodyNoWait(String.class))
                        .thatDoNotThrow(IllegalStateRuntimeException.class))
                .isEmpty();
    }

    @Test
    void aClosedBrowserAndProducerSaySo() throws Exception {
        Session session = session();
        QueueBrowser browser = session.createBrowser(queue());
        MessageProducer producer = session.createProducer(queue());
        browser.close();
        producer.close();

        assertThat(new ThrowsClauses()
                        .call("QueueBrowser.getQueue", browser::getQueue)
                        .call("QueueBrowser.getMessageSelector", browser::getMessageSelector)
                        .call("QueueBrowser.getEnumeration", browser::getEnumeration)
                        .call("getDestination", producer::getDestination)
                        .call("getDeliveryMode", producer::getDeliveryMode)
                        .call("setDeliveryMode", () -> producer.setDeliveryMode(DeliveryMode.PERSISTENT))
                        .call("getPriority", producer::getPriority)
                        .call("setPriority", () -> producer.setPriority(4))
                        .call("getTimeToLive", producer::getTimeToLive)
                        .call("setTimeToLive", () -> producer.setTimeToLive(1))
                        .call("getDeliveryDelay", producer::getDeliveryDelay)
                        .call("setDeliveryDelay", () -> producer.setDeliveryDelay(1))
                        .call("getDisableMessageID", producer::getDisableMessageID)
                        .call("setDisableMessageID", () -> producer.setDisableMessageID(true))
                        .call("getDisableMessageTimestamp", producer::getDisableMessageTimestamp)
                        .call("setDisableMessageTimestamp", () -> producer.setDisableMessageTimestamp(true))
                        .thatDoNotThrow(IllegalStateException.class))
                .isEmpty();
    }

    @Test
    void noMethodTakesAModeOrAPriorityThatIsNone() throws Exception {
        Connection connection = connect();
        MessageProducer producer = connection.createSession().createProducer(queue());
        assertThat(new ThrowsClauses()
                        .call("createSession", () -> connection.createSession(99))
                        .call("createSession, not transacted", () -> connection.createSession(false, 99))
                        .call("setDeliveryMode", () -> producer.setDeliveryMode(99))
                        .call("setPriority", () -> producer.setPriority(10))
                        .call("setPriority below 0", () -> producer.setPriority(-1))
                        .thatDoNotThrow(JMSException.class))
                .isEmpty();

        JMSContext context = context();
        assertThat(new ThrowsClauses()
                        .call("createContext", () -> context.createContext(99))
                        .call("createContext of a factory", () -> context(99))
                        .call("setDeliveryMode", () -> context.createProducer().setDeliveryMode(99))
                        .call("setPriority", () -> context.createProducer().setPriority(10))
                        .thatDoNotThrow(JMSRuntimeException.class))
                .isEmpty();
    }
}
