package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 7.2: the ways to send and wait for it. */
class Section7_2SynchronousSendTest extends SectionTest {

    @Test
    void whatWasSentIsThereWhenSendReturns() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 20; i++) {
            producer.send(session.createTextMessage("m" + i));

            assertThat(browse(session, queue)).hasSize(i + 1);
        }
    }

    @Test
    void theClassicWays() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer own = session.createProducer(queue);
        MessageProducer none = session.createProducer(null);
        own.send(session.createTextMessage("a"));
        own.send(session.createTextMessage("b"), DeliveryMode.NON_PERSISTENT, 4, 0);
        none.send(queue, session.createTextMessage("c"));
        none.send(queue, session.createTextMessage("d"), DeliveryMode.PERSISTENT, 4, 100_000);

        assertThat(receiveTexts(session.createConsumer(queue), 4)).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void theSimplifiedProducerMakesTheMessageForABody() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        JMSConsumer consumer = context.createConsumer(queue);
        JMSProducer producer = context.createProducer();

        producer.send(queue, "text");
        assertThat(text(receive(consumer))).isEqualTo("text");
        producer.send(queue, new byte[] {1, 2});
        BytesMessage bytes = (BytesMessage) receive(consumer);
        assertThat(bytes.getBody(byte[].class)).isEqualTo(new byte[] {1, 2});
        producer.send(queue, Map.of("n", 1, "t", "two"));
        MapMessage map = (MapMessage) receive(consumer);
        assertThat(map.getInt("n")).isEqualTo(1);
        assertThat(map.getString("t")).isEqualTo("two");
        producer.send(queue, new BigDecimal(7));
        assertThat(((ObjectMessage) receive(consumer)).getObject()).isEqualTo(new BigDecimal(7));
        producer.send(queue, context.createTextMessage("message"));
        assertThat(text(receive(consumer))).isEqualTo("message");
    }

    @Test
    void theSimplifiedProducerMakesAMessageWithoutABodyForNull() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        JMSConsumer consumer = context.createConsumer(queue);
        JMSProducer producer = context.createProducer();

        producer.send(queue, (String) null);
        assertThat(((TextMessage) receive(consumer)).getText()).isNull();
        producer.send(queue, (byte[]) null);
        assertThat(((BytesMessage) receive(consumer)).getBodyLength()).isZero();
        producer.send(queue, (Map<String, Object>) null);
        assertThat(((MapMessage) receive(consumer)).getMapNames().hasMoreElements())
                .isFalse();
        producer.send(queue, (Serializable) null);
        assertThat(((ObjectMessage) receive(consumer)).getObject()).isNull();
    }

    @Test
    void theWaysOfAQueueSender() throws Exception {
        QueueConnection connection = closing(provider.queueConnectionFactory().createQueueConnection());
        connection.start();
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = queue();
        QueueSender own = session.createSender(queue);
        QueueSender none = session.createSender(null);
        own.send(session.createTextMessage("a"));
        own.send(session.createTextMessage("b"), DeliveryMode.PERSISTENT, 4, 0);
        none.send(queue, session.createTextMessage("c"));
        none.send(queue, session.createTextMessage("d"), DeliveryMode.PERSISTENT, 4, 0);

        assertThat(own.getQueue()).isEqualTo(queue);
        assertThat(none.getQueue()).isNull();
        assertThat(receiveTexts(session.createReceiver(queue), 4)).containsExactly("a", "b", "c", "d");
    }

    @Test
    void theWaysOfATopicPublisher() throws Exception {
        TopicConnection connection = closing(provider.topicConnectionFactory().createTopicConnection());
        connection.start();
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = topic();
        TopicSubscriber subscriber = session.createSubscriber(topic);
        TopicPublisher own = session.createPublisher(topic);
        TopicPublisher none = session.createPublisher(null);
        own.publish(session.createTextMessage("a"));
        own.publish(session.createTextMessage("b"), DeliveryMode.PERSISTENT, 4, 0);
        none.publish(topic, session.createTextMessage("c"));
        none.publish(topic, session.createTextMessage("d"), DeliveryMode.PERSISTENT, 4, 0);

        assertThat(own.getTopic()).isEqualTo(topic);
        assertThat(none.getTopic()).isNull();
        assertThat(receiveTexts(subscriber, 4)).containsExactly("a", "b", "c", "d");
    }
}
