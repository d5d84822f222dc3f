package io.corduroy.broker.record;

import java.nio.ByteBuffer;

/**
 * The head of a RELOCATED record: who needs the record that follows it, and how its timestamps are to be read. One
 * object is used for many.
 */
public final class RelocatedRecord {
    /** An entry of a lane: destination, lane, sequence. */
    public static final int ENTRY = 0;
    /** A send of an undecided transaction: transaction, 0, place among its sends. */
    public static final int PENDING_SEND = 1;
    /** A piece of a large message: producer, piece, sequence of the send. */
    public static final int PIECE = 2;
    /** A message that may not be delivered yet: destination, lane, {@link #address} where it was. */
    public static final int SCHEDULED = 3;

    /** No head is longer. */
    public static final int MAX_HEAD_BYTES = 1 + 5 * Varints.MAX_BYTES;

    private int holder;
    private long owner;
    private int part;
    private long item;
    private long baseShiftMs;

    /** An empty one. */
    public RelocatedRecord() {}

    /**
     * Reads a head.
     *
     * @param record its position is left at the record that was relocated
     * @throws MalformedRecordException if it is none
     */
    public void readHead(ByteBuffer record) {
        if (!record.hasRemaining() || record.get() != RecordType.RELOCATED) {
            throw new MalformedRecordException("a record that was not relocated");
        }
        holder = Varints.getInt(record);
        owner = Varints.get(record);
        part = Varints.getInt(record);
        item = Varints.get(record);
        baseShiftMs = Varints.getZigzag(record);
    }

    /**
     * Leaves a record's position where the message or piece begins, whether or not it was relocated.
     *
     * @param record at its beginning
     * @return what its timestamps are relative to, minus the base timestamp of its batch
     */
    public static long skipHead(ByteBuffer record) {
        if (!record.hasRemaining() || record.get(record.position()) != RecordType.RELOCATED) {
            return 0;
        }
        RelocatedRecord head = new RelocatedRecord();
        head.readHead(record);
        return head.baseShiftMs;
    }

    static void putHead(ByteBuffer out, int holder, long owner, int part, long item, long baseShiftMs) {
        out.put((byte) RecordType.RELOCATED);
        Varints.put(out, holder);
        Varints.put(out, owner);
        Varints.put(out, part);
        Varints.put(out, item);
        Varints.putZigzag(out, baseShiftMs);
    }

    /**
     * One number for a place in the log: each record takes a byte at least, so no two records have the same.
     *
     * @param position of a batch
     * @param recordIndex in it
     */
    public static long address(long position, int recordIndex) {
        return position + recordIndex;
    }

    /** What kind of thing needs it. */
    public int holder() {
        return holder;
    }

    /** Number of the destination, transaction or producer. */
    public long owner() {
        return owner;
    }

    /** Which part of the owner: a lane, or the number of a piece. */
    public int part() {
        return part;
    }

    /** Which thing in that part. */
    public long item() {
        return item;
    }
}
