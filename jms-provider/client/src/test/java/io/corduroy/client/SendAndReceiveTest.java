package io.corduroy.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.client.message.CorduroyTextMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
@SuppressWarnings("NullAway") // connection is made before each test; what is null fails it
class SendAndReceiveTest {

    private final CorduroyConnectionFactory factory = new CorduroyConnectionFactory("corduroy:embedded:");
    private Connection connection;
    private final Queue queue = new CorduroyQueue("orders");

    @BeforeEach
    void connect() throws JMSException {
        connection = factory.createConnection();
        connection.start();
    }

    @AfterEach
    void disconnect() throws JMSException {
        connection.close();
    }

    @Test
    void receivesWhatWasSentWithItsHeaders() throws JMSException {
        Session session = connection.createSession();
        TextMessage sent = session.createTextMessage("hello");
        sent.setJMSCorrelationID("c1");
        session.createProducer(queue).send(sent);

        TextMessage received = (TextMessage) session.createConsumer(queue).receive();

        assertThat(received.getText()).isEqualTo("hello");
        assertThat(received.getJMSMessageID()).startsWith("ID:").isEqualTo(sent.getJMSMessageID());
        assertThat(received.getJMSDestination()).isEqualTo(queue);
        assertThat(received.getJMSCorrelationID()).isEqualTo("c1");
        assertThat(received.getJMSRedelivered()).isFalse();
    }

    @Test
    void aDelayThatAnApplicationOfActiveMqHasSetCountsOnceAlsoWhenTheMessageIsSentOn() throws JMSException {
        Session session = connection.createSession();
        TextMessage sent = session.createTextMessage("hello");
        sent.setLongProperty("AMQ_SCHEDULED_DELAY", 40);
        session.createProducer(queue).send(sent);
        assertThat(sent.getJMSDeliveryTime()).isEqualTo(sent.getJMSTimestamp() + 40);

        Message received = session.createConsumer(queue).receive();
        session.createProducer(session.createQueue("archive")).send(received);

        assertThat(received.getLongProperty("AMQ_SCHEDULED_DELAY")).isEqualTo(40);
        assertThat(received.getJMSDeliveryTime()).isEqualTo(received.getJMSTimestamp());
    }

    @Test
    void knowsAtOnceThatThereIsNothing() throws JMSException {
        MessageConsumer consumer = connection.createSession().createConsumer(queue);

        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(consumer.receive(1)).isNull();
    }

    @Test
    void pullsOneByOneWithoutPrefetch() throws JMSException {
        connection.close();
        factory.setPrefetch(0);
        connect();
        Session session = connection.createSession();
        send(session, "a", "b");
        MessageConsumer consumer = session.createConsumer(queue);

        assertThat(textOf(consumer.receiveNoWait())).isEqualTo("a");
        assertThat(textOf(consumer.receive(1000))).isEqualTo("b");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void deliversToAListenerInOrder() throws Exception {
        Session session = connection.createSession();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> heard.add(textOf(message)));

        send(connection.createSession(), "a", "b", "c");

        assertThat(List.of(heard.take(), heard.take(), heard.take())).containsExactly("a", "b", "c");
    }

    @Test
    void deliversAgainAtOnceWhatAListenerHasThrownAt() throws Exception {
        Session session = connection.createSession();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> {
            heard.add(textOf(message) + redelivered(message));
            if (redelivered(message).isEmpty() && textOf(message).equals("a")) {
                throw new IllegalArgumentException("on purpose");
            }
        });

        send(connection.createSession(), "a", "b");

