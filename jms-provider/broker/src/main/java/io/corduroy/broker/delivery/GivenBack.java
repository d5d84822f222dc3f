package io.corduroy.broker.delivery;

import io.corduroy.broker.state.NumberMap;
import io.corduroy.broker.state.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a subscription that a slow consumer gave back unseen, until they are handed out again: they go to it, or to
 * who has had nothing later of their lane, since everybody shall see a lane in its order (Jakarta Messaging 3.1, 6.2.9).
 */
final class GivenBack {
    /** Null while there is nothing, as nearly always. */
    private @Nullable NumberMap<Consumer> byKey;

    /** A consumer gives back a message that nobody has seen. */
    void add(Consumer from, int lane, long sequence) {
        NumberMap<Consumer> map = byKey;
        if (map == null) {
            map = new NumberMap<>();
            byKey = map;
        }
        map.put(Subscription.key(lane, sequence), from);
    }

    /** Whether a message, given back or not, may be handed out to a consumer. */
    boolean mayTake(Consumer consumer, int lane, long sequence) {
        NumberMap<Consumer> map = byKey;
        Consumer from = map == null ? null : map.get(Subscription.key(lane, sequence));
        return from == null || from == consumer || from.isClosed() || !consumer.hasHadAfter(lane, sequence);
    }

    /** A message was handed out, or is gone. */
    void remove(int lane, long sequence) {
        NumberMap<Consumer> map = byKey;
        if (map != null) {
            map.remove(Subscription.key(lane, sequence));
            byKey = map.isEmpty() ? null : map;
        }
    }

    /** A consumer takes the place of itself on the link before. */
    void follow(Consumer before, Consumer consumer) {
        NumberMap<Consumer> map = byKey;
        if (map != null) {
            for (long key : map.sortedKeys()) {
                if (map.get(key) == before) {
                    map.put(key, consumer);
                }
            }
        }
    }

    boolean isEmpty() {
        return byKey == null;
    }
}
