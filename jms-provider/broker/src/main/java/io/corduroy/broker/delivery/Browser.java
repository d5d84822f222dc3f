package io.corduroy.broker.delivery;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.SelectorView;
import io.corduroy.broker.state.Subscription;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.Origin;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.selector.Selector;
import org.jspecify.annotations.Nullable;

/**
 * Shows a consumer what a queue has, without taking any of it: what was there when it began and is still available when
 * its turn comes, highest priority first, in order within a lane (Jakarta Messaging 3.1, 4.1.4 and 6.2.13). Or whatever a
 * destination keeps, for its consumers or because it is retained.
 */
public final class Browser implements Dispatcher.Turn, Dispatcher.ReadWaiter {
    private static final int PRIORITIES = 10;
    private static final int[] FIRST_LANES = {LaneRange.FIRST_PERSISTENT_FOR_NOBODY, 0, LaneRange.FIRST_VOLATILE};

    private final Dispatcher dispatcher;
    private final Destination destination;
    /** Whose messages it shows; null for everything that the destination has. */
    private final @Nullable Subscription subscription;

    private final Consumer consumer;
    private final long[] ends = new long[LaneRange.LANES];
    private final MessageRecord message = new MessageRecord();
    private final SelectorView view = new SelectorView();
    /** How many lanes are behind, and where it is in the present one. */
    private int lanesDone;

    private long next;
    private boolean ended;
    private boolean queued;
    private boolean reading;

    Browser(Dispatcher dispatcher, Destination destination, @Nullable Subscription subscription, Consumer consumer) {
        this.dispatcher = dispatcher;
        this.destination = destination;
        this.subscription = subscription;
        this.consumer = consumer;
        for (int number = 0; number < ends.length; number++) {
            Lane lane = destination.laneIfPresent(number);
            ends[number] = lane == null ? 0 : lane.nextSequence();
        }
    }

    Destination destination() {
        return destination;
    }

    void signal() {
        if (!queued && !reading && !consumer.isClosed()) {
            queued = true;
            dispatcher.enqueue(this);
        }
    }

    @Override
    public void onReadEnded() {
        reading = false;
        signal();
    }

    /** It shows nothing any more. */
    public void close() {
        consumer.markClosed(dispatcher.port.partition());
    }

    @Override
    public void run(int budget) {
        queued = false;
        if (consumer.isClosed()) {
            return;
        }
        if (destination.isDeleted()) {
            consumer.link()
                    .send(new ServerFrame.ConsumerClosed(
                            dispatcher.port.partition(),
                            consumer.id(),
                            ErrorCode.DESTINATION_UNKNOWN,
                            destination.name() + " was deleted"));
            close();
            return;
        }
        for (int left = budget; ; left--) {
            long sequence = find();
            if (sequence < 0 || !consumer.canTake()) {
                break;
            }
            if (left == 0) {
                signal();
                return;
            }
            if (!show(sequence)) {
                return;
            }
        }
        answer();
    }

    /** Without credit or at the end: tells who asked for that. */
    private void answer() {
        int partition = dispatcher.port.partition();
        if (lanesDone == LaneRange.LANES && !ended) {
            ended = true;
            consumer.link().send(new ServerFrame.Drained(partition, 0, consumer.id()));
        }
        consumer.answerDrains(partition);
    }

    /** Persistent messages of a priority before the others. */
    private int lane() {
        int priority = PRIORITIES - 1 - lanesDone / FIRST_LANES.length;
        return FIRST_LANES[lanesDone % FIRST_LANES.length] + priority;
    }

    /** The next one in the present lane or those after it, −1 at the end. */
    private long find() {
        while (lanesDone < LaneRange.LANES) {
            long sequence = nextIn(lane());
            if (sequence >= 0 && sequence < ends[lane()]) {
                return sequence;
            }
            lanesDone++;
            next = 0;
        }
        return -1;
    }

    private long nextIn(int number) {
        if (subscription != null) {
            LaneProgress progress = subscription.lane(number);
            return progress == null ? -1 : progress.nextAvailable(next);
        }
        Lane lane = destination.laneIfPresent(number);
        return lane == null ? -1 : lane.nextLive(next);
    }

    /** Shows a message if it matches; false if its bytes have to be read first. */
    private boolean show(long sequence) {
        int number = lane();
        Lane lane = destination.laneIfPresent(number);
        if (lane == null) {
            throw new IllegalStateException("lane " + number + " was there a moment ago");
        }
        if (subscription != null && dispatcher.isExpired(lane.expirationOf(sequence))) {
            next = sequence + 1;
            return true;
        }
        long position = lane.positionOf(sequence);
        RecordBatch batch = dispatcher.port.cached(number, position);
        if (batch == null) {
            reading = true;
            dispatcher.awaitRead(this, number, position);
            return false;
        }
        message.read(batch.record(lane.recordIndexOf(sequence)), batch.baseTimestampMs());
        next = sequence + 1;
        Selector selector = consumer.selector();
        Origin origin = dispatcher.port.origin(destination, lane, sequence, message);
        if (selector == null
                || selector.matches(view.of(message, dispatcher.port.logId()).movedFrom(origin))) {
            consumer.useCredit();
            consumer.link()
                    .send(SubscriptionDelivery.frame(
                            dispatcher.port.partition(),
                            consumer,
                            number,
                            sequence,
                            subscription == null ? 1 : subscription.nextDeliveryCount(number, sequence),
                            lane.expirationOf(sequence),
                            dispatcher.bodyBytes(number, message),
                            origin,
                            message));
        }
        return true;
    }
}
