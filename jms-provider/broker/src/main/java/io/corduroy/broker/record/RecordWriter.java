package io.corduroy.broker.record;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame.Send;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Writes records, one at a time, into a buffer that it owns: what it returns is valid until the next call. */
public final class RecordWriter {
    private ByteBuffer buffer = ByteBuffer.allocate(512);

    /** With a small buffer that grows. */
    public RecordWriter() {}

    /** A MESSAGE record without the message's bytes. */
    public ByteBuffer messageHead(
            Send send, long transaction, boolean repeated, boolean hasDuplicateId, long baseTimestampMs) {
        ByteBuffer out = room(MessageRecord.headBound(send));
        MessageRecord.putHead(out, send, transaction, repeated, hasDuplicateId, baseTimestampMs);
        return out.flip();
    }

    /** A PIECE record without the piece's bytes. */
    public ByteBuffer pieceHead(long producer, long sequence, int piece) {
        ByteBuffer out = room(PieceRecord.MAX_HEAD_BYTES);
        PieceRecord.putHead(out, producer, sequence, piece);
        return out.flip();
    }

    /** The pieces of a send that will not come are needed no more. */
    public ByteBuffer piecesDropped(long producer, long sequence) {
        return numbers(RecordType.PIECES_DROPPED, producer, sequence);
    }

    public ByteBuffer partitionCreated(long logId) {
        return begin(RecordType.PARTITION_CREATED, 0).putLong(logId).flip();
    }

    public ByteBuffer epochStarted(long epoch) {
        return numbers(RecordType.EPOCH_STARTED, epoch);
    }

    public ByteBuffer clientAttached(ClientInstanceId instance, boolean resumable, String clientId) {
        ByteBuffer out = begin(RecordType.CLIENT_ATTACHED, clientId.length());
        out.putLong(instance.high()).putLong(instance.low());
        Varints.put(out, resumable ? 1 : 0);
        Varints.putString(out, clientId);
        return out.flip();
    }

    public ByteBuffer clientDetached(long client) {
        return numbers(RecordType.CLIENT_DETACHED, client);
    }

    public ByteBuffer producerOpened(long client, int session) {
        return numbers(RecordType.PRODUCER_OPENED, client, session);
    }

    public ByteBuffer sessionClosed(long client, int session) {
        return numbers(RecordType.SESSION_CLOSED, client, session);
    }

    /** The owner is a client's number, 0 for destinations that are not temporary. */
    public ByteBuffer destinationCreated(DestinationName name, long owner) {
        return destinationCreated(name, owner, Map.of());
    }

    /** With settings by their names, which differ from the defaults. */
    public ByteBuffer destinationCreated(DestinationName name, long owner, Map<String, String> settings) {
        ByteBuffer out =
                begin(RecordType.DESTINATION_CREATED, name.name().length() + SettingsText.characters(settings));
        putName(out, name);
        Varints.put(out, owner);
        if (!settings.isEmpty()) {
            SettingsText.put(out, settings);
        }
        return out.flip();
    }

    @SuppressWarnings("EnumOrdinal") // the kind's ordinal is its number in the log, as its Javadoc says
    private static void putName(ByteBuffer out, DestinationName name) {
        Varints.put(out, name.kind().ordinal());
        Varints.putString(out, name.name());
    }

    /** Settings that change, by their names. */
    public ByteBuffer destinationAltered(int destination, Map<String, String> settings) {
        ByteBuffer out = begin(RecordType.DESTINATION_ALTERED, SettingsText.characters(settings));
        Varints.put(out, destination);
        SettingsText.put(out, settings);
        return out.flip();
    }

    /** Delayed messages that may be delivered at a time enter their lanes, no more than so many. */
    public ByteBuffer due(long timeMs, int atMost) {
        return numbers(RecordType.DUE, timeMs, atMost);
    }

