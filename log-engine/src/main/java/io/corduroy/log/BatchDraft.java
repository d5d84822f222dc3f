package io.corduroy.log;

import java.util.Arrays;

/**
 * The memory in which one batch after the other of a log is put together: batches of a hundred bytes and of sixteen thousand take turns, so
 * that whatever size an array of their own would begin with were wrong for half of them.
 */
final class BatchDraft {
    /** What is longer is given back after the batch that needed it. */
    private static final int KEPT_BYTES = 256 << 10;

    byte[] bytes = new byte[4 << 10];
    int[] offsets = new int[64];

    void ensureBytes(int count) {
        if (count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(count, 2 * bytes.length));
        }
    }

    void ensureOffsets(int count) {
        if (count > offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(count, 2 * offsets.length));
        }
    }

    /** A copy of what was put together, followed by zeros. */
    byte[] copy(int lengthBytes, int alignedBytes) {
        byte[] copy = new byte[alignedBytes];
        System.arraycopy(bytes, 0, copy, 0, lengthBytes);
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[KEPT_BYTES];
        }
        return copy;
    }
}
