package io.corduroy.broker.state;

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
    private int[] destinations = new int[8];
    private byte[] lanes = new byte[8];
    private long[] expirations = new long[8];
    private int[] subscriptionsBelow = new int[8];
    private int[] volatileAbove = new int[8];
    private @Nullable Client[] senders = new Client[8];

    Schedule() {
        for (int i = 0; i < heap.length; i++) {
            heap[i] = i;
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
        destinations[slot] = destination;
        lanes[slot] = (byte) lane;
        expirations[slot] = expirationMs;
        subscriptionsBelow[slot] = subscriptionBelow;
        volatileAbove[slot] = volatileSubscriptionAbove;
        senders[slot] = sender;
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
        recordIndexes = Arrays.copyOf(recordIndexes, length);
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
        senders[heap[count]] = null;
        siftDown(0);
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
    void removeAll(int destination, Liveness liveness) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int slot = heap[i];
            if (destinations[slot] == destination) {
                liveness.removeLive(positions[slot]);
                senders[slot] = null;
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
