package io.corduroy.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Batches in memory: those appended last (the tail) and those read last, each within its bound. */
final class BatchCache {
    private final long tailLimitBytes;
    private final long readLimitBytes;
    private final TailRing tail = new TailRing();
    private final Map<Long, RecordBatch> read = new LinkedHashMap<>(16, 0.75f, true);
    private long readBytes;

    BatchCache(long tailLimitBytes, long readLimitBytes) {
        this.tailLimitBytes = tailLimitBytes;
        this.readLimitBytes = readLimitBytes;
    }

    void appended(RecordBatch batch) {
        tail.addLast(batch);
    }

    /** Drops the oldest batches of the tail while it is too large, but none that ends behind the position. */
    void trimTail(long expendableBelow) {
        while (tail.footprintBytes() > tailLimitBytes && tail.first().endPosition() <= expendableBelow) {
            tail.removeFirst();
        }
    }

    /**
     * Keeps what a read has brought, as far as there is room. The first batch is what somebody waits for: it goes last, and it is kept even if it
     * is larger than all the room there is, since whoever does not find it would have it read again, for ever.
     */
    void wereRead(List<RecordBatch> batches) {
        for (int i = batches.size() - 1; i >= 0; i--) {
            RecordBatch batch = batches.get(i);
            RecordBatch previous = read.put(batch.position(), batch);
            readBytes += batch.footprintBytes() - (previous == null ? 0 : previous.footprintBytes());
        }
        var oldest = read.values().iterator();
        while (readBytes > readLimitBytes && read.size() > 1) {
            readBytes -= oldest.next().footprintBytes();
            oldest.remove();
        }
    }

    @Nullable
    RecordBatch get(long position) {
        RecordBatch batch = tail.get(position);
        return batch != null ? batch : read.get(position);
    }

    /** Batches of the tail from a position on, for as long as they end at or below the other. */
    List<RecordBatch> tail(long fromPosition, long endPosition) {
        return tail.between(fromPosition, endPosition);
    }

    /** Drops what was read of a segment that is being deleted; its batches in the tail leave by age. */
    void forget(long fromPosition, long endPosition) {
        for (var i = read.values().iterator(); i.hasNext(); ) {
            RecordBatch batch = i.next();
            if (batch.position() >= fromPosition && batch.position() < endPosition) {
                readBytes -= batch.footprintBytes();
                i.remove();
            }
        }
    }

    /** A deque of neighbouring batches that can be searched by position. */
    private static final class TailRing {
        private RecordBatch[] ring = new RecordBatch[64];
        private int head;
        private int count;
        private long footprint;

        long footprintBytes() {
            return footprint;
        }

        RecordBatch first() {
            return ring[head];
        }

        void addLast(RecordBatch batch) {
            if (count == ring.length) {
                RecordBatch[] larger = new RecordBatch[2 * count];
                for (int i = 0; i < count; i++) {
                    larger[i] = at(i);
                }
                ring = larger;
                head = 0;
            }
            ring[(head + count) & (ring.length - 1)] = batch;
            count++;
            footprint += batch.footprintBytes();
        }

        @SuppressWarnings("NullAway") // an empty slot is never looked at
        void removeFirst() {
            footprint -= first().footprintBytes();
            ring[head] = null;
            head = (head + 1) & (ring.length - 1);
            count--;
        }

        @Nullable
        RecordBatch get(long position) {
            int index = indexOf(position);
            return index < count && at(index).position() == position ? at(index) : null;
        }

        List<RecordBatch> between(long fromPosition, long endPosition) {
            List<RecordBatch> found = new ArrayList<>();
            for (int i = indexOf(fromPosition); i < count && at(i).endPosition() <= endPosition; i++) {
                found.add(at(i));
            }
            return found;
        }

        /** Index of the first batch at or behind the position, or the count. */
        private int indexOf(long position) {
            int low = 0;
            int high = count;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (at(middle).position() < position) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private RecordBatch at(int index) {
            return ring[(head + index) & (ring.length - 1)];
        }
    }
}
