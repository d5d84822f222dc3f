package io.corduroy.simulation.application;

import io.corduroy.client.engine.Delivery;
import io.corduroy.protocol.LaneRange;
import io.corduroy.simulation.history.SubscriptionRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A consumer as its session keeps it: what has come and was not looked at yet. */
final class Inbox {

    enum State {
        OPENING,
        OPEN,
        CLOSING,
        CLOSED
    }

    /** A delivery, and in which life of the node it came. */
    record Arrived(Delivery delivery, long life) {}

    final SimulatedSession owner;
    final int consumerId;
    final String name;
    final SubscriptionRecord subscription;
    final int prefetch;
    final Deque<Arrived> unseen = new ArrayDeque<>();
    State state = State.OPENING;
    boolean pulling;

    Inbox(SimulatedSession owner, int consumerId, String name, SubscriptionRecord subscription, int prefetch) {
        this.owner = owner;
        this.consumerId = consumerId;
        this.name = name;
        this.subscription = subscription;
        this.prefetch = prefetch;
    }

    boolean accepts() {
        return state == State.OPENING || state == State.OPEN;
    }

    /** Empties it. */
    List<LaneRange> dropUnseen() {
        List<LaneRange> ranges = new ArrayList<>();
        for (Arrived arrived : unseen) {
            ranges.add(rangeOf(arrived.delivery()));
        }
        unseen.clear();
        return ranges;
    }

    static LaneRange rangeOf(Delivery delivery) {
        return new LaneRange(delivery.lane(), delivery.sequence(), delivery.sequence());
    }
}
