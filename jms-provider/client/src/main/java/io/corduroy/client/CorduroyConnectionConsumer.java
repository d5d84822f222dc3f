package io.corduroy.client;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Delivery;
import io.corduroy.client.engine.Failure;
import io.corduroy.client.engine.LaneRangeSet;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MalformedMessageException;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the messages of a queue or subscription to sessions of an application server (Jakarta Messaging 3.1, 11.2.4). A thread
 * of its own gets a ServerSession for what waits, loads it, and starts it; the pool may let it wait.
 *
 * <p>A session of the engine that no application has consumes; the sessions that were loaded acknowledge. A ServerSession that
 * was got is started, be there nothing left to load: that is the only way back to its pool.
 */
final class CorduroyConnectionConsumer implements ConnectionConsumer, DeliveryTarget {

    private static final Logger LOG = LoggerFactory.getLogger(CorduroyConnectionConsumer.class);

    /** After a pool or its session has failed, the next attempt waits for this long, and for twice as long each time. */
    private static final long FIRST_PAUSE_MS = 100;

    private static final long LONGEST_PAUSE_MS = 10_000;

    private final CorduroyConnection connection;
    private final ConnectionCore core;
    private final CorduroyDestination destination;
    private final ServerSessionPool pool;
    private final int maxMessages;
    private final int id;
    private final int sessionId;
    private final int prefetch;
    private final int closeTimeoutMs;

    private final Object lock = new Object();

    // Guarded by the lock
    private final ConsumerQueue queue = new ConsumerQueue(lock);
    /** Loaded, and neither acknowledged nor given back. */
    private final LaneRangeSet loaded = new LaneRangeSet();

    private final GroupsInWork groups = new GroupsInWork();
    private boolean started;
    private boolean closed;
    /** Also for the broker: nothing is unseen any more. */
    private boolean closedAtBroker;

    private boolean sessionEnded;
    private boolean pulled;
    private int pauses;
    /** Of what waits, how many the engine takes for loaded already. */
    private int putBackCount;

