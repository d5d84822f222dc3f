package io.corduroy.transport;

import java.util.concurrent.Executor;

/**
 * One thread that owns things: its tasks, timers and links run one after another and never at the same time.
 *
 * <p>A <em>turn</em> is what a loop does between two looks at its sockets: it handles what is readable, then the tasks and
 * timers that are due, then what was asked for {@linkplain #atEndOfTurn the end of the turn}, then it flushes the links that
 * were written to. Work that can wait for company (sealing a batch, writing a socket) waits for the end of the turn and for
 * nothing else, so concurrency alone decides how much is done at once.
 *
 * <p>A task that throws is logged and takes nothing else with it. A task must not block: everything else on this loop waits.
 */
public interface Loop extends Executor {

    /** Whether the calling thread is this loop's thread. */
    boolean inLoop();

    /**
     * Queues a task. From inside the loop it queues as well: it never runs before this call has returned. Tasks of one calling
     * thread run in the order of the calls.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the loop has been stopped
     */
    @Override
    void execute(Runnable task);

    /**
     * Runs a task after a delay, on this loop. May be called from any thread.
     *
     * @param delayMs 0 or more; the task never runs early
     * @throws java.util.concurrent.RejectedExecutionException if the loop has been stopped
     */
    Cancellable schedule(long delayMs, Runnable task);

    /**
     * Runs a task once at the end of the turn that is under way, before the links written to in this turn are flushed.
     * Tasks added by such a task run in the same turn. Call on the loop's thread only.
     *
     * @throws IllegalStateException if called from another thread
     */
    void atEndOfTurn(Runnable task);
}
