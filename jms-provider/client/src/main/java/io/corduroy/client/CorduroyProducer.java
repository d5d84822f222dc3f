package io.corduroy.client;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import org.jspecify.annotations.Nullable;

/**
 * A producer, with a destination of its own or without. The hints to leave out message identifiers and timestamps are not
 * taken: both cost nothing here.
 */
final class CorduroyProducer implements QueueSender, TopicPublisher {

    private final CorduroySession session;
    private final SessionSends sends;
    private final @Nullable CorduroyDestination destination;
    private boolean disableMessageId;
    private boolean disableTimestamp;
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private int priority = Message.DEFAULT_PRIORITY;
    private long timeToLiveMs = Message.DEFAULT_TIME_TO_LIVE;
    private long deliveryDelayMs = Message.DEFAULT_DELIVERY_DELAY;
    private volatile boolean closed;
    private volatile boolean ended;

    CorduroyProducer(CorduroySession session, SessionSends sends, @Nullable CorduroyDestination destination) {
        this.session = session;
        this.sends = sends;
        this.destination = destination;
    }

    // Sending

    private CorduroyDestination own() throws JMSException {
        requireOpen();
        if (destination == null) {
            throw new UnsupportedOperationException(
                    "this producer has no destination of its own; use send(destination, message)");
        }
        return destination;
    }

    private CorduroyDestination given(@Nullable Destination target) throws JMSException {
        requireOpen();
        if (destination != null) {
            throw new UnsupportedOperationException(
                    "this producer sends to " + destination + " only; create one without a destination");
        }
        if (target == null) {
            throw new InvalidDestinationException("no destination given (null)");
        }
        return CorduroyDestination.ofOurs(target);
    }

    private SessionSends.Terms terms() {
        return new SessionSends.Terms(deliveryMode == DeliveryMode.PERSISTENT, priority, timeToLiveMs, deliveryDelayMs);
    }

    private SessionSends.Terms terms(int mode, int newPriority, long timeToLive) throws JMSException {
        requireDeliveryMode(mode);
        requirePriority(newPriority);
        requireTimeToLive(timeToLive);
        return new SessionSends.Terms(mode == DeliveryMode.PERSISTENT, newPriority, timeToLive, deliveryDelayMs);
    }

    private void doSend(
            @Nullable Message message,
            CorduroyDestination target,
            SessionSends.Terms terms,
            @Nullable CompletionListener listener)
            throws JMSException {
        if (message == null) {
            throw new MessageFormatException("no message given (null)");
        }
        sends.send(message, target, terms, listener);
    }

    /** For the simplified interface, which has the terms of each message at hand. */
    void sendWith(Destination target, Message message, SessionSends.Terms terms, @Nullable CompletionListener listener)
            throws JMSException {
        doSend(message, given(target), terms, listener);
    }

    private static CompletionListener required(@Nullable CompletionListener listener) {
        if (listener == null) {
            throw new IllegalArgumentException("no completion listener given (null)");
        }
        return listener;
    }

    @Override
    public void send(Message message) throws JMSException {
        doSend(message, own(), terms(), null);
    }

    @Override
    public void send(Message message, int mode, int newPriority, long timeToLive) throws JMSException {
        doSend(message, own(), terms(mode, newPriority, timeToLive), null);
    }

    @Override
    public void send(@Nullable Destination target, Message message) throws JMSException {
        doSend(message, given(target), terms(), null);
    }

    @Override
    public void send(@Nullable Destination target, Message message, int mode, int newPriority, long timeToLive)
            throws JMSException {
        doSend(message, given(target), terms(mode, newPriority, timeToLive), null);
    }

    @Override
    public void send(Message message, @Nullable CompletionListener listener) throws JMSException {
        doSend(message, own(), terms(), required(listener));
    }

    @Override
    public void send(Message message, int mode, int newPriority, long timeToLive, @Nullable CompletionListener listener)
            throws JMSException {
        doSend(message, own(), terms(mode, newPriority, timeToLive), required(listener));
    }

    @Override
    public void send(@Nullable Destination target, Message message, @Nullable CompletionListener listener)
            throws JMSException {
        doSend(message, given(target), terms(), required(listener));
    }

    @Override
    public void send(
            @Nullable Destination target,
            Message message,
            int mode,
            int newPriority,
            long timeToLive,
            @Nullable CompletionListener listener)
            throws JMSException {
        doSend(message, given(target), terms(mode, newPriority, timeToLive), required(listener));
    }

