package io.corduroy.broker.lane;

import java.util.Arrays;

/** How long the records of a chunk's entries are and when they came, of a lane that keeps what was consumed; 8 bytes each. */
final class Arrivals {
    /** What longer ones are counted as: 4 GiB. */
    private static final long LONGEST_BYTES = 0xFFFF_FFFFL;

    private static final int MS_PER_S = 1_000;

    private int[] lengths;
    /** Seconds since 1970, rounded up so that none is let go too early. */
    private int[] seconds;
    /** A copy for another thread has the same lengths: they are copied before one changes. */
    private boolean lengthsAreShared;

    Arrivals(int room) {
        lengths = new int[room];
        seconds = new int[room];
    }

    private Arrivals(Arrivals of) {
        lengths = of.lengths;
        seconds = of.seconds;
    }

    Arrivals frozen() {
        lengthsAreShared = true;
        return new Arrivals(this);
    }

    /** A new entry: a copy ends before. */
    void put(int i, long lengthBytes, long cameMs) {
        if (i >= lengths.length) {
            int length = Math.min(Chunk.CAPACITY, Math.max(i + 1, 2 * lengths.length));
            lengths = Arrays.copyOf(lengths, length);
            seconds = Arrays.copyOf(seconds, length);
            lengthsAreShared = false;
        }
        lengths[i] = (int) Math.min(LONGEST_BYTES, lengthBytes);
        seconds[i] = (int) ((cameMs + MS_PER_S - 1) / MS_PER_S);
    }

    /** The length of an entry that came without one is known now. */
    void setLength(int i, long lengthBytes) {
        if (lengthsAreShared) {
            lengths = lengths.clone();
            lengthsAreShared = false;
        }
        lengths[i] = (int) Math.min(LONGEST_BYTES, lengthBytes);
    }

    long lengthBytes(int i) {
        return i < lengths.length ? Integer.toUnsignedLong(lengths[i]) : 0;
    }

    long cameMs(int i) {
        return i < seconds.length ? MS_PER_S * Integer.toUnsignedLong(seconds[i]) : 0;
    }

    long footprintBytes() {
        return 24 + 2 * 16 + 4L * (lengths.length + seconds.length);
    }
}
