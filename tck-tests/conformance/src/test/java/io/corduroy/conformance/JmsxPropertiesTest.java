package io.corduroy.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.login.PasswordHash;
import io.corduroy.server.login.Users;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The properties that the provider sets if it is asked to (3.5.9), in the same process and over TCP. */
@Timeout(60)
class JmsxPropertiesTest {
    private static final long WAIT_MS = 20_000;
    private static final AtomicInteger QUEUES = new AtomicInteger();

    @TempDir
    static Path files;

    private static Node server;
    private static Node strict;
    private static String serverUrl;
    private static String strictUrl;
    private static Path users;

    private final List<Connection> connections = new ArrayList<>();
    private final String queueName = "jmsx-" + QUEUES.incrementAndGet();

    @BeforeAll
    static void start() throws IOException {
        users = files.resolve("users");
        Users.none()
                .with("alice", PasswordHash.of("wonder", 1_000, new SecureRandom()))
                .with("bob", PasswordHash.of("builder", 1_000, new SecureRandom()))
                .write(users);
        NodeConfig open = NodeConfig.defaults()
                .with("listen.address", "127.0.0.1:0", "test")
                .with("login.users", users.toString(), "test")
                .with("login.anonymous", "true", "test");
        server = Node.start(open);
        serverUrl = server.listen();
        strict = Node.start(open.with("login.populate-user-id", "true", "test"));
        strictUrl = strict.listen();
    }

    @AfterAll
    static void stop() {
        server.close();
        strict.close();
    }

    static Stream<String> urls() {
        return Stream.of(
                "corduroy:embedded:?node.name=jmsx&node.login.anonymous=true&node.login.users=" + users, serverUrl);
    }