    CorduroyConnectionConsumer(
            CorduroyConnection connection,
            ConnectionCore core,
            ClientOptions options,
            CorduroyDestination destination,
            ServerSessionPool pool,
            int maxMessages,
            int id,
            int sessionId) {
        this.connection = connection;
        this.core = core;
        this.destination = destination;
        this.pool = pool;
        this.maxMessages = maxMessages;
        this.id = id;
        this.sessionId = sessionId;
        this.prefetch = options.prefetch();
        this.closeTimeoutMs = options.closeTimeoutMs();
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

    boolean isOpen() {
        synchronized (lock) {
            return !closed;
        }
    }

    // Start, pause, close

    /** Begins to serve. */
    void open(boolean start) {
        synchronized (lock) {
            started = start;
        }
        Thread thread = new Thread(this::serve, "corduroy-connection-consumer-" + connection.name() + "-" + id);
        thread.setDaemon(true);
        thread.start();
    }

    void start() {
        synchronized (lock) {
            started = true;
            lock.notifyAll();
        }
    }

    void stop() {
        synchronized (lock) {
            started = false;
        }
    }

    /** Loads nothing until {@link #goOn} was called as often. */
    void pause() {
        synchronized (lock) {
            pauses++;
        }
    }

    void goOn() {
        synchronized (lock) {
            pauses--;
            lock.notifyAll();
        }
    }

    @Override
    public ServerSessionPool getServerSessionPool() throws JMSException {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the connection consumer of " + destination + " is closed");
            }
        }
        return pool;
    }

    /** What was loaded stays with its sessions, which may acknowledge it; what was not goes back. */
    @Override
    public void close() throws JMSException {
        closeNow(true);
    }

    void closeNow(boolean reachable) throws JMSException {
        List<LaneRange> unseen;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            unseen = queue.close();
        }
        try {
            if (reachable) {
                core.askToClose(closeTimeoutMs, (engine, completion) -> engine.closeConsumer(id, unseen, completion));
            }
        } finally {
            core.unregister(id);
            onClosedAtBroker();
        }
    }

    private void onClosedAtBroker() {
        synchronized (lock) {
            closedAtBroker = true;
        }
        endIfSettled();
    }

    /** Its session ends when nothing of it can be acknowledged or given back any more. */
    private void endIfSettled() {
        synchronized (lock) {
            if (!closedAtBroker || sessionEnded || !loaded.isEmpty()) {
                return;
            }
            sessionEnded = true;
        }
        core.post(engine -> engine.closeSession(sessionId, Completion.ignored()));
        connection.onEnded(this);
    }

    // On the loop

    @Override
    public boolean offer(Delivery delivery) {
        synchronized (lock) {
            pulled = false;
            return queue.offer(delivery);
        }
    }

    /** Also what was loaded and no listener has seen. */
    @Override
    public List<LaneRange> revoke() {
        LaneRangeSet unseen = new LaneRangeSet();
        for (CorduroySession session : connection.sessions()) {
            session.loaded().unload(this).forEach(each -> unseen.add(each.lane(), each.sequence()));
        }
        onSettled(unseen.toList());
        unseen.addAll(queue.revoke());
        return unseen.toList();
    }

    @Override
    public List<LaneRange> recall() {
        return queue.recall();
    }

    @Override
    public void onBrowsed() {}

    @Override
    public void onClosed(Failure failure) {
        synchronized (lock) {
            closed = true;
            queue.onClosed(failure);
            loaded.clear(); // nothing of it can be acknowledged
        }
        onClosedAtBroker();
        if (failure.kind() == Failure.Kind.REFUSED) { // else the connection has ended, and says so itself
            connection.tell(Exceptions.of(failure));
        }
    }

    // What has been loaded

    /** Takes back what no listener has seen. */
    void putBack(List<Delivery> unseen) {
        if (unseen.isEmpty()) {
            return;
        }
        synchronized (lock) {
            unseen.forEach(each -> loaded.remove(each.range()));
            unseen.forEach(each -> groups.remove(each.range()));
            if (!closed) {
                putBackCount += unseen.size();
                queue.putBack(unseen);
                return;
            }
        }
        LaneRangeSet ranges = new LaneRangeSet();
        unseen.forEach(each -> ranges.add(each.lane(), each.sequence()));
        core.post(engine -> engine.release(id, false, ranges.toList(), Completion.ignored()));
        endIfSettled();
    }

    /** A listener has returned: what follows in the group may be shown. */
    void onShown(LaneRange one) {
        synchronized (lock) {
            groups.remove(one);
            lock.notifyAll();
        }
    }

    /** Messages were acknowledged, or given back. */
    void onSettled(List<LaneRange> ranges) {
        synchronized (lock) {
            loaded.removeAll(ranges);
            ranges.forEach(groups::remove);
            lock.notifyAll();
        }
        endIfSettled();
    }

    // Serving

    private void serve() {
        long pauseMs = FIRST_PAUSE_MS;
        while (awaitMessages()) {
            try {
                serveOne(pool.getServerSession());
                pauseMs = FIRST_PAUSE_MS;
            } catch (JMSException e) {
                fail(e, pauseMs);
                pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
            } catch (RuntimeException | Error e) {
                JMSException told = new JMSException("the application server failed to take messages of " + destination
                        + ": " + e + "; they are offered again");
                told.initCause(e);
                fail(told, pauseMs);
                pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
            }
        }
    }

    private void fail(JMSException why, long pauseMs) {
        LOG.warn("a connection consumer cannot serve and waits: destination={} pauseMs={}", destination, pauseMs, why);
        connection.tell(why);
        long deadlineNs = System.nanoTime() + pauseMs * 1_000_000;
        synchronized (lock) {
            for (long leftMs = pauseMs; !closed && leftMs > 0; leftMs = (deadlineNs - System.nanoTime()) / 1_000_000) {
                waitOnce(leftMs);
            }
        }
    }

    /** Waits until there is something to load; false when there never will be. */
    private boolean awaitMessages() {
        synchronized (lock) {
            while (!closed) {
                giveBackExpired();
                if (maySend() && queue.hasAny(groups::isFree)) {
                    return true;
                }
                if (queue.endRecall()) {
                    core.post(engine -> engine.wanted(id));
                }
                if (prefetch == 0 && started && queue.isEmpty() && !pulled) {
                    pulled = true;
                    core.post(engine -> engine.pull(id));
                }
                waitOnce(0);
            }
            return false;
        }
    }

    private boolean maySend() {
        return started && pauses == 0;
    }

    @SuppressWarnings("WaitNotInLoop") // the loops are the callers'
    private void waitOnce(long timeoutMs) {
        try {
            lock.wait(timeoutMs);
        } catch (InterruptedException e) {
            LOG.debug("the thread of connection consumer {} was interrupted and goes on", id);
        }
    }

    private void giveBackExpired() {
        long nowMs = System.currentTimeMillis();
        for (Delivery each : queue.pollAll(Integer.MAX_VALUE, delivery -> queue.givesBackExpired(delivery, nowMs))) {
            List<LaneRange> one = List.of(each.range());
            core.post(engine -> engine.release(id, false, one, Completion.ignored()));
        }
    }

    private void serveOne(@Nullable ServerSession server) throws JMSException {
        if (server == null) {
            throw new JMSException("the ServerSessionPool of " + destination + " has returned null (11.2.3)");
        }
        CorduroySession session = sessionOf(server);
        List<Delivery> batch = takeBatch();
        try {
            session.loaded().load(this, batch);
        } catch (IllegalStateException e) {
            putBack(batch);
            throw e;
        }
        try {
            server.start();
        } catch (JMSException | RuntimeException | Error e) {
            putBack(session.loaded().unload(this));
            throw e;
        }
    }

    private CorduroySession sessionOf(ServerSession server) throws JMSException {
        Session session = server.getSession();
        Optional<CorduroySession> ours = CorduroySession.ofOurs(session);
        if (ours.isEmpty() || !ours.get().isOf(connection)) {
            throw new IllegalStateException("the session of a ServerSession has to be one of the connection that the"
                    + " connection consumer of " + destination + " is of (11.2.2), and is " + session);
        }
        return ours.get();
    }

    /** Messages of one group are not in two sessions at a time, but may be in one together. */
    private List<Delivery> takeBatch() {
        synchronized (lock) {
            List<Delivery> batch = new ArrayList<>();
            if (!maySend() || closed) {
                return batch;
            }
            batch.addAll(queue.pollAll(maxMessages, groups::isFree));
            batch.forEach(each -> loaded.add(each.lane(), each.sequence()));
            batch.forEach(groups::add);
            int before = Math.min(putBackCount, batch.size());
            putBackCount -= before;
            int taken = batch.size() - before;
            core.post(engine -> engine.taken(id, taken));
            return batch;
        }
    }

    /** JMSXGroupID of a message. */
    static Optional<String> groupOf(Delivery delivery) {
        try {
            return EncodedMessage.of(delivery.message()).groupId();
        } catch (MalformedMessageException e) {
            return Optional.empty(); // who is shown it will hear of it
        }
    }
}
