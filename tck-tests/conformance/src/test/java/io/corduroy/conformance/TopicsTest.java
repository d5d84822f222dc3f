package io.corduroy.conformance;

import static io.corduroy.conformance.Broker.send;
import static io.corduroy.conformance.Broker.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TopicsTest {

    private final Broker broker = newBroker();

    /** Another kind of node for the same tests. */
    Broker newBroker() {
        return new Broker();
    }

    @AfterEach
    void close() throws JMSException {
        broker.close();
    }

    @Test
    void deliversToEachSubscriberWhatIsSentAfterItCame() throws JMSException {
        Session session = broker.connect().createSession();
        Topic topic = session.createTopic("news");
        MessageConsumer first = session.createConsumer(topic);
        send(session, topic, "a");
        MessageConsumer second = session.createConsumer(topic);
        send(session, topic, "b");

        assertThat(text(first.receive(5_000))).isEqualTo("a");
        assertThat(text(first.receive(5_000))).isEqualTo("b");
        assertThat(text(second.receive(5_000))).isEqualTo("b");
        assertThat(second.receiveNoWait()).isNull();
    }

    @Test
    void keepsMessagesForADurableSubscriberThatIsAway() throws JMSException {
        Session sender = broker.connect().createSession();
        try (Connection away = broker.factory.createConnection()) {
            away.setClientID("inventory");
            Session session = away.createSession();
            session.createDurableConsumer(session.createTopic("news"), "mine").close();
        }
        send(sender, sender.createTopic("news"), "a", "b");

        try (Connection back = broker.factory.createConnection()) {
            back.setClientID("inventory");
            back.start();
            Session session = back.createSession();
            MessageConsumer consumer = session.createDurableConsumer(session.createTopic("news"), "mine");
            assertThat(text(consumer.receive(5_000))).isEqualTo("a");
            assertThat(text(consumer.receive(5_000))).isEqualTo("b");
            consumer.close();
            session.unsubscribe("mine");
            assertThatThrownBy(() -> session.unsubscribe("mine")).isInstanceOf(InvalidDestinationException.class);
        }
    }

    @Test
    void sharesASubscription() throws JMSException {
        Connection connection = broker.connect();
        Session session = connection.createSession();
        Topic topic = session.createTopic("news");
        MessageConsumer first = connection.createSession().createSharedConsumer(topic, "pool");
        MessageConsumer second = connection.createSession().createSharedConsumer(topic, "pool");
        send(session, topic, "a", "b", "c", "d");

        Set<String> received = new TreeSet<>();
        for (int round = 0; round < 100 && received.size() < 4; round++) { // either may be given any of them
            for (MessageConsumer consumer : new MessageConsumer[] {first, second}) {
                jakarta.jms.Message message = consumer.receive(100);
                assertThat(message == null || received.add(text(message))).isTrue();
            }
        }

        assertThat(received).containsExactly("a", "b", "c", "d");
    }

    @Test
    void leavesOutWhatTheSameConnectionHasSent() throws JMSException {
        Connection connection = broker.connect();
        Session session = connection.createSession();
        Topic topic = session.createTopic("news");
        MessageConsumer consumer = session.createConsumer(topic, null, true);
        send(session, topic, "own");
        Session other = broker.connect().createSession();
        send(other, topic, "other");

        assertThat(text(consumer.receive(5_000))).isEqualTo("other");
    }

    @Test
    void refusesAClientIdentifierThatIsInUse() throws JMSException {
        Connection first = broker.connect();
        try (Connection owner = broker.factory.createConnection();
                Connection second = broker.factory.createConnection()) {
            owner.setClientID("inventory");

            assertThatThrownBy(() -> second.setClientID("inventory")).isInstanceOf(InvalidClientIDException.class);
            second.setClientID("other");
            assertThat(second.getClientID()).isEqualTo("other");
        }
        assertThat(first.getClientID()).isNull();
    }
}
