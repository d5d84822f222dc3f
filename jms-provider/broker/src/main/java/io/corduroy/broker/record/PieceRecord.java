package io.corduroy.broker.record;

import java.nio.ByteBuffer;

/** A PIECE record, read; one object is used for many. */
public final class PieceRecord {
    /** No head is longer. */
    public static final int MAX_HEAD_BYTES = 1 + 3 * Varints.MAX_BYTES;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private long producer;
    private long sequence;
    private int piece;
    private ByteBuffer bytes = NOTHING;

    /** An empty one. */
    public PieceRecord() {}

    /**
     * Reads a record, as it was appended first or relocated.
     *
     * @param record the whole record; its position is left at the piece's bytes
     * @throws MalformedRecordException if it is none
     */
    public void read(ByteBuffer record) {
        RelocatedRecord.skipHead(record);
        if (!record.hasRemaining() || record.get() != RecordType.PIECE) {
            throw new MalformedRecordException("a record that is no piece");
        }
        producer = Varints.get(record);
        sequence = Varints.get(record);
        piece = Varints.getInt(record);
        bytes = record;
    }

    static void putHead(ByteBuffer out, long producer, long sequence, int piece) {
        out.put((byte) RecordType.PIECE);
        Varints.put(out, producer);
        Varints.put(out, sequence);
        Varints.put(out, piece);
    }

    public long producer() {
        return producer;
    }

    /** The sequence of the send that it belongs to. */
    public long sequence() {
        return sequence;
    }

    /** Its number within the body, from 0. */
    public int piece() {
        return piece;
    }

    /** The piece's bytes, from position to limit, shared with the batch. */
    public ByteBuffer bytes() {
        return bytes;
    }
}
