package io.corduroy.conformance;

import static io.corduroy.conformance.Broker.browse;
import static io.corduroy.conformance.Broker.send;
import static io.corduroy.conformance.Broker.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.conformance.RestartableServer.Ending;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that goes in order, and comes back, while applications work: they wait, and nothing is lost, doubled or out of
 * order.
 */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class RestartTest {

    private static final int MESSAGES = 400;
    private static final int TIMEOUT_MS = 20_000;
    private static final int SOON_MS = 300;

    @TempDir
    private static Path directory;

    private RestartableServer server;
    private Connection connection;
    private Session plain;
    private Queue in;
    private Queue out;
    private int tests;

    /** How the server goes. */
    Ending ending() {
        return Ending.ORDERLY;
    }

    /** One for all tests, which use destinations of their own. */
    @BeforeAll
    void startServer() throws IOException {
        server = RestartableServer.start(ending(), directory.resolve("server"));
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @BeforeEach
    @Timeout(60)
    void connect() throws JMSException {
        tests++;
        connection = new CorduroyConnectionFactory(server.url()).createConnection();
        connection.setClientID("restart");
        connection.start();
        plain = connection.createSession();
        in = plain.createQueue(own("in"));
        out = plain.createQueue(own("out"));
    }

    private String own(String name) {
        return name + "-" + tests;
    }

    @AfterEach
    void close() throws JMSException {
        connection.close();
    }

    @Test
    void closingEndsAlsoWhenTheServerIsAwayAndTemporaryQueuesAreLeft() throws Exception {
        RestartableServer leaving = RestartableServer.start(ending(), directory.resolve("leaving"));
        Connection left = new CorduroyConnectionFactory(leaving.url() + "?reconnectTimeoutMs=-1&closeTimeoutMs=300")
                .createConnection();
        Session session = left.createSession();
        for (int i = 0; i < 20; i++) {
            session.createTemporaryQueue();
        }

        leaving.close();

        left.close(); // does not wait for a server that may never come back
        assertThatThrownBy(left::start).isInstanceOf(JMSException.class);
    }

    @Test
    void applicationsDoNotNoticeThatTheServerIsRestarted() throws Exception {
        AtomicReference<String> failure = new AtomicReference<>("none");
        CountDownLatch third = new CountDownLatch(MESSAGES / 3);
        CountDownLatch all = new CountDownLatch(MESSAGES);
        List<String> received = new ArrayList<>();
        try (Connection sending = new CorduroyConnectionFactory(server.url()).createConnection()) {
            Session consumerSession = connection.createSession();
            consumerSession.createConsumer(in).setMessageListener(message -> {
                received.add(text(message)); // only the session's thread is here
                all.countDown();
            });
            Thread sender = new Thread(() -> {
                try {
                    Session session = sending.createSession();
                    MessageProducer producer = session.createProducer(in);
                    for (int i = 0; i < MESSAGES; i++) {
                        producer.send(session.createTextMessage("m" + i));
                        third.countDown();
                    }
                } catch (JMSException e) {
                    failure.set(e.toString());
                }
            });
            sender.start();
            third.await();

            server.restart();

            sender.join();
            all.await();
        }

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            expected.add("m" + i);
        }
        assertThat(failure.get()).isEqualTo("none");
        assertThat(received).isEqualTo(expected);
    }

    @Test
    void aTransactionGoesOnAfterARestart() throws Exception {
        send(plain, in, "a", "b");
        Session session = transacted();
        MessageConsumer consumer = session.createConsumer(in);
        MessageProducer producer = session.createProducer(out);
        producer.send(next(consumer));

        server.restart();

        producer.send(next(consumer));
        session.commit();
        assertThat(browse(plain, in)).isEmpty();
        assertThat(browse(plain, out)).containsExactly("a", "b");
    }

    @Test
    void aTransactionWhoseWorkIsDoneIsCommittedAfterARestart() throws Exception {
        send(plain, in, "a", "b", "c");
        Session session = transacted();
        MessageConsumer consumer = session.createConsumer(in);
        MessageProducer producer = session.createProducer(out);
        producer.send(next(consumer));
        session.commit();
        producer.send(next(consumer));

        server.restart();

        session.commit();
        producer.send(next(consumer));
        session.commit();
        assertThat(browse(plain, in)).isEmpty();
        assertThat(browse(plain, out)).containsExactly("a", "b", "c");
    }

    @Test
    void aTransactionOfSeveralConsumersGoesOnAfterARestart() throws Exception {
        Queue other = plain.createQueue(own("other"));
        send(plain, in, "a", "b");
        send(plain, other, "x", "y");
        Session session = transacted();
        MessageConsumer first = session.createConsumer(in);
        MessageConsumer second = session.createConsumer(other);
        MessageProducer producer = session.createProducer(out);
        producer.send(next(first));
        producer.send(next(second));

        server.restart();

        producer.send(next(second));
        first.close();
        MessageConsumer third = session.createConsumer(in);
        producer.send(next(third));
        session.commit();
        assertThat(browse(plain, in)).isEmpty();
        assertThat(browse(plain, other)).isEmpty();
        assertThat(browse(plain, out)).containsExactly("a", "x", "y", "b");
    }

    @Test
    void aTransactionIsRolledBackWholeAfterARestart() throws Exception {
        send(plain, in, "a", "b");
        Session session = transacted();
        MessageConsumer consumer = session.createConsumer(in);
        MessageProducer producer = session.createProducer(out);
        producer.send(next(consumer));

        server.restart();

        producer.send(next(consumer));
        session.rollback();
        Message again = next(consumer);
        assertThat(text(again)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        again = next(consumer);
        assertThat(text(again)).isEqualTo("b");
        assertThat(again.getJMSRedelivered()).isTrue();
        session.commit();
        assertThat(browse(plain, in)).isEmpty();
        assertThat(browse(plain, out)).isEmpty();
    }

    @Test
    void aTransactionWithMessagesThatDoNotPersistIsCommittedAfterARestart() throws Exception {
        Queue fleeting = plain.createQueue(own("fleeting"));
        sendNonPersistent(plain, fleeting, "x", "y");
        send(plain, in, "a");
        Session session = transacted();
        MessageConsumer consumer = session.createConsumer(fleeting);
        MessageProducer producer = session.createProducer(out);
        next(consumer);
        producer.send(next(session.createConsumer(in)));
        sendNonPersistent(session, out, "lost or not");
        send(session, out, "b");

        server.restart();

        sendNonPersistent(session, out, "sent after");
        send(session, out, "c");
        session.commit();
        assertThat(browse(plain, in)).isEmpty();
        assertThat(browse(plain, out)).contains("a", "b", "c", "sent after").doesNotHaveDuplicates();
        assertThat(browse(plain, fleeting)).isEmpty();
    }

    @Test
    void aTransactionOnTopicsGoesOnAfterARestart() throws Exception {
        Topic topic = plain.createTopic(own("news"));
        Session session = transacted();
        MessageConsumer durable = session.createDurableConsumer(topic, own("reader"));
        MessageConsumer listening = session.createConsumer(topic);
        MessageConsumer others = plain.createConsumer(plain.createTopic(own("forwarded")));
        send(plain, topic, "a", "b");
        MessageProducer producer = session.createProducer(session.createTopic(own("forwarded")));
        producer.send(next(durable));
        next(listening);

        server.restart();

        producer.send(next(durable));
        session.commit();
        assertThat(text(next(others))).isEqualTo("a");
        assertThat(text(next(others))).isEqualTo("b");
        durable.close();
        assertThat(session.createDurableConsumer(topic, own("reader")).receive(SOON_MS))
                .isNull();
    }

    @Test
    void whatAClientHasSeenItAcknowledgesAfterARestart() throws Exception {
        send(plain, in, "a", "b", "c", "d");
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(in);
        next(consumer).acknowledge();
        next(consumer);

        server.restart();

        Message third = next(consumer);
        assertThat(third.getJMSRedelivered()).isFalse();
        third.acknowledge();
        session.recover();
        assertThat(text(next(consumer))).isEqualTo("d");
        assertThat(consumer.receive(SOON_MS)).isNull();
    }

    @Test
    void whatAClientHasSeenItRecoversAfterARestart() throws Exception {
        send(plain, in, "a", "b");
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(in);
        next(consumer);

        server.restart();

        session.recover();
        Message again = next(consumer);
        assertThat(text(again)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(text(next(consumer))).isEqualTo("b");
    }

    private Session transacted() throws JMSException {
        return connection.createSession(Session.SESSION_TRANSACTED);
    }

    private static Message next(MessageConsumer consumer) throws JMSException {
        Message message = consumer.receive(TIMEOUT_MS);
        assertThat(message).isNotNull();
        return message;
    }

    private static void sendNonPersistent(Session session, Destination destination, String... texts)
            throws JMSException {
        MessageProducer producer = session.createProducer(destination);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        for (String text : texts) {
            producer.send(session.createTextMessage(text));
        }
    }
}
