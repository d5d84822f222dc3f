package io.corduroy.broker.lane;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Up to 4,096 neighbouring entries of a lane in primitive arrays that start small. The numbers of the entries in it
 * follow its first one without gaps; a chunk ends where the next multiple of 4,096 begins.
 */
final class Chunk {
    static final int SHIFT = 12;
    static final int CAPACITY = 1 << SHIFT;
    private static final int INITIAL = 8;

    final long firstSequence;
    int count;
    /** Entries that somebody still needs. */
    int live;

    /** No entry that is needed lies outside of these two. */
    long lowestPosition = Long.MAX_VALUE;

    long highestPosition = -1;

    private long basePosition;
    private int[] positionDeltas = new int[INITIAL];
    /** Replaces base and deltas once a position is not within 4 GiB above the base. */
    private long @Nullable [] widePositions;

    private char[] recordIndexes = new char[INITIAL];
    private short[] references = new short[INITIAL];
    private long @Nullable [] expirations;
    /** 0 for entries that were sent here; replaced only by a longer copy, since entries get theirs when they are added. */
    private byte @Nullable [] moveReasons;

    /** No entry that is needed expires earlier. */
    private long lowestExpirationMs = Long.MAX_VALUE;

    private @Nullable Marks[] marks = {};
    /** Of a lane that keeps what was consumed. */
    private @Nullable Arrivals arrivals;

    // A copy for another thread has the same arrays: what it knows of them is copied before it changes.
    private boolean addressesAreShared;
    private boolean referencesAreShared;

    Chunk(long firstSequence) {
        this.firstSequence = firstSequence;
    }

    /** A copy of how it is now, that another thread may read; cheap, because what it consists of is copied when it changes. */
    Chunk frozen() {
        Chunk copy = new Chunk(firstSequence);
        copy.count = count;
        copy.live = live;
        copy.lowestPosition = lowestPosition;
        copy.highestPosition = highestPosition;
        copy.basePosition = basePosition;
        copy.positionDeltas = positionDeltas;
        copy.widePositions = widePositions;
        copy.recordIndexes = recordIndexes;
        copy.references = references;
        copy.expirations = expirations;
        copy.moveReasons = moveReasons;
        copy.marks = new Marks[marks.length];
        for (int slot = 0; slot < marks.length; slot++) {
            Marks each = marks[slot];
            copy.marks[slot] = each == null ? null : each.frozen();
        }
        copy.arrivals = arrivals == null ? null : arrivals.frozen();
        addressesAreShared = true;
        referencesAreShared = true;
        return copy;
    }

    static long numberOf(long sequence) {
        return sequence >>> SHIFT;
    }

    /** The first sequence of the next chunk. */
    static long endOfChunk(long sequence) {
        return (numberOf(sequence) + 1) << SHIFT;
    }

    boolean isFull() {
        return ((firstSequence + count) & (CAPACITY - 1)) == 0 && count > 0;
    }

    void add(long position, int recordIndex, int needers, long expirationMs) {
        int i = count;
        if (i == recordIndexes.length) {
            grow();
        }
        if (i == 0) {
            basePosition = position;
        }
        count++; // a copy ends before: what is added need not be copied for it
        putAddress(i, position, recordIndex);
        references[i] = (short) needers;
        if (needers > 0) {
            live++;
        }
        if (expirationMs != 0) {
            if (expirations == null) {
                expirations = new long[recordIndexes.length];
            }
            expirations[i] = expirationMs;
            lowestExpirationMs = Math.min(lowestExpirationMs, expirationMs);
        }
    }

    /** Says of the entry that was just added how long its record is, and when it came. */
    void setArrival(long lengthBytes, long cameMs) {
        if (arrivals == null) {
            arrivals = new Arrivals(recordIndexes.length);
        }
        arrivals.put(count - 1, lengthBytes, cameMs);
    }

    void setLength(int i, long lengthBytes) {
        if (arrivals != null) {
            arrivals.setLength(i, lengthBytes);
        }
    }

    /** 0 if it is not known. */
    long lengthBytes(int i) {
        return arrivals == null ? 0 : arrivals.lengthBytes(i);
    }

    long cameMs(int i) {
        return arrivals == null ? 0 : arrivals.cameMs(i);
    }

    void setAddress(int i, long position, int recordIndex) {
        if (addressesAreShared) {
            recordIndexes = recordIndexes.clone();
            positionDeltas = positionDeltas.clone();
            widePositions = widePositions == null ? null : widePositions.clone();
            addressesAreShared = false;
        }
        putAddress(i, position, recordIndex);
    }

    private void putAddress(int i, long position, int recordIndex) {
        recordIndexes[i] = (char) recordIndex;
        lowestPosition = Math.min(lowestPosition, position);
        highestPosition = Math.max(highestPosition, position);
        long delta = position - basePosition;
        if (widePositions == null && (delta < 0 || delta > 0xFFFF_FFFFL)) {
            widen();
        }
        if (widePositions != null) {
            widePositions[i] = position;
        } else {
            positionDeltas[i] = (int) delta;
        }
    }

