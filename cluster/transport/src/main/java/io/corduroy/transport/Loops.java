package io.corduroy.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A fixed number of loops, each a daemon thread called {@code name-0}, {@code name-1} … */
public final class Loops implements AutoCloseable {

    private static final long STOP_TIMEOUT_MS = 10_000;

    private final EventLoopGroup group;
    private final List<NettyLoop> loops;
    private final AtomicInteger turn = new AtomicInteger();

    private Loops(EventLoopGroup group) {
        this.group = group;
        List<NettyLoop> found = new ArrayList<>();
        for (EventExecutor executor : group) {
            found.add(new NettyLoop((EventLoop) executor));
        }
        this.loops = List.copyOf(found);
    }

    /**
     * Starts loops; they run until {@link #close()}.
     *
     * @param count 1 or more
     */
    public static Loops start(String name, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a loop count of " + count + ", at least 1 is needed");
        }
        return new Loops(new ShortTurns(count, daemonThreads(name)));
    }

    /** One of the loops, each in its turn. */
    public Loop next() {
        return nextLoop();
    }

    /** All of them, always in the same order. */
    public List<Loop> all() {
        return List.copyOf(loops);
    }

    /**
     * Closes the links on these loops and stops the threads; returns when they have ended, or at once if called on one of
     * them. Tasks queued before are run, timers are not. Harmless when closed before.
     */
    @Override
    public void close() {
        loops.forEach(NettyLoop::closeLinks);
        Future<?> ended = group.shutdownGracefully(0, STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        if (!inAnyLoop()) {
            ended.awaitUninterruptibly(STOP_TIMEOUT_MS);
        }
    }

    /** Our loop on one of Netty's event loops of this group. */
    NettyLoop loopOf(EventLoop netty) {
        for (NettyLoop loop : loops) {
            if (loop.netty() == netty) {
                return loop;
            }
        }
        throw new IllegalStateException("not an event loop of these");
    }

    EventLoopGroup group() {
        return group;
    }

    boolean inAnyLoop() {
        return loops.stream().anyMatch(NettyLoop::inLoop);
    }

    NettyLoop nextLoop() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    private static ThreadFactory daemonThreads(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new FastThreadLocalThread(task, name + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Event loops that look at their sockets and flush after a millisecond of tasks at the latest, instead of Netty's second:
     * under a steady stream of tasks a turn would otherwise not end.
     */
    private static final class ShortTurns extends MultiThreadIoEventLoopGroup {

        private static final long MAX_TASKS_MS = 1;

        ShortTurns(int count, ThreadFactory threads) {
            super(count, threads, Sockets.best().handlers());
        }

        @Override
        protected IoEventLoop newChild(Executor executor, IoHandlerFactory sockets, Object... none) {
            return new SingleThreadIoEventLoop(
                    this, executor, sockets, Integer.MAX_VALUE, RejectedExecutionHandlers.reject(), MAX_TASKS_MS);
        }
    }
}
