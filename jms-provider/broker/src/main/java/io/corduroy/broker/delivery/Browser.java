package io.corduroy.broker.delivery;

import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.state.SelectorView;
import io.corduroy.broker.state.Subscription;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.Origin;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.selector.Selector;

/**
 * Shows a consumer what a queue has, without taking any of it: what was there when it began and is still available when
 * its turn comes, highest priority first, in order within a lane (Jakarta Messaging 3.1, 4.1.4 and 6.2.13).
 */
public final class Browser implements Dispatcher.Turn, Dispatcher.ReadWaiter {
    private static final int PRIORITIES = 10;
    private static final int[] FIRST_LANES = {LaneRange.FIRST_PERSISTENT_FOR_NOBODY, 0, LaneRange.FIRST_VOLATILE};

    private final Dispatcher dispatcher;
    private final Subscription subscription;
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

    Browser(Dispatcher dispatcher, Subscription subscription, Consumer consumer) {
        this.dispatcher = dispatcher;
        this.subscription = subscription;
        this.consumer = consumer;
        for (int lane = 0; lane < ends.length; lane++) {
            LaneProgress progress = subscription.lane(lane);
            ends[lane] = progress == null ? 0 : progress.lane().nextSequence();
        }
    }

    Subscription subscription() {
        return subscription;
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
        consumer.markClosed();
    }

    @Override
    public void run(int budget) {
        queued = false;
        if (consumer.isClosed()) {
            return;
        }
        if (subscription.isDeleted()) {
            consumer.link()
                    .send(new ServerFrame.ConsumerClosed(
                            dispatcher.port.partition(),
                            consumer.id(),
                            ErrorCode.DESTINATION_UNKNOWN,
                            subscription.destination().name() + " was deleted"));
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
        for (long requestId : consumer.drains()) {
            consumer.link().send(new ServerFrame.Drained(partition, requestId, consumer.id()));
        }
        consumer.drains().clear();
    }

    /** Persistent messages of a priority before the others. */
    private int lane() {
        int priority = PRIORITIES - 1 - lanesDone / FIRST_LANES.length;
        return FIRST_LANES[lanesDone % FIRST_LANES.length] + priority;
    }

    /** The next one in the present lane or those after it, −1 at the end. */
    private long find() {
        while (lanesDone < LaneRange.LANES) {
            LaneProgress progress = subscription.lane(lane());
            long sequence = progress == null ? -1 : progress.nextAvailable(next);
            if (sequence >= 0 && sequence < ends[lane()]) {
                return sequence;
            }
            lanesDone++;
            next = 0;
        }
        return -1;
    }

    /** Shows a message if it matches; false if its bytes have to be read first. */
    private boolean show(long sequence) {
        int lane = lane();
        LaneProgress progress = subscription.lane(lane);
        if (progress == null) {
            throw new IllegalStateException("lane " + lane + " was there a moment ago");
        }
        if (dispatcher.isExpired(progress.lane().expirationOf(sequence))) {
            next = sequence + 1;
            return true;
        }
        long position = progress.lane().positionOf(sequence);
        RecordBatch batch = dispatcher.port.cached(lane, position);
        if (batch == null) {
            reading = true;
            dispatcher.awaitRead(this, lane, position);
            return false;
        }
        message.read(batch.record(progress.lane().recordIndexOf(sequence)), batch.baseTimestampMs());
        next = sequence + 1;
        Selector selector = consumer.selector();
        Origin origin = dispatcher.port.origin(subscription, progress, sequence, message);
        if (selector == null
                || selector.matches(view.of(message, dispatcher.port.logId()).movedFrom(origin))) {
            consumer.useCredit();
            consumer.link()
                    .send(SubscriptionDelivery.frame(
                            dispatcher.port.partition(),
                            consumer,
                            lane,
                            sequence,
                            subscription.nextDeliveryCount(lane, sequence),
                            progress.lane().expirationOf(sequence),
                            dispatcher.bodyBytes(lane, message),
                            origin,
                            message));
        }
        return true;
    }
}
