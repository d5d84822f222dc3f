package io.corduroy.client;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Delivery;
import io.corduroy.client.engine.LaneRangeSet;
import io.corduroy.protocol.LaneRange;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A consumer of a queue or of a topic's subscription. */
final class CorduroyConsumer implements QueueReceiver, TopicSubscriber {

    private final CorduroySession session;
    private final ConnectionCore core;
    private final SessionDeliveries deliveries;
    private final CorduroyDestination destination;
    private final @Nullable String selector;
    private final boolean noLocal;
    private final int id;
    private final int prefetch;
    final ConsumerQueue queue;

    // Guarded by the session's lock
    private @Nullable MessageListener listener;
    private final LaneRangeSet lazy = new LaneRangeSet();
    private int taken;
    private boolean closed;

    CorduroyConsumer(
            CorduroySession session,
            ConnectionCore core,
            SessionDeliveries deliveries,
            int id,
            CorduroyDestination destination,
            @Nullable String selector,
            boolean noLocal,
            int prefetch) {
        this.session = session;
        this.core = core;
        this.deliveries = deliveries;
        this.id = id;
        this.destination = destination;
        this.selector = selector;
        this.noLocal = noLocal;
        this.prefetch = prefetch;
        this.queue = new ConsumerQueue(deliveries.lock);
    }

    int id() {
        return id;
    }

    int prefetch() {
        return prefetch;
    }

    CorduroyDestination destination() {
        return destination;
    }

    @Nullable
    MessageListener listener() {
        return listener;
    }

    // Counting, with the session's lock held or not: the lock is taken again where it matters

    /** The application has taken a message: tells the engine now and then. */
    void onTaken() {
        synchronized (deliveries.lock) {
            taken++;
            if (taken >= Math.max(1, prefetch / 4)) {
                postTaken();
            }
        }
    }

    private void postTaken() {
        int count = taken;
        taken = 0;
        if (count > 0) {
            core.post(engine -> engine.taken(id, count));
        }
    }

    /** With the session's lock held. */
    void addLazy(Delivery delivery, int limit) {
        lazy.add(delivery.lane(), delivery.sequence());
        taken++;
        if (lazy.count() >= limit) {
            flush();
        }
    }

    /** Sends what was put off; with the session's lock held. */
    void flush() {
        if (taken > 0) {
            postTaken();
        }
        if (!lazy.isEmpty()) {
            List<LaneRange> ranges = lazy.toList();
            lazy.clear();
            core.post(engine -> engine.acknowledge(id, false, ranges, Completion.ignored()));
        }
    }

    /** The application waits for a message; with the session's lock held. */
    void want() {
        if (queue.endRecall()) {
            core.post(engine -> engine.wanted(id));
        }
    }

    // The interface

    @Override
    public @Nullable String getMessageSelector() throws JMSException {
        requireOpen();
        return selector;
    }

    @Override
    public @Nullable MessageListener getMessageListener() throws JMSException {
        requireOpen();
        synchronized (deliveries.lock) {
            return listener;
        }
    }

    @Override
    public void setMessageListener(@Nullable MessageListener newListener) throws JMSException {
        requireOpen();
        synchronized (deliveries.lock) {
            listener = newListener;
        }
        if (newListener != null) {
            if (prefetch == 0) {
                core.post(engine -> engine.pull(id));
            }
            deliveries.listening.ensureThread();
        }
    }

    @Override
    public @Nullable Message receive() throws JMSException {
        return receiveWithin(0);
    }

    @Override
    public @Nullable Message receive(long timeoutMs) throws JMSException {
        return receiveWithin(Math.max(0, timeoutMs));
    }

    @Override
    public @Nullable Message receiveNoWait() throws JMSException {
        return receiveWithin(-1);
    }

    private @Nullable Message receiveWithin(long timeoutMs) throws JMSException {
        return receiveWithin(timeoutMs, message -> true);
    }

