package io.corduroy.demo;

import io.corduroy.harness.DeliveryHistory;
import io.corduroy.harness.DeliveryHistory.Outcome;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The JMS program of the demo. It knows {@code jakarta.jms} and nothing of the provider: producers send the lines of a
 * text to a queue with several consumers and to a topic with a durable subscriber, and note what they did and saw.
 */
final class Post implements AutoCloseable {

    private static final int PRODUCERS = 4;
    private static final int QUEUE_CONSUMERS = 3;
    private static final long LONGEST_NS = 120_000_000_000L;

    final DeliveryHistory queueHistory = new DeliveryHistory();
    final DeliveryHistory topicHistory = new DeliveryHistory();
    final Histogram sendNs = new ConcurrentHistogram(LONGEST_NS, 3);
    final Histogram queueNs = new ConcurrentHistogram(LONGEST_NS, 3);
    final Histogram topicNs = new ConcurrentHistogram(LONGEST_NS, 3);

    private final ConnectionFactory factory;
    private final List<String> lines;
    private final List<Connection> connections = new ArrayList<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Post(ConnectionFactory factory, List<String> lines) {
        this.factory = factory;
        this.lines = lines;
    }

    /** Opens the consumers; the durable subscription exists before the first message is sent. */
    void openConsumers() throws JMSException {
        for (int i = 1; i <= QUEUE_CONSUMERS; i++) {
            String name = "reader-" + i;
            Session session = open("").createSession(Session.AUTO_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue("lines"));
            consumer.setMessageListener(message -> note(queueHistory, queueNs, name, message));
        }
        Session session = open("archivist").createSession(Session.AUTO_ACKNOWLEDGE);
        MessageConsumer archive = session.createDurableSubscriber(session.createTopic("news"), "archive");
        archive.setMessageListener(message -> note(topicHistory, topicNs, "archive", message));
        for (Connection connection : connections) {
            connection.start();
        }
    }

    /**
     * Sends {@code rounds} times the text; returns when all producers are done.
     *
     * @param halfTime is told when about half of it is sent
     */
    void send(int rounds, Runnable halfTime) throws JMSException, InterruptedException {
        CountDownLatch half = new CountDownLatch(rounds / 2 + 1);
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            int share = i;
            Session session = open("").createSession(Session.AUTO_ACKNOWLEDGE);
            producers.add(new Thread(() -> sendShare(session, share, rounds, half), "writer-" + (i + 1)));
        }
        producers.forEach(Thread::start);
        half.await();
        halfTime.run();
        for (Thread producer : producers) {
            producer.join();
        }
        Exception broken = failure.get();
        if (broken != null) {
            throw new IllegalStateException("a call of the JMS program failed: " + broken.getMessage(), broken);
        }
    }

    long outstanding() {
        return queueHistory.outstanding() + topicHistory.outstanding();
    }

    @Override
    public void close() throws JMSException {
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private void sendShare(Session session, int share, int rounds, CountDownLatch half) {
        String name = Thread.currentThread().getName();
        long number = 0;
        try {
            MessageProducer toQueue = session.createProducer(session.createQueue("lines"));
            MessageProducer toTopic = session.createProducer(session.createTopic("news"));
            for (int round = 0; round < rounds; round++) {
                for (int line = share; line < lines.size(); line += PRODUCERS) {
                    number++;
                    send(session, toQueue, queueHistory, name, number, lines.get(line));
                    send(session, toTopic, topicHistory, name, number, lines.get(line));
                }
                if (share == 0) {
                    half.countDown();
                }
            }
        } catch (JMSException | RuntimeException e) {
            failure.compareAndSet(null, e);
            while (half.getCount() > 0) {
                half.countDown();
            }
        }
    }

    private void send(
            Session session, MessageProducer producer, DeliveryHistory history, String name, long number, String line)
            throws JMSException {
        TextMessage message = session.createTextMessage(line);
        message.setStringProperty("producer", name);
        message.setLongProperty("number", number);
        history.sent(name, number, Outcome.UNKNOWN);
        long startNs = System.nanoTime();
        message.setLongProperty("sentNs", startNs);
        producer.send(message);
        sendNs.recordValue(System.nanoTime() - startNs);
        history.sent(name, number, Outcome.CONFIRMED);
    }

    private void note(DeliveryHistory history, Histogram latencyNs, String consumer, Message message) {
        try {
            long ageNs = System.nanoTime() - message.getLongProperty("sentNs");
            latencyNs.recordValue(Math.min(LONGEST_NS, ageNs));
            String producer = message.getStringProperty("producer");
            long number = message.getLongProperty("number");
            history.received(consumer, producer, number, message.getJMSRedelivered());
            history.acknowledging(producer, number); // the session does, as soon as this listener has returned
        } catch (JMSException e) {
            failure.compareAndSet(null, e);
        }
    }

    private Connection open(String clientId) throws JMSException {
        Connection connection = factory.createConnection();
        if (!clientId.isEmpty()) {
            connection.setClientID(clientId);
        }
        connections.add(connection);
        return connection;
    }
}