    /** Messages go to the end of a queue. */
    public ByteBuffer moved(MoveReason reason, int subscription, DestinationName target, List<LaneRange> ranges) {
        ByteBuffer out = room(128 + 3 * target.name().length() + ranges.size() * 3 * Varints.MAX_BYTES);
        out.put((byte) RecordType.MOVED);
        Varints.put(out, reason.number());
        Varints.put(out, subscription);
        putName(out, target);
        putRanges(out, ranges);
        return out.flip();
    }

    public ByteBuffer destinationDeleted(int destination) {
        return numbers(RecordType.DESTINATION_DELETED, destination);
    }

    @SuppressWarnings("EnumOrdinal") // the kind's ordinal is its number in the log, as its Javadoc says
    public ByteBuffer subscriptionCreated(int destination, SubscriptionSpec spec, String selector) {
        int characters = spec.clientId().length() + spec.name().length() + selector.length();
        ByteBuffer out = begin(RecordType.SUBSCRIPTION_CREATED, characters);
        Varints.put(out, destination);
        Varints.put(out, spec.kind().ordinal());
        Varints.putString(out, spec.clientId());
        Varints.putString(out, spec.name());
        Varints.put(out, spec.noLocal() ? 1 : 0);
        Varints.putString(out, selector);
        return out.flip();
    }

    public ByteBuffer subscriptionDeleted(int subscription) {
        return numbers(RecordType.SUBSCRIPTION_DELETED, subscription);
    }

    public ByteBuffer dispatchMark(int subscription, int lane, long sequence) {
        return numbers(RecordType.DISPATCH_MARK, subscription, lane, sequence);
    }

    public ByteBuffer acknowledged(int subscription, long transaction, List<LaneRange> ranges) {
        return ranges(RecordType.ACKNOWLEDGED, subscription, transaction, ranges);
    }

    /** Deliveries that count come back; with a due time not before it. */
    public ByteBuffer released(int subscription, long dueTimeMs, List<LaneRange> ranges) {
        return ranges(RecordType.RELEASED, subscription, dueTimeMs, ranges);
    }

    /** Messages that nobody acknowledged are gone. */
    public ByteBuffer removed(MoveReason reason, int subscription, List<LaneRange> ranges) {
        return ranges(RecordType.REMOVED, subscription, reason.number(), ranges);
    }

    public ByteBuffer transactionBegun(long transaction, long client, int session, long number) {
        return numbers(RecordType.TRANSACTION_BEGUN, transaction, client, session, number);
    }

    /** What a destination retains of some lanes begins with these sequences now. */
    public ByteBuffer letGo(int destination, int[] lanes, long[] sequences) {
        ByteBuffer out = room(1 + (2 + 2 * lanes.length) * Varints.MAX_BYTES);
        out.put((byte) RecordType.LET_GO);
        Varints.put(out, destination);
        Varints.put(out, lanes.length);
        for (int i = 0; i < lanes.length; i++) {
            Varints.put(out, lanes[i]);
            Varints.put(out, sequences[i]);
        }
        return out.flip();
    }

    /** How long messages are that a destination retains. */
    public ByteBuffer measured(int destination, List<RetainedLength> lengths) {
        ByteBuffer out = room(1 + (2 + 3 * lengths.size()) * Varints.MAX_BYTES);
        out.put((byte) RecordType.MEASURED);
        Varints.put(out, destination);
        Varints.put(out, lengths.size());
        for (RetainedLength each : lengths) {
            Varints.put(out, each.lane());
            Varints.put(out, each.sequence());
            Varints.put(out, each.lengthBytes());
        }
        return out.flip();
    }

    /** A part that survives anything until it is decided; the decider is 0 if it is this partition. */
    public ByteBuffer transactionPrepared(long transaction, int decider, List<Integer> others) {
        ByteBuffer out = room(1 + (3 + others.size()) * Varints.MAX_BYTES);
        out.put((byte) RecordType.TRANSACTION_PREPARED);
        Varints.put(out, transaction);
        Varints.put(out, decider);
        Varints.put(out, others.size());
        others.forEach(partition -> Varints.put(out, partition));
        return out.flip();
    }

