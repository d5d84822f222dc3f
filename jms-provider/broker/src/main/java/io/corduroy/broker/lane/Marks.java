package io.corduroy.broker.lane;

import java.util.Arrays;

/** What one subscription did with the entries of one chunk: which it acknowledged, which are taken (in flight). */
final class Marks {
    private static final long[] NONE = {};

    private long[] acknowledged = NONE;
    private long[] taken = NONE;
    /** A copy for another thread has the same words: they are copied before they change. */
    private boolean acknowledgedIsShared;

    boolean isAcknowledged(int i) {
        return get(acknowledged, i);
    }

    boolean isTaken(int i) {
        return get(taken, i);
    }

    void acknowledge(int i) {
        if (acknowledgedIsShared) {
            acknowledged = acknowledged.clone();
            acknowledgedIsShared = false;
        }
        acknowledged = set(acknowledged, i);
    }

    /** What is acknowledged now; nothing is taken in it. */
    Marks frozen() {
        Marks copy = new Marks();
        copy.acknowledged = acknowledged;
        acknowledgedIsShared = true;
        return copy;
    }

    void take(int i) {
        taken = set(taken, i);
    }

    void giveBack(int i) {
        taken[i >>> 6] &= ~(1L << i);
    }

    /** Lowest entry from an index on that is neither acknowledged nor taken; the limit if there is none below it. */
    int nextAvailable(int from, int limit) {
        for (int word = from >>> 6; word << 6 < limit; word++) {
            long busy = wordOf(acknowledged, word) | wordOf(taken, word);
            if (word == from >>> 6) {
                busy |= (1L << from) - 1;
            }
            if (busy != -1L) {
                return Math.min(limit, (word << 6) + Long.numberOfTrailingZeros(~busy));
            }
        }
        return limit;
    }

    /** Lowest entry from an index on that is not acknowledged; the limit if there is none below it. */
    int nextPending(int from, int limit) {
        for (int word = from >>> 6; word << 6 < limit; word++) {
            long gone = wordOf(acknowledged, word);
            if (word == from >>> 6) {
                gone |= (1L << from) - 1;
            }
            if (gone != -1L) {
                return Math.min(limit, (word << 6) + Long.numberOfTrailingZeros(~gone));
            }
        }
        return limit;
    }

    private static long wordOf(long[] words, int word) {
        return word < words.length ? words[word] : 0;
    }

    private static boolean get(long[] words, int i) {
        return (wordOf(words, i >>> 6) & 1L << i) != 0;
    }

    private static long[] set(long[] words, int i) {
        int word = i >>> 6;
        long[] large = words;
        if (word >= words.length) {
            large = Arrays.copyOf(words, Math.min(Chunk.CAPACITY >>> 6, Math.max(word + 1, 2 * words.length)));
        }
        large[word] |= 1L << i;
        return large;
    }

    long footprintBytes() {
        return 24 + 32 + 8L * (acknowledged.length + taken.length);
    }
}
