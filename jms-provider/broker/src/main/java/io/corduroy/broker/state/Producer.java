package io.corduroy.broker.state;

import java.util.Arrays;

/**
 * A session as a producer: which of its sends the partition has. Sequences that were passed over (refused, or not
 * meant to be durable) are remembered, so that a repetition of them is not taken for something that is there.
 */
public final class Producer {
    /** Half as many are always remembered: more than a window of 1,024 sends in flight can have are of no use. */
    private static final int MAX_GAPS = 1_024;

    private final long number;
    private final Client client;
    private final int session;
    private long lastSequence;
    /** Pairs: first and last sequence of a gap, rising. */
    private long[] gaps = {};

    Producer(long number, Client client, int session) {
        this.number = number;
        this.client = client;
        this.session = session;
    }

    public long number() {
        return number;
    }

    public Client client() {
        return client;
    }

    public int session() {
        return session;
    }

    /** The highest durable sequence. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Whether the log has this send. */
    public boolean has(long sequence) {
        return sequence <= lastSequence && gapOf(sequence) < 0;
    }

    private int gapOf(long sequence) {
        for (int i = 0; i < gaps.length; i += 2) {
            if (sequence >= gaps[i] && sequence <= gaps[i + 1]) {
                return i;
            }
        }
        return -1;
    }

    /** Takes a sequence; false if it was there already. */
    boolean accept(long sequence) {
        if (sequence > lastSequence) {
            if (sequence > lastSequence + 1) {
                addGap(lastSequence + 1, sequence - 1);
            }
            lastSequence = sequence;
            return true;
        }
        int gap = gapOf(sequence);
        if (gap < 0) {
            return false;
        }
        splitGap(gap, sequence);
        return true;
    }

    private void addGap(long first, long last) {
        int keepFrom = gaps.length / 2 == MAX_GAPS ? MAX_GAPS : 0;
        long[] more = Arrays.copyOf(Arrays.copyOfRange(gaps, keepFrom, gaps.length), gaps.length - keepFrom + 2);
        more[more.length - 2] = first;
        more[more.length - 1] = last;
        gaps = more;
    }

    private void splitGap(int gap, long sequence) {
        long[] split = new long[gaps.length + 2];
        int n = 0;
        for (int i = 0; i < gaps.length; i += 2) {
            long first = gaps[i];
            long last = gaps[i + 1];
            if (i != gap) {
                split[n++] = first;
                split[n++] = last;
                continue;
            }
            if (first < sequence) {
                split[n++] = first;
                split[n++] = sequence - 1;
            }
            if (sequence < last) {
                split[n++] = sequence + 1;
                split[n++] = last;
            }
        }
        gaps = Arrays.copyOf(split, n);
    }

    long[] gaps() {
        return gaps;
    }

    void restore(long last, long[] gapPairs) {
        lastSequence = last;
        gaps = gapPairs;
    }
}
