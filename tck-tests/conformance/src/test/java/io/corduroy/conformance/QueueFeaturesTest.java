package io.corduroy.conformance;

import static io.corduroy.conformance.Broker.send;
import static io.corduroy.conformance.Broker.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QueueFeaturesTest {

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
    void aProducerEndsWithItsConnection() throws JMSException {
        Connection connection = broker.factory.createConnection();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(session.createQueue("orders"));

        connection.close();

        assertThatThrownBy(producer::getPriority).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> producer.setTimeToLive(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> producer.send(session.createMessage())).isInstanceOf(IllegalStateException.class);
        producer.close(); // harmless
    }

    @Test
    void aCompletionListenerMayStopItsConnectionAndNotCloseIt() throws Exception {
        Connection connection = broker.connect();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(session.createQueue("orders"));
        CompletableFuture<Void> stopped = new CompletableFuture<>();

        producer.send(session.createMessage(), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                try {
                    connection.stop();
                    assertThatThrownBy(connection::close).isInstanceOf(IllegalStateException.class);
                    stopped.complete(null);
                } catch (JMSException | AssertionError e) {
                    stopped.completeExceptionally(e);
                }
            }

            @Override
            public void onException(Message message, Exception exception) {
                stopped.completeExceptionally(exception);
            }
        });

        stopped.get(10, TimeUnit.SECONDS);
    }

    @Test
    void browsesWithoutTaking() throws JMSException {
        Session session = broker.connect().createSession();
        Queue queue = session.createQueue("orders");
        send(session, queue, "a", "b", "c");

        assertThat(Broker.browse(session, queue)).containsExactly("a", "b", "c");
        assertThat(text(session.createConsumer(queue).receive(5_000))).isEqualTo("a");
    }

    @Test
    void whatASlowConsumerWasGivenAheadGoesToAnIdleOne() throws JMSException {
        Session slow = broker.connect().createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = slow.createQueue("orders");
        MessageConsumer slowConsumer = slow.createConsumer(queue);
        send(slow, queue, "a", "b", "c", "d");
        Message working = slowConsumer.receive(5_000);

        MessageConsumer idle = broker.connect().createSession().createConsumer(queue);
        List<String> received = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            received.add(text(idle.receive(10_000)));
        }
        working.acknowledge();
        idle.close();
        send(slow, queue, "e");

        assertThat(received).containsExactly("b", "c", "d");
        assertThat(text(slowConsumer.receive(10_000))).isEqualTo("e");
    }

    @Test
    void deletesATemporaryQueue() throws JMSException {
        Session session = broker.connect().createSession();
        TemporaryQueue queue = session.createTemporaryQueue();
        MessageConsumer consumer = session.createConsumer(queue);
        assertThatThrownBy(queue::delete).isInstanceOf(JMSException.class);
        consumer.close();

        queue.delete();

        assertThatThrownBy(() -> broker.connect().createSession().createProducer(queue))
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void delaysDelivery() throws JMSException {
        Session session = broker.connect().createSession();
        Queue queue = session.createQueue("orders");
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(300);
        long sentAt = System.currentTimeMillis();
        producer.send(session.createTextMessage("later"));

        Message message = session.createConsumer(queue).receive(5_000);

        assertThat(text(message)).isEqualTo("later");
        assertThat(System.currentTimeMillis() - sentAt).isGreaterThanOrEqualTo(300);
        assertThat(message.getJMSDeliveryTime()).isGreaterThanOrEqualTo(sentAt + 300);
    }

    @Test
    void doesNotDeliverWhatHasExpiredWhileItWaitedAtTheConsumer() throws Exception {
        Connection connection = broker.connect();
        Session session = connection.createSession();
        Queue queue = session.createQueue("orders");
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("short"), DeliveryMode.PERSISTENT, 4, 100);
        producer.send(session.createTextMessage("long"), DeliveryMode.PERSISTENT, 4, 60_000);

        new java.util.concurrent.CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);

        assertThat(text(consumer.receive(5_000))).isEqualTo("long");
        assertThat(consumer.receive(100)).isNull();
    }

    @Test
    void keepsTheOrderOfAGroupAmongConsumers() throws JMSException {
        Connection connection = broker.connect();
        Session session = connection.createSession();
        Queue queue = session.createQueue("orders");
        MessageConsumer first = connection.createSession().createConsumer(queue);
        MessageConsumer second = connection.createSession().createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 6; i++) {
            TextMessage message = session.createTextMessage("m" + i);
            message.setStringProperty("JMSXGroupID", "g");
            producer.send(message);
        }

        Message taken = first.receive(1_000);
        MessageConsumer owner = taken == null ? second : first;
        List<String> received = new ArrayList<>();
        if (taken != null) {
            received.add(text(taken));
        }
        while (received.size() < 6) {
            received.add(text(owner.receive(5_000)));
        }

        assertThat(received).containsExactly("m0", "m1", "m2", "m3", "m4", "m5");
    }

    @Test
    void carriesLargeBodies() throws JMSException {
        Session session = broker.connect().createSession();
        Queue queue = session.createQueue("orders");
        byte[] body = new byte[500_000];
        new java.util.Random(1).nextBytes(body);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        session.createProducer(queue).send(message);

        BytesMessage received = (BytesMessage) session.createConsumer(queue).receive(5_000);
        byte[] read = new byte[(int) received.getBodyLength()];
        received.readBytes(read);

        assertThat(read).isEqualTo(body);
    }
}
