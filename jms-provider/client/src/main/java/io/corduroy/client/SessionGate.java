package io.corduroy.client;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The lock of a session's receiving half, and whether it hands over messages now: when it is started, and nothing that was
 * given back is still on its way.
 *
 * <p>The lock is never held while a listener runs or the broker is asked.
 */
final class SessionGate {

    final Object lock = new Object();

    // Guarded by the lock
    private boolean started;
    private boolean closed;
    private int recovering;

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

    /** Wakes everybody who waits. */
    void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
    }

    /** What was given back comes again first. */
    void beginRecovery() {
        synchronized (lock) {
            recovering++;
        }
    }

    void endRecovery() {
        synchronized (lock) {
            recovering--;
            lock.notifyAll();
        }
    }

    boolean isStarted() {
        synchronized (lock) {
            return started;
        }
    }

    boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Whether a message may be handed over. */
    boolean isOpen() {
        synchronized (lock) {
            return started && recovering == 0;
        }
    }

    // Waiting, with the lock held

    /** Waits a moment, or until something has changed; true if interrupted. */
    @SuppressWarnings("WaitNotInLoop") // the loops are the callers'
    boolean waitOnce(long timeoutMs) {
        try {
            lock.wait(timeoutMs);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Waits while something is so; an interrupt is kept for later. */
    void awaitWhile(BooleanSupplier busy) {
        awaitWhile(busy, Long.MAX_VALUE);
    }

    void awaitWhile(BooleanSupplier busy, long timeoutMs) {
        boolean limited = timeoutMs != Long.MAX_VALUE;
        long deadlineNs = limited ? System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs) : 0;
        boolean interrupted = false;
        for (long leftMs = timeoutMs; busy.getAsBoolean() && leftMs > 0; ) {
            interrupted |= waitOnce(limited ? leftMs : 0);
            leftMs = limited ? (deadlineNs - System.nanoTime()) / 1_000_000 : leftMs;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