        assertThat(List.of(heard.take(), heard.take(), heard.take())).containsExactly("a", "a again", "b");
    }

    @Test
    void rollsBackAndReceivesAgainInOrder() throws JMSException {
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        send(connection.createSession(), "a", "b", "c");
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(textOf(consumer.receive())).isEqualTo("a");
        assertThat(textOf(consumer.receive())).isEqualTo("b");

        session.rollback();

        Message again = consumer.receive();
        assertThat(textOf(again)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        assertThat(textOf(consumer.receive())).isEqualTo("b");
        assertThat(textOf(consumer.receive())).isEqualTo("c");
        session.commit();
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void showsTransactedSendsAfterTheCommitOnly() throws JMSException {
        Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = connection.createSession().createConsumer(queue);
        send(transacted, "a", "b");
        assertThat(consumer.receiveNoWait()).isNull();

        transacted.commit();

        assertThat(textOf(consumer.receive())).isEqualTo("a");
        assertThat(textOf(consumer.receive())).isEqualTo("b");
    }

    @Test
    void acknowledgesAllOfASessionAndRecoversTheRest() throws JMSException {
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        send(session, "a", "b", "c");
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.receive();
        consumer.receive().acknowledge();
        assertThat(textOf(consumer.receive())).isEqualTo("c");

        session.recover();

        Message again = consumer.receive();
        assertThat(textOf(again)).isEqualTo("c");
        assertThat(again.getJMSRedelivered()).isTrue();
        again.acknowledge();
    }

    @Test
    void givesBackUnseenWhatAClosedConsumerHadPrefetched() throws JMSException {
        Session session = connection.createSession();
        send(session, "a", "b");
        MessageConsumer first = session.createConsumer(queue);
        assertThat(textOf(first.receive())).isEqualTo("a");
        first.close();

        Message next = session.createConsumer(queue).receive();

        assertThat(textOf(next)).isEqualTo("b");
        assertThat(next.getJMSRedelivered()).isFalse();
    }

    @Test
    void completesAsynchronousSendsInOrderAndBeforeTheSessionCloses() throws JMSException {
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue);
        List<String> completed = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 50; i++) {
            producer.send(session.createTextMessage("m" + i), new CompletionListener() {
                @Override
                public void onCompletion(Message message) {
                    completed.add(textOf(message));
                }

                @Override
                public void onException(Message message, Exception exception) {
                    completed.add("failed: " + exception);
                }
            });
        }

        session.close();

        assertThat(completed)
                .hasSize(50)
                .startsWith("m0", "m1")
                .endsWith("m48", "m49")
                .doesNotHaveDuplicates();
    }

    @Test
    void namesNonPersistentMessagesBeforeTheyAreConfirmed() throws JMSException {
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        TextMessage message = session.createTextMessage("a");

        producer.send(message);

        assertThat(message.getJMSMessageID()).startsWith("ID:");
        assertThat(session.createConsumer(queue).receive().getJMSMessageID()).isEqualTo(message.getJMSMessageID());
    }

    @Test
    void turnsRefusalsIntoTheExceptionsOfTheInterface() throws JMSException {
        Session session = connection.createSession();

        assertThatThrownBy(() -> session.createConsumer(queue, "broken")).isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createProducer(session.createQueue("missing")))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("no such queue");
        assertThatThrownBy(() -> session.createConsumer(null)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void wakesAReceiverWhenTheConnectionIsClosedByAnotherThread() throws Exception {
        MessageConsumer consumer = connection.createSession().createConsumer(queue);
        AtomicReference<Object> result = new AtomicReference<>("nothing yet");
        CountDownLatch begun = new CountDownLatch(1);
        Thread receiver = new Thread(() -> {
            begun.countDown();
            try {
                result.set(String.valueOf(consumer.receive()));
            } catch (JMSException e) {
                result.set(e);
            }
        });
        receiver.start();
        begun.await();
        while (receiver.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        connection.close();
        receiver.join();

        assertThat(result.get()).isEqualTo("null");
    }

    @Test
    void carriesLargeMessagesInPieces() throws JMSException {
        Session session = connection.createSession();
        String text = "corduroy ".repeat(1_000);
        send(session, text);

        assertThat(textOf(session.createConsumer(queue).receive())).isEqualTo(text);
    }

    @Test
    void goesOnReceivingWhenAMessageIsTakenBackWhileItsBodyIsFetched() throws JMSException {
        connection.close();
        connection = new CorduroyConnectionFactory("corduroy:embedded:?node.takes-back=1").createConnection();
        connection.start();
        Session session = connection.createSession();
        String text = "corduroy ".repeat(1_000);
        send(session, text);

        Message received = session.createConsumer(queue).receive(10_000);

        assertThat(textOf(received)).isEqualTo(text);
        assertThat(received.getJMSRedelivered()).isTrue();
    }

    @Test
    void streamsABodyFromAndToAFile() throws JMSException {
        connection.close();
        factory.setOption("largeMessageBytes", "2000");
        connect();
        Session session = connection.createSession();
        byte[] body = new byte[12_345];
        new java.util.Random(1).nextBytes(body);
        BytesMessage message = session.createBytesMessage();
        message.setObjectProperty("JMS_CORDUROY_InputStream", new ByteArrayInputStream(body));
        session.createProducer(queue).send(message);

        BytesMessage received = (BytesMessage) session.createConsumer(queue).receive();

        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        received.setObjectProperty("JMS_CORDUROY_SaveStream", saved);
        assertThat(received.getBodyLength()).isEqualTo(body.length);
        assertThat(saved.toByteArray()).isEqualTo(body);
    }

    @Test
    void refusesToCloseTheConnectionFromItsListener() throws Exception {
        Session session = connection.createSession();
        BlockingQueue<Object> outcome = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                connection.close();
                outcome.add("closed");
            } catch (JMSException e) {
                outcome.add(e);
            }
        });

        send(connection.createSession(), "a");

        assertThat(outcome.poll(10, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void setsTheClientIdentifierBeforeAnythingElseOnly() throws JMSException {
        try (Connection fresh = factory.createConnection()) {
            fresh.setClientID("inventory");
            assertThat(fresh.getClientID()).isEqualTo("inventory");
            assertThatThrownBy(() -> fresh.setClientID("other")).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> connection.setClientID("late")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sendsAndReceivesByTheSimplifiedInterface() {
        try (JMSContext context = factory.createContext()) {
            context.createProducer().setProperty("color", "red").send(queue, "hello");
            JMSConsumer consumer = context.createConsumer(queue);

            assertThat(consumer.receiveBody(String.class, 5_000)).isEqualTo("hello");
            assertThat(consumer.receiveBodyNoWait(String.class)).isNull();
        }
    }

    @Test
    void closesTwiceAndRefusesWorkAfterwards() throws JMSException {
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue);
        session.close();
        session.close();
        connection.close();
        connection.close();

        assertThatThrownBy(() -> producer.send(new CorduroyTextMessage("late")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.createSession()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void failsToConnectWithAHint() {
        CorduroyConnectionFactory nowhere = new CorduroyConnectionFactory("corduroy://localhost:1");

        assertThatThrownBy(nowhere::createConnection)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("localhost:1")
                .hasMessageContaining("is the broker running");
    }

    private void send(Session session, String... texts) throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        for (String text : texts) {
            producer.send(session.createTextMessage(text));
        }
        producer.close();
    }

    private static String textOf(Message message) {
        try {
            return ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private static String redelivered(Message message) {
        try {
            return message.getJMSRedelivered() ? " again" : "";
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }
}
