package io.corduroy.broker.lane;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one destination, one priority and one delivery mode, in order. Each has a dense sequence and the
 * address of its record; how many subscriptions still need it is counted per entry.
 *
 * <p>Chunks in which nothing is needed any more are dropped, wherever they are; an entry of a dropped chunk is
 * nobody's.
 *
 * <p>A lane may retain: then each entry from {@link #retainedFrom} on has one reference more, which {@link #letGo} takes back,
 * oldest first. What only that reference keeps is counted: the retained entries.
 */
public final class Lane {
    /** Address of entries that are gone. */
    public static final long NONE = -1;

    /** Where retention begins in a lane that does not retain. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int MAX_PASSED_CHUNKS = 512;

    private @Nullable Chunk[] chunks = {};
    private int length;
    private long firstChunk;
    private long nextSequence;
    private long liveCount;
    private long retainedFrom = NEVER;
    private long retainedCount;
    private long retainedBytes;
    private long unmeasuredCount;
    /** No retained entry below is unmeasured. */
    private long unmeasuredFrom;

    /** An empty lane. */
    public Lane() {}

    /**
     * Appends an entry.
     *
     * @param position of the batch that holds the record
     * @param recordIndex index in the batch
     * @param needers how many subscriptions need it; with 0 it only uses up a sequence
     * @param expirationMs 0 for never
     * @return its sequence
     */
    public long append(long position, int recordIndex, int needers, long expirationMs) {
        return append(position, recordIndex, needers, expirationMs, 0, 0);
    }

    /**
     * Appends an entry, which is retained if the lane does that.
     *
     * @param needers how many subscriptions need it
     * @param lengthBytes of its record and pieces, 0 if that is not known; used if it is retained
     * @param cameMs milliseconds since 1970; used if it is retained
     * @return its sequence
     */
    public long append(long position, int recordIndex, int needers, long expirationMs, long lengthBytes, long cameMs) {
        if (nextSequence < retainedFrom) {
            return appendUnretained(position, recordIndex, needers, expirationMs);
        }
        long sequence = appendUnretained(position, recordIndex, needers + 1, expirationMs);
        Chunk chunk = chunkWith(sequence);
        if (chunk != null) {
            chunk.setArrival(lengthBytes, cameMs);
            unmeasuredCount += lengthBytes == 0 ? 1 : 0;
            if (needers == 0) {
                onRetained(chunk.lengthBytes((int) (sequence - chunk.firstSequence)));
            }
        }
        return sequence;
    }

    private void onRetained(long lengthBytes) {
        retainedCount++;
        retainedBytes += lengthBytes;
    }

    private long appendUnretained(long position, int recordIndex, int needers, long expirationMs) {
        long sequence = nextSequence++;
        if (needers == 0 && liveCount == 0) {
            clear();
            return sequence;
        }
        chunkForAppend(sequence).add(position, recordIndex, needers, expirationMs);
        if (needers > 0) {
            liveCount++;
        } else {
            dropIfDead(sequence);
        }
        return sequence;
    }

    /**
     * Uses up sequences without entries, when a state is restored.
     *
     * @param sequence the next one to be given
     * @param nearPosition a position like those that follow, so that the addresses stay small
     */
    public void skipTo(long sequence, long nearPosition) {
        while (liveCount > 0 && nextSequence < sequence) {
            long from = nextSequence;
            append(nearPosition, 0, 0, 0);
            if (chunk(from) == null) { // the chunk was full and dead: nothing between here and the next one matters
                nextSequence = Math.min(sequence, Chunk.endOfChunk(from));
            }
        }
        nextSequence = Math.max(nextSequence, sequence);
    }

    private Chunk chunkForAppend(long sequence) {
        long number = Chunk.numberOf(sequence);
        if (length == 0) {
            firstChunk = number;
        }
        int at = (int) (number - firstChunk);
        if (at >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(at + 1, 2 * chunks.length));
        }
        length = Math.max(length, at + 1);
        Chunk chunk = chunks[at];
        if (chunk == null) {
            chunk = new Chunk(sequence);
            chunks[at] = chunk;
        }
        return chunk;
    }

    @Nullable
    Chunk chunk(long sequence) {
        long at = Chunk.numberOf(sequence) - firstChunk;
        return at >= 0 && at < length ? chunks[(int) at] : null;
    }

    /** The chunk that holds an entry, or null if it is gone or not yet there. */
    @Nullable
    Chunk chunkWith(long sequence) {
        Chunk chunk = chunk(sequence);
        if (chunk == null || sequence < chunk.firstSequence || sequence >= chunk.firstSequence + chunk.count) {
            return null;
        }
        return chunk;
    }

    /**
     * One subscription less needs the entry.
     *
     * @return the position of its batch if nobody needs it now, else {@link #NONE}
     */
    long release(long sequence) {
        Chunk chunk = chunkWith(sequence);
        if (chunk == null) {
            throw new IllegalStateException("entry " + sequence + " is released but gone");
        }
        int i = (int) (sequence - chunk.firstSequence);
        if (!chunk.release(i)) {
            if (sequence >= retainedFrom && chunk.references(i) == 1) {
                onRetained(chunk.lengthBytes(i));
            }
            return NONE;
        }
        if (sequence >= retainedFrom) {
            throw new IllegalStateException("entry " + sequence + " is retained and was released by all");
        }
        liveCount--;
        long position = chunk.position(i);
        if (liveCount == 0) {
            clear();
        } else {
            dropIfDead(sequence);
        }
        return position;
    }

    // Retaining

    /** Retains what comes from now on; what is retained already stays. */
    public void retain() {
        retainedFrom = Math.min(retainedFrom, nextSequence);
    }

    /** Restores where retention begins, before the first entry from there on. */
    public void restoreRetainedFrom(long sequence) {
        retainedFrom = sequence;
    }

    /**
     * Lets go of the oldest entry that it retains, and retains from the next one on.
     *
     * @return the position of the entry's batch if nobody needs it now, {@link #NONE} if a subscription does
     * @throws IllegalStateException if there is none
     */
    public long letGo() {
        long sequence = retainedFrom;
        Chunk chunk = chunkWith(sequence);
        if (chunk == null) {
            throw new IllegalStateException("entry " + sequence + " is let go and was not retained");
        }
        int i = (int) (sequence - chunk.firstSequence);
        if (chunk.references(i) == 1) {
            retainedCount--;
            retainedBytes -= chunk.lengthBytes(i);
        }
        unmeasuredCount -= chunk.lengthBytes(i) == 0 ? 1 : 0;
        retainedFrom++;
        return release(sequence);
    }

    /** Does not retain any more; everything must have been let go. */
    public void endRetention() {
        if (hasRetained()) {
            throw new IllegalStateException("entries from " + retainedFrom + " on are still retained");
        }
        retainedFrom = NEVER;
    }

    /** Whether there is something to let go, be it needed by a subscription as well or not. */
    public boolean hasRetained() {
        return retainedFrom < nextSequence;
    }

    /** Whether an entry is there and would be without any subscription. */
    public boolean isRetained(long sequence) {
        return sequence >= retainedFrom && sequence < nextSequence;
    }

    /** The first entry that it retains, or the next one to come; {@link #NEVER} if it does not retain. */
    public long retainedFrom() {
        return retainedFrom;
    }

    /** How many entries are there only because they are retained. */
    public long retainedCount() {
        return retainedCount;
    }

    /** How long the records of these are together, as far as that is known. */
    public long retainedBytes() {
        return retainedBytes;
    }

    /** How many entries subscriptions need. */
    public long waitingCount() {
        return liveCount - retainedCount;
    }

    /** How long the record of a retained entry is, with its pieces; 0 if that is not known, or it is not retained. */
    public long lengthOf(long sequence) {
        Chunk chunk = isRetained(sequence) ? chunkWith(sequence) : null;
        return chunk == null ? 0 : chunk.lengthBytes((int) (sequence - chunk.firstSequence));
    }

    /** When a retained entry came: milliseconds since 1970, rounded up to seconds; 0 if it is not retained. */
    public long cameMs(long sequence) {
        Chunk chunk = isRetained(sequence) ? chunkWith(sequence) : null;
        return chunk == null ? 0 : chunk.cameMs((int) (sequence - chunk.firstSequence));
    }

    /** How many retained entries came without their length. */
    public long unmeasuredCount() {
        return unmeasuredCount;
    }

    /**
     * The first retained entry from a sequence on that came without its length.
     *
     * @return its sequence, or −1
     */
    public long nextUnmeasured(long from) {
        if (unmeasuredCount == 0) {
            return -1;
        }
        long lowest = Math.max(retainedFrom, unmeasuredFrom);
        long sequence = Math.max(from, lowest);
        while (sequence < nextSequence && lengthOf(sequence) > 0) {
            sequence++;
        }
        if (from <= lowest) {
            unmeasuredFrom = sequence;
        }
        return sequence < nextSequence ? sequence : -1;
    }

    /** Tells the length of a retained entry that came without; nothing happens if it is not retained, or known. */
    public void measure(long sequence, long lengthBytes) {
        Chunk chunk = isRetained(sequence) ? chunkWith(sequence) : null;
        if (chunk == null) {
            return;
        }
        int i = (int) (sequence - chunk.firstSequence);
        if (chunk.lengthBytes(i) == 0 && lengthBytes > 0) {
            chunk.setLength(i, lengthBytes);
            unmeasuredCount--;
            retainedBytes += chunk.references(i) == 1 ? chunk.lengthBytes(i) : 0;
        }
    }

    private void dropIfDead(long sequence) {
        Chunk chunk = chunk(sequence);
        if (chunk == null || chunk.live > 0 || !chunk.isFull()) {
            return;
        }
        chunks[(int) (Chunk.numberOf(sequence) - firstChunk)] = null;
        int gone = 0;
        while (gone < length && chunks[gone] == null) {
            gone++;
        }
        if (gone > 0) {
            System.arraycopy(chunks, gone, chunks, 0, length - gone);
            Arrays.fill(chunks, length - gone, length, null);
            firstChunk += gone;
            length -= gone;
        }
    }

    /** Nothing is needed: an idle lane costs next to nothing. */
    private void clear() {
        Arrays.fill(chunks, 0, length, null);
        length = 0;
        if (chunks.length > 16) {
            chunks = new Chunk[0];
        }
    }

    /**
     * The sequence that the next message will get.
     *
     * @return 0 or more
     */
    public long nextSequence() {
        return nextSequence;
    }

    /**
     * How many entries somebody needs.
     *
     * @return 0 or more
     */
    public long liveCount() {
        return liveCount;
    }

    /** The lowest entry that may still be needed, or the next sequence. */
    long firstSequence() {
        for (int at = 0; at < length; at++) {
            Chunk chunk = chunks[at];
            if (chunk != null) {
                return chunk.firstSequence;
            }
        }
        return nextSequence;
    }

    /**
     * Lowest entry from a sequence on that somebody needs.
     *
     * @return its sequence, or −1
     */
    public long nextLive(long from) {
        long sequence = Math.max(from, firstSequence());
        while (sequence < nextSequence) {
            Chunk chunk = chunk(sequence);
            if (chunk != null) {
                for (int i = (int) Math.max(0, sequence - chunk.firstSequence); i < chunk.count; i++) {
                    if (chunk.references(i) > 0) {
                        return chunk.firstSequence + i;
                    }
                }
            }
            sequence = Chunk.endOfChunk(sequence);
        }
        return -1;
    }

    /**
     * Where an entry's record is.
     *
     * @return position of its batch, {@link #NONE} if the entry is gone
     */
    public long positionOf(long sequence) {
        Chunk chunk = chunkWith(sequence);
        return chunk == null ? NONE : chunk.position((int) (sequence - chunk.firstSequence));
    }

    /**
     * Which record of its batch an entry is.
     *
     * @return its index, −1 if the entry is gone
     */
    public int recordIndexOf(long sequence) {
        Chunk chunk = chunkWith(sequence);
        return chunk == null ? -1 : chunk.recordIndex((int) (sequence - chunk.firstSequence));
    }

    /**
     * When an entry expires.
     *
     * @return milliseconds since 1970, 0 for never or if it is gone
     */
    public long expirationOf(long sequence) {
        Chunk chunk = chunkWith(sequence);
        return chunk == null ? 0 : chunk.expirationMs((int) (sequence - chunk.firstSequence));
    }

    /**
     * Says why the entry that was appended last was moved here.
     *
     * @param number 1 or more
     */
    public void setMoveReasonOfLast(int number) {
        Chunk chunk = chunkWith(nextSequence - 1);
        if (chunk != null) {
            chunk.setMoveReason((int) (nextSequence - 1 - chunk.firstSequence), number);
        }
    }

    /**
     * Why an entry was moved here.
     *
     * @return as {@link #setMoveReasonOfLast} said; 0 if it was sent here, or is gone
     */
    public int moveReasonOf(long sequence) {
        Chunk chunk = chunkWith(sequence);
        return chunk == null ? 0 : chunk.moveReason((int) (sequence - chunk.firstSequence));
    }

    /**
     * Lowest entry from a sequence on that a subscription needs and that has expired.
     *
     * @return its sequence, or −1
     */
    public long nextExpired(long from, long nowMs) {
        long sequence = Math.max(from, firstSequence());
        while (sequence < nextSequence) {
            Chunk chunk = chunk(sequence);
            if (chunk != null) {
                int i = chunk.nextExpired((int) Math.max(0, sequence - chunk.firstSequence), nowMs, retainedFrom);
                if (i >= 0) {
                    return chunk.firstSequence + i;
                }
            }
            sequence = Chunk.endOfChunk(sequence);
        }
        return -1;
    }

    /**
     * How many subscriptions need an entry, and one more if it is retained.
     *
     * @return 0 if it is gone
     */
    public int referencesOf(long sequence) {
        Chunk chunk = chunkWith(sequence);
        return chunk == null ? 0 : chunk.references((int) (sequence - chunk.firstSequence));
    }

    /**
     * Says that an entry's record was appended again somewhere else.
     *
     * @param sequence an entry that is there
     */
    public void relocate(long sequence, long position, int recordIndex) {
        Chunk chunk = chunkWith(sequence);
        if (chunk == null) {
            throw new IllegalStateException("entry " + sequence + " is relocated but gone");
        }
        chunk.setAddress((int) (sequence - chunk.firstSequence), position, recordIndex);
    }

    /**
     * A copy of how the lane is now, that another thread may read while this one changes. It costs about as much as the
     * lane has chunks, not entries.
     *
     * @return a lane that nobody changes
     */
    public Lane frozen() {
        Lane copy = new Lane();
        copy.chunks = new Chunk[length];
        for (int at = 0; at < length; at++) {
            Chunk chunk = chunks[at];
            copy.chunks[at] = chunk == null ? null : chunk.frozen();
        }
        copy.length = length;
        copy.firstChunk = firstChunk;
        copy.nextSequence = nextSequence;
        copy.liveCount = liveCount;
        copy.retainedFrom = retainedFrom;
        return copy;
    }

    /** Told of entries that were looked for. */
    @FunctionalInterface
    public interface EntryVisitor {
        /** An entry that somebody needs. */
        void visit(long sequence, long position, int recordIndex);
    }

    /**
     * Looks for needed entries whose batches lie in a range of positions. Goes on until one chunk was searched, or some
     * hundred were passed over because they have nothing there, so that a long lane takes several calls.
     *
     * @param fromSequence 0, or where the call before left off
     * @param lowPosition first position, inside
     * @param highPosition first position behind
     * @return where to go on, −1 at the end
     */
    public long visitBetween(long fromSequence, long lowPosition, long highPosition, EntryVisitor visitor) {
        long sequence = Math.max(fromSequence, firstSequence());
        for (int passed = 0; sequence < nextSequence; passed++) {
            if (passed == MAX_PASSED_CHUNKS) {
                return sequence;
            }
            Chunk chunk = chunk(sequence);
            sequence = Chunk.endOfChunk(sequence);
            if (chunk != null && chunk.lowestPosition < highPosition && chunk.highestPosition >= lowPosition) {
                chunk.tightenBounds();
                for (int i = 0; i < chunk.count; i++) {
                    long position = chunk.position(i);
                    if (chunk.references(i) > 0 && position >= lowPosition && position < highPosition) {
                        visitor.visit(chunk.firstSequence + i, position, chunk.recordIndex(i));
                    }
                }
                return sequence;
            }
        }
        return -1;
    }

    /** Forgets what a subscription did here, when it is deleted. */
    void clearMarks(int slot) {
        for (int at = 0; at < length; at++) {
            Chunk chunk = chunks[at];
            if (chunk != null) {
                chunk.clearMarks(slot);
            }
        }
    }

    /**
     * Counts what is retained the long way.
     *
     * @throws IllegalStateException if the running counts disagree
     */
    public void assertInvariants() {
        long count = 0;
        long bytes = 0;
        long unmeasured = 0;
        for (long s = Math.max(retainedFrom, firstSequence()); s < nextSequence; s++) {
            if (referencesOf(s) == 0) {
                throw new IllegalStateException("entry " + s + " is gone, but retained from " + retainedFrom);
            }
            unmeasured += lengthOf(s) == 0 ? 1 : 0;
            if (referencesOf(s) == 1) {
                count++;
                bytes += lengthOf(s);
            }
        }
        if (count != retainedCount
                || bytes != retainedBytes
                || unmeasured != unmeasuredCount
                || (hasRetained() && retainedFrom < firstSequence())) {
            throw new IllegalStateException("counted " + count + " entries of " + bytes + " bytes retained from "
                    + retainedFrom + ", expected " + retainedCount + " of " + retainedBytes);
        }
    }

    /**
     * Bytes on the heap, about.
     *
     * @return an estimate that counts arrays and headers
     */
    public long footprintBytes() {
        long bytes = 112 + 4L * chunks.length;
        for (int at = 0; at < length; at++) {
            Chunk chunk = chunks[at];
            bytes += chunk == null ? 0 : chunk.footprintBytes();
        }
        return bytes;
    }
}
