package io.corduroy.faults;

import io.corduroy.harness.DeliveryHistory;
import io.corduroy.harness.DeliveryHistory.Outcome;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Producers and consumers of one queue, transacted and not, that tell a {@link DeliveryHistory} what they did and saw.
 *
 * <p>Each producer and consumer has a connection and a thread of its own, as an application of several processes
 * would. They are written as a careful application is: what throws is noted as unknown and the work goes on.
 */
public final class Workload implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Workload.class);
    private static final long RECEIVE_MS = 200;
    private static final int TRANSACTION_MESSAGES = 5;

    private final ConnectionFactory factory;
    private final String queue;
    private final DeliveryHistory history;
    private final long pauseNs;
    private final AtomicBoolean producing = new AtomicBoolean(true);
    private final AtomicBoolean consuming = new AtomicBoolean(true);
    private final AtomicLong exceptions = new AtomicLong();
    private final List<Thread> producers = new ArrayList<>();
    private final List<Thread> consumers = new ArrayList<>();

    /** What one producer or consumer does with its session until it is told to stop. */
    private interface Work {
        void on(Session session) throws JMSException;
    }

    /**
     * Prepares a workload.
     *
     * @param factory where connections come from
     * @param queue name of the queue
     * @param history where everything is noted
     * @param pauseNs pause of each producer between two sends; 0 for none
     */
    public Workload(ConnectionFactory factory, String queue, DeliveryHistory history, long pauseNs) {
        this.factory = factory;
        this.queue = queue;
        this.history = history;
        this.pauseNs = pauseNs;
    }

    /**
     * Starts a producer that sends one message at a time.
     *
     * @param name its name in the history
     */
    public void startProducer(String name) {
        producers.add(start(name, producing, false, Session.AUTO_ACKNOWLEDGE, new Numbers(name)::sendSingly));
    }

    /**
     * Starts a producer that sends several messages a transaction and rolls some of them back.
     *
     * @param name its name in the history
     */
    public void startTransactedProducer(String name) {
        producers.add(start(name, producing, true, Session.SESSION_TRANSACTED, new Numbers(name)::sendTransacted));
    }

    /**
     * Starts a consumer.
     *
     * @param name its name in the history
     * @param acknowledgeMode one of the session's modes; CLIENT_ACKNOWLEDGE acknowledges every fourth message,
     *     SESSION_TRANSACTED commits or sometimes rolls back every fourth
     */
    public void startConsumer(String name, int acknowledgeMode) {
        boolean transacted = acknowledgeMode == Session.SESSION_TRANSACTED;
        Random random = new Random(name.hashCode());
        consumers.add(start(name, consuming, transacted, acknowledgeMode, session -> {
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            consume(name, session, consumer, acknowledgeMode, random);
        }));
    }

    /**
     * Ends the producers and waits until their last calls have returned.
     *
     * @throws InterruptedException if interrupted while waiting
     */
    public void stopProducing() throws InterruptedException {
        producing.set(false);
        for (Thread producer : producers) {
            producer.join();
        }
    }

    /**
     * How often a JMS call threw.
     *
     * @return 0 if the application noticed nothing
     */
    public long exceptions() {
        return exceptions.get();
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

    private Thread start(String name, AtomicBoolean goOn, boolean transacted, int mode, Work work) {
        Thread thread = new Thread(
                () -> {
                    while (goOn.get()) {
                        try (Connection connection = factory.createConnection();
                                Session session = connection.createSession(transacted, mode)) {
                            connection.start();
                            work.on(session);
                        } catch (JMSException e) {
                            exceptions.incrementAndGet();
                            log.warn("call threw: who={}", name, e);
                        }
                    }
                },
                name);
        thread.start();
        return thread;
    }

    private void consume(String name, Session session, MessageConsumer consumer, int mode, Random random)
            throws JMSException {
        List<Message> unacknowledged = new ArrayList<>();
        Message inHand = null;
        while (consuming.get()) {
            Message message = consumer.receive(RECEIVE_MS);
            if (inHand != null && mode == Session.AUTO_ACKNOWLEDGE) {
                noteAcknowledged(
                        List.of(inHand)); // the next receive says that the message before is done with (6.2.10)
            }
            inHand = message;
            if (message != null) {
                history.received(
                        name,
                        message.getStringProperty("producer"),
                        message.getLongProperty("number"),
                        message.getJMSRedelivered());
                unacknowledged.add(message);
                if (mode == Session.AUTO_ACKNOWLEDGE) {
                    noteAcknowledging(List.of(message)); // receive does it before it returns
                }
            }
            if (unacknowledged.size() >= 4 || (message == null && !unacknowledged.isEmpty())) {
                if (mode == Session.SESSION_TRANSACTED && random.nextInt(20) == 0) {
                    session.rollback();
                } else {
                    settle(session, mode, unacknowledged);
                }
                unacknowledged.clear();
            }
        }
        settle(session, mode, unacknowledged);
    }

    private void settle(Session session, int mode, List<Message> messages) throws JMSException {
        if (messages.isEmpty()) {
            return;
        }
        noteAcknowledging(messages);
        if (mode == Session.CLIENT_ACKNOWLEDGE) {
            messages.get(messages.size() - 1).acknowledge();
            noteAcknowledged(messages);
        } else if (mode == Session.SESSION_TRANSACTED) {
            try {
                session.commit();
                noteAcknowledged(messages);
            } catch (TransactionRolledBackException e) {
                log.info("commit rolled back: {}", e.getMessage());
            }
        }
    }

    private void noteAcknowledging(List<Message> messages) throws JMSException {
        for (Message message : messages) {
            history.acknowledging(message.getStringProperty("producer"), message.getLongProperty("number"));
        }
    }

    private void noteAcknowledged(List<Message> messages) throws JMSException {
        for (Message message : messages) {
            history.acknowledged(message.getStringProperty("producer"), message.getLongProperty("number"));
        }
    }

    /** One producer: its numbers rise over reconnections. */
    private final class Numbers {
        private final String name;
        private final Random random;
        private long number;
        private long transaction;

        Numbers(String name) {
            this.name = name;
            this.random = new Random(name.hashCode());
        }

        void sendSingly(Session session) throws JMSException {
            MessageProducer producer = persistentProducer(session);
            while (producing.get()) {
                long mine = ++number;
                history.sent(name, mine, Outcome.UNKNOWN); // a consumer may see it before send returns
                producer.send(message(session, mine));
                history.sent(name, mine, Outcome.CONFIRMED);
                pause();
            }
        }

        void sendTransacted(Session session) throws JMSException {
            MessageProducer producer = persistentProducer(session);
            while (producing.get()) {
                long first = number + 1;
                transaction++;
                for (int i = 0; i < TRANSACTION_MESSAGES; i++) {
                    history.sentInTransaction(name, ++number, transaction, Outcome.UNKNOWN);
                    producer.send(message(session, number));
                }
                if (random.nextInt(10) == 0) {
                    session.rollback();
                    note(first, Outcome.ROLLED_BACK);
                } else {
                    try {
                        session.commit();
                        note(first, Outcome.CONFIRMED);
                    } catch (TransactionRolledBackException e) {
                        note(first, Outcome.ROLLED_BACK);
                    }
                }
                pause();
            }
        }

        private void note(long first, Outcome outcome) {
            for (long n = first; n <= number; n++) {
                history.sentInTransaction(name, n, transaction, outcome);
            }
        }

        private MessageProducer persistentProducer(Session session) throws JMSException {
            MessageProducer producer = session.createProducer(session.createQueue(queue));
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            return producer;
        }

        private BytesMessage message(Session session, long mine) throws JMSException {
            BytesMessage message = session.createBytesMessage();
            message.setStringProperty("producer", name);
            message.setLongProperty("number", mine);
            message.writeBytes(new byte[random.nextInt(2_000)]);
            return message;
        }

        private void pause() {
            if (pauseNs > 0) {
                LockSupport.parkNanos(pauseNs);
            }
        }
    }
}
