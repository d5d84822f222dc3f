package io.corduroy.broker;

import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.record.RecordWriter;
import io.corduroy.broker.record.RelocatedRecord;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.log.Admission;
import io.corduroy.log.Durability;
import io.corduroy.log.LogFullException;
import io.corduroy.log.PartitionLog;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.frame.ClientFrame.Send;
import io.corduroy.protocol.frame.ClientFrame.SendPiece;
import java.nio.ByteBuffer;
import java.util.Map;

/** The way of a decision: into the open batch, and when its batch is committed into the state, in order. */
final class Journal {
    /** So much is written at once, whether somebody waits or not. */
    private static final int PATIENT_BYTES = 256 << 10;

    final RecordWriter write = new RecordWriter();
    private final PartitionLog log;
    private final PartitionLog transientLog;
    private final PartitionState state;
    private final BrokerConfig config;
    private final Completions completions = new Completions();
    private final Overflow overflow;
    private final Patience patience = new Patience();
    private long nowMs;
    /** Records appended and applied by this epoch's leader. */
    private long appendedRecords;

    private long appliedRecords;

    Journal(PartitionLog log, PartitionLog transientLog, PartitionState state, BrokerConfig config) {
        this.log = log;
        this.transientLog = transientLog;
        this.state = state;
        this.config = config;
        this.overflow = new Overflow(log);
    }

    void setNow(long newNowMs) {
        nowMs = newNowMs;
    }

    long nowMs() {
        return nowMs;
    }

    /** Appends a record that {@link #write} made; on a full log it waits, and then the partition {@link #isStuck}. */
    void append(ByteBuffer record) {
        appendPatiently(record);
        patience.hurry();
    }

    /** Appends a record that nobody waits for: it goes to the disk with the next one that somebody waits for, or a little later. */
    void appendPatiently(ByteBuffer record) {
        overflow.append(nowMs, record, config.durability());
        appendedRecords++;
        patience.begin(nowMs);
    }

    /** Appends a record about what waits at a destination, as durably as its settings say. */
    void append(ByteBuffer record, Destination destination) {
        appendPatiently(record, destination);
        patience.hurry();
    }

    /** Appends a record about what waits at a destination that nobody waits for. */
    void appendPatiently(ByteBuffer record, Destination destination) {
        overflow.append(nowMs, record, durabilityOf(destination));
        appendedRecords++;
        patience.begin(nowMs);
    }

    private Durability durabilityOf(Destination destination) {
        return switch (destination.settings().durability()) {
            case NODE -> config.durability();
            case FSYNC -> Durability.FORCED;
            case REPLICATED, OS -> Durability.WRITTEN;
        };
    }

    /**
     * Creates a destination with the node's settings for new ones, but for those given.
     *
     * @param owner the client of a temporary one, else 0
     */
    void createDestination(DestinationName name, long owner, Map<String, String> given) {
        Map<String, String> settings =
                config.newDestinations().apply(name).differencesFrom(DestinationSettings.DEFAULTS);
        settings.putAll(given);
        append(write.destinationCreated(name, owner, settings));
    }

    /**
     * Appends a message to the partition's log, its bytes copied once.
     *
     * @throws LogFullException if there is no room for it
     */
    void appendMessage(Send send, long transaction, boolean repeated, boolean hasDuplicateId, Destination destination) {
        appendMessage(log, send, transaction, repeated, hasDuplicateId, durabilityOf(destination));
        appendedRecords++;
        if (transaction == 0) {
            patience.hurry();
        } else {
            patience.begin(nowMs); // its commit will be waited for
        }
    }

    /** Appends a message to the transient log: it is applied at the end of this turn. */
    void appendTransientMessage(Send send, long transaction, boolean repeated, boolean hasDuplicateId) {
        appendMessage(transientLog, send, transaction, repeated, hasDuplicateId, Durability.WRITTEN);
    }

    private void appendMessage(
            PartitionLog to,
            Send send,
            long transaction,
            boolean repeated,
            boolean hasDuplicateId,
            Durability durability) {
        requireNotStuck(to);
        int bound = MessageRecord.headBound(send) + send.message().remaining();
        long base = to.baseTimestampFor(nowMs, bound);
        ByteBuffer head = write.messageHead(send, transaction, repeated, hasDuplicateId, base);
        to.append(nowMs, head, send.message(), durability);
    }

    /** A message would pass those who wait, and one of them may have begun its transaction. */
    private void requireNotStuck(PartitionLog to) {
        if (to == log && isStuck()) {
            throw new IllegalStateException("a message is appended while decisions wait for space");
        }
    }

    /**
     * Appends a piece to the log that its message will be in, its bytes copied once.
     *
     * @throws LogFullException if there is no room for it
     */
    void appendPiece(SendPiece piece) {
        requireNotStuck(piece.persistent() ? log : transientLog);
        ByteBuffer head = write.pieceHead(piece.producer(), piece.sequence(), piece.piece());
        if (piece.persistent()) {
            log.append(nowMs, head, piece.bytes(), config.durability());
            appendedRecords++;
            patience.hurry();
        } else {
            transientLog.append(nowMs, head, piece.bytes(), Durability.WRITTEN);
        }
    }

