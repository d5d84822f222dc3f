package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 8.3.1: a subscription of one consumer that ends with it. */
class Section8_3_1UnsharedNonDurableSubscriptionTest extends SectionTest {

    @Test
    void eachConsumerHasItsOwn() throws Exception {
        Session session = session();
        Topic topic = topic();
        MessageConsumer first = session.createConsumer(topic);
        MessageConsumer second = session.createConsumer(topic);
        send(session, topic, "m");

        assertThat(receiveText(first)).isEqualTo("m");
        assertThat(receiveText(second)).isEqualTo("m");
    }

    @Test
    void whatIsSentAfterItsConsumerIsClosedIsNotForIt() throws Exception {
        Session session = session();
        Topic topic = topic();
        MessageConsumer first = session.createConsumer(topic);
        send(session, topic, "not received in time");
        first.close();
        send(session, topic, "nobody is there");

        MessageConsumer second = session.createConsumer(topic);
        send(session, topic, "m");

        assertThat(receiveText(second)).isEqualTo("m");
        assertThat(second.receiveNoWait()).isNull();
    }

    @Test
    void noLocalLeavesOutWhatItsOwnConnectionSends() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        Topic topic = topic();
        MessageConsumer others = session.createConsumer(topic, null, true);
        MessageConsumer all = session.createConsumer(topic, null, false);
        send(session, topic, "own");
        send(connection.createSession(), topic, "own too");
        send(session(), topic, "another's");

        assertThat(receiveText(others)).isEqualTo("another's");
        assertThat(others.receiveNoWait()).isNull();
        assertThat(receiveTexts(all, 3)).containsExactlyInAnyOrder("own", "own too", "another's");
    }

    @Test
    void noLocalAndASelectorHoldBoth() throws Exception {
        Session session = session();
        Session other = session();
        Topic topic = topic();
        MessageConsumer consumer = session.createConsumer(topic, "n = 1", true);
        for (Session sender : List.of(session, other)) {
            for (int n = 0; n < 2; n++) {
                TextMessage message = sender.createTextMessage((sender == session ? "own" : "another's") + n);
                message.setIntProperty("n", n);
                sender.createProducer(topic).send(message);
            }
        }

        assertThat(receiveText(consumer)).isEqualTo("another's1");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void noLocalHoldsForContextsOfOneConnection() throws Exception {
        JMSContext context = context();
        JMSContext same = context.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        Topic topic = topic();
        JMSConsumer consumer = context.createConsumer(topic, null, true);
        same.createProducer().send(topic, "own");
        context().createProducer().send(topic, "another's");

        assertThat(consumer.receiveBody(String.class, WAIT_MS)).isEqualTo("another's");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void noLocalIsNothingToAQueue() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue, null, false);
        send(session, queue, "m");

        assertThat(receiveText(consumer)).isEqualTo("m");
    }

    @Test
    void theInterfaceOfTopicsCreatesIt() throws Exception {
        TopicConnection connection = closing(provider.topicConnectionFactory().createTopicConnection());
        connection.start();
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = topic();
        TopicSubscriber plain = session.createSubscriber(topic);
        TopicSubscriber others = session.createSubscriber(topic, "n = 1", true);
        send(session, topic, "m");

        assertThat(receiveText(plain)).isEqualTo("m");
        assertThat(others.receiveNoWait()).isNull();
        assertThat(others.getNoLocal()).isTrue();
        assertThat(others.getMessageSelector()).isEqualTo("n = 1");
    }
}
