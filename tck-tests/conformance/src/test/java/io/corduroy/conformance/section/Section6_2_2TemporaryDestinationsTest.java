package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 6.2.2, 4.1.5 and 4.2.7: destinations that belong to a connection. */
class Section6_2_2TemporaryDestinationsTest extends SectionTest {

    @Test
    void eachIsUnique() throws Exception {
        Session session = session();
        Session other = session();

        assertThat(Stream.of(
                        session.createTemporaryQueue().getQueueName(),
                        session.createTemporaryQueue().getQueueName(),
                        other.createTemporaryQueue().getQueueName(),
                        session.createTemporaryTopic().getTopicName(),
                        other.createTemporaryTopic().getTopicName()))
                .doesNotHaveDuplicates();
    }

    @Test
    void anySessionOfTheConnectionConsumes() throws Exception {
        Connection connection = connect();
        TemporaryQueue queue = connection.createSession().createTemporaryQueue();
        TemporaryTopic topic = connection.createSession().createTemporaryTopic();
        Session session = connection.createSession();
        MessageConsumer ofTopic = session.createConsumer(topic);
        send(session, queue, "queued");
        send(session, topic, "published");

        assertThat(receiveText(session.createConsumer(queue))).isEqualTo("queued");
        assertThat(receiveText(ofTopic)).isEqualTo("published");
    }

    @Test
    void theyLiveAsLongAsTheConnectionNotAsTheSession() throws Exception {
        Connection connection = connect();
        Session first = connection.createSession();
        TemporaryQueue queue = first.createTemporaryQueue();
        first.close();
        Session second = connection.createSession();
        send(second, queue, "m");

        assertThat(receiveText(second.createConsumer(queue))).isEqualTo("m");
    }

    @Test
    void anotherConnectionSendsButDoesNotConsume() throws Exception {
        Session owner = session();
        TemporaryQueue queue = owner.createTemporaryQueue();
        TemporaryTopic topic = owner.createTemporaryTopic();
        MessageConsumer ofTopic = owner.createConsumer(topic);
        Session stranger = session();
        JMSContext context = context();
        send(stranger, queue, "queued");
        send(stranger, topic, "published");

        assertThatThrownBy(() -> stranger.createConsumer(queue)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> stranger.createConsumer(topic)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> context.createConsumer(queue)).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> context.createConsumer(topic)).isInstanceOf(JMSRuntimeException.class);
        assertThat(receiveText(owner.createConsumer(queue))).isEqualTo("queued");
        assertThat(receiveText(ofTopic)).isEqualTo("published");
    }

    @Test
    void aReplyReachesThemFromElsewhere() throws Exception {
        Session owner = session();
        TemporaryTopic replies = owner.createTemporaryTopic();
        MessageConsumer consumer = owner.createConsumer(replies);
        Message question = owner.createTextMessage("?");
        question.setJMSReplyTo(replies);
        Message asked = sent(question, Message.class);
        Session answering = session();

        answering.createProducer(asked.getJMSReplyTo()).send(answering.createTextMessage("!"));

        assertThat(receiveText(consumer)).isEqualTo("!");
    }

    @Test
    void deletedOnesCannotBeUsed() throws Exception {
        Session session = session();
        TemporaryQueue queue = session.createTemporaryQueue();
        TemporaryTopic topic = session.createTemporaryTopic();
        send(session, queue, "gone");

        queue.delete();
        topic.delete();

        assertThatThrownBy(() -> session.createConsumer(queue)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(topic)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void thoseWithAConsumerCannotBeDeleted() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        TemporaryQueue queue = session.createTemporaryQueue();
        TemporaryTopic topic = session.createTemporaryTopic();
        Session consuming = connection.createSession();
        MessageConsumer ofQueue = consuming.createConsumer(queue);
        MessageConsumer ofTopic = consuming.createConsumer(topic);

        assertThatThrownBy(queue::delete).isInstanceOf(JMSException.class);
        assertThatThrownBy(topic::delete).isInstanceOf(JMSException.class);
        ofQueue.close();
        ofTopic.close();
        queue.delete();
        topic.delete();
    }

    @Test
    void theyAreGoneWithTheirConnection() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        TemporaryQueue queue = session.createTemporaryQueue();
        Message question = session.createTextMessage("?");
        question.setJMSReplyTo(queue);
        Session other = session();
        Destination replyTo = sent(question, Message.class).getJMSReplyTo();
        connection.close();

        assertThatThrownBy(() -> {
                    MessageProducer producer = other.createProducer(replyTo);
                    producer.send(other.createTextMessage("!"));
                })
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void aContextCreatesThem() throws Exception {
        JMSContext context = context();
        TemporaryQueue queue = context.createTemporaryQueue();
        TemporaryTopic topic = context.createTemporaryTopic();
        JMSConsumer ofTopic = context.createConsumer(topic);
        context.createProducer().send(queue, "queued").send(topic, "published");

        assertThat(context.createConsumer(queue).receiveBody(String.class, WAIT_MS))
                .isEqualTo("queued");
        assertThat(ofTopic.receiveBody(String.class, WAIT_MS)).isEqualTo("published");
    }
}
