package io.corduroy.transport;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way out of a link: put in by any thread, taken out by one, with the count of bytes that makes the link
 * unwritable. A linked queue after Vyukov: one swap per frame to put in, none to take out, one object per frame.
 *
 * <p>Bytes count from {@link #offer} until {@link #release}, that is until the socket or the other side has taken them.
 */
final class SendQueue<F> {

    /** A queued frame and the bytes to release for it. */
    static final class Entry<F> extends AtomicReference<@Nullable Entry<F>> {

        private final int bytes;
        private @Nullable F frame;

        Entry(@Nullable F frame, int bytes) {
            this.frame = frame;
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }

        /** The frame, once: the entry stays behind as the queue's new end and must not hold on to it. */
        F take() {
            F taken = frame;
            if (taken == null) {
                throw new IllegalStateException("the frame was taken before");
            }
            frame = null;
            return taken;
        }
    }

    private final int lowBytes;
    private final int highBytes;
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicReference<Entry<F>> last;
    private Entry<F> beforeFirst; // owned by the taking thread
    private volatile boolean blocked;

    SendQueue(int lowBytes, int highBytes) {
        this.lowBytes = lowBytes;
        this.highBytes = highBytes;
        this.beforeFirst = new Entry<>(null, 0);
        this.last = new AtomicReference<>(beforeFirst);
    }

    /** Puts a frame in; any thread. The caller then wakes the taking thread, which may not see the frame before. */
    void offer(F frame, int bytes) {
        Entry<F> entry = new Entry<>(frame, bytes);
        if (queuedBytes.addAndGet(bytes) > highBytes) {
            // Before the entry can be taken: so its release, at the latest, sees the flag and lifts it.
            blocked = true;
        }
        last.getAndSet(entry).set(entry);
    }

    /** The next frame's entry, or null if there is none yet; taking thread only. */
    @Nullable
    Entry<F> poll() {
        Entry<F> next = beforeFirst.get();
        if (next != null) {
            beforeFirst = next;
        }
        return next;
    }

    /** Lets go of all frames; taking thread only. */
    void clear() {
        for (Entry<F> entry = poll(); entry != null; entry = poll()) {
            entry.take();
        }
    }

    /** Whether a frame can be taken; taking thread only. */
    boolean isEmpty() {
        return beforeFirst.get() == null;
    }

    /**
     * Says that bytes have left.
     *
     * @return whether this made the link writable again; true once per time that it was not
     */
    boolean release(long bytes) {
        if (queuedBytes.addAndGet(-bytes) <= lowBytes && blocked) {
            blocked = false;
            return true;
        }
        return false;
    }

    boolean isWritable() {
        return !blocked;
    }

    long queuedBytes() {
        return queuedBytes.get();
    }
}
