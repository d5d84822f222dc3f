package io.corduroy.client;

import io.corduroy.client.engine.Delivery;
import io.corduroy.client.engine.Failure;
import io.corduroy.client.engine.LaneRangeSet;
import io.corduroy.protocol.LaneRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What waits for one consumer, between the loop that puts it in and the session's threads that take it out. Guarded by the
 * session's lock, which nobody holds while waiting for anything else.
 */
final class ConsumerQueue implements DeliveryTarget {

    private final Object lock;
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private final LaneRangeSet returnedAsExpired = new LaneRangeSet();
    private boolean closed;
    private boolean browsed;
    private boolean recalled;
    private boolean takenIsVoid;
    private Optional<Failure> failure = Optional.empty();

    ConsumerQueue(Object lock) {
        this.lock = lock;
    }

    // On the loop

    @Override
    public boolean offer(Delivery delivery) {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            delivery.addTo(waiting);
            lock.notifyAll();
            return true;
        }
    }

    @Override
    public List<LaneRange> revoke() {
        synchronized (lock) {
            takenIsVoid = true;
            return takeUnseen();
        }
    }

    @Override
    public List<LaneRange> recall() {
        synchronized (lock) {
            recalled = true;
            lock.notifyAll(); // who waits here says again that it wants something
            return takeUnseen();
        }
    }

    @Override
    public void onBrowsed() {
        synchronized (lock) {
            browsed = true;
            lock.notifyAll();
        }
    }

    @Override
    public void onClosed(Failure why) {
        synchronized (lock) {
            if (!closed) { // else by this side: whoever waits here has not failed
                failure = Optional.of(why);
            }
            closed = true;
            waiting.clear();
            lock.notifyAll();
        }
    }

    // With the lock held

    Optional<Delivery> poll() {
        takenIsVoid = false;
        return Optional.ofNullable(waiting.poll());
    }

    /**
     * What was taken last and not shown to the application comes before what waits; not if everything was revoked since, for the
     * broker sends it again then.
     */
    void putBack(Delivery unshown) {
        if (!takenIsVoid) {
            waiting.addFirst(unshown);
            lock.notifyAll();
        }
    }

    /** Takes what a condition holds for, in order, and leaves the rest. */
    List<Delivery> pollAll(int atMost, Predicate<Delivery> condition) {
        List<Delivery> taken = new ArrayList<>();
        waiting.removeIf(each -> taken.size() < atMost && condition.test(each) && taken.add(each));
        return taken;
    }

    /** Whether a condition holds for something that waits. */
    boolean hasAny(Predicate<Delivery> condition) {
        return waiting.stream().anyMatch(condition);
    }

    /** What was taken and not shown to the application comes before what waits. */
    void putBack(List<Delivery> unshown) {
        for (int i = unshown.size() - 1; i >= 0; i--) {
            waiting.addFirst(unshown.get(i));
        }
        lock.notifyAll();
    }

    /** Whether the broker has to be told that messages are wanted, since it has recalled what was here; once. */
    boolean endRecall() {
        boolean was = recalled && waiting.isEmpty();
        recalled &= !was;
        return was;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isClosed() {
        return closed;
    }

    boolean isBrowsed() {
        return browsed;
    }

    Optional<Failure> failure() {
        return failure;
    }

    /**
     * Decides whether a message that is past its expiration by our clock is given back for the broker to expire it. One that
     * comes again has not expired by the broker's clock, which counts (3.4.9).
     */
    boolean givesBackExpired(Delivery delivery, long nowMs) {
        if (delivery.expirationMs() == 0 || delivery.expirationMs() > nowMs) {
            return false;
        }
        if (returnedAsExpired.contains(delivery.lane(), delivery.sequence())) {
            return false;
        }
        returnedAsExpired.add(delivery.lane(), delivery.sequence());
        return true;
    }

    /** Takes nothing more; what waits was never seen by the application. */
    List<LaneRange> close() {
        closed = true;
        lock.notifyAll();
        return takeUnseen();
    }

    private List<LaneRange> takeUnseen() {
        LaneRangeSet unseen = new LaneRangeSet();
        waiting.forEach(delivery -> unseen.add(delivery.lane(), delivery.sequence()));
        waiting.clear();
        return unseen.toList();
    }
}
