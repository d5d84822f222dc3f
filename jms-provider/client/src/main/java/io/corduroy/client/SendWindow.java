package io.corduroy.client;

import jakarta.jms.JMSException;

/**
 * How much a session may have under way without confirmation, in messages and bytes: beyond that a send waits. One message
 * always fits.
 */
final class SendWindow {

    private final int maxCount;
    private final long maxBytes;
    private int count;
    private long bytes;

    SendWindow(int maxCount, long maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    synchronized void acquire(int messageBytes) throws JMSException {
        while (count > 0 && (count >= maxCount || bytes + messageBytes > maxBytes)) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Exceptions.withCause(
                        new JMSException(
                                "interrupted while waiting for room in the send window; the message was not sent",
                                "INTERRUPTED"),
                        e);
            }
        }
        count++;
        bytes += messageBytes;
    }

    synchronized void release(int messageBytes) {
        count--;
        bytes -= messageBytes;
        notifyAll();
    }

    /** Waits until everything is confirmed or failed; true if that was so within the time. */
    synchronized boolean awaitEmpty(long timeoutMs) {
        long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
        boolean interrupted = false;
        while (count > 0) {
            long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                break;
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                interrupted = true; // closing goes on
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return count == 0;
    }
}
