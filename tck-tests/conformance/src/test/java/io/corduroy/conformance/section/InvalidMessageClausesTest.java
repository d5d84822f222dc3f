package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
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
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * "MessageFormatException if an invalid message is specified": each send, without a message. What a body may hold, and what can be
 * written and read in which mode, is asked in the sections 3.11 to 3.11.3, properties in 3.5.1 to 3.5.5.
 */
@SuppressWarnings("NullAway") // that is the point
class InvalidMessageClausesTest extends SectionTest {

    private static final CompletionListener IGNORED = new CompletionListener() {
        @Override
        public void onCompletion(Message message) {}

        @Override
        public void onException(Message message, Exception exception) {}
    };

    @Test
    void ofAProducer() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer of = session.createProducer(queue);
        MessageProducer any = session.createProducer(null);

        assertThat(new ThrowsClauses()
                        .call("send", () -> of.send(null))
                        .call("send with options", () -> of.send(null, DeliveryMode.PERSISTENT, 4, 0))
                        .call("asynchronous send", () -> of.send((Message) null, IGNORED))
                        .call(
                                "asynchronous send with options",
                                () -> of.send(null, DeliveryMode.PERSISTENT, 4, 0, IGNORED))
                        .call("send to", () -> any.send(queue, (Message) null))
                        .call("send to, with options", () -> any.send(queue, null, DeliveryMode.PERSISTENT, 4, 0))
                        .call("asynchronous send to", () -> any.send(queue, null, IGNORED))
                        .call(
                                "asynchronous send to, with options",
                                () -> any.send(queue, null, DeliveryMode.PERSISTENT, 4, 0, IGNORED))
                        .thatDoNotThrow(MessageFormatException.class))
                .isEmpty();
        assertThat(browse(session, queue)).isEmpty();
    }

    @Test
    void ofTheSimplifiedProducer() throws Exception {
        JMSContext context = context();
        Queue queue = queue();

        assertThat(new ThrowsClauses()
                        .call("send", () -> context.createProducer().send(queue, (Message) null))
                        .call(
                                "asynchronous send",
                                () -> context.createProducer().setAsync(IGNORED).send(queue, (Message) null))
                        .call("send of a map", () -> context.createProducer().send(queue, Map.of("k", new Object())))
                        .thatDoNotThrow(MessageFormatRuntimeException.class))
                .isEmpty();
        assertThat(browse(session(), queue)).isEmpty();
    }

    @Test
    void ofTheLegacyInterfaces() throws Exception {
        QueueConnection queues = closing(provider.queueConnectionFactory().createQueueConnection());
        TopicConnection topics = closing(provider.topicConnectionFactory().createTopicConnection());
        Queue queue = queue();
        Topic topic = topic();
        QueueSession queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        TopicSession topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueSender sender = queueSession.createSender(queue);
        QueueSender anySender = queueSession.createSender(null);
        TopicPublisher publisher = topicSession.createPublisher(topic);
        TopicPublisher anyPublisher = topicSession.createPublisher(null);

        assertThat(new ThrowsClauses()
                        .call("QueueSender.send", () -> sender.send(null))
                        .call("QueueSender.send to", () -> anySender.send(queue, (Message) null))
                        .call("publish", () -> publisher.publish(null))
                        .call("publish with options", () -> publisher.publish(null, 2, 4, 0))
                        .call("publish to", () -> anyPublisher.publish(topic, null))
                        .call("publish to, with options", () -> anyPublisher.publish(topic, null, 2, 4, 0))
                        .thatDoNotThrow(MessageFormatException.class))
                .isEmpty();
    }
}
