package io.corduroy.broker.delivery;

import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.LargeMessage;
import io.corduroy.broker.state.Subscription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Gives every subscription that may have something to deliver its turn. */
public final class Dispatcher {
    /** Messages looked at for one subscription before the next one has its turn. */
    private static final int BUDGET = 64;
    /** With so many reads under way nothing is read that nobody waits for. */
    private static final int MAX_READS = 64;

    final DeliveryPort port;
    private final ArrayDeque<Turn> ready = new ArrayDeque<>();
    // Looked up and removed by position only, never iterated.
    private final Map<ReadKey, List<ReadWaiter>> waitingForReads = new HashMap<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::timeMs));
    private boolean withholding;

    /** Who has something to deliver and waits for its turn. */
    interface Turn {
        /** Looks at no more than so many messages, and enqueues itself again if there may be more. */
        void run(int budget);
    }

    private record Alarm(long timeMs, SubscriptionDelivery delivery) {}

    /** Who waits for a batch to come into memory. */
    public interface ReadWaiter {
        /** The batch is there, or could not be read. */
        void onReadEnded();
    }

    private record ReadKey(boolean transientLog, long position) {}

    /** With nothing to deliver yet. */
    public Dispatcher(DeliveryPort port) {
        this.port = port;
    }

    /** Who delivers for a subscription. */
    public SubscriptionDelivery of(Subscription subscription) {
        Subscription.Watcher watcher = subscription.watcher();
        if (watcher instanceof SubscriptionDelivery delivery) {
            return delivery;
        }
        SubscriptionDelivery created = new SubscriptionDelivery(this, subscription);
        subscription.watch(created);
        return created;
    }

    boolean isExpired(long expirationMs) {
        return expirationMs != 0 && expirationMs <= port.nowMs();
    }

    /** The length of the body of a message in pieces, 0 of one that is whole. */
    long bodyBytes(int lane, MessageRecord message) {
        if (message.pieces() == 0) {
            return 0;
        }
        LargeMessage large = port.largeMessages(lane).of(message.producer(), message.sequence());
        if (large == null) {
            throw new IllegalStateException("send " + message.sequence() + " of producer " + message.producer()
                    + " is needed and its " + message.pieces() + " pieces are not");
        }
        return large.bodyBytes();
    }

    /** Lets a consumer look at what a queue has for its consumers. */
    public void browse(Subscription subscription, Consumer consumer) {
        consumer.browse(new Browser(this, subscription.destination(), subscription, consumer));
    }

    /** Lets a consumer look at everything that a destination has. */
    public void browse(Destination destination, Consumer consumer) {
        consumer.browse(new Browser(this, destination, null, consumer));
    }

    void enqueue(Turn turn) {
        ready.add(turn);
    }

    /** Signals somebody when it is a certain time; {@link Long#MAX_VALUE} is never. */
    void signalAt(long timeMs, SubscriptionDelivery delivery) {
        if (timeMs != Long.MAX_VALUE) {
            alarms.add(new Alarm(timeMs, delivery));
        }
    }

    /** When there is something to do because of the time, {@link Long#MAX_VALUE} if never. */
    public long nextDueMs() {
        Alarm next = alarms.peek();
        return next == null ? Long.MAX_VALUE : next.timeMs();
    }

    /**
     * Delivers what can be delivered now, up to a number of rounds.
     *
     * @return whether there is more to do at once: call it again after other work had its turn
     */
    public boolean run(int maxTurns) {
        for (Alarm due = alarms.peek(); due != null && due.timeMs() <= port.nowMs(); due = alarms.peek()) {
            alarms.remove();
            due.delivery().signal();
        }
        for (int turn = 0; turn < maxTurns; turn++) {
            Turn next = ready.poll();
            if (next == null) {
                return false;
            }
            next.run(BUDGET);
        }
        return !ready.isEmpty();
    }

    /** Has a batch read that is not in memory, and those behind it, and tells when it is there. */
    public void awaitRead(ReadWaiter waiter, int lane, long position) {
        request(lane, position, true).add(waiter);
    }

    /** As above, for a lane that will be read on from an entry: has read what it needs next, and tells when the entry is there. */
    void awaitRead(ReadWaiter waiter, int lane, LaneProgress progress, long sequence) {
        Lookahead ahead = Lookahead.from(progress, sequence, port.readAheadBytes());
        List<ReadWaiter> first = request(lane, ahead.position(0), ahead.isDense());
        for (int i = 1; i < ahead.count() && waitingForReads.size() < MAX_READS; i++) {
            if (port.cached(lane, ahead.position(i)) == null) {
                request(lane, ahead.position(i), ahead.isDense());
            }
        }
        first.add(waiter);
    }

    /** Who waits for a read, which is asked for if it is not under way. */
    private List<ReadWaiter> request(int lane, long position, boolean onwards) {
        ReadKey key = new ReadKey(lane >= SubscriptionDelivery.FIRST_TRANSIENT, position);
        List<ReadWaiter> waiting = waitingForReads.get(key);
        if (waiting == null) {
            waiting = new ArrayList<>(1);
            waitingForReads.put(key, waiting);
            port.requestRead(lane, position, onwards);
        }
        return waiting;
    }

    /** A batch that was asked for is in memory, or could not be read. */
    public void onRead(boolean transientLog, long position) {
        List<ReadWaiter> waiting = waitingForReads.remove(new ReadKey(transientLog, position));
        if (waiting != null) {
            waiting.forEach(ReadWaiter::onReadEnded);
        }
    }

    /**
     * While clients of the epoch before are awaited, what they may hold is withheld from the others.
     *
     * @param newWithholding whether it is
     */
    public void withhold(boolean newWithholding) {
        withholding = newWithholding;
    }

    /** Whether what clients of the epoch before may hold is withheld. */
    public boolean isWithholding() {
        return withholding;
    }
}
