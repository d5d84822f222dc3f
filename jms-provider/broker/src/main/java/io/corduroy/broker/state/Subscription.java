package io.corduroy.broker.state;

import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.selector.Selector;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who still has to consume what of a destination. A queue has one for all its consumers; a topic's subscriptions each
 * have their own progress through the same lanes.
 */
public final class Subscription {
    private final int id;
    private final Destination destination;
    private final SubscriptionSpec spec;
    private final int slot;
    private final String selectorText;
    private final @Nullable Selector selector;
    private final @Nullable ClientInstanceId subscriber;
    private final @Nullable LaneProgress[] lanes = new LaneProgress[LaneRange.LANES];
    private final CountMap deliveryCounts = new CountMap();
    /** Until when a released message rests, by key. */
    private final TreeMap<Long, Long> restsUntilMs = new TreeMap<>();

    private @Nullable Watcher watcher;
    /** By the log's messages, and by those of the transient log, which replay does not know. */
    private boolean unfiltered;

    private boolean transientUnfiltered;
    private boolean deleted;

    /** Who delivers for a subscription and wants to know when there may be something to do. */
    public interface Watcher {
        /** A message of a lane may have become available, or its dispatch mark was raised. */
        void onAvailable(int lane);

        /** A delivery came back to its place, which may lie before what was looked at already. */
        void onReturned(int lane, long sequence);

        /** A message is acknowledged or gone, with all that depended on it. */
        void onSettled(int lane, long sequence);

        /** The subscription is gone. */
        void onDeleted();
    }

    Subscription(
            int id,
            Destination destination,
            SubscriptionSpec spec,
            String selectorText,
            @Nullable Selector selector,
            @Nullable ClientInstanceId subscriber) {
        this.id = id;
        this.destination = destination;
        this.spec = spec;
        this.slot = destination.freeSlot();
        this.selectorText = selectorText;
        this.selector = selector;
        this.subscriber = subscriber;
    }

    /** Positive for those in the log, negative for volatile ones. */
    public int id() {
        return id;
    }

    public Destination destination() {
        return destination;
    }

    public SubscriptionSpec spec() {
        return spec;
    }

    int slot() {
        return slot;
    }

    /** Empty for none. Of a topic's subscription; consumers of queues have their own. */
    public String selectorText() {
        return selectorText;
    }

    public @Nullable Selector selector() {
        return selector;
    }

    public boolean isDurable() {
        return spec.kind().isDurable();
    }

    /** Whether what happens to a message of this lane in this subscription is a record, or volatile. */
    public boolean isDurable(int lane) {
        return isDurable() && !Lanes.isTransient(lane);
    }

    public boolean isDeleted() {
        return deleted;
    }

    void markDeleted() {
        deleted = true;
        if (watcher != null) {
            watcher.onDeleted();
        }
    }

    /** Whether messages of this client are left out (3.1, 4.6: same connection, or same client identifier). */
    boolean isLocal(@Nullable Client sender) {
        return spec.noLocal()
                && sender != null
                && (sender.instance().equals(subscriber)
                        || (!spec.clientId().isEmpty() && spec.clientId().equals(sender.clientId())));
    }

    /** The deliveries of the epoch before are over. */
    void onEpochStarted() {
        for (int lane = 0; lane < Lanes.FIRST_TRANSIENT; lane++) {
            LaneProgress progress = lanes[lane];
            if (progress != null) {
                progress.onEpochStarted();
            }
        }
    }

    void addLane(int number, LaneProgress progress) {
        lanes[number] = progress;
    }

    /** Progress in a lane, null if nothing was ever sent to it. */
    public @Nullable LaneProgress lane(int number) {
        return lanes[number];
    }

    /** Deliveries that were released and counted, of a message that is pending. */
    public int releasedCount(int lane, long sequence) {
        return deliveryCounts.get(key(lane, sequence));
    }

    void setReleasedCount(int lane, long sequence, int count) {
        deliveryCounts.put(key(lane, sequence), count);
    }

    CountMap deliveryCounts() {
        return deliveryCounts;
    }

    /** One number for lane and sequence. */
    public static long key(int lane, long sequence) {
        return sequence << 5 | lane;
    }

    /** The lane of a {@link #key}. */
    public static int laneOf(long key) {
        return (int) (key & 31);
    }

    /** The sequence of a {@link #key}. */
    public static long sequenceOf(long key) {
        return key >>> 5;
    }

    /** Until when a message that was released is not delivered again; 0 for no such time. It may be over. */
    public long restsUntilMs(int lane, long sequence) {
        return restsUntilMs.getOrDefault(key(lane, sequence), 0L);
    }

    void setRestsUntilMs(int lane, long sequence, long untilMs) {
        if (untilMs != 0) {
            restsUntilMs.put(key(lane, sequence), untilMs);
        } else if (!restsUntilMs.isEmpty()) {
            restsUntilMs.remove(key(lane, sequence));
        }
    }

    /** Told of what rests. */
    @FunctionalInterface
    public interface RestVisitor {
        /** A message, by its {@link #key}, and until when it rests. */
        void visit(long key, long untilMs);
    }

    /** Visits what still rests at a time. */
    public void forEachResting(long nowMs, RestVisitor visitor) {
        restsUntilMs.forEach((key, untilMs) -> {
            if (untilMs > nowMs) {
                visitor.visit(key, untilMs);
            }
        });
    }

    /** Which number the delivery of a message will have if it is delivered now: above 1 means JMSRedelivered. */
    public int nextDeliveryCount(int lane, long sequence) {
        LaneProgress progress = lanes[lane];
        boolean before = progress != null && sequence < progress.redeliveredBelow();
        return 1 + releasedCount(lane, sequence) + (before ? 1 : 0);
    }

    /**
     * Whether messages were let in without asking the selector, so that dispatch has to: those of transactions, whose
     * bytes need not be in memory at the commit.
     */
    public boolean hasUnfiltered() {
        return (unfiltered || transientUnfiltered) && selector != null;
    }

    void markUnfiltered(int lane) {
        if (lane < Lanes.FIRST_TRANSIENT) {
            unfiltered = true;
        } else {
            transientUnfiltered = true;
        }
    }

    /** The part of it that a checkpoint keeps. */
    boolean unfiltered() {
        return unfiltered;
    }

    /** Sets who delivers. */
    public void watch(Watcher newWatcher) {
        watcher = newWatcher;
    }

    /** Who delivers, null if nobody does yet. */
    public @Nullable Watcher watcher() {
        return watcher;
    }

    void signal(int lane) {
        if (watcher != null) {
            watcher.onAvailable(lane);
        }
    }

    void signalSettled(int lane, long sequence) {
        if (watcher != null) {
            watcher.onSettled(lane, sequence);
        }
    }

    void signalReturned(int lane, long sequence) {
        if (watcher != null) {
            watcher.onReturned(lane, sequence);
        }
    }

    /** Messages that are neither acknowledged nor gone. */
    public long depth() {
        long depth = 0;
        for (LaneProgress progress : lanes) {
            depth += progress == null ? 0 : progress.pendingCount();
        }
        return depth;
    }
}
