package io.corduroy.client.engine;

import io.corduroy.protocol.LaneRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A set of messages of one destination's lanes, kept as ranges: small while what is in it lies together. */
public final class LaneRangeSet {

    private final @Nullable Lane[] lanes = new @Nullable Lane[LaneRange.LANES];
    private long count;

    /** An empty set. */
    public LaneRangeSet() {}

    /** How many messages. */
    public long count() {
        return count;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** Whether a message is in it. */
    public boolean contains(int lane, long sequence) {
        Lane found = lanes[lane];
        return found != null && found.contains(sequence);
    }

    /** Adds a message. */
    public void add(int lane, long sequence) {
        add(lane, sequence, sequence);
    }

    /** Adds messages. */
    public void add(LaneRange range) {
        add(range.lane(), range.firstSequence(), range.lastSequence());
    }

    /** Adds messages. */
    public void addAll(List<LaneRange> ranges) {
        ranges.forEach(this::add);
    }

    /** Removes those of these messages that are in it. */
    public void remove(LaneRange range) {
        Lane lane = lanes[range.lane()];
        if (lane != null) {
            count -= lane.remove(range.firstSequence(), range.lastSequence());
        }
    }

    /** Removes those of these messages that are in it. */
    public void removeAll(List<LaneRange> ranges) {
        ranges.forEach(this::remove);
    }

    /** Removes all. */
    public void clear() {
        Arrays.fill(lanes, null);
        count = 0;
    }

    /** The messages as few ranges, in the order of lanes and sequences. */
    public List<LaneRange> toList() {
        List<LaneRange> all = new ArrayList<>();
        for (int number = 0; number < lanes.length; number++) {
            Lane lane = lanes[number];
            for (int i = 0; lane != null && i < lane.size; i++) {
                all.add(new LaneRange(number, lane.first[i], lane.last[i]));
            }
        }
        return all;
    }

    private void add(int number, long first, long last) {
        Lane lane = lanes[number];
        if (lane == null) {
            lane = new Lane();
            lanes[number] = lane;
        }
        count += lane.add(first, last);
    }

    /** Disjoint ranges, rising, with gaps between them. */
    private static final class Lane {
        private long[] first = new long[4];
        private long[] last = new long[4];
        private int size;

        boolean contains(long sequence) {
            int at = firstEndingAtOrAfter(sequence);
            return at < size && first[at] <= sequence;
        }

        /** Returns how many are new. */
        long add(long from, long to) {
            if (size > 0 && last[size - 1] + 1 == from) { // the usual case: the next one
                last[size - 1] = to;
                return to - from + 1;
            }
            int begin = firstEndingAtOrAfter(from - 1);
            int end = begin;
            long mergedFrom = from;
            long mergedTo = to;
            long had = 0;
            while (end < size && first[end] <= to + 1) {
                mergedFrom = Math.min(mergedFrom, first[end]);
                mergedTo = Math.max(mergedTo, last[end]);
                had += last[end] - first[end] + 1;
                end++;
            }
            replace(begin, end, 1);
            first[begin] = mergedFrom;
            last[begin] = mergedTo;
            return mergedTo - mergedFrom + 1 - had;
        }

        /** Returns how many are gone. */
        long remove(long from, long to) {
            int begin = firstEndingAtOrAfter(from);
            int end = begin;
            long gone = 0;
            while (end < size && first[end] <= to) {
                gone += Math.min(to, last[end]) - Math.max(from, first[end]) + 1;
                end++;
            }
            if (begin == end) {
                return 0;
            }
            long leftFirst = first[begin];
            long rightLast = last[end - 1];
            int left = leftFirst < from ? 1 : 0;
            int right = rightLast > to ? 1 : 0;
            replace(begin, end, left + right);
            if (left == 1) {
                first[begin] = leftFirst;
                last[begin] = from - 1;
            }
            if (right == 1) {
                first[begin + left] = to + 1;
                last[begin + left] = rightLast;
            }
            return gone;
        }

        private int firstEndingAtOrAfter(long sequence) {
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (last[middle] < sequence) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        /** Makes room for {@code with} ranges in the place of begin (inside) to end (outside). */
        private void replace(int begin, int end, int with) {
            int newSize = size - (end - begin) + with;
            if (newSize > first.length) {
                first = Arrays.copyOf(first, newSize * 2);
                last = Arrays.copyOf(last, newSize * 2);
            }
            System.arraycopy(first, end, first, begin + with, size - end);
            System.arraycopy(last, end, last, begin + with, size - end);
            size = newSize;
        }
    }
}
