package io.corduroy.server.partition;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread for work that blocks on a disk, in order of arrival. It is never interrupted (an interrupt would close the file
 * channel for everybody) and ends when it is closed and has done what was asked of it.
 */
public final class DiskThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiskThread.class);

    /** The last task: its thread ends when it meets it. */
    private static final Runnable END = new Runnable() {
        @Override
        public void run() {
            // its being there is what counts
        }
    };

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread;

    private DiskThread(String name) {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Starts one; a daemon, so that a process that ends without closing its node ends nevertheless. */
    public static DiskThread start(String name) {
        DiskThread started = new DiskThread(name);
        started.thread.start();
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
                    return;
                }
                runGuarded(task);
            }
        } catch (InterruptedException e) {
            LOG.error("{} was interrupted, which nobody may do; it stops", thread.getName(), e);
        } finally {
            ended.countDown();
        }
    }

    private void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            // Its owner now waits in vain, which stops one partition at worst; the others go on.
            LOG.error("a task of {} failed", thread.getName(), e);
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
                    LOG.warn("{} is still waiting for the disk; left alone", thread.getName());
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
