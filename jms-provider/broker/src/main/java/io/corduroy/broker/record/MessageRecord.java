package io.corduroy.broker.record;

import io.corduroy.protocol.frame.ClientFrame.Send;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A MESSAGE record, read or to be written; one object is used for many, so that none is allocated per message. */
public final class MessageRecord {
    /** No head is longer, except by its group's name. */
    public static final int MAX_HEAD_BYTES = 2 + 9 * Varints.MAX_BYTES;

    private static final int PRIORITY_MASK = 0xF;
    private static final int PERSISTENT = 1 << 4;
    private static final int HAS_TRANSACTION = 1 << 5;
    private static final int HAS_EXTRAS = 1 << 6;
    private static final int REPEATED = 1 << 7;
    private static final int TIME_TO_LIVE = 1;
    private static final int DELIVERY_DELAY = 1 << 1;
    private static final int GROUP = 1 << 2;
    private static final int PIECES = 1 << 3;
    private static final int DUPLICATE_ID = 1 << 4;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private int flags;
    private int destination;
    private long producer;
    private long sequence;
    private long timestampMs;
    private long transaction;
    private long timeToLiveMs;
    private long deliveryDelayMs;
    private String groupId = "";
    private int pieces;
    private boolean hasDuplicateId;
    private ByteBuffer message = NOTHING;
    private int recordBytes;

    /** An empty one. */
    public MessageRecord() {}

    /**
     * Upper bound of the head's length.
     *
     * @return bytes
     */
    public static int headBound(Send send) {
        return MAX_HEAD_BYTES + 3 * send.groupId().length();
    }

    /**
     * Writes everything of the record but the message.
     *
     * @param out has room for {@link #headBound}
     * @param transaction the partition's number of it, 0 none
     * @param repeated whether an earlier epoch may have delivered it, and has not kept it: it is for durable subscriptions only
     * @param hasDuplicateId whether its bytes have an identifier that others must not have
     * @param baseTimestampMs of the batch that it goes to
     */
    public static void putHead(
            ByteBuffer out,
            Send send,
            long transaction,
            boolean repeated,
            boolean hasDuplicateId,
            long baseTimestampMs) {
        int extras = (send.timeToLiveMs() > 0 ? TIME_TO_LIVE : 0)
                | (send.deliveryDelayMs() > 0 ? DELIVERY_DELAY : 0)
                | (send.groupId().isEmpty() ? 0 : GROUP)
                | (send.pieces() > 0 ? PIECES : 0)
                | (hasDuplicateId ? DUPLICATE_ID : 0);
        out.put((byte) RecordType.MESSAGE);
        out.put((byte) (send.priority()
                | (send.persistent() ? PERSISTENT : 0)
                | (transaction != 0 ? HAS_TRANSACTION : 0)
                | (repeated ? REPEATED : 0)
                | (extras != 0 ? HAS_EXTRAS : 0)));
        Varints.put(out, send.destinationId());
        Varints.put(out, send.producer());
        Varints.put(out, send.sequence());
        Varints.putZigzag(out, send.timestampMs() - baseTimestampMs);
        if (transaction != 0) {
            Varints.put(out, transaction);
        }
        if (extras != 0) {
            putExtras(out, send, extras);
        }
    }

    private static void putExtras(ByteBuffer out, Send send, int extras) {
        Varints.put(out, extras);
        if ((extras & TIME_TO_LIVE) != 0) {
            Varints.put(out, send.timeToLiveMs());
        }
        if ((extras & DELIVERY_DELAY) != 0) {
            Varints.put(out, send.deliveryDelayMs());
        }
        if ((extras & GROUP) != 0) {
            byte[] group = send.groupId().getBytes(StandardCharsets.UTF_8);
            Varints.put(out, group.length);
            out.put(group);
        }
        if ((extras & PIECES) != 0) {
            Varints.put(out, send.pieces());
        }
    }

    /**
     * Reads a record, as it was appended first or relocated.
     *
     * @param record the whole record; its position is left at the message
     * @param baseTimestampMs of its batch
     * @throws MalformedRecordException if it is none
     */
    public void read(ByteBuffer record, long baseTimestampMs) {
        long baseMs = baseTimestampMs + RelocatedRecord.skipHead(record);
        recordBytes = record.remaining();
        if (record.remaining() < 2 || record.get() != RecordType.MESSAGE) {
            throw new MalformedRecordException("a record that is no message");
        }
        flags = record.get();
        destination = Varints.getInt(record);
        producer = Varints.get(record);
        sequence = Varints.get(record);
        timestampMs = baseMs + Varints.getZigzag(record);
        transaction = (flags & HAS_TRANSACTION) != 0 ? Varints.get(record) : 0;
        int extras = (flags & HAS_EXTRAS) != 0 ? Varints.getInt(record) : 0;
        timeToLiveMs = (extras & TIME_TO_LIVE) != 0 ? Varints.get(record) : 0;
        deliveryDelayMs = (extras & DELIVERY_DELAY) != 0 ? Varints.get(record) : 0;
        groupId = (extras & GROUP) != 0 ? Varints.getString(record) : "";
        pieces = (extras & PIECES) != 0 ? Varints.getInt(record) : 0;
        hasDuplicateId = (extras & DUPLICATE_ID) != 0;
        message = record;
    }

    public int priority() {
        return flags & PRIORITY_MASK;
    }

    /** JMSDeliveryMode. */
    public boolean persistent() {
        return (flags & PERSISTENT) != 0;
    }

    /** Whether an earlier epoch may have delivered it to subscriptions that are not durable: it is not for them now. */
    public boolean repeated() {
        return (flags & REPEATED) != 0;
    }

    public int destination() {
        return destination;
    }

    public long producer() {
        return producer;
    }

    public long sequence() {
        return sequence;
    }

    public long timestampMs() {
        return timestampMs;
    }

    /** The partition's number of the transaction, 0 none. */
    public long transaction() {
        return transaction;
    }

    public long timeToLiveMs() {
        return timeToLiveMs;
    }

    public long deliveryDelayMs() {
        return deliveryDelayMs;
    }

    /** JMSExpiration: 0 for never. */
    public long expirationMs() {
        return timeToLiveMs == 0 ? 0 : timestampMs + timeToLiveMs;
    }

    /** JMSDeliveryTime. */
    public long deliveryTimeMs() {
        return timestampMs + deliveryDelayMs;
    }

    public String groupId() {
        return groupId;
    }

    public int pieces() {
        return pieces;
    }

    /** Whether its bytes have an identifier that others must not have. */
    public boolean hasDuplicateId() {
        return hasDuplicateId;
    }

    /** How long the record is, pieces not counted. */
    public int recordBytes() {
        return recordBytes;
    }

    /** The message's bytes, from position to limit, shared with the batch. */
    public ByteBuffer message() {
        return message;
    }
}
