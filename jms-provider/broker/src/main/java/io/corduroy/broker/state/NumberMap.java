package io.corduroy.broker.state;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Things by number, without boxing. Iterates in rising order of the numbers, so that equal contents are visited
 * equally wherever they are.
 *
 * @param <V> the things
 */
public final class NumberMap<V> {
    private long[] keys = new long[8];
    private @Nullable Object[] values = new Object[8];
    private int size;

    /** An empty one. */
    public NumberMap() {}

    /**
     * The thing of a number.
     *
     * @return null if there is none
     */
    @SuppressWarnings("unchecked")
    public @Nullable V get(long key) {
        return (V) values[slotOf(key)];
    }

    /** Adds or replaces. */
    public void put(long key, V value) {
        int slot = slotOf(key);
        if (values[slot] == null) {
            size++;
        }
        keys[slot] = key;
        values[slot] = value;
        if (size > keys.length / 2) {
            rehash(2 * keys.length);
        }
    }

    /**
     * Removes a number.
     *
     * @return what it had, null if nothing
     */
    @SuppressWarnings("unchecked")
    public @Nullable V remove(long key) {
        int slot = slotOf(key);
        V old = (V) values[slot];
        if (old == null) {
            return null;
        }
        size--;
        int hole = slot;
        int mask = keys.length - 1;
        for (int next = hole + 1 & mask; values[next] != null; next = next + 1 & mask) {
            int home = home(keys[next], mask);
            if ((next - home & mask) >= (next - hole & mask)) {
                keys[hole] = keys[next];
                values[hole] = values[next];
                hole = next;
            }
        }
        values[hole] = null;
        return old;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Visits all in rising order of the numbers; the visitor may add and remove. */
    @SuppressWarnings("unchecked")
    public void forEach(Consumer<? super V> visitor) {
        for (long key : sortedKeys()) {
            V value = (V) values[slotOf(key)];
            if (value != null) {
                visitor.accept(value);
            }
        }
    }

    /** The numbers, rising: a new array. */
    public long[] sortedKeys() {
        long[] sorted = new long[size];
        int n = 0;
        for (int slot = 0; slot < keys.length; slot++) {
            if (values[slot] != null) {
                sorted[n++] = keys[slot];
            }
        }
        Arrays.sort(sorted);
        return sorted;
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = home(key, mask);
        while (values[slot] != null && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static int home(long key, int mask) {
        long mixed = key * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32) & mask;
    }

    private void rehash(int length) {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[length];
        values = new Object[length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
