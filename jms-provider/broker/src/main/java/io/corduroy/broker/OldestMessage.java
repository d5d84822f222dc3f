package io.corduroy.broker;

import io.corduroy.broker.delivery.DeliveryPort;
import io.corduroy.broker.delivery.Dispatcher;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.state.Subscription;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.LaneRange;
import java.util.List;
import java.util.function.LongConsumer;

/** Finds out when the oldest message of some subscriptions came, which may take a read from the disk in each log. */
final class OldestMessage implements Dispatcher.ReadWaiter {
    /** When there is no message. */
    static final long NONE = Long.MAX_VALUE;

    private final List<Subscription> subscriptions;
    private final DeliveryPort port;
    private final Dispatcher dispatcher;
    private final LongConsumer whenFound;

    OldestMessage(List<Subscription> subscriptions, DeliveryPort port, Dispatcher dispatcher, LongConsumer whenFound) {
        this.subscriptions = subscriptions;
        this.port = port;
        this.dispatcher = dispatcher;
        this.whenFound = whenFound;
    }

    /** Tells the time, now or after reads: milliseconds since 1970 by the leader's clock, or {@link #NONE}. */
    void find() {
        long oldestMs = NONE;
        for (int firstLane : new int[] {0, LaneRange.FIRST_VOLATILE}) {
            long position = oldestPosition(firstLane);
            if (position == NONE) {
                continue;
            }
            RecordBatch batch = port.cached(firstLane, position);
            if (batch == null) {
                dispatcher.awaitRead(this, firstLane, position);
                return;
            }
            oldestMs = Math.min(oldestMs, batch.baseTimestampMs());
        }
        whenFound.accept(oldestMs);
    }

    private long oldestPosition(int firstLane) {
        long oldest = NONE;
        for (Subscription subscription : subscriptions) {
            int endLane = firstLane == 0 ? LaneRange.FIRST_VOLATILE : LaneRange.LANES;
            for (int lane = firstLane; lane < endLane; lane++) {
                LaneProgress progress = subscription.lane(lane);
                long sequence = progress == null ? -1 : progress.nextPending(0);
                if (progress != null && sequence >= 0) {
                    oldest = Math.min(oldest, progress.lane().positionOf(sequence));
                }
            }
        }
        return oldest;
    }

    @Override
    public void onReadEnded() {
        find();
    }
}
