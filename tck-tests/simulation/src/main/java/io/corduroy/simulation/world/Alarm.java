package io.corduroy.simulation.world;

/** An event to come. */
public final class Alarm implements Comparable<Alarm> {

    final long timeUs;
    final long order;
    final Runnable action;
    boolean cancelled;

    Alarm(long timeUs, long order, Runnable action) {
        this.timeUs = timeUs;
        this.order = order;
        this.action = action;
    }

    /** It will not happen; harmless if it has happened already. */
    public void cancel() {
        cancelled = true;
    }

    @Override
    public int compareTo(Alarm other) {
        int byTime = Long.compare(timeUs, other.timeUs);
        return byTime != 0 ? byTime : Long.compare(order, other.order);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(order);
    }
}
