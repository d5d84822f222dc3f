package io.corduroy.simulation.application;

import io.corduroy.client.engine.Delivery;
import io.corduroy.protocol.LaneRange;
import io.corduroy.simulation.history.SubscriptionRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

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
    private final Deque<Delivery> unseen = new ArrayDeque<>();
    private final IdentityHashMap<Delivery, Long> lives = new IdentityHashMap<>();
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

    /** Adds a delivery where the client's queues would. */
    void add(Delivery delivery, long life) {
        delivery.addTo(unseen);
        lives.put(delivery, life);
    }

    Arrived removeFirst() {
        Delivery delivery = unseen.removeFirst();
        return new Arrived(delivery, Objects.requireNonNull(lives.remove(delivery)));
    }

    boolean isEmpty() {
        return unseen.isEmpty();
    }

    int unseenCount() {
        return unseen.size();
    }

    /** Empties it. */
    List<LaneRange> dropUnseen() {
        List<LaneRange> ranges = new ArrayList<>();
        unseen.forEach(delivery -> ranges.add(rangeOf(delivery)));
        unseen.clear();
        lives.clear();
        return ranges;
    }

    static LaneRange rangeOf(Delivery delivery) {
        return new LaneRange(delivery.lane(), delivery.sequence(), delivery.sequence());
    }
}
