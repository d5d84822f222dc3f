package io.corduroy.client;

import io.corduroy.client.engine.Delivery;
import io.corduroy.protocol.LaneRange;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The message groups (JMSXGroupID) of which sessions of an application server have something in work: what follows in such a
 * group waits, so that it is worked on by one at a time and in order.
 */
final class GroupsInWork {

    private record Place(int lane, long sequence) {}

    private final Map<Place, String> groups = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    boolean isFree(Delivery delivery) {
        return counts.isEmpty()
                || CorduroyConnectionConsumer.groupOf(delivery)
                        .map(group -> !counts.containsKey(group))
                        .orElse(true);
    }

    void add(Delivery delivery) {
        Optional<String> group = CorduroyConnectionConsumer.groupOf(delivery);
        if (group.isPresent()) {
            groups.put(new Place(delivery.lane(), delivery.sequence()), group.get());
            counts.merge(group.get(), 1, Integer::sum);
        }
    }

    /** Does nothing for what is in no group, or was removed before. */
    void remove(LaneRange range) {
        for (long s = range.firstSequence(); s <= range.lastSequence() && !groups.isEmpty(); s++) {
            String group = groups.remove(new Place(range.lane(), s));
            if (group != null) {
                counts.computeIfPresent(group, (name, count) -> count == 1 ? null : count - 1);
            }
        }
    }
}
