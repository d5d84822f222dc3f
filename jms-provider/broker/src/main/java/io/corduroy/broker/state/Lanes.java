package io.corduroy.broker.state;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.MessageRecord;
import io.corduroy.protocol.LaneRange;
import io.corduroy.selector.Selector;
import io.corduroy.selector.SelectorException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What messages do: enter lanes, are acknowledged, come back. Keeps the logs' liveness right meanwhile. */
final class Lanes {
    /** Lanes from here on hold messages of the transient log. */
    static final int FIRST_TRANSIENT = LaneRange.FIRST_VOLATILE;

    private static final int TRANSIENT_SEQUENCE_BITS = 32;

    private final NeededRecords durable;
    private final NeededRecords transientRecords;
    private final SelectorView view = new SelectorView();
    private boolean[] wanted = new boolean[8];
    private long firstTransientSequence;
    /** When the batch came that is being applied. */
    private long appliedMs;

    Lanes(Liveness durable, Liveness transientLive) {
        this.durable = new NeededRecords(durable);
        this.transientRecords = new NeededRecords(transientLive);
    }

    /**
     * Transient lanes of different epochs share no sequence: a client that was there before a restart may still claim or
     * acknowledge what it got then, and must not hit another message by it.
     */
    void onEpochStarted(long epoch) {
        firstTransientSequence = epoch << TRANSIENT_SEQUENCE_BITS;
    }

    /** A batch is being applied: what enters lanes by it comes now. */
    void onApplying(long timeMs) {
        appliedMs = timeMs;
    }

    private Lane lane(Destination destination, int number) {
        return destination.lane(number, number < FIRST_TRANSIENT ? 0 : firstTransientSequence);
    }

    static @Nullable Selector parsed(String selector) {
        if (selector.isEmpty()) {
            return null;
        }
        try {
            return Selector.parse(selector);
        } catch (SelectorException e) {
            throw new IllegalStateException("a selector was accepted that does not parse: " + selector, e);
        }
    }

    static boolean isTransient(int lane) {
        return lane >= FIRST_TRANSIENT;
    }

    /** What is needed of the log that a lane's messages are in. */
    NeededRecords records(int lane) {
        return lane < FIRST_TRANSIENT ? durable : transientRecords;
    }

    /** Messages of one of the logs whose bodies are in pieces. */
    LargeMessages largeMessages(boolean transientLog) {
        return (transientLog ? transientRecords : durable).large();
    }

    /** Appends a message whose bytes need not be in memory: dispatch asks the selectors. */
    void enqueueUnread(
            Destination destination,
            int laneNumber,
            long position,
            int index,
            int recordBytes,
            long expirationMs,
            @Nullable Client sender) {
        enqueue(destination, laneNumber, position, index, recordBytes, expirationMs, sender, null, 0);
    }

    /**
     * Appends a message to a lane of a destination.
     *
     * @param recordBytes of its record, 0 if that is not known
     * @param message for the selectors; null if dispatch is to ask them
     * @param logId for the selectors, part of the JMSMessageID
     */
    void enqueue(
            Destination destination,
            int laneNumber,
            long position,
            int index,
            int recordBytes,
            long expirationMs,
            @Nullable Client sender,
            @Nullable MessageRecord message,
            long logId) {
        int needers = destination.isQueue()
                ? destination.subscriptions().size()
                : countWanting(destination, laneNumber, sender, message, logId);
        append(destination, laneNumber, position, index, recordBytes, expirationMs, needers);
    }

    /**
     * Appends a message that has become due. The selectors are asked when it is dispatched, for its bytes need not be
     * in memory; only those subscriptions get it that were there when it was sent.
     */
    void enqueue(Destination destination, Schedule schedule, int slot) {
        List<Subscription> subscriptions = destination.subscriptions();
        int needers = 0;
        makeRoom(subscriptions.size());
        for (int i = 0; i < subscriptions.size(); i++) {
            Subscription each = subscriptions.get(i);
            wanted[i] =
                    destination.isQueue() || (schedule.concerns(slot, each) && !each.isLocal(schedule.sender(slot)));
            if (wanted[i]) {
                needers++;
                if (each.selector() != null) {
                    each.markUnfiltered(schedule.lane(slot));
                }
            }
        }
        append(
                destination,
                schedule.lane(slot),
                schedule.position(slot),
                schedule.recordIndex(slot),
                schedule.recordBytes(slot),
                schedule.expirationMs(slot),
                needers);
    }

    private void append(
            Destination destination,
            int laneNumber,
            long position,
            int index,
            int recordBytes,
            long expirationMs,
            int needers) {
        destination.traffic().onSent();
        Lane lane = lane(destination, laneNumber);
        List<Subscription> subscriptions = destination.subscriptions();
        boolean retains = lane.retainedFrom() != Lane.NEVER;
        long bytes = retains && recordBytes > 0
                ? recordBytes + records(laneNumber).large().bodyBytesAt(position, index)
                : 0;
        long sequence = lane.append(position, index, needers, expirationMs, bytes, appliedMs);
        if (needers > 0 || retains) {
            records(laneNumber).addEntry(position, index, destination.id(), laneNumber, sequence);
        }
        for (int i = 0; i < subscriptions.size(); i++) {
            Subscription each = subscriptions.get(i);
            boolean wants = destination.isQueue() || wanted[i];
            progress(each, laneNumber).onAppended(sequence, wants);
            if (wants) {
                each.signal(laneNumber);
            }
        }
    }

