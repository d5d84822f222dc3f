package io.corduroy.conformance;

import io.corduroy.client.CorduroyConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A node in memory of its own for one test, and shorthand for what tests do all the time. */
final class Broker implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    final CorduroyConnectionFactory factory;
    private final List<Connection> connections = new ArrayList<>();

    Broker() {
        this("");
    }

    private Broker(String options) {
        factory =
                new CorduroyConnectionFactory("corduroy:embedded:?node.name=test" + NUMBER.incrementAndGet() + options);
    }

    /** With so many logs side by side, to which destinations are spread by their names. */
    static Broker withPartitions(int count) {
        return new Broker("&node.partitions=" + count);
    }

    /** A connection that is started, and closed with the broker. */
    Connection connect() throws JMSException {
        Connection connection = factory.createConnection();
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
    }
}
