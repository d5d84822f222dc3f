package io.corduroy.broker.state;

import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.MoveReason;
import io.corduroy.broker.record.Varints;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import java.nio.ByteBuffer;
import java.util.List;

/** What becomes of the messages of a subscription: handed out, acknowledged, released, moved or removed. */
final class Consumption {
    private final Lanes lanes;
    private final Moves moves;
    private final Destinations destinations;
    private final OpenTransactions transactions;
    private StateListener listener = StateListener.NOBODY;

    Consumption(Lanes lanes, Destinations destinations, OpenTransactions transactions) {
        this.lanes = lanes;
        this.moves = new Moves(lanes);
        this.destinations = destinations;
        this.transactions = transactions;
    }

    void listen(StateListener newListener) {
        listener = newListener;
    }

    void applyDispatchMark(ByteBuffer record) {
        Subscription subscription = destinations.subscription(Varints.get(record));
        int lane = RecordFields.lane(record);
        long sequence = Varints.get(record);
        LaneProgress progress = subscription == null ? null : subscription.lane(lane);
        if (subscription != null && progress != null) {
            progress.raiseDispatchMark(sequence);
            subscription.signal(lane);
        }
    }

    void applyAcknowledged(ByteBuffer record) {
        Subscription subscription = destinations.subscription(Varints.get(record));
        long transactionId = Varints.get(record);
        List<LaneRange> ranges = RecordFields.ranges(record);
        if (subscription == null) {
            return;
        }
        if (transactionId == 0) {
            ranges.forEach(range -> lanes.acknowledge(subscription, range));
            return;
        }
        Transaction transaction = transactions.open.get(transactionId);
        if (transaction != null) {
            transaction.acknowledgments().add(new Transaction.Acknowledgment(subscription.id(), ranges));
            ranges.forEach(range -> lanes.take(subscription, range));
        }
    }

    void applyReleased(ByteBuffer record) {
        Subscription subscription = destinations.subscription(Varints.get(record));
        long dueMs = Varints.get(record);
        List<LaneRange> ranges = RecordFields.ranges(record);
        if (subscription != null) {
            ranges.forEach(range -> release(subscription, range, dueMs));
        }
    }

    void applyMoved(ByteBuffer record) {
        MoveReason reason = MoveReason.of(Varints.getInt(record));
        Subscription from = destinations.subscription(Varints.get(record));
        DestinationName target = RecordFields.destinationName(record);
        List<LaneRange> ranges = RecordFields.ranges(record);
        if (from != null) {
            move(reason, from, ranges, target);
        }
    }

    void applyRemoved(ByteBuffer record) {
        Subscription from = destinations.subscription(Varints.get(record));
        MoveReason reason = MoveReason.of(Varints.getInt(record));
        List<LaneRange> ranges = RecordFields.ranges(record);
        if (from != null) {
            ranges.forEach(range -> remove(reason, from, range));
        }
    }

    /** Counts a delivery that has failed; it is available again at once, or when it is due. */
    void release(Subscription subscription, LaneRange range, long dueMs) {
        lanes.countAndGiveBack(subscription, range, dueMs, listener);
    }

    /** Moves to the end of a queue; without that queue they stay. */
    void move(MoveReason reason, Subscription from, List<LaneRange> ranges, DestinationName to) {
        Destination target = destinations.get(to);
        if (target == null) {
            ranges.forEach(range -> moves.stay(from, range));
        } else {
            ranges.forEach(range -> moves.move(reason, from, range, target));
        }
    }

    void remove(MoveReason reason, Subscription from, LaneRange range) {
        moves.remove(reason, from, range);
    }
}
