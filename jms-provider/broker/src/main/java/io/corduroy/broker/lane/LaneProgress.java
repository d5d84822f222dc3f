package io.corduroy.broker.lane;

/**
 * How far one subscription is in one lane. What is acknowledged is durable; what is taken (in flight, or held back for
 * another reason) is volatile.
 *
 * <p>The bitmaps lie in the lane's chunks, under the subscription's slot, so that they go when a chunk goes.
 */
public final class LaneProgress {
    private final Lane lane;
    private final int slot;
    private long startSequence;

    private long pendingCount;
    private long takenCount;
    /** Nothing below is available. */
    private long lowestAvailable;

    private long dispatchMark;
    private long redeliveredBelow;

    /**
     * Progress of a subscription that wants what comes from now on.
     *
     * @param lane the lane
     * @param slot number of the subscription among those of the destination
     * @param startSequence the first sequence that it is concerned with
     */
    public LaneProgress(Lane lane, int slot, long startSequence) {
        this.lane = lane;
        this.slot = slot;
        this.startSequence = startSequence;
        this.lowestAvailable = startSequence;
    }

    /**
     * The lane.
     *
     * @return the lane this is about
     */
    public Lane lane() {
        return lane;
    }

    /**
     * Tells of an entry that was just appended.
     *
     * @param wanted false: the subscription's selector does not match, so that it counts as acknowledged
     */
    public void onAppended(long sequence, boolean wanted) {
        if (wanted) {
            pendingCount++;
            return;
        }
        Chunk chunk = lane.chunkWith(sequence);
        if (chunk != null) {
            chunk.marksForWrite(slot).acknowledge((int) (sequence - chunk.firstSequence));
        }
    }

    /**
     * Whether the subscription still needs an entry.
     *
     * @return false if it is acknowledged, was before the subscription, or is not there
     */
    public boolean isPending(long sequence) {
        Chunk chunk = sequence < startSequence ? null : lane.chunkWith(sequence);
        if (chunk == null) {
            return false;
        }
        int i = (int) (sequence - chunk.firstSequence);
        Marks marks = chunk.marks(slot);
        return chunk.references(i) > 0 && (marks == null || !marks.isAcknowledged(i));
    }

    /**
     * Whether an entry is taken.
     *
     * @return false also if it is not pending
     */
    public boolean isTaken(long sequence) {
        Chunk chunk = lane.chunkWith(sequence);
        Marks marks = chunk == null ? null : chunk.marks(slot);
        return marks != null && chunk != null && marks.isTaken((int) (sequence - chunk.firstSequence));
    }

    /** Takes a pending entry that is not taken. */
    public void take(long sequence) {
        Chunk chunk = pendingChunk(sequence);
        int i = (int) (sequence - chunk.firstSequence);
        Marks marks = chunk.marksForWrite(slot);
        if (marks.isTaken(i)) {
            throw new IllegalStateException("entry " + sequence + " is taken twice");
        }
        marks.take(i);
        takenCount++;
        if (sequence == lowestAvailable) {
            lowestAvailable++;
        }
    }

    /**
     * Makes a taken entry available again.
     *
     * @return false if it was not taken, or is not pending any more
     */
    public boolean giveBack(long sequence) {
        if (!isPending(sequence) || !isTaken(sequence)) {
            return false;
        }
        Chunk chunk = pendingChunk(sequence);
        chunk.marksForWrite(slot).giveBack((int) (sequence - chunk.firstSequence));
        takenCount--;
        lowestAvailable = Math.min(lowestAvailable, sequence);
        return true;
    }

    /**
     * Acknowledges an entry that is pending; it need not be taken.
     *
     * @return position of its batch if nobody needs it any more, else {@link Lane#NONE}
     */
    public long acknowledge(long sequence) {
        Chunk chunk = pendingChunk(sequence);
        int i = (int) (sequence - chunk.firstSequence);
        Marks marks = chunk.marksForWrite(slot);
        if (marks.isTaken(i)) {
            marks.giveBack(i);
            takenCount--;
        }
        marks.acknowledge(i);
        pendingCount--;
        return lane.release(sequence);
    }

    private Chunk pendingChunk(long sequence) {
        Chunk chunk = lane.chunkWith(sequence);
        if (chunk == null || !isPending(sequence)) {
            throw new IllegalStateException("entry " + sequence + " is not pending");
        }
        return chunk;
    }

