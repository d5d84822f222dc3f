package io.corduroy.conformance;

import io.corduroy.client.CorduroyXAConnectionFactory;
import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.XAConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A node in memory of its own for one test, embedded or as a server, and shorthand for what tests do all the time. */
final class Broker implements AutoCloseable {

    /** From where. */
    enum Reach {
        /** Within the process of the application. */
        EMBEDDED,
        /** As a server. */
        TCP
    }

    /** Nodes of one process have different ones, for their MBeans. */
    private static final int FIRST_ID = 1000;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    final CorduroyXAConnectionFactory factory;
    private final Optional<Node> node;
    private final List<Connection> connections = new ArrayList<>();

    Broker() {
        this("");
    }

    private Broker(String options) {
        this(
                "corduroy:embedded:?node.name=test" + NUMBER.incrementAndGet() + "&node.id=" + nextId() + options,
                Optional.empty());
    }

    private Broker(String url, Optional<Node> node) {
        this.factory = new CorduroyXAConnectionFactory(url);
        this.node = node;
    }

    private static String nextId() {
        return String.valueOf(FIRST_ID + NUMBER.incrementAndGet());
    }

    /** With so many logs side by side, to which destinations are spread by their names. */
    static Broker withPartitions(int count) {
        return new Broker("&node.partitions=" + count);
    }

    /** With so many logs, and reached in one of two ways. */
    static Broker reached(Reach reach, int partitions) throws IOException {
        if (reach == Reach.EMBEDDED) {
            return withPartitions(partitions);
        }
        Node node = Node.start(NodeConfig.defaults()
                .with("node.id", nextId(), "test")
                .with("node.partitions", String.valueOf(partitions), "test")
                .with("listen.address", "127.0.0.1:0", "test"));
        return new Broker(node.listen(), Optional.of(node));
    }

    /** With one log, and reached in one of two ways. */
    static Broker reached(Reach reach) throws IOException {
        return reached(reach, 1);
    }

    /** A connection that is started, and closed with the broker. */
    Connection connect() throws JMSException {
        Connection connection = factory.createConnection();
        connections.add(connection);
        connection.start();
        return connection;
    }

    /** The same for global transactions. */
    XAConnection connectXA() throws JMSException {
        XAConnection connection = factory.createXAConnection();
        connections.add(connection);
        connection.start();
        return connection;
    }

    static void send(Session session, jakarta.jms.Destination destination, String... texts) throws JMSException {
        MessageProducer producer = session.createProducer(destination);
        for (String text : texts) {
            producer.send(session.createTextMessage(text));
        }
        producer.close();
    }

    static String text(Message message) {
        try {
            return message == null ? "nothing" : ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> browse(Session session, Queue queue) throws JMSException {
        List<String> texts = new ArrayList<>();
        try (jakarta.jms.QueueBrowser browser = session.createBrowser(queue)) {
            var messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                texts.add(text((Message) messages.nextElement()));
            }
        }
        return texts;
    }

    @Override
    public void close() throws JMSException {
        for (Connection connection : connections) {
            connection.close();
        }
        node.ifPresent(Node::close);
    }
}
