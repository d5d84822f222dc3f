package io.corduroy.faults;

import io.corduroy.harness.DeliveryHistory;
import io.corduroy.harness.DeliveryHistory.Outcome;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions over queues on different partitions. Producers send one message to each of several queues in one
 * transaction; forwarders consume from one queue and send what they got to queues elsewhere, in one transaction; collectors
 * note what comes out in the end. So a transaction that took effect in part is seen in the history: a message that was lost
 * or doubled on its way, or half of what a producer sent.
 */
final class Transfers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Transfers.class);
    private static final long RECEIVE_MS = 200;
    private static final int FORWARDED_AT_ONCE = 4;
    private static final long PAUSE_NS = 5_000_000;

    private final ConnectionFactory factory;
    private final DeliveryHistory history;
    private final AtomicBoolean producing = new AtomicBoolean(true);
    private final AtomicBoolean consuming = new AtomicBoolean(true);
    private final List<Thread> producers = new ArrayList<>();
    private final List<Thread> consumers = new ArrayList<>();

    private interface Work {
        void on(Session session) throws JMSException;
    }

    Transfers(ConnectionFactory factory, DeliveryHistory history) {
        this.factory = factory;
        this.history = history;
    }

    /** Sends a message to each of the queues in each transaction, and rolls some back. */
    void startProducer(String name, List<String> queues) {
        Numbers numbers = new Numbers(name, queues);
        producers.add(start(name, producing, Session.SESSION_TRANSACTED, numbers::send));
    }

    /** Moves messages from a queue to others, some at a time in one transaction, and rolls some back. */
    void startForwarder(String name, String from, List<String> to) {
        Random random = new Random(name.hashCode());
        consumers.add(
                start(name, consuming, Session.SESSION_TRANSACTED, session -> forward(session, from, to, random)));
    }

    /** Notes what arrives at a queue. */
    void startCollector(String name, String queue) {
        consumers.add(start(name, consuming, Session.CLIENT_ACKNOWLEDGE, session -> collect(name, session, queue)));
    }

    void stopProducing() throws InterruptedException {
        producing.set(false);
        for (Thread producer : producers) {
            producer.join();
        }
    }

    @Override
    public void close() {
        producing.set(false);
        consuming.set(false);
        try {
            stopProducing();
            for (Thread consumer : consumers) {
                consumer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the threads end by themselves; nobody waits for them any more
        }
    }

    private Thread start(String name, AtomicBoolean goOn, int mode, Work work) {
        Thread thread = new Thread(
                () -> {
                    while (goOn.get()) {
                        try (Connection connection = factory.createConnection();
                                Session session = connection.createSession(mode)) {
                            connection.start();
                            work.on(session);
                        } catch (JMSException e) {
                            log.warn("call threw: who={}", name, e);
                        }
                    }
                },
                name);
        thread.start();
        return thread;
    }

    private void forward(Session session, String from, List<String> to, Random random) throws JMSException {
        MessageConsumer consumer = session.createConsumer(session.createQueue(from));
        List<MessageProducer> producersTo = new ArrayList<>();
        for (String queue : to) {
            producersTo.add(session.createProducer(session.createQueue(queue)));
        }
        int inHand = 0;
        while (consuming.get()) {
            Message message = consumer.receive(RECEIVE_MS);
            if (message != null) {
                producersTo.get(random.nextInt(producersTo.size())).send(copy(session, message));
                inHand++;
            }
            if (inHand == FORWARDED_AT_ONCE || (message == null && inHand > 0)) {
                end(session, random);
                inHand = 0;
            }
        }
        session.rollback();
    }

    private static void end(Session session, Random random) throws JMSException {
        if (random.nextInt(20) == 0) {
            session.rollback();
            return;
        }
        try {
            session.commit();
        } catch (TransactionRolledBackException e) {
            log.info("commit rolled back: {}", e.getMessage());
        }
    }

    private static BytesMessage copy(Session session, Message message) throws JMSException {
        BytesMessage copy = session.createBytesMessage();
        copy.setStringProperty("producer", message.getStringProperty("producer"));
        copy.setLongProperty("number", message.getLongProperty("number"));
        return copy;
    }

    private void collect(String name, Session session, String queue) throws JMSException {
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
        long deliveries = 0;
        while (consuming.get()) {
            Message message = consumer.receive(RECEIVE_MS);
            if (message == null) {
                continue;
            }
            String producer = message.getStringProperty("producer");
            long number = message.getLongProperty("number");
            // A name for each delivery: what was forwarded again comes later than what was sent after it.
            history.received(name + "#" + ++deliveries, producer, number, message.getJMSRedelivered());
            history.acknowledging(producer, number);
            message.acknowledge();
            history.acknowledged(producer, number);
        }
    }

    /** One producer: its numbers rise over reconnections. */
    private final class Numbers {
        private final String name;
        private final List<String> queues;
        private final Random random;
        private long number;
        private long transaction;

        Numbers(String name, List<String> queues) {
            this.name = name;
            this.queues = queues;
            this.random = new Random(name.hashCode());
        }

        void send(Session session) throws JMSException {
            MessageProducer producer = session.createProducer(null);
            while (producing.get()) {
                long first = number + 1;
                transaction++;
                for (String queue : queues) {
                    history.sentInTransaction(name, ++number, transaction, Outcome.UNKNOWN);
                    BytesMessage message = session.createBytesMessage();
                    message.setStringProperty("producer", name);
                    message.setLongProperty("number", number);
                    message.writeBytes(new byte[random.nextInt(500)]);
                    producer.send(session.createQueue(queue), message);
                }
                note(first, commit(session));
                LockSupport.parkNanos(PAUSE_NS);
            }
        }

        private Outcome commit(Session session) throws JMSException {
            if (random.nextInt(10) == 0) {
                session.rollback();
                return Outcome.ROLLED_BACK;
            }
            try {
                session.commit();
                return Outcome.CONFIRMED;
            } catch (TransactionRolledBackException e) {
                return Outcome.ROLLED_BACK;
            }
        }

        private void note(long first, Outcome outcome) {
            for (long n = first; n <= number; n++) {
                history.sentInTransaction(name, n, transaction, outcome);
            }
        }
    }
}
