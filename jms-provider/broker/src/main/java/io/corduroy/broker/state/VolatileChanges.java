package io.corduroy.broker.state;

import io.corduroy.broker.record.MoveReason;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import java.util.List;

/**
 * What the leader changes without a record, for it ends with the epoch: volatile subscriptions, what happens to messages
 * of the transient log or for a volatile subscription, and which messages are taken.
 *
 * <p>A subscription that has ended needs nothing: what was decided about its messages before must not touch others'
 * entries.
 */
public final class VolatileChanges {
    private final Lanes lanes;
    private final Destinations destinations;
    private final Consumption consumption;

    VolatileChanges(Lanes lanes, Destinations destinations, Consumption consumption) {
        this.lanes = lanes;
        this.destinations = destinations;
        this.consumption = consumption;
    }

    /** Makes a subscription that does not survive the epoch. */
    public Subscription subscribe(
            Destination destination, SubscriptionSpec spec, String selector, ClientInstanceId subscriber) {
        return destinations.addVolatile(destination, spec, selector, subscriber);
    }

    /** Ends a subscription that {@link #subscribe} made. */
    public void unsubscribe(Subscription subscription) {
        if (subscription.isDurable()) {
            throw new IllegalArgumentException("subscription " + subscription.id() + " is durable");
        }
        if (!subscription.isDeleted()) {
            destinations.remove(subscription);
        }
    }

    /** Takes what is pending of a range and not taken. */
    public void take(Subscription subscription, LaneRange range) {
        lanes.take(subscription, range);
    }

    /** Returns a delivery that does not count. */
    public void giveBack(Subscription subscription, int lane, long sequence) {
        lanes.giveBack(subscription, lane, sequence);
    }

    /** Acknowledges what is volatile. */
    public void acknowledge(Subscription subscription, LaneRange range) {
        requireVolatile(subscription, range);
        if (!subscription.isDeleted()) {
            lanes.acknowledge(subscription, range);
        }
    }

    /** Counts and returns what is volatile. */
    public void release(Subscription subscription, LaneRange range, long dueMs) {
        requireVolatile(subscription, range);
        if (!subscription.isDeleted()) {
            consumption.release(subscription, range, dueMs);
        }
    }

    /** Moves messages of the transient log; they stay if the target is gone. */
    public void move(MoveReason reason, Subscription subscription, List<LaneRange> ranges, DestinationName target) {
        for (LaneRange range : ranges) {
            if (!Lanes.isTransient(range.lane())) {
                throw new IllegalArgumentException("moving a message of lane " + range.lane() + " takes a record");
            }
        }
        if (!subscription.isDeleted()) {
            consumption.move(reason, subscription, ranges, target);
        }
    }

    /** Removes what is volatile. */
    public void remove(MoveReason reason, Subscription subscription, LaneRange range) {
        requireVolatile(subscription, range);
        if (!subscription.isDeleted()) {
            consumption.remove(reason, subscription, range);
        }
    }

    private static void requireVolatile(Subscription subscription, LaneRange range) {
        if (subscription.isDurable(range.lane())) {
            throw new IllegalArgumentException("lane " + range.lane() + " of a durable subscription is not volatile");
        }
    }
}