    /** The pieces of a send that will not come go. */
    void appendPiecesDropped(boolean persistent, long producer, long sequence) {
        ByteBuffer record = write.piecesDropped(producer, sequence);
        if (persistent) {
            append(record);
        } else {
            transientLog.append(nowMs, record, Durability.WRITTEN);
        }
    }

    /** Appends again what somebody needs, with a new address: a message as it stood, timestamps relative to a base. */
    void appendRelocated(
            LogName name, int holder, long owner, int part, long item, ByteBuffer record, long baseTimestampMs) {
        PartitionLog to = name == LogName.DURABLE ? log : transientLog;
        requireNotStuck(to);
        long base = to.baseTimestampFor(nowMs, RelocatedRecord.MAX_HEAD_BYTES + record.remaining());
        ByteBuffer head = write.relocatedHead(holder, owner, part, item, baseTimestampMs - base);
        if (name == LogName.DURABLE) {
            to.append(nowMs, head, record, config.durability());
            appendedRecords++;
            patience.begin(nowMs);
        } else {
            to.append(nowMs, head, record, Durability.WRITTEN);
        }
    }

    /** Runs an action when everything appended so far is applied, which may be at once. */
    void whenApplied(Runnable action) {
        onceApplied(action);
        hurry();
    }

    /** Runs an action when everything appended so far is applied, which may be at once; nobody waits for it. */
    void onceApplied(Runnable action) {
        if (isAllApplied()) {
            action.run();
        } else {
            completions.add(appendedRecords, action);
        }
    }

    /** Answers Done when everything appended so far is applied. */
    void doneWhenApplied(AttachedClient.LinkSide link, long requestId) {
        doneOnceApplied(link, requestId);
        hurry();
    }

    /** Answers Done when everything appended so far is applied; nobody waits for it. */
    void doneOnceApplied(AttachedClient.LinkSide link, long requestId) {
        if (isAllApplied()) {
            link.done(requestId);
        } else {
            completions.addDone(appendedRecords, link, requestId);
        }
    }

    // Flushing

    /** Somebody waits for what was appended so far. */
    void hurry() {
        if (!isAllApplied()) {
            patience.hurry();
        }
    }

    /** Whether what was appended should go to the disk now. */
    boolean isFlushDue() {
        return patience.isOver(nowMs) || log.endPosition() - log.writtenPosition() > PATIENT_BYTES;
    }

    /** When it will, if nothing happens until then; {@link Long#MAX_VALUE} if nothing waits or it should now. */
    long flushDueMs() {
        return patience.dueMs();
    }

    /** The durable log's open batch is on its way to the disk, whole or in part. */
    void onFlushTaken(long endPosition) {
        if (endPosition >= log.endPosition()) {
            patience.end();
        }
    }

    /** Applies what is committed, and then answers. */
    void applyCommitted() {
        long commit = log.writtenPosition(); // a flush has ended: each record in it is as durable as it asked to be
        long applied = log.appliedPosition();
        while (applied < commit) {
            RecordBatch batch = log.cached(applied);
            if (batch == null) {
                throw new IllegalStateException("the committed batch at position " + applied + " is not in memory");
            }
            state.apply(batch);
            appliedRecords += batch.recordCount();
            applied = batch.endPosition();
        }
        log.onApplied(applied);
        completions.run(appliedRecords);
    }

    /** Applies what came to the transient log. */
    void applyTransient() {
        transientLog.sealForRead();
        long applied = transientLog.appliedPosition();
        long end = transientLog.sealedPosition();
        while (applied < end) {
            RecordBatch batch = transientLog.cached(applied);
            if (batch == null) {
                throw new IllegalStateException("the transient batch at position " + applied + " is not in memory");
            }
            state.applyTransient(batch);
            applied = batch.endPosition();
        }
        transientLog.onApplied(applied);
    }

    /** Whether the disk takes nothing more but what frees space. */
    boolean isFull(LogName name) {
        return (name == LogName.DURABLE ? log : transientLog).admission() == Admission.RESERVE_ONLY;
    }

    /** Whether the disk is full, half of the reserve is used up, and no segment is about to be deleted. */
    boolean isReserveLow() {
        return isFull(LogName.DURABLE)
                && log.preparedBytes() < log.config().reserveBytes() / 2
                && log.deadBytesAwaitingCheckpoints() == 0;
    }

    /** Whether something decided waits for space: nothing more should be decided until {@link #goOn} has found some. */
    boolean isStuck() {
        return !overflow.isEmpty();
    }

    /** There may be space again. */
    void goOn() {
        if (isStuck()) {
            overflow.drain(nowMs);
            patience.hurry(); // whoever waits has waited since before, and said so when there was nothing to flush
        }
    }

    /** Whether everything appended so far is applied. */
    boolean isAllApplied() {
        return appendedRecords == appliedRecords;
    }

    /** Bytes that are appended and not yet applied. */
    long pendingBytes() {
        return log.endPosition() - log.appliedPosition() + overflow.bytes();
    }

    void drop() {
        completions.drop();
    }
}
