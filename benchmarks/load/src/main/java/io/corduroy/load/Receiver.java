package io.corduroy.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One consumer: a listener that takes down what has come, and how long it was on its way. */
final class Receiver implements MessageListener, AutoCloseable {

    private final Connection connection;
    private final long fromNs;
    private final Histogram latencies = new Histogram(3); // ns
    private final Receipts receipts = new Receipts();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile long count;
    private volatile long lastNs;

    /**
     * Subscribes; messages come when {@link #start} is called.
     *
     * @param fromNs what was due before is warm-up, and not among the latencies
     */
    Receiver(ConnectionFactory factory, Workload workload, int number, long fromNs) throws JMSException {
        this.fromNs = fromNs;
        this.connection = factory.createConnection();
        if (workload.destination() == Workload.Kind.DURABLE) {
            connection.setClientID("load-" + number);
        }
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        int own = workload.destination() == Workload.Kind.QUEUE
                ? Math.max(1, workload.destinations() / workload.consumers())
                : workload.destinations();
        for (int i = 0; i < own; i++) {
            consumer(session, workload, number * own + i, number).setMessageListener(this);
        }
    }

    private static MessageConsumer consumer(Session session, Workload workload, int destination, int number)
            throws JMSException {
        String name = workload.destinationName(destination);
        if (workload.destination() == Workload.Kind.QUEUE) {
            return session.createConsumer(session.createQueue(name));
        }
        Topic topic = session.createTopic(name);
        return workload.destination() == Workload.Kind.TOPIC
                ? session.createConsumer(topic)
                : session.createDurableConsumer(topic, "subscription-" + number + "-" + name);
    }

    void start() throws JMSException {
        connection.start();
    }

    @Override
    public void onMessage(@Nullable Message message) {
        try {
            BytesMessage received = (BytesMessage) Objects.requireNonNull(message);
            Letter letter = Letter.of(received);
            long nowNs = System.nanoTime();
            receipts.add(letter, received.getJMSRedelivered());
            if (letter.dueNs() >= fromNs) {
                latencies.recordValue(Math.max(0, nowNs - letter.dueNs()));
                lastNs = nowNs;
            }
            count = receipts.count();
        } catch (JMSException | RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** How many different messages have come; any thread. */
    long count() {
        return count;
    }

    /** When the last one that counts has come; any thread. */
    long lastNs() {
        return lastNs;
    }

    // Once it is closed

    Histogram latencies() {
        return latencies;
    }

    Receipts receipts() throws JMSException {
        Exception why = failure.get();
        if (why != null) {
            JMSException failed = new JMSException("a consumer has failed: " + why);
            failed.initCause(why);
            throw failed;
        }
        return receipts;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