    private int countWanting(
            Destination topic, int lane, @Nullable Client sender, @Nullable MessageRecord message, long logId) {
        List<Subscription> subscriptions = topic.subscriptions();
        makeRoom(subscriptions.size());
        int needers = 0;
        for (int i = 0; i < subscriptions.size(); i++) {
            Subscription each = subscriptions.get(i);
            boolean missed = message != null && message.repeated() && !each.isDurable();
            wanted[i] = !missed && !each.isLocal(sender) && matches(each, lane, message, logId);
            needers += wanted[i] ? 1 : 0;
        }
        return needers;
    }

    private void makeRoom(int subscriptions) {
        if (wanted.length < subscriptions) {
            wanted = new boolean[2 * subscriptions];
        }
    }

    private boolean matches(Subscription subscription, int lane, @Nullable MessageRecord message, long logId) {
        Selector selector = subscription.selector();
        if (selector == null) {
            return true;
        }
        if (message == null) {
            subscription.markUnfiltered(lane);
            return true;
        }
        return selector.matches(view.of(message, logId));
    }

    void acknowledge(Subscription subscription, LaneRange range) {
        LaneProgress progress = subscription.lane(range.lane());
        if (progress == null) {
            return;
        }
        for (long s = progress.nextPending(range.firstSequence());
                s >= 0 && s <= range.lastSequence();
                s = progress.nextPending(s + 1)) {
            acknowledge(subscription, progress, range.lane(), s);
            subscription.destination().traffic().onAcknowledged();
        }
    }

    void acknowledge(Subscription subscription, LaneProgress progress, int lane, long sequence) {
        subscription.setReleasedCount(lane, sequence, 0);
        subscription.setRestsUntilMs(lane, sequence, 0);
        int recordIndex = progress.lane().recordIndexOf(sequence);
        long dead = progress.acknowledge(sequence);
        if (dead != Lane.NONE) {
            records(lane)
                    .removeEntry(dead, recordIndex, subscription.destination().id(), lane, sequence);
        }
        subscription.signalSettled(lane, sequence);
    }

    /** Lets go of what a lane retains below a sequence. */
    void letGo(Destination destination, int number, long end) {
        Lane lane = destination.laneIfPresent(number);
        while (lane != null && lane.hasRetained() && lane.retainedFrom() < end) {
            long sequence = lane.retainedFrom();
            int recordIndex = lane.recordIndexOf(sequence);
            long dead = lane.letGo();
            if (dead != Lane.NONE) {
                records(number).removeEntry(dead, recordIndex, destination.id(), number, sequence);
            }
        }
    }

    /** Everything is acknowledged, for the subscription ends. */
    void releaseAll(Subscription subscription) {
        for (int lane = 0; lane < LaneRange.LANES; lane++) {
            LaneProgress progress = subscription.lane(lane);
            if (progress == null) {
                continue;
            }
            for (long s = progress.nextPending(0); s >= 0; s = progress.nextPending(s + 1)) {
                acknowledge(subscription, progress, lane, s);
            }
            progress.clear();
        }
    }

    void take(Subscription subscription, LaneRange range) {
        LaneProgress progress = progress(subscription, range.lane());
        for (long s = progress.nextPending(range.firstSequence());
                s >= 0 && s <= range.lastSequence();
                s = progress.nextPending(s + 1)) {
            if (!progress.isTaken(s)) {
                progress.take(s);
            }
        }
    }

    /** With a due time they stay taken until the leader's clock says that it has come. */
    void countAndGiveBack(Subscription subscription, LaneRange range, long dueMs, StateListener listener) {
        LaneProgress progress = progress(subscription, range.lane());
        for (long s = progress.nextPending(range.firstSequence());
                s >= 0 && s <= range.lastSequence();
                s = progress.nextPending(s + 1)) {
            subscription.setReleasedCount(range.lane(), s, subscription.releasedCount(range.lane(), s) + 1);
            subscription.setRestsUntilMs(range.lane(), s, dueMs);
            if (dueMs == 0) {
                giveBack(subscription, range.lane(), s);
            } else {
                listener.onResting(subscription, range.lane(), s, dueMs);
            }
        }
    }

    void giveBack(Subscription subscription, int lane, long sequence) {
        if (progress(subscription, lane).giveBack(sequence)) {
            subscription.signalReturned(lane, sequence);
        }
    }

    LaneProgress progress(Subscription subscription, int lane) {
        lane(subscription.destination(), lane);
        LaneProgress progress = subscription.lane(lane);
        if (progress == null) {
            throw new IllegalStateException("subscription " + subscription.id() + " has no lane " + lane);
        }
        return progress;
    }

    void assertInvariants(Destination destination, int number, Lane lane) {
        long live = 0;
        for (long s = lane.nextLive(0); s >= 0; s = lane.nextLive(s + 1)) {
            live++;
            int needers = lane.isRetained(s) ? 1 : 0;
            for (Subscription each : destination.subscriptions()) {
                needers += progress(each, number).isPending(s) ? 1 : 0;
            }
            if (needers != lane.referencesOf(s)) {
                throw new IllegalStateException(destination.name() + ", lane " + number + ", sequence " + s + ": "
                        + needers + " need it, " + lane.referencesOf(s) + " were counted");
            }
        }
        if (live != lane.liveCount()) {
            throw new IllegalStateException(destination.name() + ", lane " + number + ": " + live + " entries live, "
                    + lane.liveCount() + " counted");
        }
        boolean retains = number < FIRST_TRANSIENT && destination.settings().retains();
        if (retains != (lane.retainedFrom() != Lane.NEVER)) {
            throw new IllegalStateException(destination.name() + ", lane " + number + ": retains from "
                    + lane.retainedFrom() + ", its settings say " + retains);
        }
        lane.assertInvariants();
        for (Subscription each : destination.subscriptions()) {
            progress(each, number).assertInvariants();
        }
    }
}