    @AfterEach
    void closeConnections() throws JMSException {
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private Session as(String url, String user, String password, String jmsx) throws JMSException {
        return as(url, user, password, jmsx, false);
    }

    private Session as(String url, String user, String password, String jmsx, boolean transacted) throws JMSException {
        CorduroyConnectionFactory factory = new CorduroyConnectionFactory(url);
        factory.setJmsxProperties(jmsx);
        Connection connection = factory.createConnection(user, password);
        connections.add(connection);
        connection.start();
        return connection.createSession(transacted, transacted ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE);
    }

    private Message exchange(Session from, Session to, Message message) throws JMSException {
        from.createProducer(from.createQueue(queueName)).send(message);
        return receive(to, "");
    }

    private Message receive(Session session, String selector) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queueName), selector)) {
            Message received = consumer.receive(WAIT_MS);
            assertThat(received).isNotNull();
            return received;
        }
    }

    private static List<String> names(Message message) throws JMSException {
        return Collections.list((Enumeration<?>) message.getPropertyNames()).stream()
                .map(String.class::cast)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("urls")
    void theUserThatWasLetInIsInTheMessageOfWhoAsksForIt(String url) throws JMSException {
        Session alice = as(url, "alice", "wonder", "JMSXUserID");
        Session bob = as(url, "bob", "builder", "");
        Message sent = alice.createTextMessage("hello");

        Message received = exchange(alice, bob, sent);

        assertThat(sent.getStringProperty("JMSXUserID")).isEqualTo("alice");
        assertThat(received.getStringProperty("JMSXUserID")).isEqualTo("alice");
        assertThat(received.propertyExists("JMSXUserID")).isTrue();
        assertThat(names(received)).containsExactlyInAnyOrder("JMSXUserID", "JMSXDeliveryCount");
    }

    @ParameterizedTest
    @MethodSource("urls")
    void whoAsksForNothingSaysNothingOfHimself(String url) throws JMSException {
        Session bob = as(url, "bob", "builder", "");

        Message received = exchange(bob, bob, bob.createTextMessage("hello"));

        assertThat(names(received)).containsExactly("JMSXDeliveryCount");
        assertThat(received.propertyExists("JMSXUserID")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("urls")
    void whoIsAnonymousHasNoUserId(String url) throws JMSException {
        Session nobody = as(url, "", "", "JMSXUserID");

        Message received = exchange(nobody, nobody, nobody.createTextMessage("hello"));

        assertThat(received.propertyExists("JMSXUserID")).isFalse();
    }

    @Test
    void whoeverIsNotCheckedHasNoUserId() throws JMSException {
        Session alice = as("corduroy:embedded:?node.name=no-users", "alice", "anything", "all");

        Message received = exchange(alice, alice, alice.createTextMessage("hello"));

        assertThat(received.propertyExists("JMSXUserID")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JMSXUserID",
                "JMSXAppID",
                "JMSXProducerTXID",
                "JMSXConsumerTXID",
                "JMSXRcvTimestamp",
                "JMSXState",
                "JMSXDeliveryCount"
            })
    void applicationsCannotSetWhatIsTheProviders(String name) throws JMSException {
        Session alice = as(serverUrl, "alice", "wonder", "all");

        assertThatThrownBy(() -> alice.createMessage().setStringProperty(name, "1"))
                .isInstanceOf(JMSException.class);
    }

    @ParameterizedTest
    @MethodSource("urls")
    void aMessageThatIsSentOnSaysWhoSentItOn(String url) throws JMSException {
        Session alice = as(url, "alice", "wonder", "JMSXUserID,JMSXAppID");
        Session bob = as(url, "bob", "builder", "JMSXUserID");
        Session silent = as(url, "bob", "builder", "");
        Message first = alice.createTextMessage("hello");
        first.setStringProperty("colour", "brown");

        Message received = exchange(alice, bob, first);
        Message second = exchange(bob, bob, received);

        assertThat(received.getStringProperty("JMSXUserID")).isEqualTo("bob"); // as the producer's side sees it
        assertThat(second.getStringProperty("JMSXUserID")).isEqualTo("bob");
        assertThat(second.getStringProperty("colour")).isEqualTo("brown");

        Message third = exchange(silent, bob, second);

        assertThat(third.propertyExists("JMSXUserID")).isFalse();
        assertThat(third.getStringProperty("colour")).isEqualTo("brown");
    }

    @ParameterizedTest
    @MethodSource("urls")
    void aMessageThatIsSentTwiceSaysWhoSentItLast(String url) throws JMSException {
        Session alice = as(url, "alice", "wonder", "JMSXUserID");
        Session bob = as(url, "bob", "builder", "JMSXUserID");
        Message message = alice.createTextMessage("hello");

        Message first = exchange(alice, bob, message);
        Message second = exchange(bob, bob, message);

        assertThat(first.getStringProperty("JMSXUserID")).isEqualTo("alice");
        assertThat(second.getStringProperty("JMSXUserID")).isEqualTo("bob");
    }

    @ParameterizedTest
    @MethodSource("urls")
    void selectorsSeeWhoSentAMessage(String url) throws JMSException {
        Session alice = as(url, "alice", "wonder", "JMSXUserID");
        Session bob = as(url, "bob", "builder", "JMSXUserID");
        Queue queue = alice.createQueue(queueName);
        Broker.send(alice, queue, "by alice");
        Broker.send(bob, queue, "by bob");

        assertThat(Broker.text(receive(bob, "JMSXUserID = 'bob'"))).isEqualTo("by bob");
        assertThat(Broker.text(receive(bob, "JMSXState IS NULL AND JMSXUserID LIKE 'al%'")))
                .isEqualTo("by alice");
    }

    @ParameterizedTest
    @MethodSource("urls")
    void largeMessagesAndTopicsSayItToo(String url) throws JMSException {
        Session alice = as(url, "alice", "wonder", "JMSXUserID");
        Topic topic = alice.createTopic(queueName + "-topic");
        BytesMessage large = alice.createBytesMessage();
        large.writeBytes(new byte[3 << 20]);

        try (MessageConsumer subscriber = alice.createConsumer(topic, "JMSXUserID = 'alice'")) {
            alice.createProducer(topic).send(large);
            BytesMessage received = (BytesMessage) subscriber.receive(WAIT_MS);

            assertThat(received.getStringProperty("JMSXUserID")).isEqualTo("alice");
            assertThat(received.getBodyLength()).isEqualTo(3 << 20);
        }
    }

    @Test
    void aServerCanWantItOfEverybodyButTheAnonymous() throws JMSException {
        Session alice = as(strictUrl, "alice", "wonder", "");
        Session nobody = as(strictUrl, "", "", "");

        Message received = exchange(alice, alice, alice.createTextMessage("hello"));
        Message anonymous = exchange(nobody, nobody, nobody.createTextMessage("hello"));

        assertThat(received.getStringProperty("JMSXUserID")).isEqualTo("alice");
        assertThat(anonymous.propertyExists("JMSXUserID")).isFalse();
        assertThat(Collections.list(
                        (Enumeration<?>) connections.get(0).getMetaData().getJMSXPropertyNames()))
                .isEqualTo(List.of("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount", "JMSXUserID"));
    }

    @ParameterizedTest
    @MethodSource("urls")
    void theApplicationIsTheClientIdentifier(String url) throws JMSException {
        CorduroyConnectionFactory factory = new CorduroyConnectionFactory(url);
        factory.setJmsxProperties("JMSXAppID");
        Connection connection = factory.createConnection("alice", "wonder");
        connections.add(connection);
        connection.setClientID("billing-" + queueName);
        connection.start();
        Session session = connection.createSession();

        Message received = exchange(session, session, session.createMessage());

        assertThat(received.getStringProperty("JMSXAppID")).isEqualTo("billing-" + queueName);
    }

    @ParameterizedTest
    @MethodSource("urls")
    void transactionsAndTheTimeOfReceptionAreNamed(String url) throws JMSException {
        Session sender = as(url, "alice", "wonder", "JMSXProducerTXID", true);
        Session receiver = as(url, "bob", "builder", "JMSXConsumerTXID, JMSXRcvTimestamp", true);
        MessageProducer producer = sender.createProducer(sender.createQueue(queueName));
        producer.send(sender.createMessage());
        producer.send(sender.createMessage());
        sender.commit();
        producer.send(sender.createMessage());
        sender.commit();
        long beforeMs = System.currentTimeMillis();

        Message first = receive(receiver, "");
        Message second = receive(receiver, "");
        receiver.commit();
        Message third = receive(receiver, "");

        String producerTx = first.getStringProperty("JMSXProducerTXID");
        assertThat(producerTx).isNotEmpty().isEqualTo(second.getStringProperty("JMSXProducerTXID"));
        assertThat(third.getStringProperty("JMSXProducerTXID")).isNotEmpty().isNotEqualTo(producerTx);
        String consumerTx = first.getStringProperty("JMSXConsumerTXID");
        assertThat(consumerTx).isNotEmpty().isEqualTo(second.getStringProperty("JMSXConsumerTXID"));
        assertThat(third.getStringProperty("JMSXConsumerTXID")).isNotEmpty().isNotEqualTo(consumerTx);
        assertThat(first.getLongProperty("JMSXRcvTimestamp")).isBetween(beforeMs, System.currentTimeMillis());
        assertThat(names(first))
                .containsExactlyInAnyOrder(
                        "JMSXProducerTXID", "JMSXConsumerTXID", "JMSXRcvTimestamp", "JMSXDeliveryCount");
        assertThatThrownBy(() -> first.setStringProperty("colour", "brown"))
                .isInstanceOf(jakarta.jms.MessageNotWriteableException.class);
    }

    @ParameterizedTest
    @MethodSource("urls")
    void outsideOfTransactionsThereIsNoneToName(String url) throws JMSException {
        Session session = as(url, "alice", "wonder", "JMSXProducerTXID,JMSXConsumerTXID");

        Message received = exchange(session, session, session.createMessage());

        assertThat(names(received)).containsExactly("JMSXDeliveryCount");
    }

    @ParameterizedTest
    @MethodSource("urls")
    void whatIsSetOnReceiveIsGoneWhenTheMessageIsSentOnOrCleared(String url) throws JMSException {
        Session session = as(url, "alice", "wonder", "JMSXRcvTimestamp,JMSXUserID");
        Message received = exchange(session, session, session.createMessage());
        Message again = exchange(session, session, received);

        assertThat(received.propertyExists("JMSXRcvTimestamp")).isFalse();
        assertThat(again.propertyExists("JMSXRcvTimestamp")).isTrue();

        again.clearProperties();

        assertThat(names(again)).isEmpty();
        assertThat(again.propertyExists("JMSXUserID")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("urls")
    void aBrowserConsumesNothing(String url) throws JMSException {
        Session session = as(url, "alice", "wonder", "all", true);
        Queue queue = session.createQueue(queueName);
        Broker.send(session, queue, "hello");
        session.commit();

        try (QueueBrowser browser = session.createBrowser(queue)) {
            Message seen = (Message) browser.getEnumeration().nextElement();

            assertThat(names(seen)).contains("JMSXUserID").doesNotContain("JMSXConsumerTXID");
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void aMessageInTheDeadLetterQueueSaysWhoSentIt(String url) throws JMSException {
        Session alice = as(url, "alice", "wonder", "JMSXUserID");
        Session bob = as(url, "bob", "builder", "JMSXUserID", true);
        Message message = alice.createTextMessage("unwanted");
        message.setStringProperty("test", queueName);
        alice.createProducer(alice.createQueue(queueName)).send(message);
        for (int i = 0; i < DestinationSettings.DEFAULTS.maxDeliveries(); i++) {
            receive(bob, "");
            bob.rollback();
        }

        String selector = "JMSXUserID = 'alice' AND test = '" + queueName + "'";
        try (MessageConsumer dead = alice.createConsumer(alice.createQueue("DLQ"), selector)) {
            Message moved = dead.receive(WAIT_MS);

            assertThat(moved.getStringProperty("JMSXUserID")).isEqualTo("alice");
            assertThat(moved.getStringProperty("JMS_CORDUROY_OriginalDestination"))
                    .contains(queueName);
        }
    }

    @Test
    void aConnectionNamesWhatItSets() throws JMSException {
        as(serverUrl, "alice", "wonder", "all");
        as(serverUrl, "alice", "wonder", "");

        assertThat(Collections.list(
                        (Enumeration<?>) connections.get(0).getMetaData().getJMSXPropertyNames()))
                .isEqualTo(List.of(
                        "JMSXGroupID",
                        "JMSXGroupSeq",
                        "JMSXDeliveryCount",
                        "JMSXUserID",
                        "JMSXAppID",
                        "JMSXProducerTXID",
                        "JMSXRcvTimestamp",
                        "JMSXConsumerTXID"));
        assertThat(Collections.list(
                        (Enumeration<?>) connections.get(1).getMetaData().getJMSXPropertyNames()))
                .isEqualTo(List.of("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount"));
    }

    @Test
    void aMisspeltNameIsRefusedWithTheOneThatIsMeant() {
        CorduroyConnectionFactory factory = new CorduroyConnectionFactory();

        assertThatThrownBy(() -> factory.setJmsxProperties("JMSXUserId"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JMSXUserID");
    }
}
