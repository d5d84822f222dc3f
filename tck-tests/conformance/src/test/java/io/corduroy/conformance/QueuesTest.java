package io.corduroy.conformance;

import static io.corduroy.conformance.Broker.send;
import static io.corduroy.conformance.Broker.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QueuesTest {

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
    void deliversInSendOrder() throws JMSException {
        Session session = broker.connect().createSession();
        Queue queue = session.createQueue("orders");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sent.add("m" + i);
        }
        send(session, queue, sent.toArray(new String[0]));

        MessageConsumer consumer = session.createConsumer(queue);
        List<String> received = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            received.add(text(consumer.receive(5_000)));
        }

        assertThat(received).isEqualTo(sent);
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void deliversHigherPrioritiesFirst() throws JMSException {
        Session session = broker.connect().createSession();
        Queue queue = session.createQueue("orders");
        MessageProducer producer = session.createProducer(queue);
        for (int priority : new int[] {4, 9, 0, 7}) {
            producer.send(session.createTextMessage("p" + priority), DeliveryMode.PERSISTENT, priority, 0);
        }

        MessageConsumer consumer = session.createConsumer(queue);

        assertThat(List.of(
                        text(consumer.receive(5_000)),
                        text(consumer.receive(5_000)),
                        text(consumer.receive(5_000)),
                        text(consumer.receive(5_000))))
                .containsExactly("p9", "p7", "p4", "p0");
    }

    @Test
    void deliversNonPersistentMessages() throws JMSException {
        Session session = broker.connect().createSession();
        Queue queue = session.createQueue("orders");
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.send(session.createTextMessage("a"));
        producer.send(session.createTextMessage("b"));

        MessageConsumer consumer = session.createConsumer(queue);
        Message first = consumer.receive(5_000);

        assertThat(text(first)).isEqualTo("a");
        assertThat(first.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(text(consumer.receive(5_000))).isEqualTo("b");
    }

    @Test
    void selectsByHeadersAndProperties() throws JMSException {
        Session session = broker.connect().createSession();
        Queue queue = session.createQueue("orders");
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 10; i++) {
            TextMessage message = session.createTextMessage("m" + i);
            message.setIntProperty("n", i);
            producer.send(message);
        }

        MessageConsumer some = session.createConsumer(queue, "n >= 3 AND n < 5");

        assertThat(text(some.receive(5_000))).isEqualTo("m3");
        assertThat(text(some.receive(5_000))).isEqualTo("m4");
        assertThat(some.receiveNoWait()).isNull();
        assertThatThrownBy(() -> session.createConsumer(queue, "n >")).isInstanceOf(InvalidSelectorException.class);
    }

    @Test
    void rollsBackInOrderAndCountsDeliveries() throws JMSException {
        Connection connection = broker.connect();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        Queue queue = session.createQueue("orders");
        send(connection.createSession(), queue, "a", "b", "c", "d");
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.receive(5_000);
        consumer.receive(5_000);

        session.rollback();

        Message again = consumer.receive(5_000);
        assertThat(text(again)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        assertThat(text(consumer.receive(5_000))).isEqualTo("b");
        Message third = consumer.receive(5_000);
        assertThat(text(third)).isEqualTo("c");
        assertThat(third.getJMSRedelivered()).isFalse();
        assertThat(text(consumer.receive(5_000))).isEqualTo("d");
        session.commit();
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void movesMessagesInATransaction() throws JMSException {
        Connection connection = broker.connect();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        Queue from = session.createQueue("from");
        Queue to = session.createQueue("to");
        Session plain = connection.createSession();
        send(plain, from, "a", "b");
        MessageConsumer consumer = session.createConsumer(from);
        MessageProducer producer = session.createProducer(to);
        producer.send(consumer.receive(5_000));
        producer.send(consumer.receive(5_000));
        MessageConsumer moved = plain.createConsumer(to);
        assertThat(moved.receiveNoWait()).isNull();

        session.commit();

        assertThat(text(moved.receive(5_000))).isEqualTo("a");
        assertThat(text(moved.receive(5_000))).isEqualTo("b");
        assertThat(plain.createConsumer(from).receiveNoWait()).isNull();
    }

    @Test
    void sharesAQueueBetweenConsumersWithoutDuplicates() throws Exception {
        Connection connection = broker.connect();
        Queue queue = connection.createSession().createQueue("orders");
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        for (int i = 0; i < 3; i++) {
            connection.createSession().createConsumer(queue).setMessageListener(message -> heard.add(text(message)));
        }
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            sent.add("m" + i);
        }
        send(connection.createSession(), queue, sent.toArray(new String[0]));

        List<String> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(heard.poll(10, TimeUnit.SECONDS));
        }

        assertThat(all).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void answersOverATemporaryQueueThatDiesWithItsConnection() throws JMSException {
        Connection asking = broker.connect();
        Session asks = asking.createSession();
        Session answers = broker.connect().createSession();
        Queue queue = asks.createQueue("questions");
        TemporaryQueue replies = asks.createTemporaryQueue();
        MessageConsumer replyConsumer = asks.createConsumer(replies);
        TextMessage question = asks.createTextMessage("how much?");
        question.setJMSReplyTo(replies);
        asks.createProducer(queue).send(question);

        Message asked = answers.createConsumer(queue).receive(5_000);
        answers.createProducer(asked.getJMSReplyTo()).send(answers.createTextMessage("42"));

        assertThat(text(replyConsumer.receive(5_000))).isEqualTo("42");
        assertThatThrownBy(() -> answers.createConsumer(asked.getJMSReplyTo()))
                .isInstanceOf(InvalidDestinationException.class);
        asking.close();
        assertThatThrownBy(() -> answers.createProducer(asked.getJMSReplyTo()))
                .isInstanceOf(InvalidDestinationException.class);
    }
}
