package io.corduroy.broker;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.record.RelocatedRecord;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.log.PartitionLog;
import io.corduroy.log.ReadTask;
import io.corduroy.log.RecordBatch;
import io.corduroy.log.SegmentInfo;
import io.corduroy.protocol.LaneRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties old segments of one log in which little is needed any more: finds who needs something there, reads it in the
 * order of its positions, and appends it again in the order of the lanes, so that one forgotten message does not keep a
 * segment. A crash in the middle is harmless: whoever was not told a new address has the old one.
 *
 * <p>States: {@code IDLE} until a segment is worth it, {@code WALKING} through the lanes for a round's worth of holders,
 * {@code COPYING} their records, back to walking if the lanes are not through, else {@code SETTLING} until what was
 * appended is applied. All work is done in small portions, and no faster than the configured bytes per second.
 */
final class Relocation {
    private static final Logger LOG = LoggerFactory.getLogger(Relocation.class);

    private static final int LANES_PER_PORTION = 1_000;
    private static final int CHUNKS_PER_PORTION = 8;
    private static final int HOLDERS_PER_ROUND = 4_096;
    /** What a record of its own batch takes beyond its bytes, generously. */
    private static final int ROOM_BYTES = 256;

    private static final int BYTES_PER_APPEND = 1 << 20;
    private static final long THROTTLED_MS = 20;
    /** Younger segments empty themselves. */
    private static final int YOUNG_SEGMENTS = 2;
    /** What could not be relocated is looked at again after this. */
    private static final long RETRY_MS = 30_000;

    private enum Phase {
        IDLE,
        WALKING,
        COPYING,
        SETTLING
    }

    /** Who needs a record of the segment, and where that is. */
    private record Found(int place, int holder, long owner, int part, long item, long position, int recordIndex) {}

    /** A record on its way to the end of the log. */
    private record Copy(Found found, ByteBuffer record, long baseTimestampMs) {}

    private final LogName name;
    private final PartitionLog log;
    private final PartitionState state;
    private final Journal journal;
    private final PartitionShell shell;
    private final long bytesPerSecond;
    private final int firstLane;
    private final int laneCount;

    private Phase phase = Phase.IDLE;
    private long base;
    private long end;
    /** When a segment is tried again; looked up only. */
    private final Map<Long, Long> notBeforeMs = new HashMap<>();

    // Where the walk is: after all destinations come the pending sends, and then what is not due.
    private long[] destinations = {};
    private int destinationIndex;
    private int laneIndex;
    private long sequence;
    /** −1 at the end of the walk. */
    private int scheduledSlot;

    private List<Found> found = new ArrayList<>();
    private int copyIndex;
    private final List<Copy> copies = new ArrayList<>();
    private int copiedBytes;
    /** Among the copies; 0 until they are complete and in order. */
    private int appendIndex;

    private boolean reading;
    private long relocatedRecords;

    private long allowanceBytes;
    private long refilledMs = Long.MIN_VALUE;

    Relocation(
            LogName name,
            PartitionLog log,
            PartitionState state,
            Journal journal,
            PartitionShell shell,
            long bytesPerSecond) {
        this.name = name;
        this.log = log;
        this.state = state;
        this.journal = journal;
        this.shell = shell;
        this.bytesPerSecond = bytesPerSecond;
        this.firstLane = isTransient() ? LaneRange.FIRST_VOLATILE : 0;
        this.laneCount = (isTransient() ? LaneRange.LANES : LaneRange.FIRST_VOLATILE) - firstLane;
    }

    private boolean isTransient() {
        return name == LogName.TRANSIENT;
    }

    /** Begins with the oldest segment that is worth it, if nothing is under way. */
    void consider() {
        if (phase != Phase.IDLE || bytesPerSecond == 0) {
            return;
        }
        for (SegmentInfo candidate : log.relocationCandidates()) {
            boolean young = log.appliedPosition() - candidate.endPosition()
                    < YOUNG_SEGMENTS * log.config().segmentBytes();
            long notBefore = notBeforeMs.getOrDefault(candidate.basePosition(), 0L);
            if (!young && journal.nowMs() >= notBefore) {
                begin(candidate);
                return;
            }
        }
    }

