package io.corduroy.broker.state;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.Varints;
import io.corduroy.log.CheckpointState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes the lanes of a state, which are nearly all of it when there is a backlog; the items are drawn in {@link StateWriter}. */
final class LaneWriter extends ItemWriter {
    private static final int ENTRIES_PER_ITEM = 4_096;

    private final CheckpointState.Sink sink;

    /** A lane at the moment of a snapshot, and the durable subscriptions to it. */
    record FrozenLane(int destination, int number, Lane lane, List<FrozenProgress> durable) {}

    /** How far a subscription was. */
    record FrozenProgress(int subscription, LaneProgress progress) {}

    LaneWriter(CheckpointState.Sink sink) {
        this.sink = sink;
    }

    void write(FrozenLane frozen) throws IOException {
        List<FrozenProgress> durable = frozen.durable;
        begin(StateWriter.LANE, 0);
        Varints.put(out, frozen.destination);
        Varints.put(out, frozen.number);
        if (frozen.lane.retainedFrom() != Lane.NEVER) {
            begin(StateWriter.RETAINED_FROM, 0);
            Varints.put(out, frozen.lane.retainedFrom());
        }
        entriesOf(frozen.lane, durable);
        retainedOf(frozen.lane);
        begin(StateWriter.LANE_END, 0);
        Varints.put(out, frozen.lane.nextSequence());
        for (FrozenProgress each : durable) {
            progress(each, frozen, durable);
        }
        drain(takeFullEntries());
    }

    void end() throws IOException {
        drain(takeEntries());
    }

    private void drain(List<ByteBuffer> entries) throws IOException {
        for (ByteBuffer entry : entries) {
            sink.write(entry);
        }
    }

    /** Lowest entry from a sequence on that a durable subscription needs, or that is retained, or −1. */
    private static long nextNeeded(Lane lane, List<FrozenProgress> durable, long from) {
        if (lane.isRetained(from)) {
            return from;
        }
        long lowest = lane.hasRetained() && from < lane.retainedFrom() ? lane.retainedFrom() : -1;
        for (int i = 0; i < durable.size(); i++) {
            long next = durable.get(i).progress.nextPending(from);
            if (next >= 0 && (lowest < 0 || next < lowest)) {
                lowest = next;
            }
        }
        return lowest;
    }

    private void entriesOf(Lane lane, List<FrozenProgress> durable) throws IOException {
        long end = lane.retainedFrom();
        long sequence = nextNeeded(lane, durable, 0);
        if (sequence < 0 || sequence >= end) {
            return;
        }
        long[] sequences = new long[ENTRIES_PER_ITEM];
        while (sequence >= 0 && sequence < end) {
            int count = 0;
            while (sequence >= 0 && sequence < end && count < ENTRIES_PER_ITEM) {
                sequences[count++] = sequence;
                sequence = nextNeeded(lane, durable, sequence + 1);
            }
            entriesItem(lane, sequences, count);
            drain(takeFullEntries());
        }
    }

    private void entriesItem(Lane lane, long[] sequences, int count) {
        begin(StateWriter.ENTRIES, 4 * Varints.MAX_BYTES * count);
        Varints.put(out, count);
        long lastSequence = 0;
        long lastPosition = 0;
        for (int i = 0; i < count; i++) {
            long expiration = lane.expirationOf(sequences[i]);
            long position = lane.positionOf(sequences[i]);
            int moveReason = lane.moveReasonOf(sequences[i]);
            Varints.put(
                    out,
                    4 * (sequences[i] - lastSequence)
                            + (expiration == 0 ? 0 : StateWriter.HAS_EXPIRATION)
                            + (moveReason == 0 ? 0 : StateWriter.WAS_MOVED));
            Varints.putZigzag(out, position - lastPosition);
            Varints.put(out, lane.recordIndexOf(sequences[i]));
            if (expiration != 0) {
                Varints.putZigzag(out, expiration);
            }
            if (moveReason != 0) {
                Varints.put(out, moveReason);
            }
            lastSequence = sequences[i];
            lastPosition = position;
        }
    }

    private void retainedOf(Lane lane) throws IOException {
        long first = lane.retainedFrom();
        while (first < lane.nextSequence()) {
            int count = (int) Math.min(ENTRIES_PER_ITEM, lane.nextSequence() - first);
            retainedItem(lane, first, count);
            drain(takeFullEntries());
            first += count;
        }
    }

    private void retainedItem(Lane lane, long first, int count) {
        begin(StateWriter.RETAINED, 5 * Varints.MAX_BYTES * count);
        Varints.put(out, first);
        Varints.put(out, count);
        long lastPosition = 0;
        long lastSecond = 0;
        for (long sequence = first; sequence < first + count; sequence++) {
            long expiration = lane.expirationOf(sequence);
            long position = lane.positionOf(sequence);
            long second = lane.cameMs(sequence) / 1_000;
            Varints.putZigzag(out, position - lastPosition);
            int moveReason = lane.moveReasonOf(sequence);
            Varints.put(
                    out,
                    4L * lane.recordIndexOf(sequence)
                            + (expiration == 0 ? 0 : StateWriter.HAS_EXPIRATION)
                            + (moveReason == 0 ? 0 : StateWriter.WAS_MOVED));
            if (expiration != 0) {
                Varints.putZigzag(out, expiration);
            }
            if (moveReason != 0) {
                Varints.put(out, moveReason);
            }
            Varints.put(out, lane.lengthOf(sequence));
            Varints.putZigzag(out, second - lastSecond);
            lastPosition = position;
            lastSecond = second;
        }
    }

    private void progress(FrozenProgress of, FrozenLane frozen, List<FrozenProgress> durable) {
        LaneProgress progress = of.progress;
        boolean isAllNeeded = durable.size() == 1 && !frozen.lane.hasRetained();
        List<Long> runs = isAllNeeded ? List.of() : runsOf(frozen.lane, progress, durable);
        begin(StateWriter.PROGRESS, Varints.MAX_BYTES * runs.size());
        Varints.put(out, of.subscription);
        Varints.put(out, frozen.number);
        Varints.put(out, progress.startSequence());
        Varints.put(out, progress.dispatchMark());
        Varints.put(out, progress.redeliveredBelow());
        Varints.put(out, runs.size());
        for (long run : runs) {
            Varints.put(out, run);
        }
    }

    /** Lengths of runs among the entries that somebody durable needs: needed, not needed, needed … */
    private static List<Long> runsOf(Lane lane, LaneProgress progress, List<FrozenProgress> durable) {
        List<Long> runs = new ArrayList<>();
        boolean needed = true;
        long length = 0;
        for (long s = nextNeeded(lane, durable, 0); s >= 0; s = nextNeeded(lane, durable, s + 1)) {
            if (progress.isPending(s) != needed) {
                runs.add(length);
                length = 0;
                needed = !needed;
            }
            length++;
        }
        runs.add(length);
        return runs;
    }
}