    @Override
    public void send(@Nullable Queue queue, Message message) throws JMSException {
        send((Destination) queue, message);
    }

    @Override
    public void send(@Nullable Queue queue, Message message, int mode, int newPriority, long timeToLive)
            throws JMSException {
        send((Destination) queue, message, mode, newPriority, timeToLive);
    }

    @Override
    public void publish(Message message) throws JMSException {
        send(message);
    }

    @Override
    public void publish(Message message, int mode, int newPriority, long timeToLive) throws JMSException {
        send(message, mode, newPriority, timeToLive);
    }

    @Override
    public void publish(@Nullable Topic topic, Message message) throws JMSException {
        send((Destination) topic, message);
    }

    @Override
    public void publish(@Nullable Topic topic, Message message, int mode, int newPriority, long timeToLive)
            throws JMSException {
        send((Destination) topic, message, mode, newPriority, timeToLive);
    }

    // Settings

    static void requireDeliveryMode(int mode) throws JMSException {
        if (mode != DeliveryMode.PERSISTENT && mode != DeliveryMode.NON_PERSISTENT) {
            throw new JMSException("delivery mode " + mode + " is unknown, expected PERSISTENT ("
                    + DeliveryMode.PERSISTENT + ") or NON_PERSISTENT (" + DeliveryMode.NON_PERSISTENT + ")");
        }
    }

    static void requirePriority(int value) throws JMSException {
        if (value < 0 || value > 9) {
            throw new JMSException("priority " + value + " is out of range, expected 0 to 9");
        }
    }

    static void requireTimeToLive(long value) throws JMSException {
        if (value < 0) {
            throw new JMSException("a time to live of " + value + " ms is negative; 0 is for ever");
        }
    }

    static void requireDeliveryDelay(long value) throws JMSException {
        if (value < 0) {
            throw new JMSException("a delivery delay of " + value + " ms is negative; 0 is none");
        }
    }

    @Override
    public void setDisableMessageID(boolean value) throws JMSException {
        requireOpen();
        disableMessageId = value;
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        requireOpen();
        return disableMessageId;
    }

    @Override
    public void setDisableMessageTimestamp(boolean value) throws JMSException {
        requireOpen();
        disableTimestamp = value;
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        requireOpen();
        return disableTimestamp;
    }

    @Override
    public void setDeliveryMode(int mode) throws JMSException {
        requireOpen();
        requireDeliveryMode(mode);
        deliveryMode = mode;
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        requireOpen();
        return deliveryMode;
    }

    @Override
    public void setPriority(int newPriority) throws JMSException {
        requireOpen();
        requirePriority(newPriority);
        priority = newPriority;
    }

    @Override
    public int getPriority() throws JMSException {
        requireOpen();
        return priority;
    }

    @Override
    public void setTimeToLive(long newTimeToLiveMs) throws JMSException {
        requireOpen();
        requireTimeToLive(newTimeToLiveMs);
        timeToLiveMs = newTimeToLiveMs;
    }

    @Override
    public long getTimeToLive() throws JMSException {
        requireOpen();
        return timeToLiveMs;
    }

    @Override
    public void setDeliveryDelay(long newDeliveryDelayMs) throws JMSException {
        requireOpen();
        requireDeliveryDelay(newDeliveryDelayMs);
        deliveryDelayMs = newDeliveryDelayMs;
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        requireOpen();
        return deliveryDelayMs;
    }

    @Override
    public @Nullable Destination getDestination() throws JMSException {
        requireOpen();
        return destination;
    }

    @Override
    public @Nullable Queue getQueue() throws JMSException {
        requireOpen();
        return destination instanceof Queue queue ? queue : null;
    }

    @Override
    public @Nullable Topic getTopic() throws JMSException {
        requireOpen();
        return destination instanceof Topic topic ? topic : null;
    }

    /** Returns when the completion listeners of what was sent have been called (7.3). */
    @Override
    public void close() throws JMSException {
        if (!ended) {
            session.requireNotInCompletion(
                    "close a producer"); // also when another thread waits for that listener to close it
            closed = true;
            session.awaitCompletions();
            ended = true;
        }
    }

    private void requireOpen() throws IllegalStateException {
        session.requireOpen();
        if (closed) {
            throw new IllegalStateException("the producer is closed");
        }
    }
}
