package io.corduroy.log;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The batch that is being filled. A record's bytes are copied into it once; its array then is written, cached and read from. */
final class OpenBatch {
    private final long position;
    private final long epoch;
    private final long baseTimestampMs;
    private final int limitBytes;
    private final Segment segment;

    private byte[] bytes;
    private int lengthBytes = BatchFormat.HEADER_BYTES;
    private int[] offsets = new int[8];
    private int recordCount;
    private boolean forced;

    /**
     * @param limitBytes it accepts no record that would make it longer, except for a first record
     * @param expectedBytes a guess of its final length, so that the array rarely has to grow
     */
    OpenBatch(long position, long epoch, long baseTimestampMs, Segment segment, int limitBytes, int expectedBytes) {
        this.position = position;
        this.epoch = epoch;
        this.baseTimestampMs = baseTimestampMs;
        this.segment = segment;
        this.limitBytes = limitBytes;
        this.bytes = new byte[Math.max(expectedBytes, 256)];
    }

    boolean accepts(int recordBytes) {
        return recordCount < BatchFormat.MAX_RECORDS
                && lengthBytes + BatchFormat.varintBytes(recordBytes) + (long) recordBytes <= limitBytes;
    }

    int add(ByteBuffer head, ByteBuffer body, Durability durability) {
        int recordBytes = head.remaining() + body.remaining();
        ensureCapacity(lengthBytes + BatchFormat.varintBytes(recordBytes) + recordBytes);
        if (recordCount == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * recordCount);
        }
        offsets[recordCount] = lengthBytes;
        int at = BatchFormat.putVarint(bytes, lengthBytes, recordBytes);
        head.get(head.position(), bytes, at, head.remaining());
        body.get(body.position(), bytes, at + head.remaining(), body.remaining());
        lengthBytes = at + recordBytes;
        forced |= durability == Durability.FORCED;
        return recordCount++;
    }

    private void ensureCapacity(int needed) {
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }

    boolean isEmpty() {
        return recordCount == 0;
    }

    long position() {
        return position;
    }

    long endPosition() {
        return position + lengthBytes;
    }

    long baseTimestampMs() {
        return baseTimestampMs;
    }

    Segment segment() {
        return segment;
    }

    /** Completes the header; the batch must not be added to any more. */
    RecordBatch seal(long forcedPosition, int alignmentBytes) {
        int aligned = (lengthBytes + alignmentBytes - 1) / alignmentBytes * alignmentBytes;
        ensureCapacity(aligned); // what is added is still zero
        byte flags = forced ? BatchFormat.FLAG_FORCED : 0;
        BatchFormat.writeHeader(bytes, aligned, flags, recordCount, epoch, position, forcedPosition, baseTimestampMs);
        return new RecordBatch(bytes, aligned, Arrays.copyOf(offsets, recordCount));
    }
}
