package io.corduroy.broker.state;

import java.util.Arrays;

/** Small positive counts by key, without an object per entry: open addressing, a count of 0 means absent. */
public final class CountMap {
    private long[] keys = new long[8];
    private int[] counts = new int[8];
    private int size;

    /** An empty one. */
    public CountMap() {}

    /** The count of a key, 0 if it has none. */
    public int get(long key) {
        return counts[slotOf(key)];
    }

    /** Sets a count; 0 removes the key. */
    public void put(long key, int count) {
        if (count == 0) {
            remove(key);
            return;
        }
        int slot = slotOf(key);
        if (counts[slot] == 0) {
            size++;
        }
        keys[slot] = key;
        counts[slot] = count;
        if (size > keys.length / 2) {
            rehash();
        }
    }

    private void remove(long key) {
        int slot = slotOf(key);
        if (counts[slot] == 0) {
            return;
        }
        size--;
        int mask = keys.length - 1;
        int hole = slot;
        for (int next = hole + 1 & mask; counts[next] != 0; next = next + 1 & mask) {
            int home = home(keys[next], mask);
            if ((next - home & mask) >= (next - hole & mask)) {
                keys[hole] = keys[next];
                counts[hole] = counts[next];
                hole = next;
            }
        }
        counts[hole] = 0;
    }

    public int size() {
        return size;
    }

    /** The keys, rising: a new array. */
    public long[] sortedKeys() {
        long[] sorted = new long[size];
        int n = 0;
        for (int slot = 0; slot < keys.length; slot++) {
            if (counts[slot] != 0) {
                sorted[n++] = keys[slot];
            }
        }
        Arrays.sort(sorted);
        return sorted;
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = home(key, mask);
        while (counts[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static int home(long key, int mask) {
        long mixed = key * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32) & mask;
    }

    private void rehash() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new long[2 * oldKeys.length];
        counts = new int[2 * oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldCounts[i] != 0) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                counts[slot] = oldCounts[i];
            }
        }
    }
}
