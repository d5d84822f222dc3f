package io.corduroy.broker;

import io.corduroy.broker.record.MoveReason;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Subscription;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages out of a subscription because they expired or cannot be consumed: to the queue that the destination
 * names for that ({@link Placement} says which one it is here), which is created when it is needed, or to nowhere.
 */
final class Removals {
    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);
    private static final int FIRST_TRANSIENT = LaneRange.FIRST_VOLATILE;

    private final PartitionState state;
    private final Journal journal;
    private final Placement placement;

    Removals(PartitionState state, Journal journal, Placement placement) {
        this.state = state;
        this.journal = journal;
        this.placement = placement;
    }

    /** The name that settings give to the queue that messages go to for a reason; empty for none. */
    private static String target(MoveReason reason, Subscription subscription) {
        return reason == MoveReason.EXPIRED
                ? subscription.destination().settings().expiryQueue()
                : subscription.destination().settings().deadLetterQueue();
    }

    /** Whether that is the queue that the messages are in. */
    boolean isThereAlready(MoveReason reason, Subscription subscription) {
        String target = target(reason, subscription);
        return !target.isEmpty() && subscription.destination().name().equals(placement.queueHere(target));
    }

    /** Removes messages that are taken and held by nobody. */
    void remove(MoveReason reason, Subscription subscription, List<LaneRange> ranges) {
        List<LaneRange> durable = new ArrayList<>();
        List<LaneRange> toMove = new ArrayList<>();
        List<LaneRange> toForget = new ArrayList<>();
        String named = target(reason, subscription);
        boolean moves = !named.isEmpty() && !isThereAlready(reason, subscription);
        for (LaneRange range : ranges) {
            if (subscription.isDurable(range.lane())) {
                durable.add(range);
            } else if (moves && range.lane() >= FIRST_TRANSIENT) {
                toMove.add(range);
            } else { // what is durable for others only: a volatile subscription cannot write a record about it
                toForget.add(range);
            }
        }
        if (moves) {
            move(reason, subscription, durable, toMove, placement.queueHere(named));
        } else if (!durable.isEmpty()) {
            journal.append(journal.write.removed(reason, subscription.id(), durable));
        }
        toForget.forEach(range -> state.volatileChanges().remove(reason, subscription, range));
        if (moves && !toForget.isEmpty()) {
            warn(reason, subscription, toForget, named);
        }
    }

    private static void warn(MoveReason reason, Subscription subscription, List<LaneRange> forgotten, String target) {
        LOG.warn(
                "messages of a non-durable subscription are gone, not moved: destination={} subscription={} reason={} messages={}"
                        + " target={}; they are stored for the topic's durable subscriptions only",
                subscription.destination().name(),
                subscription.spec(),
                reason,
                forgotten.stream().mapToLong(LaneRange::count).sum(),
                target);
    }

    private void move(
            MoveReason reason,
            Subscription subscription,
            List<LaneRange> durable,
            List<LaneRange> volatiles,
            DestinationName target) {
        if (state.destination(target) == null) {
            journal.createDestination(target, 0, Map.of());
        }
        if (!durable.isEmpty()) {
            journal.append(journal.write.moved(reason, subscription.id(), target, durable));
        }
        if (!volatiles.isEmpty()) {
            journal.whenApplied(() -> state.volatileChanges().move(reason, subscription, volatiles, target));
        }
    }
}
