package io.corduroy.broker;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.LaneRange;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of what destinations have retained for long enough, by the leader's clock, and of what is more than they may
 * retain: the oldest first, whatever its priority, so that what is left is everything since some moment. A sweep goes through some
 * destinations per turn, and has one record under way at most.
 *
 * <p>When a full disk has used up half of its reserve, each destination lets go of an eighth per sweep: what waits to be
 * consumed could not be without the reserve, and nothing could be let go any more.
 */
final class RetentionSweep {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);

    private static final int INTERVAL_MS = 1_000;
    private static final int DESTINATIONS_PER_STEP = 256;
    /** What a record is about at most: a turn that applies it is not much longer than others. */
    private static final int ENTRIES_PER_RECORD = 4_096;

    private static final int LANES = LaneRange.FIRST_VOLATILE;

    private static final int SHARE_FOR_THE_RESERVE = 8;

    private final int partition;
    private final PartitionState state;
    private final Journal journal;
    private long nextSweepMs;
    private long[] destinations = {};
    private int swept;
    private boolean appending;
    private boolean reserveIsLow;
    /** How many bytes the present destination may keep, −1 if that is not known yet. */
    private long keptBytes = -1;
    /** Up to where each lane of the present destination is to be let go. */
    private final long[] ends = new long[LANES];

    RetentionSweep(int partition, PartitionState state, Journal journal) {
        this.partition = partition;
        this.state = state;
        this.journal = journal;
    }

    /** Sweeps on, or begins to; returns whether there is more to do at once. */
    boolean run() {
        if (appending || !begin()) {
            return false;
        }
        int last = Math.min(destinations.length, swept + DESTINATIONS_PER_STEP);
        while (swept < last && !appending) {
            Destination destination = state.retention().destinations().get(destinations[swept]);
            if (destination == null || !sweep(destination)) {
                swept++; // where something was let go, there may be more
                keptBytes = -1;
            }
        }
        return swept < destinations.length && !appending;
    }

    private boolean begin() {
        if (swept < destinations.length) {
            return true;
        }
        if (journal.nowMs() < nextSweepMs || state.retention().destinations().isEmpty()) {
            return false;
        }
        nextSweepMs = journal.nowMs() + INTERVAL_MS;
        destinations = state.retention().destinations().sortedKeys();
        swept = 0;
        reserveIsLow = journal.isReserveLow();
        return true;
    }

    /** Lets go of what is too old or too much, or some of it; returns whether there was any. */
    private boolean sweep(Destination destination) {
        DestinationSettings settings = destination.settings();
        long tooOldMs = settings.retentionMs() == 0 ? Long.MIN_VALUE : journal.nowMs() - settings.retentionMs();
        keptBytes = keptBytes < 0 ? keptBytesOf(destination) : keptBytes;
        long excess = destination.retainedBytes() - keptBytes;
        Arrays.fill(ends, -1);
        int entries = 0;
        while (entries < ENTRIES_PER_RECORD) {
            int oldest = oldestLane(destination);
            Lane lane = oldest < 0 ? null : destination.laneIfPresent(oldest);
            if (lane == null || (excess <= 0 && lane.cameMs(end(oldest, lane)) > tooOldMs)) {
                break;
            }
            long sequence = end(oldest, lane);
            // What somebody still has to consume takes nothing of the size: it is there anyway.
            excess -= lane.referencesOf(sequence) == 1 ? lane.lengthOf(sequence) : 0;
            ends[oldest] = sequence + 1;
            entries++;
        }
        if (entries > 0) {
            append(destination);
        }
        return entries > 0;
    }

    private long keptBytesOf(Destination destination) {
        long allowed = destination.settings().retentionBytes();
        long bound = allowed == 0 ? Long.MAX_VALUE : allowed;
        long retained = destination.retainedBytes();
        if (!reserveIsLow || retained == 0) {
            return bound;
        }
        LOG.warn(
                "the disk is full and half of the reserve is used up, an eighth of what is retained goes: partition={} destination={} bytes={}",
                partition,
                destination.name(),
                retained);
        return Math.min(bound, Math.max(0, retained - retained / SHARE_FOR_THE_RESERVE - 1));
    }

    private long end(int number, Lane lane) {
        return ends[number] < 0 ? lane.retainedFrom() : ends[number];
    }

    /** The lane whose first entry that is to stay came first, −1 if nothing is retained beyond what is let go. */
    private int oldestLane(Destination destination) {
        int oldest = -1;
        long oldestMs = Long.MAX_VALUE;
        long oldestPosition = Long.MAX_VALUE;
        for (int number = 0; number < LANES; number++) {
            Lane lane = destination.laneIfPresent(number);
            if (lane == null || !lane.isRetained(end(number, lane))) {
                continue;
            }
            long cameMs = lane.cameMs(end(number, lane));
            long position = lane.positionOf(end(number, lane));
            if (cameMs < oldestMs || (cameMs == oldestMs && position < oldestPosition)) {
                oldest = number;
                oldestMs = cameMs;
                oldestPosition = position;
            }
        }
        return oldest;
    }

    private void append(Destination destination) {
        int[] lanes = new int[LANES];
        long[] sequences = new long[LANES];
        int count = 0;
        for (int number = 0; number < LANES; number++) {
            if (ends[number] >= 0) {
                lanes[count] = number;
                sequences[count++] = ends[number];
            }
        }
        journal.append(
                journal.write.letGo(destination.id(), Arrays.copyOf(lanes, count), Arrays.copyOf(sequences, count)));
        appending = true;
        journal.whenApplied(() -> appending = false);
    }
}
