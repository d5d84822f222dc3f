package io.corduroy.broker;

import io.corduroy.broker.record.MoveReason;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Subscription;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes messages out of a subscription because they expired or cannot be consumed: to the queue that the destination
 * names for that, which is created when it is needed, or to nowhere.
 */
final class Removals {
    private static final int FIRST_TRANSIENT = LaneRange.FIRST_VOLATILE;

    private final PartitionState state;
    private final Journal journal;

    Removals(PartitionState state, Journal journal) {
        this.state = state;
        this.journal = journal;
    }

    /** The name of the queue that messages go to for a reason; empty for none. */
    static String target(MoveReason reason, Subscription subscription) {
        return reason == MoveReason.EXPIRED
                ? subscription.destination().settings().expiryQueue()
                : subscription.destination().settings().deadLetterQueue();
    }

    /** Whether that is the queue that the messages are in. */
    static boolean isThereAlready(MoveReason reason, Subscription subscription) {
        return subscription.destination().name().equals(queue(target(reason, subscription)));
    }

    private static DestinationName queue(String name) {
        return new DestinationName(DestinationName.Kind.QUEUE, name);
    }

    /** Removes messages that are taken and held by nobody. */
    void remove(MoveReason reason, Subscription subscription, List<LaneRange> ranges) {
        List<LaneRange> durable = new ArrayList<>();
        List<LaneRange> toMove = new ArrayList<>();
        List<LaneRange> toForget = new ArrayList<>();
        String target = target(reason, subscription);
        boolean moves = !target.isEmpty() && !isThereAlready(reason, subscription);
        for (LaneRange range : ranges) {
            if (PartitionState.isDurable(subscription, range.lane())) {
                durable.add(range);
            } else if (moves && range.lane() >= FIRST_TRANSIENT) {
                toMove.add(range);
            } else { // what is durable for others only: a volatile subscription cannot write a record about it
                toForget.add(range);
            }
        }
        if (moves && state.destination(queue(target)) == null) {
            journal.createDestination(queue(target), 0, Map.of());
        }
        if (!durable.isEmpty()) {
            journal.append(
                    moves
                            ? journal.write.moved(reason, subscription.id(), queue(target), durable)
                            : journal.write.removed(reason, subscription.id(), durable));
        }
        if (!toMove.isEmpty()) {
            journal.whenApplied(() -> state.moveVolatile(reason, subscription, toMove, queue(target)));
        }
        toForget.forEach(range -> state.removeVolatile(reason, subscription, range));
    }
}
