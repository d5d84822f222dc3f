package io.corduroy.broker.state;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.record.RelocatedRecord;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who needs which record: entries of lanes, sends of undecided transactions, messages that are not due, large messages. Found by position for relocation, and
 * told the new address when a relocated record is applied.
 */
public final class Holders {
    private final Lanes lanes;
    private final Schedules schedules;
    private final Destinations destinations;
    private final OpenTransactions transactions;

    Holders(Lanes lanes, Schedules schedules, Destinations destinations, OpenTransactions transactions) {
        this.lanes = lanes;
        this.schedules = schedules;
        this.destinations = destinations;
        this.transactions = transactions;
    }

    /** Told of what needs a record. */
    @FunctionalInterface
    public interface Visitor {
        /** A holder, as {@link RelocatedRecord} names it, and the address of the record that it needs. */
        void visit(int holder, long owner, int part, long item, long position, int recordIndex);
    }

    /** Visits the sends of undecided transactions whose batches lie in a range of positions. */
    public void visitPendingSends(boolean transientLog, long lowPosition, long highPosition, Visitor visitor) {
        for (long id : transientLog ? transactions.transientSends.sortedKeys() : transactions.open.sortedKeys()) {
            Transaction.Sends sends = sends(transientLog, id);
            for (int i = 0; sends != null && i < sends.count; i++) {
                long position = sends.positions[i];
                if (position >= lowPosition && position < highPosition) {
                    visitor.visit(RelocatedRecord.PENDING_SEND, id, 0, i, position, sends.recordIndexes[i]);
                }
            }
        }
    }

    /** Visits the pieces of large messages, finished or not, whose batches lie in a range of positions. */
    public void visitPieces(boolean transientLog, long lowPosition, long highPosition, Visitor visitor) {
        lanes.largeMessages(transientLog).forEach(message -> {
            if (!message.mayLieBetween(lowPosition, highPosition)) {
                return;
            }
            message.tightenBounds();
            for (int piece = 0; piece < message.pieces(); piece++) {
                long position = message.positionOf(piece);
                if (position >= lowPosition && position < highPosition) {
                    visitor.visit(
                            RelocatedRecord.PIECE,
                            message.producer(),
                            piece,
                            message.sequence(),
                            position,
                            message.recordIndexOf(piece));
                }
            }
        });
    }

    /**
     * Visits messages that may not be delivered yet and whose batches lie in a range of positions, up to a number of them.
     *
     * @param fromSlot 0, or where the call before left off
     * @return where to go on, −1 at the end
     */
    public int visitScheduled(
            boolean transientLog, int fromSlot, long lowPosition, long highPosition, int atMost, Visitor visitor) {
        Schedule schedule = schedules.of(transientLog);
        return schedule.visitBetween(
                fromSlot,
                lowPosition,
                highPosition,
                atMost,
                slot -> visitor.visit(
                        RelocatedRecord.SCHEDULED,
                        schedule.destination(slot),
                        schedule.lane(slot),
                        RelocatedRecord.address(schedule.position(slot), schedule.recordIndex(slot)),
                        schedule.position(slot),
                        schedule.recordIndex(slot)));
    }

    private Transaction.@Nullable Sends sends(boolean transientLog, long transactionId) {
        if (transientLog) {
            return transactions.transientSends.get(transactionId);
        }
        Transaction transaction = transactions.open.get(transactionId);
        return transaction == null ? null : transaction.durableSends();
    }

    /**
     * Where the record is that a holder needs.
     *
     * @return position of its batch, {@link Lane#NONE} if it does not need it any more
     */
    public long positionOf(boolean transientLog, int holder, long owner, int part, long item) {
        if (holder == RelocatedRecord.ENTRY) {
            Lane lane = lane(owner, part);
            return lane == null || lane.referencesOf(item) == 0 ? Lane.NONE : lane.positionOf(item);
        }
        if (holder == RelocatedRecord.SCHEDULED) {
            int slot = schedules.of(transientLog).slotAt(item);
            return slot < 0 ? Lane.NONE : schedules.of(transientLog).position(slot);
        }
        if (holder == RelocatedRecord.PIECE) {
            return lanes.largeMessages(transientLog).positionOf(owner, item, part);
        }
        Transaction.Sends sends = sends(transientLog, owner);
        return sends == null || item >= sends.count ? Lane.NONE : sends.positions[(int) item];
    }

    /**
     * Visits where everything durable is that is still needed.
     *
     * @param visitor is told the position of a batch once per record that is needed in it
     */
    public void forEachNeededPosition(LongConsumer visitor) {
        destinations.all.forEach(destination -> destination.forEachLaneInLog((number, lane) -> {
            for (long s = lane.nextLive(0); s >= 0; s = lane.nextLive(s + 1)) {
                visitor.accept(lane.positionOf(s));
            }
        }));
        transactions.open.forEach(transaction -> {
            Transaction.Sends sends = transaction.durableSends();
            for (int i = 0; i < sends.count; i++) {
                visitor.accept(sends.positions[i]);
            }
        });
        Schedule schedule = schedules.of(false);
        for (int slot : schedule.sortedSlots()) {
            visitor.accept(schedule.position(slot));
        }
        lanes.largeMessages(false).forEachPosition(visitor);
    }

    private @Nullable Lane lane(long destinationId, int number) {
        Destination destination = destinations.get(destinationId);
        return destination == null ? null : destination.laneIfPresent(number);
    }

    /** Gives a holder its new address, if it still needs the record. */
    void relocate(boolean transientLog, RelocatedRecord head, long position, int recordIndex) {
        long old = positionOf(transientLog, head.holder(), head.owner(), head.part(), head.item());
        if (old == Lane.NONE) {
            return;
        }
        NeededRecords records = lanes.records(transientLog ? Lanes.FIRST_TRANSIENT : 0);
        if (head.holder() == RelocatedRecord.PIECE) {
            records.large().relocate(head.owner(), head.item(), head.part(), position, recordIndex);
        } else if (head.holder() == RelocatedRecord.ENTRY) {
            Lane lane = lane(head.owner(), head.part());
            if (lane != null) {
                records.relocateEntry(
                        old,
                        lane.recordIndexOf(head.item()),
                        position,
                        recordIndex,
                        (int) head.owner(),
                        head.part(),
                        head.item());
                lane.relocate(head.item(), position, recordIndex);
            }
        } else if (head.holder() == RelocatedRecord.SCHEDULED) {
            Schedule schedule = schedules.of(transientLog);
            records.relocate(old, schedule.recordIndex(schedule.slotAt(head.item())), position, recordIndex);
            schedule.relocate(head.item(), position, recordIndex);
        } else {
            Transaction.Sends sends = sends(transientLog, head.owner());
            if (sends != null) {
                records.relocate(old, sends.recordIndexes[(int) head.item()], position, recordIndex);
                sends.positions[(int) head.item()] = position;
                sends.recordIndexes[(int) head.item()] = (char) recordIndex;
            }
        }
    }
}
