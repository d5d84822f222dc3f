package io.corduroy.transport;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls when nothing has been touched for a while, again and again until stopped. One timer however often it is touched. */
final class IdleTimer {

    private final Loop loop;
    private final long idleMs;
    private final Runnable onIdle;
    private long touchedNs = System.nanoTime();
    private @Nullable Cancellable timer;
    private boolean stopped;

    /** With {@code idleMs} 0 it never calls. */
    IdleTimer(Loop loop, long idleMs, Runnable onIdle) {
        this.loop = loop;
        this.idleMs = idleMs;
        this.onIdle = onIdle;
    }

    void start() {
        if (idleMs > 0) {
            touch();
            timer = loop.schedule(idleMs, this::check);
        }
    }

    void touch() {
        touchedNs = System.nanoTime();
    }

    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void check() {
        long leftMs = idleMs - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - touchedNs);
        if (leftMs <= 0) {
            touch();
            leftMs = idleMs;
            onIdle.run();
        }
        if (!stopped) {
            timer = loop.schedule(leftMs, this::check);
        }
    }
}
