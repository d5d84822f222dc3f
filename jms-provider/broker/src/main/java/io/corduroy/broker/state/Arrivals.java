package io.corduroy.broker.state;

import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.record.PieceRecord;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.message.DuplicateDetection;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How messages come: into a lane, into a schedule until they are due, or into the transaction that they were sent in. */
final class Arrivals {
    private final Lanes lanes;
    private final Schedules schedules;
    private final Attachments attachments;
    private final Destinations destinations;
    private final OpenTransactions transactions;
    private final Duplicates duplicates;
    // What is being applied: one of each for all, so that a message costs no object.
    private final MessageRecord message = new MessageRecord();
    private final PieceRecord piece = new PieceRecord();
    private StateListener listener = StateListener.NOBODY;

    Arrivals(
            Lanes lanes,
            Schedules schedules,
            Attachments attachments,
            Destinations destinations,
            OpenTransactions transactions,
            Duplicates duplicates) {
        this.lanes = lanes;
        this.schedules = schedules;
        this.attachments = attachments;
        this.destinations = destinations;
        this.transactions = transactions;
        this.duplicates = duplicates;
    }

    void listen(StateListener newListener) {
        listener = newListener;
    }

    void applyMessage(RecordBatch batch, int index, ByteBuffer record, long logId) {
        message.read(record, batch.baseTimestampMs());
        Producer producer = attachments.producers.get(message.producer());
        if (producer == null) {
            return; // closed meanwhile: nobody waits for a confirmation
        }
        if (producer.accept(message.sequence())) {
            long position = batch.position();
            LargeMessages large = lanes.largeMessages(false);
            large.bind(producer.number(), message.sequence(), message.pieces(), position, index);
            place(position, index, producer, logId);
            large.settle(position, index);
        }
        listener.onSendApplied(producer, message.sequence());
    }

    private void place(long position, int index, Producer producer, long logId) {
        Destination destination = destinations.get(message.destination());
        if (destination == null) {
            return; // deleted meanwhile
        }
        if (!message.groupId().isEmpty()) {
            destination.onGroup();
        }
        int lane = message.priority();
        if (message.transaction() == 0) {
            arrive(destination, lane, position, index, producer.client(), logId);
            return;
        }
        Transaction transaction = transactions.open.get(message.transaction());
        if (transaction != null) { // otherwise it was rolled back meanwhile
            addTo(transaction.durableSends(), destination, lane, position, index);
        }
    }

    void applyTransientMessage(RecordBatch batch, int index, ByteBuffer record, long logId) {
        message.read(record, batch.baseTimestampMs());
        Producer producer = attachments.producers.get(message.producer());
        if (producer == null) {
            return; // closed meanwhile
        }
        long position = batch.position();
        LargeMessages large = lanes.largeMessages(true);
        large.bind(producer.number(), message.sequence(), message.pieces(), position, index);
        placeTransient(position, index, producer, logId);
        large.settle(position, index);
        listener.onSendApplied(producer, message.sequence());
    }

    private void placeTransient(long position, int index, Producer producer, long logId) {
        Destination destination = destinations.get(message.destination());
        if (destination == null) {
            return; // deleted meanwhile
        }
        int lane = message.priority()
                + (message.persistent() ? LaneRange.FIRST_PERSISTENT_FOR_NOBODY : LaneRange.FIRST_VOLATILE);
        if (message.transaction() == 0) {
            arrive(destination, lane, position, index, producer.client(), logId);
        } else {
            addTo(transactions.transientSendsOf(message.transaction()), destination, lane, position, index);
        }
    }

    private void addTo(Transaction.Sends sends, Destination destination, int lane, long position, int index) {
        sends.add(position, index, message.recordBytes(), destination.id(), lane, message.expirationMs(), dueMs());
        DuplicateId id = duplicateId();
        if (id != null) {
            sends.setDuplicateIdOfLast(id);
        }
        lanes.records(lane).add(position, index);
    }

    /** When the message that is being applied may be delivered, 0 at once. */
    private long dueMs() {
        return message.deliveryDelayMs() == 0 ? 0 : message.deliveryTimeMs();
    }

    private @Nullable DuplicateId duplicateId() {
        String name = message.hasDuplicateId() ? DuplicateDetection.idOf(message.message()) : null;
        return name == null ? null : DuplicateId.of(name);
    }

    /** A message is there, now or later, unless it was before. */
    private void arrive(Destination destination, int lane, long position, int index, Client sender, long logId) {
        DuplicateId id = duplicateId();
        if (id != null && !duplicates.accept(destination, lane, id)) {
            return;
        }
        int recordBytes = message.recordBytes();
        long expirationMs = message.expirationMs();
        if (dueMs() == 0) {
            lanes.enqueue(destination, lane, position, index, recordBytes, expirationMs, sender, message, logId);
        } else {
            schedules.add(
                    destination,
                    lane,
                    position,
                    index,
                    recordBytes,
                    expirationMs,
                    sender,
                    dueMs(),
                    destinations.nextSubscription,
                    message.repeated() ? 0 : destinations.nextVolatileSubscription());
        }
    }

    void applyPiece(boolean transientLog, RecordBatch batch, int index, ByteBuffer record) {
        piece.read(record);
        Producer producer = attachments.producers.get(piece.producer());
        if (producer == null) {
            return; // closed meanwhile
        }
        int length = piece.bytes().remaining();
        lanes.largeMessages(transientLog)
                .add(producer.number(), piece.sequence(), piece.piece(), length, batch.position(), index);
        listener.onPieceApplied(producer, piece.sequence(), piece.piece());
    }
}
