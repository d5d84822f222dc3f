package io.corduroy.broker.delivery;

import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.selector.Selector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes back, for an idle consumer, what waits unseen at a slow one: messages are pushed ahead to consumers, and without
 * this the last hundred of a queue would wait for the one that was given them while its colleagues have nothing to do.
 *
 * <p>Slow is who holds at least two messages and has neither begun nor finished one for a while. Messages that have a group
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
     * @param consumers of one subscription that has nothing available, of which those that have nothing to do are exhausted
     * @return when to look again
     */
    static long consider(List<Consumer> consumers, int partition, long nowMs) {
        Consumer idle = idle(consumers);
        if (idle == null) {
            return NEVER;
        }
        long nextMs = NEVER;
        for (int i = 0; i < consumers.size(); i++) {
            Consumer each = consumers.get(i);
            if (each == idle || !hoards(each, idle) || !takesAllOf(idle.selector(), each.selector())) {
                continue;
            }
            long dueMs = each.progressMs + each.patienceMs;
            if (dueMs <= nowMs) {
                each.recall(partition, nowMs);
            } else {
                nextMs = Math.min(nextMs, dueMs);
            }
        }
        return nextMs;
    }

    /** Of those that have nothing to do the one that holds the least. */
    private static @Nullable Consumer idle(List<Consumer> consumers) {
        Consumer idle = null;
        for (int i = 0; i < consumers.size(); i++) {
            Consumer each = consumers.get(i);
            boolean hasNothingToDo = each.mode() == Mode.SHARED && each.exhausted && each.canTake();
            if (hasNothingToDo && (idle == null || each.heldCount() < idle.heldCount())) {
                idle = each;
            }
        }
        return idle;
    }

    private static boolean hoards(Consumer consumer, Consumer idle) {
        return consumer.mode() == Mode.SHARED
                && !consumer.isClosed()
                && !consumer.isRecalled()
                && consumer.heldCount() > 1
                && consumer.heldCount() > 2 * idle.heldCount()
                && consumer.link().isWritable();
    }

    private static boolean takesAllOf(@Nullable Selector idle, @Nullable Selector slow) {
        return idle == null || idle.equals(slow);
    }
}
