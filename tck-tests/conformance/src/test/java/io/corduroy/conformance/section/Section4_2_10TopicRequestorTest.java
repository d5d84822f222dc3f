package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicRequestor;
import jakarta.jms.TopicSession;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 4.2.10: requests and their replies with a TopicRequestor. */
class Section4_2_10TopicRequestorTest extends SectionTest {

    private TopicSession topicSession() throws Exception {
        TopicConnection connection = closing(provider.topicConnectionFactory().createTopicConnection());
        connection.start();
        return connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    @Test
    void publishesARequestAndWaitsForItsReply() throws Exception {
        Topic topic = topic();
        Session serving = session();
        MessageProducer producer = serving.createProducer(null);
        BlockingQueue<String> replyTopics = new LinkedBlockingQueue<>();
        serving.createConsumer(topic).setMessageListener(request -> {
            try {
                replyTopics.add(((Topic) request.getJMSReplyTo()).getTopicName());
                producer.send(request.getJMSReplyTo(), serving.createTextMessage("re: " + text(request)));
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        TopicSession session = topicSession();
        TopicRequestor requestor = new TopicRequestor(session, topic);

        for (String request : List.of("a", "b")) {
            assertThat(text(requestor.request(session.createTextMessage(request))))
                    .isEqualTo("re: " + request);
        }
        requestor.close();
        assertThat(new HashSet<>(replyTopics)).hasSize(1);
    }

    @Test
    void aTopicThatIsNoneIsRefused() throws Exception {
        TopicSession session = topicSession();

        assertThatThrownBy(() -> new TopicRequestor(session, null)).isInstanceOf(InvalidDestinationException.class);
    }
}
