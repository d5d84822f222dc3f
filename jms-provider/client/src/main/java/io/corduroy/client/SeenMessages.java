package io.corduroy.client;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Delivery;
import io.corduroy.client.engine.LaneRangeSet;
import io.corduroy.client.engine.Nothing;
import io.corduroy.protocol.LaneRange;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an application has seen in a session and not acknowledged, and how it is acknowledged, in the session's mode, or given back. */
final class SeenMessages {

    private static final Logger LOG = LoggerFactory.getLogger(SeenMessages.class);

    /** With DUPS_OK, this many acknowledgments are sent together at the latest. */
    private static final int LAZY_ACKNOWLEDGMENTS = 64;

    private final ConnectionCore core;
    private final SessionDeliveries deliveries;
    private final SessionGate gate;
    private final int sessionId;
    private final int ownMode;
    private final boolean ackSync;
    private volatile boolean inBranch;
    private final Map<Integer, LaneRangeSet> seen = new LinkedHashMap<>(); // guarded by the gate's lock

    SeenMessages(
            ConnectionCore core,
            SessionDeliveries deliveries,
            SessionGate gate,
            int sessionId,
            int mode,
            boolean ackSync) {
        this.core = core;
        this.deliveries = deliveries;
        this.gate = gate;
        this.sessionId = sessionId;
        this.ownMode = mode;
        this.ackSync = ackSync;
    }

    /** Whether what is received from now on is part of a transaction that is not the session's own (X/Open XA). */
    void setInBranch(boolean newInBranch) {
        inBranch = newInBranch;
    }

    int mode() {
        return inBranch ? Session.SESSION_TRANSACTED : ownMode;
    }

    boolean isAutomatic() {
        int now = mode();
        return now == Session.AUTO_ACKNOWLEDGE || now == Session.DUPS_OK_ACKNOWLEDGE;
    }

    // Remembering

    void remember(int consumerId, Delivery delivery) {
        synchronized (gate.lock) {
            seen.computeIfAbsent(consumerId, id -> new LaneRangeSet()).add(delivery.lane(), delivery.sequence());
        }
    }

    /** Returns false if it was not remembered any more. */
    boolean forget(int consumerId, Delivery delivery) {
        synchronized (gate.lock) {
            LaneRangeSet ranges = seen.get(consumerId);
            if (ranges == null || !ranges.contains(delivery.lane(), delivery.sequence())) {
                return false;
            }
            ranges.remove(delivery.range());
            if (ranges.isEmpty()) {
                seen.remove(consumerId);
            }
            return true;
        }
    }

    /** Forgets all, and returns it by consumer. */
    Map<Integer, List<LaneRange>> takeAll() {
        synchronized (gate.lock) {
            Map<Integer, List<LaneRange>> taken = new LinkedHashMap<>();
            seen.forEach((consumerId, ranges) -> taken.put(consumerId, ranges.toList()));
            seen.clear();
            return taken;
        }
    }

    /** Puts back what {@link #takeAll} took. */
    void putBack(Map<Integer, List<LaneRange>> taken) {
        synchronized (gate.lock) {
            taken.forEach((consumerId, ranges) ->
                    seen.computeIfAbsent(consumerId, id -> new LaneRangeSet()).addAll(ranges));
        }
    }

    // Acknowledging

    /** The application gets a message by receive: what that means depends on the mode. */
    void onReceived(CorduroyConsumer consumer, Delivery delivery) {
        if (isAutomatic()) {
            acknowledge(consumer, delivery);
        } else {
            remember(consumer.id(), delivery);
            consumer.onTaken();
        }
    }

    /** A listener that acknowledges by returning was called with a message. */
    void onListened(CorduroyConsumer consumer, Delivery delivery, boolean returned) {
        if (returned && !forget(consumer.id(), delivery)) {
            consumer.onTaken(); // the listener has called recover: the message has gone back
        } else if (returned) {
            acknowledge(consumer, delivery);
        } else {
            consumer.onTaken();
            giveBackAfterFailure();
        }
    }

    void giveBackAfterFailure() {
        try {
            giveBackAll();
        } catch (JMSException e) {
            LOG.warn("a message could not be given back: {}", e.getMessage());
        }
    }