    /**
     * Lowest entry from a sequence on that is pending and not taken.
     *
     * @return its sequence, or −1
     */
    public long nextAvailable(long from) {
        long wanted = Math.max(from, lowestAvailable);
        long found = next(wanted, true);
        if (wanted == lowestAvailable) {
            lowestAvailable = found < 0 ? lane.nextSequence() : found;
        }
        return found;
    }

    /**
     * Lowest entry from a sequence on that is pending, taken or not.
     *
     * @return its sequence, or −1
     */
    public long nextPending(long from) {
        return next(from, false);
    }

    private long next(long from, boolean untaken) {
        long sequence = Math.max(Math.max(from, startSequence), lane.firstSequence());
        while (sequence < lane.nextSequence()) {
            Chunk chunk = lane.chunk(sequence);
            if (chunk != null) {
                int i = nextIn(chunk, (int) Math.max(0, sequence - chunk.firstSequence), untaken);
                if (i < chunk.count) {
                    return chunk.firstSequence + i;
                }
            }
            sequence = Chunk.endOfChunk(sequence);
        }
        return -1;
    }

    /** Entries without references count as acknowledged by all, whatever the bits say. */
    private int nextIn(Chunk chunk, int from, boolean untaken) {
        Marks marks = chunk.marks(slot);
        int i = from;
        while (i < chunk.count) {
            if (marks != null) {
                i = untaken ? marks.nextAvailable(i, chunk.count) : marks.nextPending(i, chunk.count);
            }
            if (i < chunk.count && chunk.references(i) > 0) {
                return i;
            }
            i++;
        }
        return chunk.count;
    }

    /**
     * How many entries are neither acknowledged nor gone.
     *
     * @return the subscription's depth in this lane
     */
    public long pendingCount() {
        return pendingCount;
    }

    /**
     * How many entries are taken.
     *
     * @return at most the pending ones
     */
    public long takenCount() {
        return takenCount;
    }

    /**
     * Everything below may have been delivered, says the log.
     *
     * @return a sequence; nothing at or above it may be delivered before the mark is raised
     */
    public long dispatchMark() {
        return dispatchMark;
    }

    /** Raises the mark. */
    public void raiseDispatchMark(long sequence) {
        dispatchMark = Math.max(dispatchMark, sequence);
    }

    /**
     * Everything pending below was possibly delivered in an epoch that is over.
     *
     * @return a sequence
     */
    public long redeliveredBelow() {
        return redeliveredBelow;
    }

    /** A new epoch begins: what may have been delivered until now comes back marked, and nothing is taken. */
    public void onEpochStarted() {
        redeliveredBelow = Math.max(redeliveredBelow, Math.min(dispatchMark, lane.nextSequence()));
    }

    /** Restores what a checkpoint says, once the entries are there. */
    public void restore(long start, long mark, long redelivered) {
        startSequence = start;
        lowestAvailable = start;
        dispatchMark = mark;
        redeliveredBelow = redelivered;
    }

    /**
     * How far the subscription is now, for another thread; what is taken is left out.
     *
     * @param frozenLane what {@link Lane#frozen} gave for this progress' lane just now
     */
    public LaneProgress frozen(Lane frozenLane) {
        LaneProgress copy = new LaneProgress(frozenLane, slot, startSequence);
        copy.pendingCount = pendingCount;
        copy.dispatchMark = dispatchMark;
        copy.redeliveredBelow = redeliveredBelow;
        return copy;
    }

    /** The first sequence that the subscription is concerned with. */
    public long startSequence() {
        return startSequence;
    }

    /** The subscription is deleted: forgets its bits; the entries must have been acknowledged. */
    public void clear() {
        lane.clearMarks(slot);
    }

    /**
     * Counts the pending entries the long way.
     *
     * @throws IllegalStateException if the running counts disagree
     */
    public void assertInvariants() {
        long pending = 0;
        long taken = 0;
        for (long s = nextPending(0); s >= 0; s = nextPending(s + 1)) {
            pending++;
            if (isTaken(s)) {
                taken++;
            } else if (s < lowestAvailable) {
                throw new IllegalStateException("entry " + s + " is available below " + lowestAvailable);
            }
        }
        if (pending != pendingCount || taken != takenCount) {
            throw new IllegalStateException("counted " + pending + " pending and " + taken + " taken entries, expected "
                    + pendingCount + " and " + takenCount);
        }
    }

    /** For diagnostics. */
    @Override
    public String toString() {
        return "LaneProgress[pending " + pendingCount + ", taken " + takenCount + ", mark " + dispatchMark + "]";
    }
}