    /** A part, kept and decided here, of a branch of a global transaction. */
    public ByteBuffer branchPrepared(long transaction, long timeMs, List<Integer> others, BranchId branch) {
        ByteBuffer out = room(1 + (3 + others.size()) * Varints.MAX_BYTES + BranchFields.MAX_BYTES);
        out.put((byte) RecordType.BRANCH_PREPARED);
        Varints.put(out, transaction);
        Varints.put(out, timeMs);
        Varints.put(out, others.size());
        others.forEach(partition -> Varints.put(out, partition));
        BranchFields.put(out, branch);
        return out.flip();
    }

    /**
     * The end of all that is prepared here of a branch.
     *
     * @param transaction 0, or the one that is all of the branch and was not prepared
     */
    public ByteBuffer branchDecided(BranchState state, long transaction, BranchId branch) {
        ByteBuffer out = room(1 + 2 * Varints.MAX_BYTES + BranchFields.MAX_BYTES);
        out.put((byte) RecordType.BRANCH_DECIDED);
        BranchFields.put(out, state);
        Varints.put(out, transaction);
        BranchFields.put(out, branch);
        return out.flip();
    }

    /** An operator's decision about a branch need not be remembered any more. */
    public ByteBuffer branchForgotten(BranchId branch) {
        ByteBuffer out = room(1 + BranchFields.MAX_BYTES);
        out.put((byte) RecordType.BRANCH_FORGOTTEN);
        BranchFields.put(out, branch);
        return out.flip();
    }

    /** Commits that were decided here and need not be remembered any more. */
    public ByteBuffer transactionsForgotten(List<Long> transactions) {
        ByteBuffer out = room(1 + (1 + transactions.size()) * Varints.MAX_BYTES);
        out.put((byte) RecordType.TRANSACTIONS_FORGOTTEN);
        Varints.put(out, transactions.size());
        transactions.forEach(transaction -> Varints.put(out, transaction));
        return out.flip();
    }

    /** A transaction that is not known here must never be committed here. */
    public ByteBuffer transactionDenied(ClientInstanceId instance, int session, long number) {
        ByteBuffer out = begin(RecordType.TRANSACTION_DENIED, 0);
        out.putLong(instance.high()).putLong(instance.low());
        Varints.put(out, session);
        Varints.put(out, number);
        return out.flip();
    }

    public ByteBuffer transactionCommitted(long transaction) {
        return numbers(RecordType.TRANSACTION_COMMITTED, transaction);
    }

    public ByteBuffer transactionAborted(long transaction) {
        return numbers(RecordType.TRANSACTION_ABORTED, transaction);
    }

    /** The head of a RELOCATED record, before the record that is appended again. */
    public ByteBuffer relocatedHead(int holder, long owner, int part, long item, long baseShiftMs) {
        ByteBuffer out = room(RelocatedRecord.MAX_HEAD_BYTES);
        RelocatedRecord.putHead(out, holder, owner, part, item, baseShiftMs);
        return out.flip();
    }

    private ByteBuffer ranges(int type, int subscription, long number, List<LaneRange> ranges) {
        ByteBuffer out = room(1 + 3 * Varints.MAX_BYTES + ranges.size() * 3 * Varints.MAX_BYTES);
        out.put((byte) type);
        Varints.put(out, subscription);
        Varints.put(out, number);
        putRanges(out, ranges);
        return out.flip();
    }

    private static void putRanges(ByteBuffer out, List<LaneRange> ranges) {
        Varints.put(out, ranges.size());
        for (LaneRange range : ranges) {
            Varints.put(out, range.lane());
            Varints.put(out, range.firstSequence());
            Varints.put(out, range.count());
        }
    }

    private ByteBuffer numbers(int type, long... numbers) {
        ByteBuffer out = begin(type, 0);
        for (long number : numbers) {
            Varints.put(out, number);
        }
        return out.flip();
    }

    private ByteBuffer begin(int type, int characters) {
        return room(128 + 3 * characters).put((byte) type);
    }

    private ByteBuffer room(int bytes) {
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocate(Math.max(bytes, 2 * buffer.capacity()));
        }
        return buffer.clear();
    }
}
