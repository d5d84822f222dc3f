package io.corduroy.broker.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The body of a message that came in pieces: where they are. Held once, however many subscriptions need the message; 10
 * bytes per piece.
 */
public final class LargeMessage {
    private final long producer;
    private final long sequence;
    private int count;
    private long bodyBytes;
    private long[] positions = new long[4];
    private char[] recordIndexes = new char[4];
    /** No piece lies outside of these two. */
    private long lowestPosition = Long.MAX_VALUE;

    private long highestPosition = -1;
    /** Whether the message does not exist yet. */
    boolean open = true;
    /** By which addresses of its record it is referred to; rarely more than one. */
    final List<LargeMessages.Reference> references = new ArrayList<>(1);

    LargeMessage(long producer, long sequence) {
        this.producer = producer;
        this.sequence = sequence;
    }

    /** Who sent it. */
    public long producer() {
        return producer;
    }

    /** The number of its send. */
    public long sequence() {
        return sequence;
    }

    /** Whether its message does not exist yet, and perhaps never will. */
    public boolean isOpen() {
        return open;
    }

    /** How many pieces are there. */
    public int pieces() {
        return count;
    }

    /** The length of all of them. */
    public long bodyBytes() {
        return bodyBytes;
    }

    /** The position of the batch that holds a piece. */
    public long positionOf(int piece) {
        return positions[piece];
    }

    /** The index of a piece's record in its batch. */
    public int recordIndexOf(int piece) {
        return recordIndexes[piece];
    }

    void add(long position, int recordIndex, int lengthBytes) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, 2 * count);
            recordIndexes = Arrays.copyOf(recordIndexes, 2 * count);
        }
        count++;
        bodyBytes += lengthBytes;
        setAddress(count - 1, position, recordIndex);
    }

    void setAddress(int piece, long position, int recordIndex) {
        positions[piece] = position;
        recordIndexes[piece] = (char) recordIndex;
        lowestPosition = Math.min(lowestPosition, position);
        highestPosition = Math.max(highestPosition, position);
    }

    /** What a checkpoint says of its length, when its pieces were added without theirs. */
    void restoreLength(long bytes) {
        bodyBytes = bytes;
    }

    /** Whether it may have pieces in a range of positions. */
    boolean mayLieBetween(long lowPosition, long highPositionBehind) {
        return lowestPosition < highPositionBehind && highestPosition >= lowPosition;
    }

    /** Finds out again where the first and the last of its pieces are, after some have moved. */
    void tightenBounds() {
        lowestPosition = Long.MAX_VALUE;
        highestPosition = -1;
        for (int i = 0; i < count; i++) {
            lowestPosition = Math.min(lowestPosition, positions[i]);
            highestPosition = Math.max(highestPosition, positions[i]);
        }
    }
}
