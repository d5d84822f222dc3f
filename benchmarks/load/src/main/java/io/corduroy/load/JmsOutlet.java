package io.corduroy.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** A producer with a connection and a session of its own. */
final class JmsOutlet implements Provider.Outlet, CompletionListener {

    private final JmsProvider provider;
    private final Workload workload;
    private final Connection connection;
    private final Session session;
    private final MessageProducer producer;
    private final Destination[] destinations;
    private final Semaphore window;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private int uncommitted;

    JmsOutlet(JmsProvider provider, Workload workload, int number) throws JMSException {
        this.provider = provider;
        this.workload = workload;
        this.window = new Semaphore(workload.window());
        this.connection = provider.factory().createConnection();
        this.session =
                connection.createSession(workload.style() == Workload.Style.TRANSACTED, Session.AUTO_ACKNOWLEDGE);
        this.producer = session.createProducer(null);
        producer.setDeliveryMode(workload.deliveryMode());
        this.destinations = new Destination[workload.destinationsPerProducer()];
        for (int i = 0; i < destinations.length; i++) {
            String name = workload.destinationName(workload.destinationOf(number, i));
            destinations[i] = workload.destination() == Workload.Kind.QUEUE
                    ? session.createQueue(name)
                    : session.createTopic(name);
        }
    }

    @Override
    public void send(Letter letter) throws Exception {
        throwFailure();
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(letter.body(workload.bodyBytes()));
        if (workload.shares() > 0) {
            message.setIntProperty(JmsProvider.SHARE, (int) (letter.number() % workload.shares()));
        }
        Destination to = destinations[(int) (letter.number() % destinations.length)];
        switch (workload.style()) {
            case BLOCKING -> producer.send(to, message);
            case WINDOW -> {
                window.acquire();
                provider.sendWithoutWaiting(producer, to, message, this);
            }
            case TRANSACTED -> {
                producer.send(to, message);
                if (++uncommitted == workload.window()) {
                    uncommitted = 0;
                    session.commit();
                }
            }
        }
    }

    @Override
    public void finish() throws Exception {
        if (workload.style() == Workload.Style.TRANSACTED) {
            session.commit();
        }
        window.acquire(workload.window());
        throwFailure();
    }

    private void throwFailure() throws Exception {
        Exception why = failure.get();
        if (why != null) {
            throw why;
        }
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

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (JMSException e) {
            throw new IOException(e);
        }
    }
}
