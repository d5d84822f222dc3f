package io.corduroy.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.client.CorduroyConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that travel in pieces are messages like others. */
@Timeout(120)
class LargeMessagesTest {

    private static final byte[] BODY = new byte[3_000_001];

    static {
        new Random(1).nextBytes(BODY);
    }

    private final Broker broker = new Broker();

    @AfterEach
    void stop() throws JMSException {
        broker.close();
    }

    /** A stream that breaks off some time. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long left) {
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left < length) {
                throw new IOException("the cable is out");
            }
            Arrays.fill(into, offset, offset + length, (byte) 0);
            left -= length;
            return length;
        }
    }

    private static BytesMessage bytes(Session session, byte[] body) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    private static byte[] bytesOf(Message message) throws JMSException {
        return message.getBody(byte[].class);
    }

    @Test
    void allKindsOfBodiesComeAsTheyWere() throws JMSException {
        Session session = broker.connect().createSession();
        Queue queue = session.createQueue("orders");
        MessageProducer producer = session.createProducer(queue);
        String text = "Knüppeldamm ".repeat(200_000);
        ArrayList<String> object = new ArrayList<>(List.of(text, "x"));
        producer.send(session.createTextMessage(text));
        producer.send(session.createObjectMessage(object));
        producer.send(bytes(session, BODY));

        MessageConsumer consumer = session.createConsumer(queue);

        assertThat(((TextMessage) consumer.receive(10_000)).getText()).isEqualTo(text);
        assertThat(((ObjectMessage) consumer.receive(10_000)).getObject()).isEqualTo(object);
        assertThat(bytesOf(consumer.receive(10_000))).isEqualTo(BODY);
    }

    @Test
    void smallOnesAndLargeOnesKeepTheirOrderInBothDeliveryModes() throws JMSException {
        for (int mode : new int[] {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT}) {
            Session session = broker.connect().createSession();
            Topic topic = session.createTopic("news" + mode);
            MessageConsumer consumer = session.createConsumer(topic);
            MessageProducer producer = session.createProducer(topic);
            producer.setDeliveryMode(mode);
            for (int i = 0; i < 6; i++) {
                BytesMessage message = bytes(session, i % 2 == 0 ? new byte[1] : BODY);
                message.setIntProperty("n", i);
                producer.send(message);
            }

            for (int i = 0; i < 6; i++) {
                Message received = consumer.receive(10_000);
                assertThat(received.getIntProperty("n")).isEqualTo(i);
                assertThat(bytesOf(received)).hasSize(i % 2 == 0 ? 1 : BODY.length);
            }
        }
    }

    @Test
    void aBodyIsStreamedInAndOutAndCanBeReadAfterEverythingIsClosed() throws Exception {
        broker.factory.setOption("largeMessageBytes", "1000000");
        Connection connection = broker.connect();
        Session session = connection.createSession();
        Queue queue = session.createQueue("orders");
        BytesMessage message = session.createBytesMessage();
        message.setObjectProperty("JMS_CORDUROY_InputStream", new ByteArrayInputStream(BODY));
        session.createProducer(queue).send(message);
        BytesMessage received = (BytesMessage) session.createConsumer(queue).receive(10_000);

        connection.close(); // "it is valid to continue to use message objects" (Jakarta Messaging 3.1, 6.1.8)
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        received.setObjectProperty("JMS_CORDUROY_OutputStream", saved);
        byte[] first = new byte[10];
        received.readBytes(first);

        assertThat(received.getBodyLength()).isEqualTo(BODY.length);
        assertThat(saved.toByteArray()).isEqualTo(BODY);
        assertThat(first).isEqualTo(Arrays.copyOf(BODY, 10));
    }

    @Test
    void aReceivedOneCanBeSentOn() throws JMSException {
        broker.factory.setOption("largeMessageBytes", "1000000");
        Session session = broker.connect().createSession();
        Queue from = session.createQueue("from");
        Queue to = session.createQueue("to");
        session.createProducer(from).send(bytes(session, BODY));
        session.createProducer(to).send(session.createConsumer(from).receive(10_000));

        assertThat(bytesOf(session.createConsumer(to).receive(10_000))).isEqualTo(BODY);
    }

    @Test
    void listenersGetThem() throws Exception {
        Session session = broker.connect().createSession();
        Queue queue = session.createQueue("orders");
        LinkedBlockingQueue<byte[]> bodies = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                bodies.add(bytesOf(message));
            } catch (JMSException e) {
                bodies.add(new byte[0]);
            }
        });
        Session sending = broker.connect().createSession();
        sending.createProducer(queue).send(bytes(sending, BODY));

        assertThat(bodies.poll(10, TimeUnit.SECONDS)).isEqualTo(BODY);
    }

    @Test
    void inATransactionTheyAreThereWithTheCommitAndComeAgainAfterARollback() throws JMSException {
        Session sending = broker.connect().createSession(Session.SESSION_TRANSACTED);
        Session consuming = broker.connect().createSession(Session.SESSION_TRANSACTED);
        Queue queue = sending.createQueue("orders");
        MessageProducer producer = sending.createProducer(queue);
        MessageConsumer consumer = consuming.createConsumer(queue);
        producer.send(bytes(sending, BODY));
        sending.rollback();
        producer.send(bytes(sending, BODY));
        assertThat(consumer.receive(300)).isNull();
        sending.commit();

        assertThat(bytesOf(consumer.receive(10_000))).isEqualTo(BODY);
        consuming.rollback();
        Message again = consumer.receive(10_000);
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(bytesOf(again)).isEqualTo(BODY);
        consuming.commit();
        assertThat(consumer.receive(300)).isNull();
    }

    @Test
    void browsersShowThemWithoutTakingThem() throws JMSException {
        Session session = broker.connect().createSession();
        Queue queue = session.createQueue("orders");
        session.createProducer(queue).send(bytes(session, BODY));
        try (QueueBrowser browser = session.createBrowser(queue)) {
            assertThat(bytesOf((Message) browser.getEnumeration().nextElement()))
                    .isEqualTo(BODY);
        }

        assertThat(bytesOf(session.createConsumer(queue).receive(10_000))).isEqualTo(BODY);
    }

    @Test
    void aStreamThatBreaksOffLeavesNothingAndTheSessionGoesOn() throws JMSException {
        Session session = broker.connect().createSession();
        Queue queue = session.createQueue("orders");
        MessageProducer producer = session.createProducer(queue);
        BytesMessage broken = session.createBytesMessage();
        broken.setObjectProperty("JMS_CORDUROY_InputStream", new Zeros(2_000_000));

        assertThatThrownBy(() -> producer.send(broken))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("the cable is out");
        producer.send(bytes(session, BODY));

        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(bytesOf(consumer.receive(10_000))).isEqualTo(BODY);
        assertThat(consumer.receive(300)).isNull();
    }

    @Test
    void propertiesThatCannotBeCutAreRefusedAndTheConnectionGoesOn() throws JMSException {
        Session session = broker.connect().createSession();
        Queue queue = session.createQueue("orders");
        MessageProducer producer = session.createProducer(queue);
        Message heavy = session.createMessage();
        heavy.setStringProperty("p", "x".repeat(8_000_000));

        assertThatThrownBy(() -> producer.send(heavy)).hasMessageContaining("put large values into the body");
        producer.send(session.createTextMessage("light"));

        assertThat(session.createConsumer(queue).receive(10_000).getBody(String.class))
                .isEqualTo("light");
    }

    @Test
    void whatIsBeyondTheMaximumIsRefusedBeforeItIsSent() throws Exception {
        CorduroyConnectionFactory factory =
                new CorduroyConnectionFactory("corduroy:embedded:?node.name=small&node.message.max-size=2MiB");
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession()) {
            connection.start();
            Queue queue = session.createQueue("orders");
            MessageProducer producer = session.createProducer(queue);
            BytesMessage endless = session.createBytesMessage();
            endless.setObjectProperty("JMS_CORDUROY_InputStream", new Zeros(Long.MAX_VALUE));

            assertThatThrownBy(() -> producer.send(bytes(session, BODY)))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("at most 2097152");
            assertThatThrownBy(() -> producer.send(endless)).isInstanceOf(JMSException.class);
            producer.send(session.createTextMessage("light"));
            assertThat(session.createConsumer(queue).receive(10_000).getBody(String.class))
                    .isEqualTo("light");
        }
    }
}
