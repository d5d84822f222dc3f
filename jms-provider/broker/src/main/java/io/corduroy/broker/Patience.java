package io.corduroy.broker;

/**
 * How long what was appended may wait for company on its way to the disk: not at all if somebody waits for it, else a few
 * milliseconds. An acknowledgment that its session does not wait for would otherwise cost a force of its own, and make the next
 * send wait for that one's end.
 */
final class Patience {
    /** Longer than a blocking sender takes between two messages, and too short for anybody to see the difference. */
    static final int MAX_MS = 5;

    private static final long NONE = Long.MAX_VALUE;

    private boolean hurried;
    private long sinceMs = NONE;

    /** Something was appended that nobody waits for. */
    void begin(long nowMs) {
        if (sinceMs == NONE) {
            sinceMs = nowMs;
        }
    }

    /** Somebody waits. */
    void hurry() {
        hurried = true;
    }

    boolean isOver(long nowMs) {
        return hurried || (sinceMs != NONE && nowMs - sinceMs >= MAX_MS);
    }

    /** When it will be over; {@link Long#MAX_VALUE} if it is over, or nothing waits. */
    long dueMs() {
        return hurried || sinceMs == NONE ? Long.MAX_VALUE : sinceMs + MAX_MS;
    }

    /** Everything is on its way. */
    void end() {
        hurried = false;
        sinceMs = NONE;
    }
}
