package io.corduroy.server.partition;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that blocks on a disk, begun in order of arrival by one thread or several. They are never interrupted (an interrupt would
 * close the file channel for everybody) and end when the queue is closed and what was asked of it is done.
 */
public final class DiskQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiskQueue.class);

    /** The last task: a thread that meets it leaves it to the others and ends. */
    private static final Runnable END = new Runnable() {
        @Override
        public void run() {
            // its being there is what counts
        }
    };

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final CountDownLatch ended;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final String name;

    private DiskQueue(String name, int threads) {
        this.name = name;
        ended = new CountDownLatch(threads);
    }

    /** Starts one with one thread, so that tasks are done in order. */
    public static DiskQueue start(String name) {
        return start(name, 1);
    }

    /** Starts one; daemons, so that a process that ends without closing its node ends nevertheless. */
    public static DiskQueue start(String name, int threads) {
        DiskQueue started = new DiskQueue(name, threads);
        for (int i = 1; i <= threads; i++) {
            Thread thread = new Thread(started::run, threads == 1 ? name : name + "-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        return started;
    }

    /** Queues a task; from any thread. The task reports its own failures. Dropped after {@link #close}. */
    public void submit(Runnable task) {
        if (!closed.get()) {
            tasks.add(task);
        }
    }

    /** How many tasks wait. */
    public int waiting() {
        return tasks.size();
    }

    private void run() {
        try {
            while (true) {
                Runnable task = tasks.take();
                if (task == END) {
                    tasks.add(END);
                    return;
                }
                runGuarded(task);
            }
        } catch (InterruptedException e) {
            LOG.error("{} was interrupted, which nobody may do; it stops", name, e);
        } finally {
            ended.countDown();
        }
    }

    private void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            // Its owner now waits in vain, which stops one partition at worst; the others go on.
            LOG.error("a task of {} failed", name, e);
        }
    }

    /** Does what is queued, then ends; waits for that, at most ten seconds. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            tasks.add(END);
        }
        boolean interrupted = false;
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try {
                if (!ended.await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    LOG.warn("{} is still waiting for the disk; left alone", name);
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
