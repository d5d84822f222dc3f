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
        entriesOf(frozen.lane, durable);
        begin(StateWriter.LANE_END, 0);
        Varints.put(out, frozen.lane.nextSequence());
        for (FrozenProgress each : durable) {
            progress(each, frozen.number, durable);
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

    /** Lowest entry from a sequence on that a durable subscription needs, or −1. */
    private static long nextNeeded(List<FrozenProgress> durable, long from) {
        long lowest = -1;
        for (int i = 0; i < durable.size(); i++) {
            long next = durable.get(i).progress.nextPending(from);
            if (next >= 0 && (lowest < 0 || next < lowest)) {
                lowest = next;
            }
        }
        return lowest;
    }

    private void entriesOf(Lane lane, List<FrozenProgress> durable) throws IOException {
        long sequence = nextNeeded(durable, 0);
        if (sequence < 0) {
            return;
        }
        long[] sequences = new long[ENTRIES_PER_ITEM];
        while (sequence >= 0) {
            int count = 0;
            while (sequence >= 0 && count < ENTRIES_PER_ITEM) {
                sequences[count++] = sequence;
                sequence = nextNeeded(durable, sequence + 1);
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

    private void progress(FrozenProgress of, int number, List<FrozenProgress> durable) {
        LaneProgress progress = of.progress;
        List<Long> runs = durable.size() == 1 ? List.of() : runsOf(progress, durable);
        begin(StateWriter.PROGRESS, Varints.MAX_BYTES * runs.size());
        Varints.put(out, of.subscription);
        Varints.put(out, number);
        Varints.put(out, progress.startSequence());
        Varints.put(out, progress.dispatchMark());
        Varints.put(out, progress.redeliveredBelow());
        Varints.put(out, runs.size());
        for (long run : runs) {
            Varints.put(out, run);
        }
    }

    /** Lengths of runs among the entries that somebody durable needs: needed, not needed, needed … */
    private static List<Long> runsOf(LaneProgress progress, List<FrozenProgress> durable) {
        List<Long> runs = new ArrayList<>();
        boolean needed = true;
        long length = 0;
        for (long s = nextNeeded(durable, 0); s >= 0; s = nextNeeded(durable, s + 1)) {
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
