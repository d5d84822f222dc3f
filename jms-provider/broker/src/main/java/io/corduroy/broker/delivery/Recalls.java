package io.corduroy.broker.delivery;

import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.state.Subscription;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.selector.Selector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes back, for an idle consumer, what waits unseen at a slow one: messages are pushed ahead to consumers, and without
 * this a consumer that comes to help would have nothing to do while everything waits for the one that was there before.
 *
 * <p>Slow is who holds at least two messages and has neither begun nor finished one for a while. It is asked only for somebody
 * who has had nothing later than what it holds, since everybody shall see a lane in its order. Messages that have a group
 * stay where they are, for they could go nowhere else.
 */
final class Recalls {
    static final long FIRST_PATIENCE_MS = 250;
    static final long MAX_PATIENCE_MS = 8_000;
    /** No consumer is slow, and none can become so. */
    static final long NEVER = Long.MAX_VALUE;

    private Recalls() {}

    /**
     * Asks slow consumers to give back, if one has nothing to do.
     *
     * @param consumers of a subscription that has nothing available, of which those that have nothing to do are exhausted
     * @return when to look again
     */
    static long consider(List<Consumer> consumers, Subscription subscription, int partition, long nowMs) {
        int least = leastHeldByIdle(consumers);
        if (least < 0) {
            return NEVER;
        }
        long nextMs = NEVER;
        for (int i = 0; i < consumers.size(); i++) {
            Consumer slow = consumers.get(i);
            if (!hoards(slow, least)) {
                continue;
            }
            long dueMs = slow.progressMs + slow.patienceMs;
            if (dueMs > nowMs) {
                nextMs = Math.min(nextMs, dueMs);
            } else if (isForSomebody(slow, consumers, subscription)) {
                slow.recall(partition, nowMs, true);
            } else {
                slow.excuse(nowMs);
                nextMs = Math.min(nextMs, nowMs + slow.patienceMs);
            }
        }
        return nextMs;
    }

    /** How many messages those hold that have nothing to do, the fewest; −1 if everybody has. */
    private static int leastHeldByIdle(List<Consumer> consumers) {
        int least = -1;
        for (int i = 0; i < consumers.size(); i++) {
            Consumer each = consumers.get(i);
            if (hasNothingToDo(each) && (least < 0 || each.heldCount() < least)) {
                least = each.heldCount();
            }
        }
        return least;
    }

    private static boolean hasNothingToDo(Consumer consumer) {
        return consumer.mode() == Mode.SHARED && consumer.exhausted && consumer.canTake();
    }

    private static boolean hoards(Consumer consumer, int heldByIdle) {
        return consumer.mode() == Mode.SHARED
                && !consumer.isClosed()
                && !consumer.isRecalled()
                && consumer.heldCount() > 1
                && consumer.heldCount() > 2 * heldByIdle
                && consumer.link().isWritable();
    }

    private static boolean isForSomebody(Consumer slow, List<Consumer> consumers, Subscription subscription) {
        List<LaneRange> held = slow.heldRanges();
        for (Consumer each : consumers) {
            if (each != slow
                    && hasNothingToDo(each)
                    && hoards(slow, each.heldCount())
                    && takesAllOf(each.selector(), slow.selector())
                    && comesBefore(held, each, subscription)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether somebody has had nothing that comes after what another one holds. What was handed out before a restart may have
     * been anybody's.
     */
    private static boolean comesBefore(List<LaneRange> held, Consumer idle, Subscription subscription) {
        for (LaneRange range : held) {
            LaneProgress progress = subscription.lane(range.lane());
            long before = progress == null ? 0 : progress.redeliveredBelow();
            if (range.firstSequence() < before || idle.hasHadAfter(range.lane(), range.firstSequence())) {
                return false;
            }
        }
        return true;
    }

    private static boolean takesAllOf(@Nullable Selector idle, @Nullable Selector slow) {
        return idle == null || idle.equals(slow);
    }
}
