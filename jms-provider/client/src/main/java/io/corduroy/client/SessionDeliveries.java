package io.corduroy.client;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Delivery;
import io.corduroy.client.engine.LaneRangeSet;
import io.corduroy.client.engine.Nothing;
import io.corduroy.protocol.LaneRange;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving half of a session: its consumers' queues, what the application has seen and not acknowledged, and the one
 * thread that calls listeners, started when the first one is set.
 *
 * <p>The lock guards everything here and is never held while a listener runs or the broker is asked.
 */
final class SessionDeliveries {

    private static final Logger LOG = LoggerFactory.getLogger(SessionDeliveries.class);

    /** How long a receive that has found nothing waits to hear from the broker that there is nothing. */
    private static final long DRAIN_TIMEOUT_MS = 5_000;

    /** With DUPS_OK, this many acknowledgments are sent together at the latest. */
    private static final int LAZY_ACKNOWLEDGMENTS = 64;

    private final ConnectionCore core;
    private final CorduroySession session;
    private final int mode;
    private volatile boolean inBranch;
    private final boolean ackSync;
    private final String threadName;
    final LoadedMessages loaded;
    final Object lock = new Object();

    // Guarded by the lock
    private final List<CorduroyConsumer> consumers = new ArrayList<>();
    private final Map<Integer, LaneRangeSet> seen = new LinkedHashMap<>();
    private final ArrayDeque<Runnable> callbacks = new ArrayDeque<>();
    private boolean started;
    private boolean closed;
    private int recovering;
    /** Calls of receive that have not returned. */
    private int receiving;

    private @Nullable Thread thread;
    /** Who is in a message listener: the session's own thread, or one of an application server in {@link Session#run}. */
    private @Nullable Thread listening;

    private boolean inCallback;
    private int lastServed;

    SessionDeliveries(ConnectionCore core, CorduroySession session, int mode, boolean ackSync, String threadName) {
        this.core = core;
        this.session = session;
        this.mode = mode;
        this.ackSync = ackSync;
        this.threadName = threadName;
        this.loaded = new LoadedMessages(core, session, this);
    }

    /** Whether what is received from now on is part of a transaction that is not the session's own (X/Open XA). */
    void setInBranch(boolean newInBranch) {
        inBranch = newInBranch;
    }

