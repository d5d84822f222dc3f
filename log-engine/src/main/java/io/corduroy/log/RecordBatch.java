package io.corduroy.log;

import java.nio.ByteBuffer;

/**
 * One complete batch in memory whose checksum and structure are right. Immutable, so any thread may read it.
 *
 * <p>The bytes are shared with the log's caches and with the write to the disk. They are handed out without copying and without a read-only wrapper,
 * which would cost decoders their array: whoever writes to them destroys the log.
 */
public final class RecordBatch {
    private final byte[] bytes;
    private final int lengthBytes;
    private final int[] offsets;

    /** Takes the array over. */
    RecordBatch(byte[] bytes, int lengthBytes, int[] offsets) {
        this.bytes = bytes;
        this.lengthBytes = lengthBytes;
        this.offsets = offsets;
    }

    /** Address of its first byte in the log; with the index of a record this is the record's address for ever. */
    public long position() {
        return BatchFormat.position(bytes, 0);
    }

    /** Address of the byte after it, where the next batch begins. */
    public long endPosition() {
        return position() + lengthBytes;
    }

    public int lengthBytes() {
        return lengthBytes;
    }

    public long epoch() {
        return BatchFormat.epoch(bytes, 0);
    }

    /** When its first record was appended, milliseconds since 1970. */
    public long baseTimestampMs() {
        return BatchFormat.baseTimestampMs(bytes, 0);
    }

    /** Everything below this position was on the device when the batch was sealed; 0 if it does not say. */
    public long forcedPosition() {
        return BatchFormat.forcedPosition(bytes, 0);
    }

    /** Whether a record in it asked to be forced. */
    public boolean forced() {
        return (BatchFormat.flags(bytes, 0) & BatchFormat.FLAG_FORCED) != 0;
    }

    public int recordCount() {
        return offsets.length;
    }

    /**
     * The bytes of one record: a view from position 0 to its length, not a copy, never to be written to.
     *
     * @param index from 0 to {@link #recordCount()} - 1
     */
    public ByteBuffer record(int index) {
        return ByteBuffer.wrap(bytes, recordOffset(index), recordLength(index)).slice();
    }

    public int recordLength(int index) {
        return BatchFormat.getVarint(bytes, offsets[index]);
    }

    /** Where in {@link #array()} the record's bytes begin. */
    public int recordOffset(int index) {
        int prefix = offsets[index];
        return prefix + BatchFormat.varintBytes(BatchFormat.getVarint(bytes, prefix));
    }

    /** The array behind {@link #record}, for decoders that work on arrays; it may be longer than the batch. Never write to it. */
    public byte[] array() {
        return bytes;
    }

    /** The whole batch, header included, as it stands in the file: a view, not a copy, never to be written to. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes, 0, lengthBytes).slice();
    }

    /** What it occupies in memory, for the bounds of caches. */
    int footprintBytes() {
        return bytes.length + 4 * offsets.length + 64;
    }

    @Override
    public String toString() {
        return "RecordBatch[" + position() + ".." + endPosition() + ", epoch " + epoch() + ", " + recordCount()
                + " records]";
    }
}
