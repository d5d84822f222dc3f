package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 9.2: what the interfaces of one domain inherit and must refuse, table 9-1. */
class Section9_2MethodInheritanceTest extends SectionTest {

    @Test
    void aQueueSessionRefusesWhatIsForTopics() throws Exception {
        QueueConnection connection = closing(provider.queueConnectionFactory().createQueueConnection());
        connection.setClientID(name("client"));
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = topic();

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> session.createDurableSubscriber(topic, "s"),
                () -> session.createDurableSubscriber(topic, "s", "TRUE", false),
                () -> session.createDurableConsumer(topic, "s"),
                () -> session.createDurableConsumer(topic, "s", "TRUE", false),
                () -> session.createSharedConsumer(topic, "s"),
                () -> session.createSharedConsumer(topic, "s", "TRUE"),
                () -> session.createSharedDurableConsumer(topic, "s"),
                () -> session.createSharedDurableConsumer(topic, "s", "TRUE"),
                session::createTemporaryTopic,
                () -> session.createTopic("t"),
                () -> session.unsubscribe("s"))) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aTopicSessionRefusesWhatIsForQueues() throws Exception {
        TopicConnection connection = closing(provider.topicConnectionFactory().createTopicConnection());
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = queue();

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> session.createBrowser(queue),
                () -> session.createBrowser(queue, "TRUE"),
                () -> session.createQueue("q"),
                session::createTemporaryQueue)) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aQueueConnectionRefusesConsumersOnTopics() throws Exception {
        QueueConnection connection = closing(provider.queueConnectionFactory().createQueueConnection());
        connection.setClientID(name("client"));
        Topic topic = topic();
        ServerSessionPool pool = () -> {
            throw new JMSException("nobody asks for a session here");
        };

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> connection.createSharedConnectionConsumer(topic, "s", null, pool, 1),
                () -> connection.createDurableConnectionConsumer(topic, "s", null, pool, 1),
                () -> connection.createSharedDurableConnectionConsumer(topic, "s", null, pool, 1))) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void sessionsOfBothDoWhatIsForBoth() throws Exception {
        QueueConnection ofQueues = closing(provider.queueConnectionFactory().createQueueConnection());
        ofQueues.start();
        QueueSession queueSession = ofQueues.createQueueSession(true, Session.SESSION_TRANSACTED);
        Queue queue = queue();
        TopicConnection ofTopics = closing(provider.topicConnectionFactory().createTopicConnection());
        ofTopics.start();
        TopicSession topicSession = ofTopics.createTopicSession(true, Session.SESSION_TRANSACTED);
        Topic topic = topic();
        MessageConsumer ofTopic = topicSession.createConsumer(topic);
        queueSession.createProducer(queue).send(queueSession.createTextMessage("queued"));
        topicSession.createProducer(topic).send(topicSession.createTextMessage("published"));
        queueSession.commit();
        topicSession.commit();

        assertThat(receiveText(queueSession.createConsumer(queue))).isEqualTo("queued");
        assertThat(receiveText(ofTopic)).isEqualTo("published");
        assertThat(queueSession.getTransacted()).isTrue();
    }
}