    private void acknowledge(CorduroyConsumer consumer, Delivery delivery) {
        if (ownMode == Session.DUPS_OK_ACKNOWLEDGE) {
            synchronized (gate.lock) {
                consumer.addLazy(delivery, LAZY_ACKNOWLEDGMENTS);
            }
        } else {
            acknowledge(consumer.id(), 1, List.of(delivery.range()));
        }
    }

    /**
     * Pipelined: the session goes on while the acknowledgment becomes durable; the engine repeats it after a reconnection.
     * Waiting for it cannot take the message back from the application, so a failure is only logged.
     *
     * @param taken how many messages the application has taken with it from what waits
     */
    void acknowledge(int consumerId, int taken, List<LaneRange> ranges) {
        if (!ackSync) {
            core.post(engine -> {
                engine.taken(consumerId, taken);
                engine.acknowledgeThrough(sessionId, consumerId, false, ranges, Completion.ignored());
            });
            return;
        }
        try {
            core.<Nothing>ask((engine, completion) -> {
                engine.taken(consumerId, taken);
                engine.acknowledgeThrough(sessionId, consumerId, false, ranges, completion);
            });
        } catch (JMSException e) {
            LOG.warn("an acknowledgment was not confirmed; the message may come again: {}", e.getMessage());
        }
    }

    /** CLIENT_ACKNOWLEDGE: all that the session has consumed, durable on return. */
    void acknowledgeAll() throws JMSException {
        Map<Integer, List<LaneRange>> taken = takeAll();
        try {
            awaitAll(postAll(
                    taken,
                    (consumerId, ranges, reply) -> core.post(
                            engine -> engine.acknowledgeThrough(sessionId, consumerId, false, ranges, reply))));
        } finally {
            deliveries.loaded.onSettled(taken);
        }
    }

    // Giving back

    /**
     * Gives back all that was seen, counted as delivered, and waits until it has come again as far as it comes to this session:
     * only then does anything else follow, so that the order is kept (6.2.10).
     */
    void giveBackAll() throws JMSException {
        gate.beginRecovery();
        finishRecovery(takeAll());
    }

    /** Gives back what was seen in a transaction that is undone; what the session has gone on with follows behind it. */
    void giveBack(Map<Integer, List<LaneRange>> returning) throws JMSException {
        gate.beginRecovery();
        finishRecovery(returning);
    }

    private void finishRecovery(Map<Integer, List<LaneRange>> returning) throws JMSException {
        List<CorduroyConnectionConsumer> waiting = deliveries.loaded.beginRecovery(returning.keySet());
        try {
            deliveries.flush();
            awaitAll(postAll(
                    returning,
                    (consumerId, ranges, reply) ->
                            core.post(engine -> engine.release(consumerId, true, ranges, reply))));
            if (!returning.isEmpty()) {
                drainAll(waiting);
            }
        } finally {
            deliveries.loaded.onSettled(returning);
            waiting.forEach(CorduroyConnectionConsumer::goOn);
            gate.endRecovery();
        }
    }

    private void drainAll(List<CorduroyConnectionConsumer> connectionConsumers) throws JMSException {
        List<Integer> drained = new ArrayList<>();
        deliveries.consumers().stream()
                .filter(consumer -> consumer.prefetch() > 0)
                .forEach(consumer -> drained.add(consumer.id()));
        connectionConsumers.stream()
                .filter(consumer -> consumer.prefetch() > 0)
                .forEach(consumer -> drained.add(consumer.id()));
        List<Reply<Nothing>> replies = new ArrayList<>();
        for (int consumerId : drained) {
            Reply<Nothing> reply = new Reply<>();
            replies.add(reply);
            core.post(engine -> engine.drain(consumerId, reply));
        }
        awaitAll(replies);
    }

    // Commands by consumer

    private interface SeenCommand {
        void post(int consumerId, List<LaneRange> ranges, Reply<Nothing> reply);
    }

    private static List<Reply<Nothing>> postAll(Map<Integer, List<LaneRange>> seen, SeenCommand command) {
        List<Reply<Nothing>> replies = new ArrayList<>();
        seen.forEach((consumerId, ranges) -> {
            Reply<Nothing> reply = new Reply<>();
            replies.add(reply);
            command.post(consumerId, ranges, reply);
        });
        return replies;
    }

    private static void awaitAll(List<Reply<Nothing>> replies) throws JMSException {
        for (Reply<Nothing> reply : replies) {
            reply.await();
        }
    }
}
