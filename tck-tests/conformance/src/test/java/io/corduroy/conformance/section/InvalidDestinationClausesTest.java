package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.conformance.container.AppServer;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * "InvalidDestinationException if an invalid destination is specified": each method of the interface that takes one, with none, and
 * with one of somebody else. Those of {@code unsubscribe}, of browsers, of requestors and of deleted temporary destinations are
 * asked in the sections 4.2.9, 4.1.6, 4.1.7, 4.2.10 and 6.2.2; {@code InvalidSelectorException} of each method in 3.8.1.1.
 */
@SuppressWarnings("NullAway") // that is the point
class InvalidDestinationClausesTest extends SectionTest {

    /** Queue and topic of somebody else. */
    private static final class Foreign implements Queue, Topic {
        @Override
        public String getQueueName() {
            return "foreign";
        }

        @Override
        public String getTopicName() {
            return "foreign";
        }
    }

    static List<Object> invalid() {
        return Arrays.asList(null, new Foreign());
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void ofASession(Object given) throws Exception {
        Session session = connectAs(name("client")).createSession();
        Queue queue = (Queue) given;
        Topic topic = (Topic) given;
        Destination any = (Destination) given;

        assertThat(new ThrowsClauses()
                        .call("createConsumer", () -> session.createConsumer(any))
                        .call("createConsumer with a selector", () -> session.createConsumer(any, "n = 1"))
                        .call("createConsumer with noLocal", () -> session.createConsumer(any, "n = 1", true))
                        .call("createSharedConsumer", () -> session.createSharedConsumer(topic, "s"))
                        .call("createSharedConsumer with one", () -> session.createSharedConsumer(topic, "s", "n = 1"))
                        .call("createDurableSubscriber", () -> session.createDurableSubscriber(topic, "s"))
                        .call(
                                "createDurableSubscriber with one",
                                () -> session.createDurableSubscriber(topic, "s", "n = 1", true))
                        .call("createDurableConsumer", () -> session.createDurableConsumer(topic, "s"))
                        .call(
                                "createDurableConsumer with one",
                                () -> session.createDurableConsumer(topic, "s", "n = 1", true))
                        .call("createSharedDurableConsumer", () -> session.createSharedDurableConsumer(topic, "s"))
                        .call(
                                "createSharedDurableConsumer with one",
                                () -> session.createSharedDurableConsumer(topic, "s", "n = 1"))
                        .call("createBrowser", () -> session.createBrowser(queue))
                        .call("createBrowser with one", () -> session.createBrowser(queue, "n = 1"))
                        .thatDoNotThrow(InvalidDestinationException.class))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void ofAContext(Object given) throws Exception {
        JMSContext context = contextAs(name("client"));
        Queue queue = (Queue) given;
        Topic topic = (Topic) given;
        Destination any = (Destination) given;
        Message message = context.createMessage();

        assertThat(new ThrowsClauses()
                        .call("createConsumer", () -> context.createConsumer(any))
                        .call("createConsumer with a selector", () -> context.createConsumer(any, "n = 1"))
                        .call("createConsumer with noLocal", () -> context.createConsumer(any, "n = 1", true))
                        .call("createSharedConsumer", () -> context.createSharedConsumer(topic, "s"))
                        .call("createSharedConsumer with one", () -> context.createSharedConsumer(topic, "s", "n = 1"))
                        .call("createDurableConsumer", () -> context.createDurableConsumer(topic, "s"))
                        .call(
                                "createDurableConsumer with one",
                                () -> context.createDurableConsumer(topic, "s", "n = 1", true))
                        .call("createSharedDurableConsumer", () -> context.createSharedDurableConsumer(topic, "s"))
                        .call(
                                "createSharedDurableConsumer with one",
                                () -> context.createSharedDurableConsumer(topic, "s", "n = 1"))
                        .call("createBrowser", () -> context.createBrowser(queue))
                        .call("createBrowser with one", () -> context.createBrowser(queue, "n = 1"))
                        .call(
                                "send of a message",
                                () -> context.createProducer().send(any, message))
                        .call("send of a text", () -> context.createProducer().send(any, "m"))
                        .call("send of a map", () -> context.createProducer().send(any, Map.of("k", 1)))
                        .call("send of bytes", () -> context.createProducer().send(any, new byte[1]))
                        .call(
                                "send of an object",
                                () -> context.createProducer().send(any, 1L))
                        .thatDoNotThrow(InvalidDestinationRuntimeException.class))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void ofAProducerWithoutADestination(Object given) throws Exception {
        Session session = session();
        MessageProducer producer = session.createProducer(null);
        Destination any = (Destination) given;
        Message message = session.createMessage();
        CompletionListener ignored = new Ignored();

        assertThat(new ThrowsClauses()
                        .call("send", () -> producer.send(any, message))
                        .call("send with options", () -> producer.send(any, message, DeliveryMode.PERSISTENT, 4, 0))
                        .call("asynchronous send", () -> producer.send(any, message, ignored))
                        .call(
                                "asynchronous send with options",
                                () -> producer.send(any, message, DeliveryMode.PERSISTENT, 4, 0, ignored))
                        .thatDoNotThrow(InvalidDestinationException.class))
                .isEmpty();
    }

    @Test
    void aProducerHasNoneOfSomebodyElse() throws Exception {
        Session session = session();

        assertThatThrownBy(() -> session.createProducer(new Foreign())).isInstanceOf(InvalidDestinationException.class);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void ofTheLegacyInterfaces(Object given) throws Exception {
        QueueConnection queues = closing(provider.queueConnectionFactory().createQueueConnection());
        TopicConnection topics = closing(provider.topicConnectionFactory().createTopicConnection());
        topics.setClientID(name("client"));
        QueueSession queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        TopicSession topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueSender sender = queueSession.createSender(null);
        TopicPublisher publisher = topicSession.createPublisher(null);
        Message message = queueSession.createMessage();
        Queue queue = (Queue) given;
        Topic topic = (Topic) given;

        assertThat(new ThrowsClauses()
                        .call("createReceiver", () -> queueSession.createReceiver(queue))
                        .call("createReceiver with a selector", () -> queueSession.createReceiver(queue, "n = 1"))
                        .call("QueueSession.createBrowser", () -> queueSession.createBrowser(queue))
                        .call("createSubscriber", () -> topicSession.createSubscriber(topic))
                        .call("createSubscriber with one", () -> topicSession.createSubscriber(topic, "n = 1", true))
                        .call("createDurableSubscriber", () -> topicSession.createDurableSubscriber(topic, "s"))
                        .call("QueueSender.send", () -> sender.send(queue, message))
                        .call("QueueSender.send with options", () -> sender.send(queue, message, 2, 4, 0))
                        .call("publish", () -> publisher.publish(topic, message))
                        .call("publish with options", () -> publisher.publish(topic, message, 2, 4, 0))
                        .thatDoNotThrow(InvalidDestinationException.class))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void ofConnectionConsumers(Object given) throws Exception {
        Connection connection = connectAs(name("client"));
        AppServer pool = closing(new AppServer(connection, 1, Session.AUTO_ACKNOWLEDGE, (session, message) -> {}));
        Destination any = (Destination) given;
        Topic topic = (Topic) given;

        assertThat(new ThrowsClauses()
                        .call("createConnectionConsumer", () -> connection.createConnectionConsumer(any, null, pool, 1))
                        .call(
                                "createSharedConnectionConsumer",
                                () -> connection.createSharedConnectionConsumer(topic, "s", null, pool, 1))
                        .call(
                                "createDurableConnectionConsumer",
                                () -> connection.createDurableConnectionConsumer(topic, "s", null, pool, 1))
                        .call(
                                "createSharedDurableConnectionConsumer",
                                () -> connection.createSharedDurableConnectionConsumer(topic, "s", null, pool, 1))
                        .thatDoNotThrow(InvalidDestinationException.class))
                .isEmpty();
    }

    private static final class Ignored implements CompletionListener {
        @Override
        public void onCompletion(Message message) {}

        @Override
        public void onException(Message message, Exception exception) {}
    }
}