    int mode() {
        return inBranch ? Session.SESSION_TRANSACTED : mode;
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

    // Start, stop, close

    void start() {
        synchronized (lock) {
            started = true;
            lock.notifyAll();
        }
    }

    /** Returns when no listener runs any more. */
    void stop() {
        synchronized (lock) {
            started = false;
            awaitListener();
        }
    }

    /** Wakes receivers and the listeners' thread, and waits until that has run what was to be called back. */
    void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
            boolean interrupted = false;
            while (isListenedElsewhere() || hasCallbacksElsewhere()) {
                interrupted |= waitOnce(0);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void awaitListener() {
        boolean interrupted = false;
        while (isListenedElsewhere()) {
            interrupted |= waitOnce(0);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isListenedElsewhere() {
        return listening != null && listening != Thread.currentThread();
    }

    /** Not for who is in a listener of this session: what is to be called back comes after that. */
    private boolean hasCallbacksElsewhere() {
        return thread != null
                && thread != Thread.currentThread()
                && listening != Thread.currentThread()
                && (inCallback || !callbacks.isEmpty());
    }

    /** Waits until everything to be called back has been, unless on the session's own thread. */
    void awaitCallbacks() {
        synchronized (lock) {
            boolean interrupted = false;
            while (hasCallbacksElsewhere()) {
                interrupted |= waitOnce(0);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until everything to be called back has been; a message listener, on whose thread that would be, does it itself. */
    void finishCallbacks() {
        for (Runnable next = nextForListener(); next != null; next = nextForListener()) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                LOG.error("a completion listener failed: session={}", threadName, e);
            } finally {
                synchronized (lock) {
                    inCallback = false;
                }
            }
        }
        awaitCallbacks();
    }

    private @Nullable Runnable nextForListener() {
        synchronized (lock) {
            Runnable next = isInListener() ? callbacks.poll() : null;
            inCallback |= next != null;
            return next;
        }
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
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        boolean interrupted = false;
        synchronized (lock) {
            for (long leftMs = timeoutMs; receiving > 0 && leftMs > 0; ) {
                interrupted |= waitOnce(leftMs);
                leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until no listener of this session runs, unless on its own thread. */
    void awaitQuiet() {
        synchronized (lock) {
            awaitListener();
        }
    }

    /** Whether the caller is within a listener of this session. */
    boolean isInListener() {
        synchronized (lock) {
            return listening == Thread.currentThread();
        }
    }

    /** Whether the caller is within a completion listener of this session. */
    boolean isInCallback() {
        synchronized (lock) {
            return inCallback && thread == Thread.currentThread();
        }
    }

    /** Waits on the lock; true if interrupted. */
    @SuppressWarnings("WaitNotInLoop") // the loops are the callers'
    private boolean waitOnce(long timeoutMs) {
        try {
            lock.wait(timeoutMs);
            return false;
        } catch (InterruptedException e) {
            return true;
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
            return started && !consumer.queue.isClosed();
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
                if (waitOnce(leftMs)) {
                    Thread.currentThread().interrupt();
                    throw new JMSException("interrupted while waiting for a message", "INTERRUPTED");
                }
            }
        }
    }

    /** With the lock held. What is past its expiration is passed over. */
    private Optional<Delivery> pollIfAllowed(CorduroyConsumer consumer) {
        if (!started || recovering > 0) {
            return Optional.empty();
        }
        for (Optional<Delivery> next = consumer.queue.poll(); next.isPresent(); next = consumer.queue.poll()) {
            Delivery delivery = next.get();
            if (!consumer.queue.givesBackExpired(delivery, System.currentTimeMillis())) {
                return next;
            }
            core.post(engine -> engine.release(consumer.id(), false, List.of(rangeOf(delivery)), Completion.ignored()));
            if (consumer.prefetch() == 0) {
                core.post(engine -> engine.pull(consumer.id()));
            }
        }
        return Optional.empty();
    }

    static LaneRange rangeOf(Delivery delivery) {
        return new LaneRange(delivery.lane(), delivery.sequence(), delivery.sequence());
    }

    // Acknowledging

    /** The application gets a message by receive: what that means depends on the mode. */
    void onReceived(CorduroyConsumer consumer, Delivery delivery) {
        switch (mode()) {
            case Session.AUTO_ACKNOWLEDGE -> acknowledgeNow(consumer, delivery);
            case Session.DUPS_OK_ACKNOWLEDGE -> acknowledgeLazily(consumer, delivery);
            default -> {
                remember(consumer.id(), delivery);
                consumer.onTaken();
            }
        }
    }

    boolean isAutomatic() {
        int now = mode();
        return now == Session.AUTO_ACKNOWLEDGE || now == Session.DUPS_OK_ACKNOWLEDGE;
    }

    /**
     * A message was looked at and is not wanted now: it is the next one again, not counted as delivered; it goes back to the
     * broker if the consumer was closed meanwhile.
     */
    void putBack(CorduroyConsumer consumer, Delivery delivery) {
        synchronized (lock) {
            if (consumer.queue.isClosed()) {
                core.post(engine ->
                        engine.release(consumer.id(), false, List.of(rangeOf(delivery)), Completion.ignored()));
            } else {
                consumer.queue.putBack(delivery);
            }
        }
    }

    /** A message could not be handed over: it counts as delivered, so that it does not come for ever. */
    void giveBack(CorduroyConsumer consumer, Delivery delivery) {
        consumer.onTaken();
        core.post(engine -> engine.release(consumer.id(), true, List.of(rangeOf(delivery)), Completion.ignored()));
    }

    void remember(int consumerId, Delivery delivery) {
        synchronized (lock) {
            seen.computeIfAbsent(consumerId, id -> new LaneRangeSet()).add(delivery.lane(), delivery.sequence());
        }
    }

    private void acknowledgeNow(CorduroyConsumer consumer, Delivery delivery) {
        acknowledge(consumer.id(), 1, List.of(rangeOf(delivery)));
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
                engine.acknowledgeThrough(session.id(), consumerId, false, ranges, Completion.ignored());
            });
            return;
        }
        try {
            core.<Nothing>ask((engine, completion) -> {
                engine.taken(consumerId, taken);
                engine.acknowledgeThrough(session.id(), consumerId, false, ranges, completion);
            });
        } catch (JMSException e) {
            LOG.warn("an acknowledgment was not confirmed; the message may come again: {}", e.getMessage());
        }
    }

    private void acknowledgeLazily(CorduroyConsumer consumer, Delivery delivery) {
        synchronized (lock) {
            consumer.addLazy(delivery, LAZY_ACKNOWLEDGMENTS);
        }
    }

    /** CLIENT_ACKNOWLEDGE: all that the session has consumed, durable on return. */
    void acknowledgeAll() throws JMSException {
        Map<Integer, List<LaneRange>> taken = takeSeen();
        try {
            awaitAll(postAll(
                    taken,
                    (consumerId, ranges, reply) -> core.post(
                            engine -> engine.acknowledgeThrough(session.id(), consumerId, false, ranges, reply))));
        } finally {
            loaded.onSettled(taken);
        }
    }

    /** Posts acknowledgments of all that was seen as a part of the transaction, to be followed by its commit. */
    Map<Integer, List<LaneRange>> takeSeen() {
        synchronized (lock) {
            Map<Integer, List<LaneRange>> taken = new LinkedHashMap<>();
            seen.forEach((consumerId, ranges) -> taken.put(consumerId, ranges.toList()));
            seen.clear();
            return taken;
        }
    }

    /** Puts back what {@link #takeSeen} took. */
    void putBackSeen(Map<Integer, List<LaneRange>> taken) {
        synchronized (lock) {
            taken.forEach((consumerId, ranges) ->
                    seen.computeIfAbsent(consumerId, id -> new LaneRangeSet()).addAll(ranges));
        }
    }

    /**
     * Gives back what the application has seen in a transaction that is undone, counted. If the session has gone on meanwhile
     * it comes again among what follows.
     */
    void redeliver(Map<Integer, List<LaneRange>> seenBefore) throws JMSException {
        recover(seenBefore);
    }

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

    /**
     * Gives back what the application has seen, counted, and waits until it has come again as far as it comes to this
     * session: only then does anything else follow, so that the order is kept (6.2.10).
     */
    void recover() throws JMSException {
        recover(null);
    }

    private void recover(@Nullable Map<Integer, List<LaneRange>> only) throws JMSException {
        synchronized (lock) {
            consumers.forEach(CorduroyConsumer::flush);
            recovering++;
        }
        Map<Integer, List<LaneRange>> returning = only == null ? takeSeen() : only;
        List<CorduroyConnectionConsumer> waiting = loaded.beginRecovery(returning.keySet());
        try {
            awaitAll(postAll(
                    returning,
                    (consumerId, ranges, reply) ->
                            core.post(engine -> engine.release(consumerId, true, ranges, reply))));
            if (!returning.isEmpty()) {
                drainAll(waiting);
            }
        } finally {
            loaded.onSettled(returning);
            waiting.forEach(CorduroyConnectionConsumer::goOn);
            synchronized (lock) {
                recovering--;
                lock.notifyAll();
            }
        }
    }

    private void drainAll(List<CorduroyConnectionConsumer> connectionConsumers) throws JMSException {
        List<Integer> drained = new ArrayList<>();
        consumers().stream()
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

    // For an application server's thread

    /**
     * Takes a message that was loaded, as soon as this session may hand one over and nobody else is in a listener of it; until
     * {@link #endTurn} the caller is.
     *
     * @return empty if nothing is loaded, or the session is closed
     */
    Optional<LoadedMessages.Loaded> beginTurn(Queue<LoadedMessages.Loaded> from) {
        boolean interrupted = false;
        try {
            synchronized (lock) {
                while (!closed && !from.isEmpty() && listening != Thread.currentThread()) {
                    if (started && recovering == 0 && listening == null && !inCallback) {
                        listening = Thread.currentThread();
                        return Optional.ofNullable(from.poll());
                    }
                    interrupted |= waitOnce(0);
                }
                return Optional.empty();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void endTurn() {
        synchronized (lock) {
            listening = null;
            lock.notifyAll();
        }
    }

    boolean isClosed() {
        return closed;
    }

    // Listeners

    /** Starts the thread if there is none. */
    void ensureThread() {
        synchronized (lock) {
            if (thread == null) {
                Thread newThread = new Thread(this::serve, threadName);
                newThread.setDaemon(true);
                thread = newThread;
                newThread.start();
            }
            lock.notifyAll();
        }
    }

    /** Calls back on the session's thread, in the order of these calls. */
    void callBack(Runnable callback) {
        synchronized (lock) {
            callbacks.add(callback);
            ensureThread();
        }
    }

    private record Call(CorduroyConsumer consumer, Delivery delivery, MessageListener listener) {}

    private void serve() {
        while (true) {
            Runnable callback = null;
            Optional<Call> call = Optional.empty();
            synchronized (lock) {
                while (callback == null && call.isEmpty()) {
                    boolean free = listening == null;
                    callback = free ? callbacks.poll() : null;
                    if (callback == null && closed && callbacks.isEmpty()) {
                        thread = null;
                        lock.notifyAll();
                        return;
                    }
                    if (callback == null && free) {
                        call = nextCall();
                    }
                    if (callback == null && call.isEmpty()) {
                        consumers.forEach(CorduroyConsumer::flush);
                        consumers.stream()
                                .filter(consumer -> consumer.listener() != null)
                                .forEach(CorduroyConsumer::want);
                        if (waitOnce(0)) {
                            LOG.debug("the thread of session {} was interrupted and goes on", threadName);
                        }
                    }
                }
                inCallback = callback != null;
                listening = call.isPresent() ? Thread.currentThread() : null;
            }
            try {
                if (callback != null) {
                    callback.run();
                }
                call.ifPresent(this::listen);
            } catch (RuntimeException | Error e) {
                LOG.error("a listener's call failed: session={}", threadName, e);
            } finally {
                synchronized (lock) {
                    inCallback = false;
                    listening = null;
                    lock.notifyAll();
                }
            }
        }
    }

    /** With the lock held: each consumer in its turn. */
    private Optional<Call> nextCall() {
        for (int i = 0; i < consumers.size(); i++) {
            int at = (lastServed + 1 + i) % consumers.size();
            CorduroyConsumer consumer = consumers.get(at);
            MessageListener listener = consumer.listener();
            if (listener != null) {
                Optional<Delivery> next = pollIfAllowed(consumer);
                if (next.isPresent()) {
                    lastServed = at;
                    return Optional.of(new Call(consumer, next.get(), listener));
                }
            }
        }
        return Optional.empty();
    }

    private void listen(Call call) {
        CorduroyConsumer consumer = call.consumer();
        Delivery delivery = call.delivery();
        remember(consumer.id(), delivery);
        boolean automatic = isAutomatic();
        if (!automatic) {
            consumer.onTaken();
        }
        boolean returned = false;
        try {
            Message message = session.messageOf(delivery, consumer.destination());
            call.listener().onMessage(message);
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
            finishAutomatic(consumer, delivery, returned);
        }
        if (consumer.prefetch() == 0) {
            core.post(engine -> engine.pull(consumer.id()));
        }
    }

    private void finishAutomatic(CorduroyConsumer consumer, Delivery delivery, boolean returned) {
        if (returned && !forget(consumer.id(), delivery)) {
            consumer.onTaken(); // the listener has called recover: the message has gone back
        } else if (returned && mode == Session.AUTO_ACKNOWLEDGE) {
            acknowledgeNow(consumer, delivery);
        } else if (returned) {
            acknowledgeLazily(consumer, delivery);
        } else {
            consumer.onTaken();
            try {
                recover();
            } catch (JMSException e) {
                LOG.warn("a message could not be given back: {}", e.getMessage());
            }
        }
    }

    /** Returns false if it was not remembered any more. */
    boolean forget(int consumerId, Delivery delivery) {
        synchronized (lock) {
            LaneRangeSet ranges = seen.get(consumerId);
            if (ranges == null || !ranges.contains(delivery.lane(), delivery.sequence())) {
                return false;
            }
            ranges.remove(rangeOf(delivery));
            if (ranges.isEmpty()) {
                seen.remove(consumerId);
            }
            return true;
        }
    }
}
