package io.corduroy.client;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Failure;
import io.corduroy.client.engine.ProducerIdentity;
import io.corduroy.client.engine.SendCompletion;
import jakarta.jms.JMSException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The end of a request, for the one thread that made it and waits.
 *
 * @param <T> what the request yields
 */
final class Reply<T> implements Completion<T>, SendCompletion {

    private final Thread waiter = Thread.currentThread();
    private volatile @Nullable Object result;

    @Override
    public void onDone(T value) {
        finish(value);
    }

    @Override
    public void onConfirmed(ProducerIdentity identity) {
        finish(identity);
    }

    @Override
    public void onFailed(Failure failure) {
        finish(failure);
    }

    private void finish(@Nullable Object value) {
        result = value;
        LockSupport.unpark(waiter);
    }

    /**
     * Waits for the end.
     *
     * @throws JMSException if the request failed, or the thread was interrupted: then nobody knows what becomes of the request
     */
    T await() throws JMSException {
        Object end = result;
        while (end == null) {
            LockSupport.park(this);
            end = result;
            if (end == null && Thread.currentThread().isInterrupted()) {
                throw new JMSException(
                        "interrupted while waiting for the broker; what was asked for may be done all the same",
                        "INTERRUPTED");
            }
        }
        return valueOf(end);
    }

    /**
     * Waits without caring for interrupts.
     *
     * @return empty if the time was over first
     */
    Optional<T> awaitQuietly(long timeoutMs) throws JMSException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        boolean interrupted = false;
        Object end = result;
        while (end == null && deadlineNs - System.nanoTime() > 0) {
            LockSupport.parkNanos(this, deadlineNs - System.nanoTime());
            interrupted |= Thread.interrupted();
            end = result;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return end == null ? Optional.empty() : Optional.of(valueOf(end));
    }

    @SuppressWarnings("unchecked") // nothing else is ever put in
    private T valueOf(Object end) throws JMSException {
        if (end instanceof Failure failure) {
            throw Exceptions.of(failure);
        }
        return (T) end;
    }
}
