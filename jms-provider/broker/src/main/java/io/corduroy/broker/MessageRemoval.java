package io.corduroy.broker;

import io.corduroy.broker.delivery.DeliveryPort;
import io.corduroy.broker.delivery.Dispatcher;
import io.corduroy.broker.delivery.RangeBuilder;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.state.SelectorView;
import io.corduroy.broker.state.Subscription;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.LaneRange;
import io.corduroy.selector.Selector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages that are there and not in flight out of a queue, oldest first, a few per step. Messages of the
 * transient log come after the others: there is no order between the two logs.
 */
final class MessageRemoval implements Chores.Chore, Dispatcher.ReadWaiter {
    /** Messages looked at, and with them entries of one record, in a step. */
    private static final int PER_STEP = 256;

    private final Subscription subscription;
    private final @Nullable Selector selector;
    private final DeliveryPort port;
    private final Dispatcher dispatcher;
    private final Chores chores;
    private final Removal removal;
    private final Outcome outcome;
    private final long[] next = new long[LaneRange.LANES];
    private final long[] ends = new long[LaneRange.LANES];
    private final MessageRecord message = new MessageRecord();
    private final SelectorView view = new SelectorView();
    private long left;
    private long removed;

    /** What becomes of the messages, which are taken already. */
    interface Removal {
        /** Of a lane whose facts are records. */
        void remove(Subscription subscription, List<LaneRange> ranges);

        /** Of the transient log. */
        void removeVolatile(Subscription subscription, List<LaneRange> ranges);
    }

    /** Who is told how it ended. */
    interface Outcome {
        /** So many messages were taken out. */
        void onRemoved(long count);
    }

    MessageRemoval(
            Subscription subscription,
            @Nullable Selector selector,
            long limit,
            DeliveryPort port,
            Dispatcher dispatcher,
            Chores chores,
            Removal removal,
            Outcome outcome) {
        this.subscription = subscription;
        this.selector = selector;
        this.left = limit;
        this.port = port;
        this.dispatcher = dispatcher;
        this.chores = chores;
        this.removal = removal;
        this.outcome = outcome;
        for (int lane = 0; lane < LaneRange.LANES; lane++) {
            LaneProgress progress = subscription.lane(lane);
            ends[lane] = progress == null ? 0 : progress.lane().nextSequence(); // what comes later is not meant
        }
    }

    @Override
    public boolean step() {
        @Nullable RangeBuilder[] taken = new RangeBuilder[LaneRange.LANES];
        int looked = 0;
        boolean waiting = false;
        while (looked < PER_STEP && left > 0 && !waiting) {
            int lane = oldestLane();
            if (lane < 0) {
                break;
            }
            waiting = !look(lane, taken);
            looked++;
        }
        remove(taken);
        if (waiting) {
            return false;
        }
        if (looked == PER_STEP && left > 0) {
            return true;
        }
        outcome.onRemoved(removed);
        return false;
    }

    /** The lane whose next available message is the oldest, −1 if there is none. */
    private int oldestLane() {
        int oldest = -1;
        long oldestPosition = Long.MAX_VALUE;
        for (int lane = 0; lane < LaneRange.LANES; lane++) {
            if (lane == LaneRange.FIRST_VOLATILE && oldest >= 0) {
                return oldest;
            }
            LaneProgress progress = subscription.isDeleted() ? null : subscription.lane(lane);
            long sequence = progress == null || next[lane] >= ends[lane] ? -1 : progress.nextAvailable(next[lane]);
            if (progress == null || sequence < 0 || sequence >= ends[lane]) {
                next[lane] = ends[lane];
                continue;
            }
            next[lane] = sequence;
            long position = progress.lane().positionOf(sequence);
            if (position < oldestPosition) {
                oldest = lane;
                oldestPosition = position;
            }
        }
        return oldest;
    }

    /** Takes the next message of a lane, if it matches; false if its bytes have to be read first. */
    private boolean look(int lane, @Nullable RangeBuilder[] taken) {
        LaneProgress progress = subscription.lane(lane);
        if (progress == null) {
            throw new IllegalStateException("lane " + lane + " was there a moment ago");
        }
        long sequence = next[lane];
        if (selector != null) {
            long position = progress.lane().positionOf(sequence);
            RecordBatch batch = port.cached(lane, position);
            if (batch == null) {
                dispatcher.awaitRead(this, lane, position);
                return false;
            }
            message.read(batch.record(progress.lane().recordIndexOf(sequence)), batch.baseTimestampMs());
        }
        next[lane] = sequence + 1;
        if (selector == null || selector.matches(view(progress, sequence))) {
            progress.take(sequence);
            RangeBuilder ranges = taken[lane];
            if (ranges == null) {
                ranges = new RangeBuilder();
                taken[lane] = ranges;
            }
            ranges.add(lane, sequence);
            left--;
        }
        return true;
    }

    private SelectorView view(LaneProgress progress, long sequence) {
        return view.of(message, port.logId())
                .movedFrom(port.origin(subscription.destination(), progress.lane(), sequence, message));
    }

    /** Takes out what is taken. */
    private void remove(@Nullable RangeBuilder[] taken) {
        List<LaneRange> records = new ArrayList<>();
        List<LaneRange> withoutRecord = new ArrayList<>();
        for (int lane = 0; lane < taken.length; lane++) {
            RangeBuilder ranges = taken[lane];
            if (ranges != null) {
                boolean durable = subscription.isDurable(lane);
                (durable ? records : withoutRecord).addAll(ranges.build());
            }
        }
        if (!withoutRecord.isEmpty()) {
            removal.removeVolatile(subscription, withoutRecord);
            removed += count(withoutRecord);
        }
        if (!records.isEmpty()) {
            removal.remove(subscription, records);
            removed += count(records);
        }
    }

    private static long count(List<LaneRange> ranges) {
        long count = 0;
        for (LaneRange range : ranges) {
            count += range.count();
        }
        return count;
    }

    @Override
    public void onReadEnded() {
        chores.add(this);
    }
}
