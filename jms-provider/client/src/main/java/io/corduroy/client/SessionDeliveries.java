package io.corduroy.client;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Delivery;
import io.corduroy.client.engine.Nothing;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving half of a session: its consumers, and how their messages come to receive and to listeners. What the application
 * has seen is with {@link SeenMessages}, who is in a listener with {@link SessionListening}.
 */
final class SessionDeliveries implements SessionListening.Source {

    private static final Logger LOG = LoggerFactory.getLogger(SessionDeliveries.class);

    /** How long a receive that has found nothing waits to hear from the broker that there is nothing. */
    private static final long DRAIN_TIMEOUT_MS = 5_000;

    private final ConnectionCore core;
    private final CorduroySession session;
    private final SessionGate gate = new SessionGate();
    final SessionListening listening;
    final SeenMessages seen;
    final LoadedMessages loaded;
    final Object lock = gate.lock;

    // Guarded by the lock
    private final List<CorduroyConsumer> consumers = new ArrayList<>();
    /** Calls of receive that have not returned. */
    private int receiving;

    private int lastServed;

    SessionDeliveries(ConnectionCore core, CorduroySession session, int mode, boolean ackSync, String threadName) {
        this.core = core;
        this.session = session;
        this.listening = new SessionListening(gate, this, threadName);
        this.seen = new SeenMessages(core, this, gate, session.id(), mode, ackSync);
        this.loaded = new LoadedMessages(core, session, this);
    }

    void add(CorduroyConsumer consumer) {
        synchronized (lock) {
            consumers.add(consumer);
        }
    }

    void remove(CorduroyConsumer consumer) {
        synchronized (lock) {
            consumers.remove(consumer);
        }
    }

    List<CorduroyConsumer> consumers() {
        synchronized (lock) {
            return List.copyOf(consumers);
        }
    }

    /** Sends what consumers have put off. */
    void flush() {
        synchronized (lock) {
            consumers.forEach(CorduroyConsumer::flush);
        }
    }

    // Start, stop, close

    void start() {
        gate.start();
    }

    /** Returns when no listener runs any more. */
    void stop() {
        gate.stop();
        listening.awaitQuiet();
    }

    /** Wakes receivers and the listeners' thread, and waits until that has run what was to be called back. */
    void close() {
        gate.close();
        listening.awaitEnd();
    }

    boolean isClosed() {
        return gate.isClosed();
    }

    /** A call of receive begins. */
    void beginReceive() {
        synchronized (lock) {
            receiving++;
        }
    }

    void endReceive() {
        synchronized (lock) {
            receiving--;
            lock.notifyAll();
        }
    }

    /** Waits until calls of receive have returned and what they return is acknowledged, when their consumers are closed. */
    void awaitReceives(long timeoutMs) {
        synchronized (lock) {
            gate.awaitWhile(() -> receiving > 0, timeoutMs);
        }
    }

    // Receiving

    /**
     * Takes the next message of a consumer.
     *
     * @param timeoutMs 0: waits for ever; −1: does not wait
     * @return empty if none came in time, or the consumer was closed
     */
    Optional<Delivery> take(CorduroyConsumer consumer, long timeoutMs) throws JMSException {
        boolean pulls = consumer.prefetch() == 0;
        synchronized (lock) {
            if (pulls && consumer.queue.isEmpty()) {
                core.post(engine -> engine.pull(consumer.id()));
            }
        }
        Optional<Delivery> taken = await(consumer, timeoutMs);
        if (taken.isEmpty() && timeoutMs != 0 && canLook(consumer)) {
            look(consumer);
            taken = await(consumer, -1);
        }
        if (pulls && taken.isEmpty()) {
            core.post(engine -> engine.endPull(consumer.id()));
        }
        return taken;
    }

    /** Returns when the broker has delivered what it can; a consumer that is closed meanwhile gets nothing more. */
    private void look(CorduroyConsumer consumer) throws JMSException {
        try {
            core.<Nothing>askQuietly(DRAIN_TIMEOUT_MS, (engine, completion) -> engine.drain(consumer.id(), completion));
        } catch (JMSException e) {
            synchronized (lock) {
                if (!consumer.queue.isClosed()) {
                    throw e;
                }
            }
        }
    }

    private boolean canLook(CorduroyConsumer consumer) {
        synchronized (lock) {
            return gate.isStarted() && !consumer.queue.isClosed();
        }
    }

