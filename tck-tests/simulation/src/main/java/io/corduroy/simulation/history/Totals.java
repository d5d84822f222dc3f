package io.corduroy.simulation.history;

import java.util.TreeMap;

/** How often what happened, so that a run can show that it meant something. */
public final class Totals {

    private final TreeMap<String, Long> counts = new TreeMap<>();

    public void count(String what) {
        add(what, 1);
    }

    public void add(String what, long howOften) {
        counts.merge(what, howOften, Long::sum);
    }

    public void addAll(Totals others) {
        others.counts.forEach(this::add);
    }

    public long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