    private void begin(SegmentInfo segment) {
        base = segment.basePosition();
        end = segment.endPosition();
        notBeforeMs.put(base, journal.nowMs() + RETRY_MS);
        destinations = state.destinations().sortedKeys();
        destinationIndex = 0;
        laneIndex = 0;
        sequence = 0;
        scheduledSlot = 0;
        relocatedRecords = 0;
        phase = Phase.WALKING;
    }

    /**
     * Does a portion of work.
     *
     * @return whether there is more to do at once
     */
    boolean run() {
        if (!hasRoomFor(0)) {
            return false;
        }
        return switch (phase) {
            case IDLE, SETTLING -> false;
            case WALKING -> walk();
            case COPYING -> copy();
        };
    }

    /**
     * Whether a record may be appended. On a full disk it may, as long as the reserve stays for acknowledgments: each
     * segment that is emptied gives back more than it took.
     */
    private boolean hasRoomFor(int recordBytes) {
        return switch (log.admission()) {
            case OPEN -> true;
            case BUSY -> false;
            case RESERVE_ONLY ->
                !isTransient() && log.preparedBytes() - log.config().reserveBytes() > ROOM_BYTES + recordBytes;
        };
    }

    /** Whether {@link #run} will have something to do when time has passed. */
    boolean isWaitingForTime() {
        return phase == Phase.WALKING || (phase == Phase.COPYING && !reading);
    }

    /** When to come back if it is waiting for time. */
    long nextDueMs() {
        return isWaitingForTime() ? journal.nowMs() + THROTTLED_MS : Long.MAX_VALUE;
    }

    // Finding

    private boolean walk() {
        int chunksLeft = CHUNKS_PER_PORTION;
        int lanesLeft = LANES_PER_PORTION;
        while (found.size() < HOLDERS_PER_ROUND && destinationIndex < destinations.length) {
            if (chunksLeft == 0 || lanesLeft == 0) {
                return true;
            }
            lanesLeft--;
            Destination destination = state.destination(destinations[destinationIndex]);
            Lane lane = destination == null ? null : destination.laneIfPresent(firstLane + laneIndex);
            if (destination == null || lane == null || lane.liveCount() == 0) {
                nextLane(destination == null);
                continue;
            }
            chunksLeft--;
            int number = firstLane + laneIndex;
            sequence = lane.visitBetween(
                    sequence,
                    base,
                    end,
                    (at, position, index) -> add(RelocatedRecord.ENTRY, destination.id(), number, at, position, index));
            if (sequence < 0) {
                nextLane(false);
            }
        }
        if (destinationIndex == destinations.length) {
            destinationIndex++;
            state.holders().visitPendingSends(isTransient(), base, end, this::add);
            state.holders().visitPieces(isTransient(), base, end, this::add);
        }
        if (destinationIndex > destinations.length && found.size() < HOLDERS_PER_ROUND) {
            int room = HOLDERS_PER_ROUND - found.size();
            scheduledSlot = state.holders().visitScheduled(isTransient(), scheduledSlot, base, end, room, this::add);
        }
        found.sort(Comparator.comparingLong(Found::position).thenComparingInt(Found::place));
        copyIndex = 0;
        phase = Phase.COPYING;
        return true;
    }

    private void nextLane(boolean wholeDestination) {
        sequence = 0;
        laneIndex++;
        if (wholeDestination || laneIndex == laneCount) {
            laneIndex = 0;
            destinationIndex++;
        }
    }

    private void add(int holder, long owner, int part, long item, long position, int recordIndex) {
        found.add(new Found(found.size(), holder, owner, part, item, position, recordIndex));
    }

    // Copying

