package io.corduroy.client;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.ConsumerSpec;
import io.corduroy.client.engine.Delivery;
import io.corduroy.client.engine.Nothing;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a queue without taking. Each enumeration is a look of its own, at what is there when it begins. It also looks at
 * everything that a queue or topic keeps, for {@link AdminConnection}.
 */
final class CorduroyBrowser implements QueueBrowser {

    private final CorduroySession session;
    private final CorduroyConnection connection;
    private final ConnectionCore core;
    private final ClientOptions options;
    private final CorduroyDestination destination;
    private final Mode mode;
    private final int sessionId;
    private final String selector;
    private final List<Look> looks = new ArrayList<>();
    private boolean closed;

    CorduroyBrowser(
            CorduroySession session,
            CorduroyConnection connection,
            ConnectionCore core,
            ClientOptions options,
            CorduroyDestination destination,
            Mode mode,
            int sessionId,
            String selector) {
        this.session = session;
        this.connection = connection;
        this.core = core;
        this.options = options;
        this.destination = destination;
        this.mode = mode;
        this.sessionId = sessionId;
        this.selector = selector;
    }

    /** A selector is refused when the browser is created, so one look is opened and dropped. */
    void checkSelector() throws JMSException {
        if (!selector.isEmpty()) {
            new Look().end();
        }
    }

    @Override
    public Queue getQueue() throws JMSException {
        requireOpen();
        if (destination instanceof CorduroyQueue queue) {
            return queue;
        }
        throw new IllegalStateException(destination + " is no queue");
    }

    @Override
    public @Nullable String getMessageSelector() throws JMSException {
        requireOpen();
        return selector.isEmpty() ? null : selector;
    }

    @Override
    public Enumeration<Message> getEnumeration() throws JMSException {
        requireOpen();
        Look look = new Look();
        looks.add(look);
        return look;
    }

    @Override
    public void close() throws JMSException {
        closed = true;
        looks.forEach(Look::end);
        looks.clear();
    }

    private SubscriptionSpec subscription() {
        return destination.destinationName().kind().isQueue()
                ? SubscriptionSpec.OF_QUEUE
                : new SubscriptionSpec(SubscriptionSpec.Kind.UNSHARED, "", "", false);
    }

    private void requireOpen() throws JMSException {
        session.requireOpen();
        if (closed) {
            throw new IllegalStateException("the browser of " + destination + " is closed");
        }
    }

    /** One pass over the queue. */
    @SuppressWarnings("JdkObsolete") // the interface asks for an Enumeration
    private final class Look implements Enumeration<Message> {
        private final Object lock = new Object();
        private final ConsumerQueue arrived = new ConsumerQueue(lock);
        private final int id = connection.nextConsumerId();
        private Optional<Message> next = Optional.empty();
        private boolean ended;

        Look() throws JMSException {
            core.register(id, arrived);
            ConsumerSpec spec = new ConsumerSpec(
                    id,
                    sessionId,
                    destination.destinationName(),
                    subscription(),
                    selector,
                    mode,
                    Math.max(1, options.prefetch()),
                    options.prefetchBytes());
            try {
                core.<Nothing>ask((engine, completion) -> engine.openConsumer(spec, completion));
            } catch (JMSException e) {
                core.unregister(id);
                throw e;
            }
        }

        @Override
        public boolean hasMoreElements() {
            while (next.isEmpty() && !ended) {
                Optional<Delivery> delivery = await();
                if (delivery.isPresent()) {
                    core.post(engine -> engine.taken(id, 1));
                    next = RuntimeExceptions.get(() -> messageOf(delivery.get()));
                } else {
                    end();
                }
            }
            return next.isPresent();
        }

        /** Empty if it is in pieces, and somebody has consumed it before all of them were here. */
        private Optional<Message> messageOf(Delivery delivery) throws JMSException {
            try {
                return Optional.of(session.browsedMessageOf(delivery, destination));
            } catch (JMSException e) {
                if (LargeBodies.isLost(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        private Optional<Delivery> await() {
            synchronized (lock) {
                while (true) {
                    Optional<Delivery> arrival = arrived.poll();
                    if (arrival.isPresent() || arrived.isBrowsed() || arrived.isClosed()) {
                        return arrival;
                    }
                    try {
                        lock.wait();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return Optional.empty(); // an enumeration has no other way to say so
                    }
                }
            }
        }

        @Override
        public Message nextElement() {
            if (!hasMoreElements()) {
                throw new NoSuchElementException("the browser has shown everything");
            }
            Message message = next.orElseThrow();
            next = Optional.empty();
            return message;
        }

        void end() {
            if (!ended) {
                ended = true;
                synchronized (lock) {
                    arrived.close();
                }
                core.unregister(id);
                core.post(engine -> engine.closeConsumer(id, List.of(), Completion.ignored()));
            }
        }
    }
}
