package io.corduroy.broker;

import io.corduroy.broker.delivery.RangeBuilder;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.MoveReason;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Subscription;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.LaneRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * What becomes of deliveries that come back seen: they count, rest for the destination's redelivery delay, and once they
 * were delivered as often as it allows they go to its dead-letter queue. What rests is hidden from consumers and stays
 * at its place; the others pass it.
 */
final class Redelivery {
    private final PartitionState state;
    private final Journal journal;
    private final Removals removals;
    private final PriorityQueue<Rest> resting = new PriorityQueue<>(Comparator.comparingLong(Rest::dueMs));

    /** What was released and is not applied yet. */
    private final List<Released> returning = new ArrayList<>();

    private record Rest(long dueMs, Subscription subscription, int lane, long sequence) {}

    private record Released(Subscription subscription, List<LaneRange> ranges) {
        boolean contains(Subscription other, int lane, long sequence) {
            if (subscription != other) {
                return false;
            }
            for (LaneRange range : ranges) {
                if (range.lane() == lane && range.firstSequence() <= sequence && sequence <= range.lastSequence()) {
                    return true;
                }
            }
            return false;
        }
    }

    Redelivery(PartitionState state, Journal journal, Removals removals) {
        this.state = state;
        this.journal = journal;
        this.removals = removals;
    }

    /** After a restart: what rested rests on. */
    void onRecovered() {
        state.subscriptions()
                .forEach(subscription -> subscription.forEachResting(journal.nowMs(), (key, dueMs) -> {
                    int lane = Subscription.laneOf(key);
                    long sequence = Subscription.sequenceOf(key);
                    state.volatileChanges().take(subscription, new LaneRange(lane, sequence, sequence));
                    onResting(subscription, lane, sequence, dueMs);
                }));
    }

    /** A message that is taken, and held by nobody, shall rest. */
    void onResting(Subscription subscription, int lane, long sequence, long dueMs) {
        resting.add(new Rest(dueMs, subscription, lane, sequence));
    }

    /**
     * Returns what is taken and was held until now, or is in a transaction whose end is decided: that end must not return
     * it uncounted and ahead of its rest, see {@link #isReturning}.
     */
    void release(Subscription subscription, List<LaneRange> ranges) {
        Released released = new Released(subscription, ranges);
        returning.add(released);
        DestinationSettings settings = subscription.destination().settings();
        boolean mayDie = !removals.isThereAlready(MoveReason.DELIVERIES_USED_UP, subscription);
        RangeBuilder dead = new RangeBuilder();
        Map<Long, RangeBuilder> byDueTime = new LinkedHashMap<>();
        for (LaneRange range : ranges) {
            for (long s = range.firstSequence(); s <= range.lastSequence(); s++) {
                int deliveries = subscription.nextDeliveryCount(range.lane(), s);
                if (mayDie && settings.isExhausted(deliveries)) {
                    dead.add(range.lane(), s);
                } else {
                    long delayMs = settings.delayAfterDeliveriesMs(deliveries);
                    long dueMs = delayMs == 0 ? 0 : journal.nowMs() + delayMs;
                    byDueTime.computeIfAbsent(dueMs, due -> new RangeBuilder()).add(range.lane(), s);
                }
            }
        }
        List<LaneRange> deadRanges = dead.build();
        if (!deadRanges.isEmpty()) {
            removals.remove(MoveReason.DELIVERIES_USED_UP, subscription, deadRanges);
        }
        byDueTime.forEach((dueMs, builder) -> release(subscription, dueMs, builder.build()));
        journal.whenApplied(() -> returning.remove(released));
    }

    /** Whether a delivery was released, and it is not applied yet whether it rests, dies or is available. */
    boolean isReturning(Subscription subscription, int lane, long sequence) {
        for (int i = 0; i < returning.size(); i++) {
            if (returning.get(i).contains(subscription, lane, sequence)) {
                return true;
            }
        }
        return false;
    }

    private void release(Subscription subscription, long dueMs, List<LaneRange> ranges) {
        List<LaneRange> durable = ranges.stream()
                .filter(range -> subscription.isDurable(range.lane()))
                .toList();
        if (!durable.isEmpty()) {
            journal.append(journal.write.released(subscription.id(), dueMs, durable));
        }
        for (LaneRange range : ranges) {
            if (!subscription.isDurable(range.lane())) {
                state.volatileChanges().release(subscription, range, dueMs);
            }
        }
    }

    /** Makes available what has rested; returns whether there is more. */
    boolean run(int atMost) {
        for (int i = 0; i < atMost && nextDueMs() <= journal.nowMs(); i++) {
            Rest rest = resting.remove();
            LaneProgress progress =
                    rest.subscription().isDeleted() ? null : rest.subscription().lane(rest.lane());
            boolean same = rest.subscription().restsUntilMs(rest.lane(), rest.sequence()) == rest.dueMs();
            if (progress != null && same && progress.isPending(rest.sequence())) {
                state.volatileChanges().giveBack(rest.subscription(), rest.lane(), rest.sequence());
            }
        }
        return nextDueMs() <= journal.nowMs();
    }

    long nextDueMs() {
        Rest next = resting.peek();
        return next == null ? Clockwork.NEVER : next.dueMs();
    }
}
