package io.corduroy.broker.delivery;

import io.corduroy.selector.Selector;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How the consumers with selectors go through a backlog: together, as far as they can, so that however many they are each message
 * is read once. Who comes later begins at the beginning; those who are further wait until it has caught up with them.
 */
final class Scan {
    private final Consumers consumers;
    /** The one that is furthest behind in a lane, as far as is known. */
    private @Nullable Consumer rearmost;

    private int lane;
    private boolean delaysOthers;

    Scan(Consumers consumers) {
        this.consumers = consumers;
    }

    /** Looks anew who is behind, in the lane that was looked at last, and who just wants the next message. */
    void begin() {
        rearmost = null;
        delaysOthers = false;
        List<Consumer> all = consumers.all();
        for (int i = 0; i < all.size(); i++) {
            Consumer each = all.get(i);
            Consumer last = rearmost;
            delaysOthers |= each.selector() == null && each.canTake() && !each.exhausted;
            if (isLooking(each) && (last == null || each.scannedTo(lane) < last.scannedTo(lane))) {
                rearmost = each;
            }
        }
    }

    private static boolean isLooking(Consumer consumer) {
        return consumer.selector() != null && consumer.canTake() && !consumer.exhausted;
    }

    /** Whether somebody who takes everything would wait while others look: they take turns then. */
    boolean delaysOthers() {
        return delaysOthers;
    }

    /** Whether somebody behind this consumer has to catch up first: somebody who can. */
    boolean isToWait(Consumer consumer, int inLane) {
        Consumer last = rearmost;
        return consumer.selector() != null
                && inLane == lane
                && last != null
                && last != consumer
                && isLooking(last)
                && last.scannedTo(lane) < consumer.scannedTo(lane);
    }

    /**
     * A consumer is done with a message, and so are those at the same place whom it does not concern.
     *
     * @param isFor whether a selector takes the message
     * @return how many others were at the same place
     */
    int lookedAt(Consumer consumer, int inLane, long sequence, Predicate<Selector> isFor) {
        lane = inLane;
        long place = consumer.scannedTo(inLane);
        int others = 0;
        consumer.scanned(inLane, sequence);
        List<Consumer> all = consumers.all();
        for (int i = 0; i < all.size(); i++) {
            Consumer each = all.get(i);
            Selector selector = each.selector();
            if (selector != null && each.scannedTo(inLane) == place) {
                others++;
                if (!isFor.test(selector)) {
                    each.scanned(inLane, sequence);
                }
            }
        }
        return others;
    }
}
