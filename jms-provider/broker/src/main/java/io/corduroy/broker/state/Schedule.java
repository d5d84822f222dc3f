package io.corduroy.broker.state;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.record.RelocatedRecord;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages that may not be delivered yet, by the time when they may: a heap in primitive arrays, without an object per
 * message. Those of one time come in the order in which they were added.
 */
final class Schedule {
    /** When nothing is scheduled. */
    static final long NEVER = Long.MAX_VALUE;

    private int count;
    private long nextOrdinal;
    /** The heap: indexes of slots, earliest first. */
    private int[] heap = new int[8];
    /** Slots that are free, behind the used part of the heap. */
    private long[] dueTimes = new long[8];

    private long[] ordinals = new long[8];
    private long[] positions = new long[8];
    private char[] recordIndexes = new char[8];
    private int[] recordBytes = new int[8];
    private int[] destinations = new int[8];
    private byte[] lanes = new byte[8];
    private long[] expirations = new long[8];
    private int[] subscriptionsBelow = new int[8];
    private int[] volatileAbove = new int[8];
    private @Nullable Client[] senders = new Client[8];
    /** Slot plus one by address, from the first relocation on. */
    private @Nullable CountMap slotsByAddress;

    Schedule() {
        for (int i = 0; i < heap.length; i++) {
            heap[i] = i;
            positions[i] = Lane.NONE;
        }
    }

    int count() {
        return count;
    }

    /**
     * Adds a message.
     *
     * @param subscriptionBelow durable subscriptions of lower numbers were there when it was sent, as were volatile
     *     ones of numbers above the next parameter (Jakarta Messaging 3.1, 7.9)
     */
    void add(
            long dueMs,
            long position,
            int recordIndex,
            int lengthBytes,
            int destination,
            int lane,
            long expirationMs,
            int subscriptionBelow,
            int volatileSubscriptionAbove,
            @Nullable Client sender) {
        if (count == heap.length) {
            grow();
        }
        int slot = heap[count];
        dueTimes[slot] = dueMs;
        ordinals[slot] = nextOrdinal++;
        positions[slot] = position;
        recordIndexes[slot] = (char) recordIndex;
        recordBytes[slot] = lengthBytes;
        destinations[slot] = destination;
        lanes[slot] = (byte) lane;
        expirations[slot] = expirationMs;
        subscriptionsBelow[slot] = subscriptionBelow;
        volatileAbove[slot] = volatileSubscriptionAbove;
        senders[slot] = sender;
        if (slotsByAddress != null) {
            slotsByAddress.put(RelocatedRecord.address(position, recordIndex), slot + 1);
        }
        count++;
        siftUp(count - 1);
    }

    private void grow() {
        int length = 2 * count;
        heap = Arrays.copyOf(heap, length);
        for (int i = count; i < length; i++) {
            heap[i] = i;
        }
        dueTimes = Arrays.copyOf(dueTimes, length);
        ordinals = Arrays.copyOf(ordinals, length);
        positions = Arrays.copyOf(positions, length);
        Arrays.fill(positions, count, length, Lane.NONE);
        recordIndexes = Arrays.copyOf(recordIndexes, length);
        recordBytes = Arrays.copyOf(recordBytes, length);
        destinations = Arrays.copyOf(destinations, length);
        lanes = Arrays.copyOf(lanes, length);
        expirations = Arrays.copyOf(expirations, length);
        subscriptionsBelow = Arrays.copyOf(subscriptionsBelow, length);
        volatileAbove = Arrays.copyOf(volatileAbove, length);
        senders = Arrays.copyOf(senders, length);
    }

    private boolean isEarlier(int a, int b) {
        return dueTimes[a] < dueTimes[b] || (dueTimes[a] == dueTimes[b] && ordinals[a] < ordinals[b]);
    }

