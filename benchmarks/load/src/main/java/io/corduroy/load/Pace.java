package io.corduroy.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** When a producer's messages are due: at equal distances whatever has become of those before, or whenever it gets there. */
final class Pace {

    /** Below this a thread would sleep too long. */
    private static final long SPIN_NS = TimeUnit.MICROSECONDS.toNanos(80);

    private final long startNs;
    private final double intervalNs; // 0: as fast as it goes

    /**
     * @param ratePerSecond of all producers together; 0: as fast as it goes
     */
    Pace(long startNs, int ratePerSecond, int producer, int producers) {
        this.intervalNs = ratePerSecond == 0 ? 0 : 1e9 * producers / ratePerSecond;
        this.startNs = startNs + (long) (intervalNs * producer / producers);
    }

    /** Waits for a time by {@link System#nanoTime()}, not to the microsecond. */
    static void awaitNs(long ns) {
        for (long leftNs = ns - System.nanoTime(); leftNs > 0; leftNs = ns - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }

    /** Waits until a message is due, and returns when that was. */
    long await(long number) {
        if (intervalNs == 0) {
            return System.nanoTime();
        }
        long dueNs = startNs + (long) (number * intervalNs);
        for (long leftNs = dueNs - System.nanoTime(); leftNs > 0; leftNs = dueNs - System.nanoTime()) {
            if (leftNs > SPIN_NS) {
                LockSupport.parkNanos(leftNs - SPIN_NS);
            } else {
                Thread.onSpinWait();
            }
        }
        return dueNs;
    }
}
