package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 6.1 and 6.1.3: a connection and what is made from it, in each of the interfaces. */
class Section6_1ConnectionsTest extends SectionTest {

    @Test
    void theClassicInterface() throws Exception {
        Connection connection = connect();
        Queue queue = queue();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session.createConsumer(queue);

        producer.send(session.createTextMessage("m"));

        assertThat(receiveText(consumer)).isEqualTo("m");
    }

    @Test
    void theSimplifiedInterface() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        JMSConsumer consumer = context.createConsumer(queue);

        context.createProducer().send(queue, "m");

        assertThat(consumer.receiveBody(String.class, WAIT_MS)).isEqualTo("m");
    }

    @Test
    void theInterfaceOfQueues() throws Exception {
        QueueConnection connection = closing(provider.queueConnectionFactory().createQueueConnection());
        connection.start();
        Queue queue = queue();
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueReceiver receiver = session.createReceiver(queue);

        session.createSender(queue).send(session.createTextMessage("m"));

        assertThat(receiveText(receiver)).isEqualTo("m");
        assertThat(receiver.getQueue()).isEqualTo(queue);
    }

    @Test
    void theInterfaceOfTopics() throws Exception {
        TopicConnection connection = closing(provider.topicConnectionFactory().createTopicConnection());
        connection.start();
        Topic topic = topic();
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        TopicSubscriber subscriber = session.createSubscriber(topic);

        session.createPublisher(topic).publish(session.createTextMessage("m"));

        assertThat(receiveText(subscriber)).isEqualTo("m");
        assertThat(subscriber.getTopic()).isEqualTo(topic);
        assertThat(subscriber.getNoLocal()).isFalse();
    }

    @Test
    void aContextHasTheModeThatItIsCreatedWith() throws Exception {
        for (int mode : new int[] {
            JMSContext.SESSION_TRANSACTED,
            JMSContext.AUTO_ACKNOWLEDGE,
            JMSContext.CLIENT_ACKNOWLEDGE,
            JMSContext.DUPS_OK_ACKNOWLEDGE
        }) {
            try (JMSContext context = provider.connectionFactory().createContext(mode);
                    JMSContext other = context().createContext(mode)) {
                assertThat(context.getSessionMode()).isEqualTo(mode).isEqualTo(other.getSessionMode());
                assertThat(context.getTransacted()).isEqualTo(mode == JMSContext.SESSION_TRANSACTED);
            }
        }
        assertThat(context().getSessionMode()).isEqualTo(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Test
    void aConnectionIsUsedBySeveralThreads() throws Exception {
        Connection connection = connect();
        Queue queue = queue();
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String name = "m" + i;
            all.add(CompletableFuture.supplyAsync(() -> {
                try (Session session = connection.createSession()) {
                    send(session, queue, name);
                    return receiveText(session.createConsumer(queue));
                } catch (JMSException e) {
                    throw new AssertionError(e);
                }
            }));
        }

        List<String> received = new ArrayList<>();
        for (CompletableFuture<String> each : all) {
            received.add(each.get(WAIT_MS, TimeUnit.MILLISECONDS));
        }
        assertThat(received).containsExactlyInAnyOrder("m0", "m1", "m2", "m3");
    }
}
