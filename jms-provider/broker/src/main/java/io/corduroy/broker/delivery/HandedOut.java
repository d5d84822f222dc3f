package io.corduroy.broker.delivery;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a subscription that were handed out and are not settled, by {@link
 * io.corduroy.broker.state.Subscription#key}: who holds each, and its group. Open addressing, no object per message.
 */
final class HandedOut {
    private long[] keys = {};
    private @Nullable Holder[] holders = {};
    private int[] groups = {};
    private int size;
    private int unknownGroups;

    /** Visits one message. */
    interface Visitor {
        void visit(long key, Holder holder, int group);
    }

    /** Who holds a message, null if it is not handed out. */
    @Nullable
    Holder holder(long key) {
        return size == 0 ? null : holders[slotOf(key)];
    }

    /** The group of a message, {@link Groups#NONE} if it is not handed out. */
    int group(long key) {
        return holder(key) == null ? Groups.NONE : groups[slotOf(key)];
    }

    /** Adds a message, or changes what is known of it. */
    void put(long key, Holder holder, int group) {
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        int slot = slotOf(key);
        if (holders[slot] == null) {
            size++;
        } else if (groups[slot] == Groups.UNKNOWN) {
            unknownGroups--;
        }
        unknownGroups += group == Groups.UNKNOWN ? 1 : 0;
        keys[slot] = key;
        holders[slot] = holder;
        groups[slot] = group;
    }

    /** Removes a message that is there. */
    void remove(long key) {
        int slot = slotOf(key);
        if (holders[slot] == null) {
            throw new IllegalStateException("message " + key + " is not handed out");
        }
        unknownGroups -= groups[slot] == Groups.UNKNOWN ? 1 : 0;
        size--;
        int mask = keys.length - 1;
        int hole = slot;
        for (int next = hole + 1 & mask; holders[next] != null; next = next + 1 & mask) {
            int home = home(keys[next], mask);
            if ((next - home & mask) >= (next - hole & mask)) {
                copy(next, keys, holders, groups, hole);
                hole = next;
            }
        }
        holders[hole] = null;
    }

    private void copy(int from, long[] fromKeys, @Nullable Holder[] fromHolders, int[] fromGroups, int to) {
        keys[to] = fromKeys[from];
        holders[to] = fromHolders[from];
        groups[to] = fromGroups[from];
    }

    /** How many messages there are whose group nobody has looked for yet. */
    int unknownGroups() {
        return unknownGroups;
    }

    /** The keys of messages of a group, rising: a new array. */
    long[] keysOf(int group) {
        return sorted(slot -> groups[slot] == group);
    }

    /** The keys of messages that somebody holds, rising: a new array. */
    long[] keysOf(Holder holder) {
        return sorted(slot -> holder.equals(holders[slot]));
    }

    private interface SlotFilter {
        boolean accepts(int slot);
    }

    private long[] sorted(SlotFilter filter) {
        long[] found = new long[size];
        int count = 0;
        for (int slot = 0; slot < keys.length; slot++) {
            if (holders[slot] != null && filter.accepts(slot)) {
                found[count++] = keys[slot];
            }
        }
        long[] sorted = Arrays.copyOf(found, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /** Visits all, in no order: for counting. */
    void forEach(Visitor visitor) {
        for (int slot = 0; slot < keys.length; slot++) {
            Holder holder = holders[slot];
            if (holder != null) {
                visitor.visit(keys[slot], holder, groups[slot]);
            }
        }
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = home(key, mask);
        while (holders[slot] != null && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static int home(long key, int mask) {
        long mixed = key * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32) & mask;
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Holder[] oldHolders = holders;
        int[] oldGroups = groups;
        int length = Math.max(8, 2 * oldKeys.length);
        keys = new long[length];
        holders = new Holder[length];
        groups = new int[length];
        for (int slot = 0; slot < oldKeys.length; slot++) {
            if (oldHolders[slot] != null) {
                copy(slot, oldKeys, oldHolders, oldGroups, slotOf(oldKeys[slot]));
            }
        }
    }
}
