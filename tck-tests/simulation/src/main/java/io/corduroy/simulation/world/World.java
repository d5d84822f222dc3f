package io.corduroy.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Virtual time, the events to come and the chance that decides about them: the same seed makes the same world, event by
 * event. One thread.
 */
public final class World {

    /** Some time of day, so that nobody takes 0 for "no time". */
    private static final long START_MS = 1_700_000_000_000L;

    private final long seed;
    private final PriorityQueue<Alarm> events = new PriorityQueue<>();
    private final Trace trace;
    private final List<String> violations = new ArrayList<>();
    private final Set<String> concerns = new TreeSet<>();
    private long nowUs;
    private long scheduled;
    private long happened;

    public World(long seed, boolean keepsTrace) {
        this.seed = seed;
        this.trace = new Trace(keepsTrace);
    }

    public long seed() {
        return seed;
    }

    public long nowUs() {
        return nowUs;
    }

    /** The wall clock. */
    public long nowMs() {
        return START_MS + nowUs / 1_000;
    }

    /** When the wall clock shows {@code timeMs}, as a delay from now; 0 if it has. */
    public long untilUs(long timeMs) {
        return Math.max(0, (timeMs - START_MS) * 1_000 - nowUs);
    }

    /**
     * Chance of its own for one concern.
     *
     * @param concern a name not used before
     */
    public Chance chance(String concern) {
        if (!concerns.add(concern)) {
            throw new IllegalArgumentException("two concerns named " + concern + " would roll the same dice");
        }
        return new Chance(seed, concern);
    }

    public Alarm after(long delayUs, Runnable action) {
        Alarm alarm = new Alarm(nowUs + Math.max(0, delayUs), scheduled++, action);
        events.add(alarm);
        return alarm;
    }

    /** Lets time pass until then, until something is violated, or until nothing is left to happen. */
    public void run(long untilUs) {
        while (violations.isEmpty()) {
            Alarm next = events.peek();
            if (next == null || next.timeUs > untilUs) {
                break;
            }
            events.remove();
            if (!next.cancelled) {
                nowUs = next.timeUs;
                happened++;
                next.action.run();
            }
        }
        if (violations.isEmpty()) {
            nowUs = Math.max(nowUs, untilUs);
        }
    }

    /** A rule is broken: the run ends after this event. */
    public void violated(String rule) {
        note("violated", rule, rule.hashCode());
        violations.add(rule);
    }

    public List<String> violations() {
        return violations;
    }

    public long eventCount() {
        return happened;
    }

    public Trace trace() {
        return trace;
    }

    /**
     * Writes down what happened.
     *
     * @param what a constant
     * @param detail who, where; shown by its {@code toString} if somebody wants to see the trace
     * @param hash of the detail, the same in each run
     */
    public void note(String what, Object detail, long hash) {
        trace.note(nowUs, what, detail, hash);
    }
}
