package io.corduroy.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** Says on standard error how far a long command has come: after two seconds, then every second; short ones stay silent. */
final class Progress {

    private static final long FIRST_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long NEXT_NS = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter err;
    private final String verb;
    private final String unit;
    private final long startNs = System.nanoTime();
    private long saidNs = startNs + FIRST_NS - NEXT_NS;
    private long done;
    private boolean spoke;

    Progress(PrintWriter err, String verb, String unit) {
        this.err = err;
        this.verb = verb;
        this.unit = unit;
    }

    /** Counts; returns how many there are now. */
    long add(long count) {
        done += count;
        long nowNs = System.nanoTime();
        if (nowNs - saidNs >= NEXT_NS) {
            saidNs = nowNs;
            spoke = true;
            say(nowNs);
        }
        return done;
    }

    long done() {
        return done;
    }

    /** The last word, if there was a first. */
    void end() {
        if (spoke) {
            say(System.nanoTime());
        }
    }

    private void say(long nowNs) {
        double seconds = (nowNs - startNs) / 1e9;
        err.printf("%s %,d %s in %.0f s (%,.0f/s)%n", verb, done, unit, seconds, done / seconds);
        err.flush();
    }
}