    private boolean copy() {
        if (reading) {
            return false;
        }
        if (appendIndex > 0) {
            return append();
        }
        refill();
        while (copyIndex < found.size()) {
            Found next = found.get(copyIndex);
            if (!isNeeded(next)) {
                copyIndex++;
                continue;
            }
            if (allowanceBytes <= 0) {
                return false;
            }
            RecordBatch batch = log.cached(next.position());
            if (batch == null) {
                reading = true;
                shell.submitRead(name, log.read(next.position(), 1));
                return false;
            }
            copyFrom(batch);
            if (copiedBytes >= BYTES_PER_APPEND) {
                return append();
            }
        }
        if (!copies.isEmpty()) {
            return append();
        }
        found = new ArrayList<>();
        if (scheduledSlot >= 0) {
            phase = Phase.WALKING;
            return true;
        }
        settle();
        return false;
    }

    private boolean isNeeded(Found it) {
        return state.holders().positionOf(isTransient(), it.holder(), it.owner(), it.part(), it.item())
                == it.position();
    }

    private void refill() {
        long now = journal.nowMs();
        if (refilledMs > now || refilledMs == Long.MIN_VALUE) {
            refilledMs = now - THROTTLED_MS;
        }
        long most = Math.max(BYTES_PER_APPEND, bytesPerSecond / 10);
        long sinceMs = Math.min(10_000, now - refilledMs);
        allowanceBytes = Math.min(most, allowanceBytes + sinceMs * bytesPerSecond / 1_000);
        refilledMs = now;
    }

    private void copyFrom(RecordBatch batch) {
        allowanceBytes -= batch.lengthBytes();
        while (copyIndex < found.size() && found.get(copyIndex).position() == batch.position()) {
            Found each = found.get(copyIndex++);
            if (!isNeeded(each)) {
                continue;
            }
            ByteBuffer record = batch.record(each.recordIndex());
            long baseMs = batch.baseTimestampMs() + RelocatedRecord.skipHead(record);
            // A copy, so that one record does not keep its whole batch in memory.
            ByteBuffer copy =
                    ByteBuffer.allocate(record.remaining()).put(record).flip();
            copies.add(new Copy(each, copy, baseMs));
            copiedBytes += copy.remaining();
        }
    }

    /** Appends as much as the log has room for; the rest when it has room again. Returns whether there is more to do at once. */
    private boolean append() {
        if (appendIndex == 0) {
            copies.sort(Comparator.comparingInt(copy -> copy.found().place()));
        }
        while (appendIndex < copies.size()) {
            if (!hasRoomFor(copies.get(appendIndex).record().remaining())) {
                return false;
            }
            append(copies.get(appendIndex++));
        }
        copies.clear();
        copiedBytes = 0;
        appendIndex = 0;
        return true;
    }

    private void append(Copy each) {
        Found it = each.found();
        int length = RelocatedRecord.MAX_HEAD_BYTES + each.record().remaining();
        if (length <= log.config().maxRecordBytes() && isNeeded(it)) {
            journal.appendRelocated(
                    name, it.holder(), it.owner(), it.part(), it.item(), each.record(), each.baseTimestampMs());
            relocatedRecords++;
        }
    }

    private void settle() {
        phase = Phase.SETTLING;
        LOG.debug("relocated: directory={} segment={} records={}", name, base, relocatedRecords);
        Runnable settled = () -> {
            phase = Phase.IDLE;
            consider();
        };
        if (isTransient()) {
            settled.run(); // what is found again before the end of this turn is copied in vain, not wrongly
        } else {
            journal.whenApplied(settled);
        }
    }

    /** A read has ended; whether it was this one's is known by its position. */
    void onRead(ReadTask.Result result) {
        if (!reading
                || copyIndex >= found.size()
                || found.get(copyIndex).position() != result.task().position()) {
            return;
        }
        reading = false;
        copyFrom(result.batches().get(0));
    }
}
