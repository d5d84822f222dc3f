package io.corduroy.broker.state;

import io.corduroy.broker.record.MalformedRecordException;
import io.corduroy.broker.record.RecordType;
import io.corduroy.broker.record.RelocatedRecord;
import io.corduroy.broker.record.Varints;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.SubscriptionSpec;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one partition. {@link #apply} is the only door for durable facts: the leader, a follower and
 * recovery use it alike. Messages of the transient log come in by {@link #applyTransient}; they, and what
 * {@link #volatileChanges} does, are the leader's alone and no part of what a checkpoint holds.
 *
 * <p>Each part knows its records; here it is said only which record is whose.
 */
public final class PartitionState {
    final Lanes lanes;
    final Schedules schedules;
    final Attachments attachments;
    final Destinations destinations;
    final OpenTransactions transactions;
    final Preparations preparations;
    private final Retention retention;
    final Duplicates duplicates;
    private final Arrivals arrivals;
    private final Consumption consumption;
    private final VolatileChanges volatileChanges;
    private final Holders holders;
    private final RelocatedRecord relocated = new RelocatedRecord();

    long logId;
    long epoch;

    /**
     * An empty state.
     *
     * @param durable counts what is live in the partition's log
     * @param transientLive counts what is live in its transient log
     */
    public PartitionState(Liveness durable, Liveness transientLive) {
        lanes = new Lanes(durable, transientLive);
        schedules = new Schedules(lanes);
        attachments = new Attachments(lanes);
        duplicates = new Duplicates();
        retention = new Retention(lanes);
        destinations = new Destinations(lanes, retention, schedules, attachments, duplicates);
        transactions = new OpenTransactions(lanes, schedules, attachments, destinations, duplicates);
        preparations = transactions.preparations;
        arrivals = new Arrivals(lanes, schedules, attachments, destinations, transactions, duplicates);
        consumption = new Consumption(lanes, destinations, transactions);
        volatileChanges = new VolatileChanges(lanes, destinations, consumption);
        holders = new Holders(lanes, schedules, destinations, transactions);
    }

    /** From now on the listener is told. */
    public void listen(StateListener listener) {
        arrivals.listen(listener);
        transactions.listen(listener);
        consumption.listen(listener);
        destinations.all.forEach(destination -> destination.traffic().reset());
    }

    // Applying

    /**
     * Applies a committed batch of the partition's log.
     *
     * @throws IllegalStateException if it holds something that makes no sense: the partition has to stop
     */
    public void apply(RecordBatch batch) {
        lanes.onApplying(batch.baseTimestampMs());
        for (int i = 0; i < batch.recordCount(); i++) {
            ByteBuffer record = batch.record(i);
            try {
                apply(batch, i, record);
            } catch (MalformedRecordException e) {
                throw new IllegalStateException(
                        "record " + i + " of the batch at position " + batch.position() + ": " + e.getMessage()
                                + "; the batch's checksum is right, so a later version may have written it",
                        e);
            }
        }
    }

    private void apply(RecordBatch batch, int index, ByteBuffer record) {
        int type = record.hasRemaining() ? record.get(0) : 0;
        switch (type) { // these read their type themselves
            case RecordType.MESSAGE -> arrivals.applyMessage(batch, index, record, logId);
            case RecordType.PIECE -> arrivals.applyPiece(false, batch, index, record);
            case RecordType.RELOCATED -> relocate(false, batch, index, record);
            default -> applyBody(type, record.position(1));
        }
    }

    private void applyBody(int type, ByteBuffer record) {
        switch (type) {
            case RecordType.PARTITION_CREATED -> logId = record.getLong();
            case RecordType.EPOCH_STARTED -> applyEpochStarted(Varints.get(record));
            case RecordType.CLIENT_ATTACHED -> attachments.applyClientAttached(record);
            case RecordType.CLIENT_DETACHED -> applyClientDetached(Varints.get(record));
            case RecordType.PRODUCER_OPENED -> attachments.applyProducerOpened(record);
            case RecordType.SESSION_CLOSED -> attachments.applySessionClosed(record);
            case RecordType.DESTINATION_CREATED -> destinations.applyCreated(record);
            case RecordType.DESTINATION_ALTERED -> destinations.applyAltered(record);
            case RecordType.DESTINATION_DELETED -> destinations.applyDeleted(Varints.get(record));
            case RecordType.SUBSCRIPTION_CREATED -> destinations.applySubscriptionCreated(record);
            case RecordType.SUBSCRIPTION_DELETED -> destinations.applySubscriptionDeleted(Varints.get(record));
            case RecordType.DISPATCH_MARK -> consumption.applyDispatchMark(record);
            case RecordType.ACKNOWLEDGED -> consumption.applyAcknowledged(record);
            case RecordType.RELEASED -> consumption.applyReleased(record);
            case RecordType.DUE -> release(false, Varints.get(record), Varints.getInt(record));
            case RecordType.MOVED -> consumption.applyMoved(record);
            case RecordType.REMOVED -> consumption.applyRemoved(record);
            case RecordType.TRANSACTION_BEGUN -> transactions.applyBegun(record);
            case RecordType.TRANSACTION_PREPARED -> preparations.applyPrepared(record);
            case RecordType.TRANSACTION_COMMITTED -> transactions.applyCommitted(Varints.get(record));
            case RecordType.TRANSACTION_ABORTED -> transactions.applyAborted(Varints.get(record));
            case RecordType.TRANSACTIONS_FORGOTTEN -> preparations.applyForgotten(record);
            case RecordType.TRANSACTION_DENIED -> preparations.applyDenied(record);
            case RecordType.PIECES_DROPPED -> largeMessages(false).dropOpen(Varints.get(record), Varints.get(record));
            case RecordType.BRANCH_PREPARED -> preparations.applyBranchPrepared(record);
            case RecordType.BRANCH_DECIDED -> transactions.applyBranchDecided(record);
            case RecordType.BRANCH_FORGOTTEN -> preparations.branches().applyForgotten(record);
            case RecordType.LET_GO -> retention.applyLetGo(record);
            case RecordType.MEASURED -> retention.applyMeasured(record);
            default -> throw new MalformedRecordException("record type " + type + " is not known");
        }
    }

    /** Applies a batch of the transient log: nothing but messages and pieces of them, new or relocated. */
    public void applyTransient(RecordBatch batch) {
        for (int i = 0; i < batch.recordCount(); i++) {
            ByteBuffer record = batch.record(i);
            switch (record.hasRemaining() ? record.get(0) : 0) {
                case RecordType.RELOCATED -> relocate(true, batch, i, record);
                case RecordType.PIECE -> arrivals.applyPiece(true, batch, i, record);
                case RecordType.PIECES_DROPPED -> {
                    record.position(1);
                    largeMessages(true).dropOpen(Varints.get(record), Varints.get(record));
                }
                default -> arrivals.applyTransientMessage(batch, i, record, logId);
            }
        }
    }

    private void relocate(boolean transientLog, RecordBatch batch, int index, ByteBuffer record) {
        relocated.readHead(record);
        holders.relocate(transientLog, relocated, batch.position(), index);
    }

    private void release(boolean transientLog, long timeMs, int atMost) {
        schedules.release(transientLog, destinations.all, timeMs, atMost);
    }

    private void applyEpochStarted(long newEpoch) {
        epoch = newEpoch;
        lanes.onEpochStarted(newEpoch);
        destinations.onEpochStarted();
    }

    private void applyClientDetached(long number) {
        Client client = attachments.remove(number);
        if (client != null) {
            transactions.onClientGone(client);
            attachments.removeProducers(client);
            destinations.deleteOwnedBy(client);
        }
    }

    // What the leader does without a record

    /** What changes without a record. */
    public VolatileChanges volatileChanges() {
        return volatileChanges;
    }

    /** When the next delayed message of the log may be delivered: a DUE record is to be written then. */
    public long nextDueMs() {
        return schedules.of(false).nextDueMs();
    }

    /** When {@link #releaseTransient} has something to do next. */
    public long nextTransientDueMs() {
        return schedules.of(true).nextDueMs();
    }

    /** Delayed messages of the transient log enter their lanes, no more than so many. */
    public void releaseTransient(long timeMs, int atMost) {
        release(true, timeMs, atMost);
    }

    // Looking

    public long logId() {
        return logId;
    }

    public long epoch() {
        return epoch;
    }

    public @Nullable Client client(ClientInstanceId instance) {
        return attachments.client(instance);
    }

    public NumberMap<Client> clients() {
        return attachments.clients;
    }

    public @Nullable Producer producer(long number) {
        return attachments.producers.get(number);
    }

    public @Nullable Destination destination(long id) {
        return destinations.get(id);
    }

    public @Nullable Destination destination(DestinationName name) {
        return destinations.get(name);
    }

    public NumberMap<Destination> destinations() {
        return destinations.all;
    }

    public @Nullable Subscription subscription(long id) {
        return destinations.subscription(id);
    }

    /** A named subscription of the same durability, client identifier and name. */
    public @Nullable Subscription subscription(SubscriptionSpec spec) {
        return destinations.subscription(spec);
    }

    public NumberMap<Subscription> subscriptions() {
        return destinations.subscriptions;
    }

    /** Whether a message of this identifier is known to have come to a destination. */
    public boolean isDuplicate(Destination destination, DuplicateId id) {
        return duplicates.isKnown(destination, id);
    }

    /** Transactions that are not decided. */
    public NumberMap<Transaction> transactions() {
        return transactions.open;
    }

    public long nextTransaction() {
        return transactions.nextTransaction;
    }

    /** Transactions over several partitions. */
    public Preparations preparations() {
        return preparations;
    }

    /** What is kept when it has been consumed. */
    public Retention retention() {
        return retention;
    }

    /** Who needs which record. */
    public Holders holders() {
        return holders;
    }

    /** Messages of one of the logs whose bodies are in pieces. */
    public LargeMessages largeMessages(boolean transientLog) {
        return lanes.largeMessages(transientLog);
    }

    // Keeping

    /** The durable state as it is now; equal states give equal bytes. */
    public StateSnapshot snapshot() {
        return new StateWriter(this).snapshot();
    }

    /**
     * A digest of the durable state, to compare replicas, and replay with checkpoint and replay.
     *
     * @return CRC32C of the state's bytes in the lower half, their length in the upper one
     */
    public long stateHash() {
        CRC32C crc = new CRC32C();
        long length = 0;
        for (ByteBuffer entry : snapshot().entries()) {
            length += entry.remaining();
            crc.update(entry);
        }
        return length << 32 | crc.getValue();
    }

    /**
     * Checks what must hold between applies.
     *
     * @throws IllegalStateException if it does not
     */
    public void assertInvariants() {
        destinations.assertInvariants();
        largeMessages(false).assertInvariants();
        largeMessages(true).assertInvariants();
    }
}
