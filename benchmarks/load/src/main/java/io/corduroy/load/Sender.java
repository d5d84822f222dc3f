package io.corduroy.load;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** One producer: sends until the time is over, and counts what was confirmed. */
final class Sender implements Runnable {

    private final ConnectionFactory factory;
    private final Workload workload;
    private final int number;
    private final long startNs;
    private final long endNs;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile long confirmed;

    Sender(ConnectionFactory factory, Workload workload, int number, long startNs, long endNs) {
        this.factory = factory;
        this.workload = workload;
        this.number = number;
        this.startNs = startNs;
        this.endNs = endNs;
    }

    /** Messages numbered from 0 that the provider has confirmed; once the thread has ended. */
    long confirmed() throws JMSException {
        Exception why = failure.get();
        if (why != null) {
            JMSException failed = new JMSException("producer " + number + " has failed: " + why);
            failed.initCause(why);
            throw failed;
        }
        return confirmed;
    }

    @Override
    public void run() {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(
                        workload.style() == Workload.Style.TRANSACTED, Session.AUTO_ACKNOWLEDGE)) {
            Destination[] destinations = destinations(session);
            MessageProducer producer = session.createProducer(null);
            producer.setDeliveryMode(workload.deliveryMode());
            Pace pace = new Pace(startNs, workload.ratePerSecond(), number, workload.producers());
            Semaphore window = new Semaphore(workload.window());
            long next = 0;
            for (long dueNs = pace.await(next); dueNs < endNs && failure.get() == null; dueNs = pace.await(next)) {
                Message message = new Letter(number, next, dueNs).message(session, workload.bodyBytes());
                Destination to = destinations[(int) (next % destinations.length)];
                send(session, producer, to, message, window, next);
                next++;
            }
            if (workload.style() == Workload.Style.TRANSACTED) {
                session.commit();
            }
            window.acquire(workload.window());
            confirmed = next;
        } catch (JMSException | InterruptedException | RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private Destination[] destinations(Session session) throws JMSException {
        int own = Math.max(1, workload.destinations() / workload.producers());
        Destination[] destinations = new Destination[own];
        for (int i = 0; i < own; i++) {
            String name = workload.destinationName(number * own + i);
            destinations[i] = workload.destination() == Workload.Kind.QUEUE
                    ? session.createQueue(name)
                    : session.createTopic(name);
        }
        return destinations;
    }

    private void send(
            Session session, MessageProducer producer, Destination to, Message message, Semaphore window, long next)
            throws JMSException, InterruptedException {
        switch (workload.style()) {
            case BLOCKING -> producer.send(to, message);
            case WINDOW -> {
                window.acquire();
                producer.send(to, message, new Confirmation(window));
            }
            case TRANSACTED -> {
                producer.send(to, message);
                if ((next + 1) % workload.window() == 0) {
                    session.commit();
                }
            }
        }
    }

    private final class Confirmation implements CompletionListener {
        private final Semaphore window;

        Confirmation(Semaphore window) {
            this.window = window;
        }

        @Override
        public void onCompletion(Message message) {
            window.release();
        }

        @Override
        public void onException(Message message, Exception exception) {
            failure.compareAndSet(null, exception);
            window.release();
        }
    }
}
