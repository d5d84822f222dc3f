package io.corduroy.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** The bytes of a batch, as drawn in the package comment: writes headers, checks batches, codes varints. */
final class BatchFormat {
    static final int HEADER_BYTES = 40;
    static final int LENGTH_OFFSET = 4;
    static final int POSITION_OFFSET = 24;
    static final byte VERSION = 1;
    static final byte FLAG_FORCED = 1;
    static final int MAX_RECORDS = 0xFFFF;
    /** No batch is longer whatever the settings were when it was written, so that a garbage length allocates no more than this. */
    static final int MAX_BATCH_BYTES = 32 << 20;

    static final String FOUND_ZEROS = "zeros";
    static final String FOUND_END_OF_FILE = "the end of the file";

    private static final long UNKNOWN_FORCED = 0xFFFF_FFFFL;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BatchFormat() {}

    static void writeHeader(
            byte[] batch,
            int lengthBytes,
            byte flags,
            int recordCount,
            long epoch,
            long position,
            long forcedPosition,
            long baseTimestampMs) {
        INT.set(batch, LENGTH_OFFSET, lengthBytes);
        batch[8] = VERSION;
        batch[9] = flags;
        batch[10] = (byte) (recordCount >>> 8);
        batch[11] = (byte) recordCount;
        INT.set(batch, 12, (int) Math.min(position - forcedPosition, UNKNOWN_FORCED));
        LONG.set(batch, 16, epoch);
        LONG.set(batch, POSITION_OFFSET, position);
        LONG.set(batch, 32, baseTimestampMs);
        INT.set(batch, 0, crc(batch, 0, lengthBytes));
    }

    static int length(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset + LENGTH_OFFSET);
    }

    static int recordCount(byte[] bytes, int offset) {
        return ((bytes[offset + 10] & 0xFF) << 8) | (bytes[offset + 11] & 0xFF);
    }

    static byte flags(byte[] bytes, int offset) {
        return bytes[offset + 9];
    }

    static long epoch(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset + 16);
    }

    static long position(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset + POSITION_OFFSET);
    }

    static long baseTimestampMs(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset + 32);
    }

    /** The position below which everything was forced when the batch was sealed; 0 if the batch does not say. */
    static long forcedPosition(byte[] bytes, int offset) {
        long delta = (int) INT.get(bytes, offset + 12) & 0xFFFF_FFFFL;
        return delta == UNKNOWN_FORCED ? 0 : position(bytes, offset) - delta;
    }

    /**
     * Checks the header alone.
     *
     * @param expectedPosition where in the log these bytes were found
     * @param limitBytes how many bytes there are from the offset to the end of the file
     * @return the length of the batch, which is within the limit
     */
    static int checkHeader(byte[] bytes, int offset, long limitBytes, long expectedPosition) throws BadBatch {
        int length = length(bytes, offset);
        if (length == 0 && INT.get(bytes, offset).equals(0)) {
            throw new BadBatch(FOUND_ZEROS, "a batch");
        }
        if (length < HEADER_BYTES || length > MAX_BATCH_BYTES || length > limitBytes) {
            throw new BadBatch(
                    "batch length " + (length & 0xFFFF_FFFFL),
                    "a length from " + HEADER_BYTES + " to " + Math.min(limitBytes, MAX_BATCH_BYTES));
        }
        if (position(bytes, offset) != expectedPosition) {
            throw new BadBatch("a batch of position " + position(bytes, offset), "one of position " + expectedPosition);
        }
        return length;
    }

    /** Checks a batch whose header was checked: the CRC first, since nothing else means anything without it. */
    static void checkBody(byte[] bytes, int offset, int length) throws BadBatch {
        int stored = (int) INT.get(bytes, offset);
        int computed = crc(bytes, offset, length);
        if (stored != computed) {
            throw new BadBatch(
                    "batch CRC " + Integer.toHexString(stored), Integer.toHexString(computed) + " as its bytes have");
        }
        if (bytes[offset + 8] != VERSION) {
            throw new BadBatch("batch format version " + (bytes[offset + 8] & 0xFF), "version " + VERSION);
        }
        if ((flags(bytes, offset) & ~FLAG_FORCED) != 0) {
            throw new BadBatch("batch flags " + (flags(bytes, offset) & 0xFF), "0 or " + FLAG_FORCED);
        }
    }

    /** Walks the records of a checked batch; returns where each one's length prefix begins, relative to the batch. */
    static int[] recordOffsets(byte[] bytes, int offset, int length) throws BadBatch {
        int[] offsets = new int[recordCount(bytes, offset)];
        int at = offset + HEADER_BYTES;
        int end = offset + length;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = at - offset;
            at = skipRecord(bytes, at, end, i);
        }
        for (; at < end; at++) {
            if (bytes[at] != 0) {
                throw new BadBatch("bytes after the last of " + offsets.length + " records", "the end of the batch");
            }
        }
        return offsets;
    }

    private static int skipRecord(byte[] bytes, int from, int end, int index) throws BadBatch {
        long length = 0;
        int at = from;
        for (int shift = 0; shift < 35 && at < end; shift += 7) {
            byte b = bytes[at++];
            length |= (b & 0x7FL) << shift;
            if (b >= 0) {
                if (length > end - at) {
                    break;
                }
                return at + (int) length;
            }
        }
        throw new BadBatch("record " + index + " running past the end of its batch", "a record within it");
    }

    static int varintBytes(int value) {
        return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;
    }

    /** Returns the offset behind the varint. */
    static int putVarint(byte[] bytes, int offset, int value) {
        int at = offset;
        int rest = value;
        while (rest >= 0x80) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return at;
    }

    static int getVarint(byte[] bytes, int offset) {
        int value = 0;
        int at = offset;
        for (int shift = 0; ; shift += 7) {
            byte b = bytes[at++];
            value |= (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset + LENGTH_OFFSET, length - LENGTH_OFFSET);
        return (int) crc.getValue();
    }
}