    private Optional<Delivery> await(CorduroyConsumer consumer, long timeoutMs) throws JMSException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, timeoutMs));
        synchronized (lock) {
            while (true) {
                if (consumer.queue.isClosed()) {
                    if (consumer.queue.failure().isPresent()) {
                        throw Exceptions.of(consumer.queue.failure().get());
                    }
                    return Optional.empty();
                }
                Optional<Delivery> next = pollIfAllowed(consumer);
                if (next.isPresent()) {
                    return next;
                }
                consumer.flush();
                consumer.want();
                long leftMs = 0;
                if (timeoutMs != 0) {
                    long leftNs = deadlineNs - System.nanoTime();
                    if (timeoutMs < 0 || leftNs <= 0) {
                        return Optional.empty();
                    }
                    leftMs = leftNs / 1_000_000 + 1;
                }
                if (gate.waitOnce(leftMs)) {
                    Thread.currentThread().interrupt();
                    throw new JMSException("interrupted while waiting for a message", "INTERRUPTED");
                }
            }
        }
    }

    /** With the lock held. What is past its expiration is passed over. */
    private Optional<Delivery> pollIfAllowed(CorduroyConsumer consumer) {
        if (!gate.isOpen()) {
            return Optional.empty();
        }
        for (Optional<Delivery> next = consumer.queue.poll(); next.isPresent(); next = consumer.queue.poll()) {
            Delivery delivery = next.get();
            if (!consumer.queue.givesBackExpired(delivery, System.currentTimeMillis())) {
                return next;
            }
            core.post(engine -> engine.release(consumer.id(), false, List.of(delivery.range()), Completion.ignored()));
            if (consumer.prefetch() == 0) {
                core.post(engine -> engine.pull(consumer.id()));
            }
        }
        return Optional.empty();
    }

    /**
     * A message was looked at and is not wanted now: it is the next one again, not counted as delivered; it goes back to the
     * broker if the consumer was closed meanwhile.
     */
    void putBack(CorduroyConsumer consumer, Delivery delivery) {
        synchronized (lock) {
            if (consumer.queue.isClosed()) {
                core.post(engine ->
                        engine.release(consumer.id(), false, List.of(delivery.range()), Completion.ignored()));
            } else {
                consumer.queue.putBack(delivery);
            }
        }
    }

    /** A message could not be handed over: it counts as delivered, so that it does not come for ever. */
    void giveBack(CorduroyConsumer consumer, Delivery delivery) {
        consumer.onTaken();
        core.post(engine -> engine.release(consumer.id(), true, List.of(delivery.range()), Completion.ignored()));
    }

    // Listening

    /** Each consumer in its turn. */
    @Override
    public Optional<Runnable> next() {
        for (int i = 0; i < consumers.size(); i++) {
            int at = (lastServed + 1 + i) % consumers.size();
            CorduroyConsumer consumer = consumers.get(at);
            MessageListener listener = consumer.listener();
            if (listener != null) {
                Optional<Delivery> next = pollIfAllowed(consumer);
                if (next.isPresent()) {
                    lastServed = at;
                    Delivery delivery = next.get();
                    return Optional.of(() -> listen(consumer, delivery, listener));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void onIdle() {
        consumers.forEach(CorduroyConsumer::flush);
        consumers.stream().filter(consumer -> consumer.listener() != null).forEach(CorduroyConsumer::want);
    }

    private void listen(CorduroyConsumer consumer, Delivery delivery, MessageListener listener) {
        seen.remember(consumer.id(), delivery);
        boolean automatic = seen.isAutomatic();
        if (!automatic) {
            consumer.onTaken();
        }
        boolean returned = false;
        try {
            Message message = session.messageOf(delivery, consumer.destination());
            listener.onMessage(message);
            returned = true;
        } catch (JMSException e) {
            LOG.error("a message of {} cannot be handed to its listener", consumer.destination(), e);
        } catch (RuntimeException | Error e) {
            LOG.warn(
                    "a listener on {} has thrown; the message {}",
                    consumer.destination(),
                    automatic ? "is delivered again" : "stays unacknowledged",
                    e);
        }
        if (automatic) {
            seen.onListened(consumer, delivery, returned);
        }
        if (consumer.prefetch() == 0) {
            core.post(engine -> engine.pull(consumer.id()));
        }
    }
}
