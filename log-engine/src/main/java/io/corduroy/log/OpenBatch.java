package io.corduroy.log;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The batch that is being filled, in a draft that all batches of the log share; sealed it has an array of its length, which is written, cached and read from. */
final class OpenBatch {
    private final long position;
    private final long epoch;
    private final long baseTimestampMs;
    private final int limitBytes;
    private final Segment segment;

    private final BatchDraft draft;
    private int lengthBytes = BatchFormat.HEADER_BYTES;
    private int recordCount;
    private boolean forced;

    /**
     * @param limitBytes it accepts no record that would make it longer, except for a first record
     * @param draft nobody else uses it until this is sealed or given up
     */
    OpenBatch(long position, long epoch, long baseTimestampMs, Segment segment, int limitBytes, BatchDraft draft) {
        this.position = position;
        this.epoch = epoch;
        this.baseTimestampMs = baseTimestampMs;
        this.segment = segment;
        this.limitBytes = limitBytes;
        this.draft = draft;
    }

    boolean accepts(int recordBytes) {
        return recordCount < BatchFormat.MAX_RECORDS
                && lengthBytes + BatchFormat.varintBytes(recordBytes) + (long) recordBytes <= limitBytes;
    }

    int add(ByteBuffer head, ByteBuffer body, Durability durability) {
        int recordBytes = head.remaining() + body.remaining();
        draft.ensureBytes(lengthBytes + BatchFormat.varintBytes(recordBytes) + recordBytes);
        draft.ensureOffsets(recordCount + 1);
        draft.offsets[recordCount] = lengthBytes;
        byte[] bytes = draft.bytes;
        int at = BatchFormat.putVarint(bytes, lengthBytes, recordBytes);
        head.get(head.position(), bytes, at, head.remaining());
        body.get(body.position(), bytes, at + head.remaining(), body.remaining());
        lengthBytes = at + recordBytes;
        forced |= durability == Durability.FORCED;
        return recordCount++;
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
        byte[] bytes = draft.copy(lengthBytes, aligned);
        byte flags = forced ? BatchFormat.FLAG_FORCED : 0;
        BatchFormat.writeHeader(bytes, aligned, flags, recordCount, epoch, position, forcedPosition, baseTimestampMs);
        return new RecordBatch(bytes, aligned, Arrays.copyOf(draft.offsets, recordCount));
    }
}
