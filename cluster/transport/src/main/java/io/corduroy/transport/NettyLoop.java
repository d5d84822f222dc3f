package io.corduroy.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loop on one of Netty's event loops, with an end of the turn in two steps: what owners asked for, then the flushes of links,
 * so that what a sealed batch makes an owner send leaves in the same flush as everything else of the turn.
 */
final class NettyLoop implements Loop {

    private static final Logger LOG = LoggerFactory.getLogger(NettyLoop.class);

    private final EventLoop netty;
    private final Runnable endTurn = this::endTurn;
    private final AtomicInteger timers = new AtomicInteger();

    // Owned by the loop's thread.
    private final ArrayDeque<Runnable> atEndOfTurn = new ArrayDeque<>();
    private final ArrayDeque<Runnable> flushes = new ArrayDeque<>();
    private final Set<OwnedLink> links = new LinkedHashSet<>();
    private boolean endOfTurnAsked;

    /** What a loop closes before it stops. */
    interface OwnedLink {
        void onLoopStopping();
    }

    NettyLoop(EventLoop netty) {
        this.netty = netty;
    }

    /** Every loop there is comes from {@link Loops}. */
    static NettyLoop of(Loop loop) {
        if (loop instanceof NettyLoop ours) {
            return ours;
        }
        throw new IllegalArgumentException("not a loop of Loops: " + loop);
    }

    EventLoop netty() {
        return netty;
    }

    @Override
    public boolean inLoop() {
        return netty.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        netty.execute(task); // logs what the task throws
    }

    @Override
    public Cancellable schedule(long delayMs, Runnable task) {
        Future<?> timer = netty.schedule(() -> onDue(task), delayMs, TimeUnit.MILLISECONDS);
        timers.incrementAndGet();
        return () -> {
            boolean prevented = timer.cancel(false);
            if (prevented) {
                timers.decrementAndGet();
            }
            return prevented;
        };
    }

    private void onDue(Runnable task) {
        timers.decrementAndGet();
        runGuarded(task); // Netty would keep the exception in a future that nobody looks at
    }

    @Override
    public void atEndOfTurn(Runnable task) {
        requireInLoop();
        atEndOfTurn.add(task);
        askForEndOfTurn();
    }

    /** Runs a link's flush after everything that was asked for the end of this turn. On the loop's thread only. */
    void flushAtEndOfTurn(Runnable flush) {
        flushes.add(flush);
        askForEndOfTurn();
    }

    /** Timers that are neither due, done nor cancelled. */
    int timerCount() {
        return timers.get();
    }

    /** Links that are open on this loop, or opening. On the loop's thread only. */
    int linkCount() {
        return links.size();
    }

    void add(OwnedLink link) {
        links.add(link);
    }

    void remove(OwnedLink link) {
        links.remove(link);
    }

    void closeLinks() {
        try {
            execute(() -> new ArrayList<>(links).forEach(OwnedLink::onLoopStopping));
        } catch (RejectedExecutionException e) {
            LOG.debug("loop was stopped before", e);
        }
    }

    private void requireInLoop() {
        if (!inLoop()) {
            throw new IllegalStateException(
                    "called on " + Thread.currentThread().getName() + ", not on the loop's thread");
        }
    }

    private void askForEndOfTurn() {
        if (!endOfTurnAsked) {
            endOfTurnAsked = true;
            ((SingleThreadEventLoop) netty).executeAfterEventLoopIteration(endTurn);
        }
    }

    private void endTurn() {
        do {
            runAll(atEndOfTurn);
            runAll(flushes); // a flush may tell an owner that it can write again, who may ask for the end of the turn
        } while (!atEndOfTurn.isEmpty());
        endOfTurnAsked = false;
    }

    private static void runAll(ArrayDeque<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            runGuarded(task);
        }
    }

    /** An owner's mistake must not stop its neighbours on this loop. */
    private static void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a task of a loop failed: task={}", task, e);
        }
    }
}