    private void widen() {
        long[] wide = new long[recordIndexes.length];
        for (int i = 0; i < count; i++) {
            wide[i] = basePosition + Integer.toUnsignedLong(positionDeltas[i]);
        }
        widePositions = wide;
        positionDeltas = new int[0];
    }

    private void grow() {
        int length = Math.min(CAPACITY, 2 * recordIndexes.length);
        recordIndexes = Arrays.copyOf(recordIndexes, length);
        references = Arrays.copyOf(references, length);
        if (widePositions != null) {
            widePositions = Arrays.copyOf(widePositions, length);
        } else {
            positionDeltas = Arrays.copyOf(positionDeltas, length);
        }
        if (expirations != null) {
            expirations = Arrays.copyOf(expirations, length);
        }
        if (moveReasons != null) {
            moveReasons = Arrays.copyOf(moveReasons, length);
        }
    }

    /** Finds out again what {@link #lowestPosition} and {@link #highestPosition} are, after entries went or moved. */
    void tightenBounds() {
        lowestPosition = Long.MAX_VALUE;
        highestPosition = -1;
        for (int i = 0; i < count; i++) {
            if (references[i] > 0) {
                lowestPosition = Math.min(lowestPosition, position(i));
                highestPosition = Math.max(highestPosition, position(i));
            }
        }
    }

    long position(int i) {
        return widePositions != null ? widePositions[i] : basePosition + Integer.toUnsignedLong(positionDeltas[i]);
    }

    int recordIndex(int i) {
        return recordIndexes[i];
    }

    int references(int i) {
        return references[i];
    }

    /** 0 for never. */
    long expirationMs(int i) {
        return expirations == null ? 0 : expirations[i];
    }

    void setMoveReason(int i, int number) {
        if (moveReasons == null) {
            moveReasons = new byte[recordIndexes.length];
        }
        moveReasons[i] = (byte) number;
    }

    /** As it was set, 0 if it was not. */
    int moveReason(int i) {
        return moveReasons == null ? 0 : moveReasons[i];
    }

    /**
     * Lowest entry from an index on that a subscription needs and that has expired; −1 if there is none.
     *
     * @param retainedFrom entries from this sequence on have one reference that is no subscription's
     */
    int nextExpired(int from, long nowMs, long retainedFrom) {
        if (expirations == null || lowestExpirationMs > nowMs) {
            return -1;
        }
        for (int i = from; i < count; i++) {
            if (expirations[i] != 0 && expirations[i] <= nowMs && isWaiting(i, retainedFrom)) {
                return i;
            }
        }
        if (from == 0) {
            tightenExpiration(retainedFrom);
        }
        return -1;
    }

    private boolean isWaiting(int i, long retainedFrom) {
        return references[i] > (firstSequence + i >= retainedFrom ? 1 : 0);
    }

    private void tightenExpiration(long retainedFrom) {
        long lowest = Long.MAX_VALUE;
        for (int i = 0; i < count && expirations != null; i++) {
            if (expirations[i] != 0 && isWaiting(i, retainedFrom)) {
                lowest = Math.min(lowest, expirations[i]);
            }
        }
        lowestExpirationMs = lowest;
    }

    /** One subscription less needs the entry; true if it was the last. */
    boolean release(int i) {
        if (references[i] <= 0) {
            throw new IllegalStateException("entry " + (firstSequence + i) + " was released more often than needed");
        }
        if (referencesAreShared) {
            references = references.clone();
            referencesAreShared = false;
        }
        references[i]--;
        if (references[i] == 0) {
            live--;
            return true;
        }
        return false;
    }

    @Nullable
    Marks marks(int slot) {
        return slot < marks.length ? marks[slot] : null;
    }

    Marks marksForWrite(int slot) {
        if (slot >= marks.length) {
            marks = Arrays.copyOf(marks, slot + 1);
        }
        Marks found = marks[slot];
        if (found == null) {
            found = new Marks();
            marks[slot] = found;
        }
        return found;
    }

    void clearMarks(int slot) {
        if (slot < marks.length) {
            marks[slot] = null;
        }
    }

    /** Bytes on the heap, about. */
    long footprintBytes() {
        long bytes = 112 + 48 + 2L * recordIndexes.length + 2L * references.length + 4L * positionDeltas.length;
        if (widePositions != null) {
            bytes += 16 + 8L * widePositions.length;
        }
        if (expirations != null) {
            bytes += 16 + 8L * expirations.length;
        }
        if (moveReasons != null) {
            bytes += 16 + moveReasons.length;
        }
        bytes += arrivals == null ? 0 : arrivals.footprintBytes();
        for (Marks each : marks) {
            bytes += 4 + (each == null ? 0 : each.footprintBytes());
        }
        return bytes;
    }
}
