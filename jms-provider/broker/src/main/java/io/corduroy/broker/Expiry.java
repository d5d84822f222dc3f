package io.corduroy.broker;

import io.corduroy.broker.delivery.Dispatcher;
import io.corduroy.broker.delivery.RangeBuilder;
import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.MoveReason;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Subscription;
import io.corduroy.protocol.LaneRange;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds messages that expired, by the leader's clock (Jakarta Messaging 3.1, 3.4.9): dispatch comes upon them, or a
 * sweep in the background, which goes through some destinations per turn and passes over chunks without any. What is
 * in flight is left to its consumer.
 */
final class Expiry {
    private static final int INTERVAL_MS = 1_000;
    private static final int DESTINATIONS_PER_STEP = 512;

    private final PartitionState state;
    private final Journal journal;
    private final Dispatcher dispatcher;
    private final Removals removals;
    /** Expired and taken, not yet removed; in order. */
    private Map<Subscription, RangeBuilder> found = new LinkedHashMap<>();

    private int foundCount;
    private long nextSweepMs;
    private long[] destinations = {};
    private int swept;

    Expiry(PartitionState state, Journal journal, Dispatcher dispatcher, Removals removals) {
        this.state = state;
        this.journal = journal;
        this.dispatcher = dispatcher;
        this.removals = removals;
    }

    /** A message that is available has expired. */
    void onExpired(Subscription subscription, int lane, long sequence) {
        state.volatileChanges().take(subscription, new LaneRange(lane, sequence, sequence));
        found.computeIfAbsent(subscription, any -> new RangeBuilder()).add(lane, sequence);
        foundCount++;
    }

    /** Sweeps on, or begins to; returns whether there is more to do at once. */
    boolean sweep(int atMost) {
        if (swept == destinations.length) {
            if (journal.nowMs() < nextSweepMs) {
                return false;
            }
            nextSweepMs = journal.nowMs() + INTERVAL_MS;
            destinations = state.destinations().sortedKeys();
            swept = 0;
        }
        int end = Math.min(destinations.length, swept + DESTINATIONS_PER_STEP);
        while (swept < end && foundCount < atMost) {
            Destination destination = state.destination(destinations[swept]);
            if (destination == null || sweep(destination, atMost)) {
                swept++;
            }
        }
        return swept < destinations.length;
    }

    /** Looks through a destination; false if there may be more. */
    private boolean sweep(Destination destination, int atMost) {
        for (Subscription subscription : destination.subscriptions()) {
            for (int number = 0; number < LaneRange.LANES; number++) {
                LaneProgress progress = subscription.lane(number);
                if (progress != null && !sweep(subscription, number, progress, atMost)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean sweep(Subscription subscription, int number, LaneProgress progress, int atMost) {
        Lane lane = progress.lane();
        // Clients of the epoch before may hold what is withheld for them.
        boolean withheld = dispatcher.isWithholding() && subscription.isDurable(number);
        long from = withheld ? progress.redeliveredBelow() : 0;
        for (long s = lane.nextExpired(from, journal.nowMs()); s >= 0; s = lane.nextExpired(s + 1, journal.nowMs())) {
            if (progress.isPending(s) && !progress.isTaken(s)) {
                if (foundCount >= atMost) {
                    return false;
                }
                onExpired(subscription, number, s);
            }
        }
        return true;
    }

    /** Whether there is something to remove. */
    boolean hasFound() {
        return !found.isEmpty();
    }

    /** Removes what was found. */
    void removeFound() {
        while (!found.isEmpty()) {
            Subscription subscription = found.keySet().iterator().next();
            RangeBuilder ranges = found.get(subscription);
            if (ranges != null && !subscription.isDeleted()) {
                removals.remove(MoveReason.EXPIRED, subscription, ranges.build());
            }
            found.remove(subscription);
        }
        foundCount = 0;
    }
}