    /** What a message has to be like for who receives it. */
    interface Condition {
        boolean holdsFor(Message message) throws JMSException;
    }

    /**
     * Receives a message that is of use only under a condition. Where messages are acknowledged by themselves, one that is not
     * is left as if nobody had asked (8.6); elsewhere it is returned.
     *
     * @param timeoutMs 0: waits for ever; −1: does not wait
     */
    @Nullable
    Message receiveWithin(long timeoutMs, Condition condition) throws JMSException {
        requireOpen();
        requireNoListener();
        deliveries.beginReceive();
        try {
            return receiveOne(timeoutMs, condition);
        } finally {
            deliveries.endReceive();
        }
    }

    private @Nullable Message receiveOne(long timeoutMs, Condition condition) throws JMSException {
        while (true) {
            Optional<Delivery> next = deliveries.take(this, timeoutMs);
            if (next.isEmpty()) {
                return null;
            }
            Message message;
            try {
                message = session.messageOf(next.get(), destination);
            } catch (JMSException e) {
                if (LargeBodies.isLost(e)) {
                    onTaken();
                    continue; // the broker has taken it back while its body was fetched: it comes again
                }
                deliveries.giveBack(this, next.get());
                throw e;
            }
            if (deliveries.seen.isAutomatic() && !holds(condition, message, next.get())) {
                deliveries.putBack(this, next.get());
                throw new MessageFormatException("the body of the message is none, or not of that type; it stays");
            }
            deliveries.seen.onReceived(this, next.get());
            return message;
        }
    }

    private boolean holds(Condition condition, Message message, Delivery delivery) throws JMSException {
        try {
            return condition.holdsFor(message);
        } catch (JMSException | RuntimeException e) {
            deliveries.putBack(this, delivery);
            throw e;
        }
    }

    private void requireNoListener() throws JMSException {
        synchronized (deliveries.lock) {
            for (CorduroyConsumer consumer : deliveries.consumers()) {
                if (consumer.listener != null) {
                    throw new IllegalStateException("receive cannot be called on a session whose consumer of "
                            + consumer.destination + " has a message listener; use another session (6.2.5)");
                }
            }
        }
    }

    @Override
    public void close() throws JMSException {
        List<LaneRange> unseen;
        synchronized (deliveries.lock) {
            if (closed) {
                return;
            }
            closed = true;
            listener = null;
            unseen = queue.close();
            flush();
        }
        deliveries.listening.awaitQuiet();
        deliveries.remove(this);
        try {
            core.askToClose(
                    session.closeTimeoutMs(), (engine, completion) -> engine.closeConsumer(id, unseen, completion));
        } finally {
            core.unregister(id);
        }
    }

    /** Closes without waiting for the broker; the session waits for all together. */
    void closeWithSession() {
        synchronized (deliveries.lock) {
            if (!closed) {
                closed = true;
                List<LaneRange> unseen = queue.close();
                flush();
                core.post(engine -> engine.closeConsumer(id, unseen, Completion.ignored()));
            }
        }
    }

    void unregister() {
        core.unregister(id);
    }

    private void requireOpen() throws IllegalStateException {
        synchronized (deliveries.lock) {
            if (closed) {
                throw new IllegalStateException("the consumer of " + destination + " is closed");
            }
        }
    }

    // What only one of the domains has

    @Override
    public Queue getQueue() throws JMSException {
        requireOpen();
        if (destination instanceof Queue queueDestination) {
            return queueDestination;
        }
        throw new IllegalStateException("this consumer consumes from the topic " + destination);
    }

    @Override
    public Topic getTopic() throws JMSException {
        requireOpen();
        if (destination instanceof Topic topic) {
            return topic;
        }
        throw new IllegalStateException("this consumer consumes from the queue " + destination);
    }

    @Override
    public boolean getNoLocal() throws JMSException {
        requireOpen();
        return noLocal;
    }
}
