package io.corduroy.conformance;

import static io.corduroy.conformance.Broker.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicRequestor;
import jakarta.jms.TopicSession;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The requestors of the API's own, which ask by a temporary destination for the answer (QueueRequestor, TopicRequestor). */
@Timeout(30)
class RequestorTest {

    private final Broker broker = new Broker();

    @AfterEach
    void close() throws JMSException {
        broker.close();
    }

    /** Answers each text with the same in capital letters. */
    private void answer(Destination asked) throws JMSException {
        Connection connection = broker.connect();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(null);
        session.createConsumer(asked).setMessageListener(message -> {
            try {
                producer.send(
                        message.getJMSReplyTo(),
                        session.createTextMessage(text(message).toUpperCase(Locale.ROOT)));
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aQueueRequestorGetsTheAnswersToItsRequestsAndClosesItsSession() throws JMSException {
        try (QueueConnection connection = broker.factory.createQueueConnection()) {
            connection.start();
            QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
            Queue questions = session.createQueue("questions");
            answer(questions);
            QueueRequestor requestor = new QueueRequestor(session, questions);

            assertThat(text(requestor.request(session.createTextMessage("a")))).isEqualTo("A");
            assertThat(text(requestor.request(session.createTextMessage("b")))).isEqualTo("B");
            requestor.close();

            assertThatThrownBy(() -> session.createTextMessage("c")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aTopicRequestorGetsTheAnswersToItsRequestsAndClosesItsSession() throws JMSException {
        try (TopicConnection connection = broker.factory.createTopicConnection()) {
            connection.start();
            TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
            Topic questions = session.createTopic("questions");
            answer(questions);
            TopicRequestor requestor = new TopicRequestor(session, questions);

            assertThat(text(requestor.request(session.createTextMessage("a")))).isEqualTo("A");
            requestor.close();

            assertThatThrownBy(() -> session.createTextMessage("c")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void requestorsAreRefusedOnAClosedSessionAndWithoutADestination() throws JMSException {
        try (QueueConnection queues = broker.factory.createQueueConnection();
                TopicConnection topics = broker.factory.createTopicConnection()) {
            QueueSession queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
            TopicSession topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
            Queue queue = queueSession.createQueue("questions");
            Topic topic = topicSession.createTopic("questions");
            assertThatThrownBy(() -> new QueueRequestor(queueSession, null))
                    .isInstanceOf(InvalidDestinationException.class);
            assertThatThrownBy(() -> new TopicRequestor(topicSession, null))
                    .isInstanceOf(InvalidDestinationException.class);

            queueSession.close();
            topicSession.close();

            assertThatThrownBy(() -> new QueueRequestor(queueSession, queue)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> new TopicRequestor(topicSession, topic)).isInstanceOf(IllegalStateException.class);
        }
    }
}