    private void siftUp(int from) {
        int at = from;
        while (at > 0 && isEarlier(heap[at], heap[(at - 1) / 2])) {
            swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    private void siftDown(int from) {
        int at = from;
        while (2 * at + 1 < count) {
            int child = 2 * at + 1;
            if (child + 1 < count && isEarlier(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isEarlier(heap[child], heap[at])) {
                return;
            }
            swap(at, child);
            at = child;
        }
    }

    private void swap(int a, int b) {
        int slot = heap[a];
        heap[a] = heap[b];
        heap[b] = slot;
    }

    /** When the first is due; {@link #NEVER} if there is none. */
    long nextDueMs() {
        return count == 0 ? NEVER : dueTimes[heap[0]];
    }

    /** The slot of the first: valid until something is added or removed. */
    int first() {
        return heap[0];
    }

    void removeFirst() {
        count--;
        swap(0, count);
        free(heap[count]);
        siftDown(0);
    }

    private void free(int slot) {
        if (slotsByAddress != null) {
            slotsByAddress.put(RelocatedRecord.address(positions[slot], recordIndexes[slot]), 0);
        }
        positions[slot] = Lane.NONE;
        senders[slot] = null;
    }

    /** Told of slots. */
    @FunctionalInterface
    interface SlotVisitor {
        void visit(int slot);
    }

    /**
     * Visits messages whose batches lie in a range of positions, up to a number of them.
     *
     * @param fromSlot 0, or where the call before left off
     * @return where to go on, −1 at the end
     */
    int visitBetween(int fromSlot, long lowPosition, long highPosition, int atMost, SlotVisitor visitor) {
        int visited = 0;
        for (int slot = fromSlot; count > 0 && slot < positions.length; slot++) {
            if (visited == atMost) {
                return slot;
            }
            if (positions[slot] != Lane.NONE && positions[slot] >= lowPosition && positions[slot] < highPosition) {
                visitor.visit(slot);
                visited++;
            }
        }
        return -1;
    }

    /** The slot of the message at an address, −1 if there is none. */
    int slotAt(long address) {
        if (slotsByAddress == null) {
            slotsByAddress = new CountMap();
            for (int i = 0; i < count; i++) {
                int slot = heap[i];
                slotsByAddress.put(RelocatedRecord.address(positions[slot], recordIndexes[slot]), slot + 1);
            }
        }
        return slotsByAddress.get(address) - 1;
    }

    /** Gives the message at an address a new one. */
    void relocate(long address, long position, int recordIndex) {
        int slot = slotAt(address);
        if (slot >= 0 && slotsByAddress != null) {
            slotsByAddress.put(address, 0);
            slotsByAddress.put(RelocatedRecord.address(position, recordIndex), slot + 1);
            positions[slot] = position;
            recordIndexes[slot] = (char) recordIndex;
        }
    }

    /** The slots, first due first: a new array. */
    int[] sortedSlots() {
        Integer[] slots = new Integer[count];
        for (int i = 0; i < count; i++) {
            slots[i] = heap[i];
        }
        Arrays.sort(slots, (a, b) -> isEarlier(a, b) ? -1 : 1);
        return Arrays.stream(slots).mapToInt(Integer::intValue).toArray();
    }

    /** Removes what is for a destination, and gives up its bytes. */
    void removeAll(int destination, NeededRecords records) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int slot = heap[i];
            if (destinations[slot] == destination) {
                records.remove(positions[slot], recordIndexes[slot]);
                free(slot);
            } else {
                swap(kept++, i);
            }
        }
        count = kept;
        for (int i = count / 2; i >= 0; i--) {
            siftDown(i);
        }
    }

    long dueMs(int slot) {
        return dueTimes[slot];
    }

    long position(int slot) {
        return positions[slot];
    }

    int recordIndex(int slot) {
        return recordIndexes[slot];
    }

    int recordBytes(int slot) {
        return recordBytes[slot];
    }

    int destination(int slot) {
        return destinations[slot];
    }

    int lane(int slot) {
        return lanes[slot];
    }

    long expirationMs(int slot) {
        return expirations[slot];
    }

    int subscriptionsBelow(int slot) {
        return subscriptionsBelow[slot];
    }

    @Nullable
    Client sender(int slot) {
        return senders[slot];
    }

    /** Whether a subscription was there when the message was sent. */
    boolean concerns(int slot, Subscription subscription) {
        return subscription.id() > 0
                ? subscription.id() < subscriptionsBelow[slot]
                : subscription.id() > volatileAbove[slot];
    }
}
