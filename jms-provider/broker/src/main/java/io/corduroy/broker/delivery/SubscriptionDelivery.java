package io.corduroy.broker.delivery;

import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.state.SelectorView;
import io.corduroy.broker.state.Subscription;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.Origin;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.selector.Selector;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the messages of one subscription to its consumers: highest priority first, in order within a lane, one
 * message per consumer with credit in turn.
 */
public final class SubscriptionDelivery
        implements Subscription.Watcher, Dispatcher.Turn, Dispatcher.ReadWaiter, Holdings.Listener {
    static final int FIRST_TRANSIENT = LaneRange.FIRST_VOLATILE;
    private static final int PRIORITIES = 10;
    private static final int MIN_MARK_WINDOW = 256;

    private enum Step {
        DELIVERED,
        LOOKED,
        /** Another one is behind it, and shall catch up: they go on together then, with one look at each message. */
        YIELDED,
        NOTHING,
        BLOCKED
    }

    private final Dispatcher dispatcher;
    private final Subscription subscription;
    private final Consumers consumers = new Consumers();
    private final MessageRecord message = new MessageRecord();
    private final SelectorView view = new SelectorView();
    /** Marks that were asked for, whether or not they are durable yet. */
    private final long[] requestedMarks = new long[FIRST_TRANSIENT];

    /** Asking so many selectors about a message that is at hand takes about as long as a step. */
    private static final int LOOKS_FOR_OTHERS = 4;

    private final Scan scan = new Scan(consumers);
    private final Holdings holdings;
    private final GivenBack givenBack = new GivenBack();
    /** Lanes that may have something available. */
    private int availableLanes = -1;

    /** How many more selectors the step under way has asked. */
    private int lookedFor;

    private boolean nonPersistentFirst;
    private boolean queued;
    private boolean reading;
    /** When it will look for slow consumers again. */
    private long recallMs = Recalls.NEVER;

    SubscriptionDelivery(Dispatcher dispatcher, Subscription subscription) {
        this.dispatcher = dispatcher;
        this.subscription = subscription;
        this.holdings = new Holdings(dispatcher, subscription, this);
    }

    public Subscription subscription() {
        return subscription;
    }

    /** Who consumes here. */
    public Consumers consumers() {
        return consumers;
    }

    /**
     * Opens a consumer here.
     *
     * @param before the one that it takes the place of, also as the exclusive one, null if there is none
     */
    public void add(Consumer consumer, @Nullable Consumer before) {
        consumer.open(this);
        if (before != null) {
            consumer.follow(before);
            givenBack.follow(before, consumer);
        }
        consumers.add(consumer, before);
        if (consumer.mode() == Mode.EXCLUSIVE) {
            holdings.countAll();
        }
        signal();
    }

    /** Closes a consumer; it goes when it holds nothing any more. */
    public void close(Consumer consumer) {
        consumer.markClosed(dispatcher.port.partition());
        holdings.onClosed(consumer);
        forgetIfIdle(consumer);
        if (!givenBack.isEmpty()) {
            onFreed(); // what waited for this one waits no more
        }
        signal();
    }

    // Who has what

    /** Makes a consumer the holder of a taken entry, be the consumer closed or not. */
    public void hold(Consumer consumer, int lane, long sequence) {
        beforeHolding(consumer);
        consumer.onHandedOut(lane, sequence);
        givenBack.remove(lane, sequence);
        holdings.give(lane, sequence, consumer);
    }

    private void beforeHolding(Consumer consumer) {
        consumers.addIfForgotten(consumer);
        if (consumer.heldCount() == 0) {
            consumer.progressMs = dispatcher.port.nowMs();
        }
    }

    /** What a taken entry is owed to, of an epoch before: a transaction, or the time until it is delivered again. */
    public void inherit(int lane, long sequence, Holder holder) {
        holdings.give(lane, sequence, holder);
    }

    boolean letGo(Consumer consumer, int lane, long sequence, Holder to) {
        if (holdings.holder(lane, sequence) != consumer) {
            return false;
        }
        LaneProgress progress = subscription.isDeleted() ? null : subscription.lane(lane);
        if (progress != null && progress.isTaken(sequence)) {
            holdings.give(lane, sequence, to);
        } else {
            holdings.settle(lane, sequence);
        }
        consumer.progressMs = dispatcher.port.nowMs();
        if (!consumer.isRecalled()) {
            consumer.patienceMs = Recalls.FIRST_PATIENCE_MS;
        }
        return true;
    }

    /**
     * A consumer releases what was seen: what is behind it in its group follows it, also what was given ahead, to this
     * consumer or to another one of its session.
     */
    public void recallGroups(Consumer releasing, List<LaneRange> ranges) {
        boolean releasesAll = ranges.stream().mapToLong(LaneRange::count).sum() == releasing.heldCount();
        Set<Consumer> ahead = new LinkedHashSet<>();
        for (LaneRange range : ranges) {
            for (long s = range.firstSequence(); s <= range.lastSequence(); s++) {
                if (subscription.destination().hasHadGroups() && holdings.isOfUnknownGroup(range.lane(), s)) {
                    consumers.all().stream()
                            .filter(each -> each.heldCount() > 0
                                    && releasing.sessionName().isFollowedBy(each))
                            .forEach(ahead::add);
                } else {
                    ahead.addAll(holdings.inGroupOf(range.lane(), s));
                }
            }
        }
        ahead.stream().filter(each -> each != releasing || !releasesAll).forEach(this::recall);
    }

    private void recall(Consumer consumer) {
        if (!consumer.isClosed() && !consumer.isRecalled() && consumer.link().isWritable()) {
            consumer.recall(dispatcher.port.partition(), dispatcher.port.nowMs(), false);
        }
    }

    /** A consumer answers a recall with everything that nobody has seen. */
    public void onGivenBack(Consumer consumer, List<LaneRange> unseen) {
        for (LaneRange range : unseen) {
            consumer.onGaveBackFrom(range.lane(), range.firstSequence());
            if (consumer.isRecalledForIdle()) {
                for (long s = range.firstSequence(); s <= range.lastSequence(); s++) {
                    givenBack.add(consumer, range.lane(), s);
                }
            }
        }
    }

    /** A message that came back rests. */
    public void onResting(int lane, long sequence) {
        holdings.give(lane, sequence, Holder.Nobody.RESTING);
    }

    @Override
    public void onSettled(int lane, long sequence) {
        givenBack.remove(lane, sequence);
        settle(lane, sequence);
    }

    private void settle(int lane, long sequence) {
        if (!(holdings.holder(lane, sequence) instanceof Consumer)) { // which lets go by itself
            holdings.settle(lane, sequence);
        }
    }

    @Override
    public void onFreed() {
        consumers.all().forEach(Consumer::lookAgain);
        signal();
    }

    List<LaneRange> heldRanges(Consumer consumer) {
        return holdings.rangesOf(consumer);
    }

    /** With an exclusive consumer all others stand by, and it waits until what they had is settled. */
    private boolean standsBy(Consumer consumer, @Nullable Consumer exclusive) {
        return exclusive != null && (consumer != exclusive || isWithholding() || !holdings.isLeftTo(consumer));
    }

    /** Whether something waits for clients of the epoch before, which may hold it. */
    private boolean isWithholding() {
        if (!dispatcher.isWithholding() || !subscription.isDurable()) {
            return false;
        }
        for (int lane = 0; lane < FIRST_TRANSIENT; lane++) {
            LaneProgress progress = subscription.lane(lane);
            long first = progress == null ? -1 : progress.nextAvailable(0);
            if (progress != null && first >= 0 && first < progress.redeliveredBelow()) {
                return true;
            }
        }
        return false;
    }

    /** A closed consumer that holds nothing is forgotten. */
    public void forgetIfIdle(Consumer consumer) {
        consumers.forgetIfIdle(consumer);
    }

    /** Who holds a delivery, null if no consumer does. */
    public @Nullable Consumer holder(int lane, long sequence) {
        return holdings.holder(lane, sequence) instanceof Consumer consumer ? consumer : null;
    }

    /** Who answers for a message that was handed out and is not settled, null if it is no such message. */
    public @Nullable Holder owner(int lane, long sequence) {
        return holdings.holder(lane, sequence);
    }

    @Override
    public void onAvailable(int lane) {
        availableLanes |= 1 << lane;
        signal();
    }

    @Override
    public void onReturned(int lane, long sequence) {
        settle(lane, sequence);
        for (Consumer each : consumers.all()) {
            each.onReturned(lane, sequence);
        }
        onAvailable(lane);
    }

    @Override
    public void onDeleted() {
        for (Consumer each : List.copyOf(consumers.all())) {
            if (!each.isClosed()) {
                each.link()
                        .send(new ServerFrame.ConsumerClosed(
                                dispatcher.port.partition(),
                                each.id(),
                                ErrorCode.DESTINATION_UNKNOWN,
                                subscription.destination().name() + " or the subscription was deleted"));
                each.markClosed(dispatcher.port.partition());
            }
        }
        consumers.all().clear();
    }

    /** There may be something to do. */
    public void signal() {
        if (!queued && !reading && !consumers.all().isEmpty()) {
            queued = true;
            dispatcher.enqueue(this);
        }
    }

    /** What was withheld for clients of the epoch before is free now. */
    public void onWithheldFreed() {
        availableLanes = -1;
        consumers.all().forEach(Consumer::lookAtEverythingAgain);
        signal();
    }

    @Override
    public void onReadEnded() {
        reading = false;
        signal();
    }

    @Override
    public void onGroupsKnown() {
        onReadEnded();
    }

    @Override
    public void run(int budget) {
        queued = false;
        Consumer exclusive = consumers.exclusive();
        for (Consumer each : consumers.all()) {
            each.exhausted = standsBy(each, exclusive);
        }
        scan.begin();
        int left = budget;
        int misses = 0;
        while (misses < consumers.all().size()) {
            if (left == 0) {
                signal();
                return;
            }
            Consumer consumer = consumers.inTurn();
            if (!consumer.canTake() || consumer.exhausted) {
                misses++;
                consumers.passTurn();
                continue;
            }
            Step step = step(consumer);
            if (step == Step.BLOCKED) {
                return; // it is first when this goes on
            }
            if (step == Step.YIELDED) {
                consumers.passTurn();
                continue; // the one that it waits for is in this round
            }
            left = Math.max(0, left - 1 - lookedFor / LOOKS_FOR_OTHERS);
            lookedFor = 0;
            if (step == Step.NOTHING) {
                consumer.exhausted = true;
                misses++;
            } else {
                misses = 0;
            }
            if (step != Step.LOOKED || left == 0 || scan.delaysOthers()) {
                consumers.passTurn();
            }
        }
        consumers.answerDrains(dispatcher.port.partition());
        if (consumers.all().size() > 1 && exclusive == null && !holdings.areGroupsUsed()) {
            recall();
        }
    }

    private void recall() {
        long nowMs = dispatcher.port.nowMs();
        long dueMs = Recalls.consider(consumers.all(), subscription, dispatcher.port.partition(), nowMs);
        if (recallMs <= nowMs || dueMs < recallMs) {
            recallMs = dueMs;
            dispatcher.signalAt(dueMs, this);
        }
    }

    /** Finds the next message for a consumer and delivers it. */
    private Step step(Consumer consumer) {
        for (int priority = PRIORITIES - 1; priority >= 0; priority--) {
            Step step = nonPersistentFirst ? stepInLane(consumer, FIRST_TRANSIENT + priority) : Step.NOTHING;
            // What nobody durable waited for was sent before what somebody durable waits for.
            if (step == Step.NOTHING) {
                step = stepInLane(consumer, LaneRange.FIRST_PERSISTENT_FOR_NOBODY + priority);
            }
            if (step == Step.NOTHING) {
                step = stepInLane(consumer, priority);
            }
            if (step == Step.NOTHING && !nonPersistentFirst) {
                step = stepInLane(consumer, FIRST_TRANSIENT + priority);
            }
            if (step != Step.NOTHING) {
                return step;
            }
        }
        return Step.NOTHING;
    }

    private static boolean isNonPersistent(int lane) {
        return lane >= FIRST_TRANSIENT && lane < LaneRange.FIRST_PERSISTENT_FOR_NOBODY;
    }

    private Step stepInLane(Consumer consumer, int lane) {
        if ((availableLanes & 1 << lane) == 0) {
            return Step.NOTHING;
        }
        LaneProgress progress = subscription.lane(lane);
        if (progress == null) {
            availableLanes &= ~(1 << lane);
            return Step.NOTHING;
        }
        boolean durable = subscription.isDurable(lane);
        long from = durable && dispatcher.isWithholding() ? progress.redeliveredBelow() : 0;
        long sequence = progress.nextAvailable(Math.max(from, consumer.scannedTo(lane)));
        if (sequence < 0) {
            if (progress.nextAvailable(0) < 0) {
                availableLanes &= ~(1 << lane);
            }
            return Step.NOTHING;
        }
        if (scan.isToWait(consumer, lane)) {
            return Step.YIELDED;
        }
        if (!givenBack.mayTake(consumer, lane, sequence)) {
            consumer.skipped(lane, sequence);
            return Step.LOOKED;
        }
        if (dispatcher.isExpired(progress.lane().expirationOf(sequence))) {
            dispatcher.port.expire(subscription, lane, sequence);
            return Step.LOOKED;
        }
        // With a selector nothing is said to be under way before it is known to be for somebody: most of it never is.
        boolean selects = consumer.selector() != null;
        if (durable && !selects && !mayDispatch(progress, lane, sequence, consumer.credit())) {
            return Step.BLOCKED;
        }
        long position = progress.lane().positionOf(sequence);
        RecordBatch batch = dispatcher.port.cached(lane, position);
        if (batch == null) {
            reading = true;
            dispatcher.awaitRead(this, lane, progress, sequence);
            return Step.BLOCKED;
        }
        message.read(batch.record(progress.lane().recordIndexOf(sequence)), batch.baseTimestampMs());
        Origin origin = dispatcher.port.origin(subscription.destination(), progress.lane(), sequence, message);
        if (subscription.hasUnfiltered() && !matches(subscription.selector(), origin)) {
            dispatcher.port.discard(subscription, lane, sequence);
            return Step.LOOKED;
        }
        if (!matches(consumer.selector(), origin)) {
            lookedFor += scan.lookedAt(consumer, lane, sequence, other -> matches(other, origin));
            return Step.LOOKED;
        }
        if (durable && selects && !mayDispatch(progress, lane, sequence, consumer.credit())) {
            return Step.BLOCKED;
        }
        int group = Groups.of(message.groupId());
        if (group != Groups.NONE && isWithholding()) {
            return Step.NOTHING; // what is withheld may be of this group
        }
        if (group != Groups.NONE && !holdings.knowsGroups()) {
            reading = true;
            return Step.BLOCKED;
        }
        if (!holdings.mayTake(consumer, group)) {
            consumer.skipped(lane, sequence);
            return Step.LOOKED;
        }
        if (selects) {
            scan.lookedAt(consumer, lane, sequence, other -> false); // it is nobody else's any more
        }
        deliver(consumer, progress, lane, sequence, group, origin);
        return Step.DELIVERED;
    }

    private boolean matches(@Nullable Selector selector, Origin origin) {
        return selector == null
                || selector.matches(view.of(message, dispatcher.port.logId()).movedFrom(origin));
    }

    /** The log has to know that something may have been delivered before it is. */
    private boolean mayDispatch(LaneProgress progress, int lane, long sequence, int credit) {
        long mark = progress.dispatchMark();
        int window = Math.max(MIN_MARK_WINDOW, Math.min(credit, 1 << 20));
        if (sequence + window / 2 >= mark && requestedMarks[lane] <= mark) {
            requestedMarks[lane] = sequence + window;
            dispatcher.port.requestMark(subscription, lane, sequence + window);
        }
        if (sequence >= mark) {
            dispatcher.port.hurry();
        }
        return sequence < mark;
    }

    private void deliver(Consumer consumer, LaneProgress progress, int lane, long sequence, int group, Origin origin) {
        progress.take(sequence);
        givenBack.remove(lane, sequence);
        consumer.onHandedOut(lane, sequence);
        beforeHolding(consumer);
        holdings.handOut(consumer, lane, sequence, group);
        consumer.useCredit();
        int deliveryCount = subscription.nextDeliveryCount(lane, sequence);
        if (deliveryCount > 1) {
            subscription.destination().traffic().onRedelivered();
        }
        nonPersistentFirst = !isNonPersistent(lane);
        consumer.link()
                .send(frame(
                        dispatcher.port.partition(),
                        consumer,
                        lane,
                        sequence,
                        deliveryCount,
                        progress.lane().expirationOf(sequence),
                        dispatcher.bodyBytes(lane, message),
                        origin,
                        message));
    }

    /** The expiration is the lane's: a dead letter does not expire, whatever was said when it was sent. */
    static ServerFrame.Deliver frame(
            int partition,
            Consumer consumer,
            int lane,
            long sequence,
            int deliveryCount,
            long expirationMs,
            long bodyBytes,
            Origin origin,
            MessageRecord message) {
        return new ServerFrame.Deliver(
                partition,
                consumer.id(),
                lane,
                sequence,
                deliveryCount,
                message.producer(),
                message.sequence(),
                message.timestampMs(),
                expirationMs,
                message.deliveryTimeMs(),
                bodyBytes,
                message.pieces(),
                origin,
                message.message());
    }

    /**
     * Checks that what is held is taken.
     *
     * @throws IllegalStateException if not
     */
    public void assertInvariants() {
        for (Consumer each : consumers.all()) {
            for (LaneRange range : each.heldRanges()) {
                LaneProgress progress = subscription.lane(range.lane());
                for (long s = range.firstSequence(); s <= range.lastSequence(); s++) {
                    if (progress == null || !progress.isPending(s) || !progress.isTaken(s)) {
                        throw new IllegalStateException("consumer " + each.id() + " holds lane " + range.lane()
                                + ", sequence " + s + ", which is not taken");
                    }
                }
            }
        }
    }
}
