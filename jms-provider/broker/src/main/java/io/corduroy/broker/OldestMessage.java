package io.corduroy.broker;

import io.corduroy.broker.delivery.DeliveryPort;
import io.corduroy.broker.delivery.Dispatcher;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.RelocatedRecord;
import io.corduroy.broker.state.Subscription;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.LaneRange;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Finds out when the oldest message of some subscriptions came, of which the first of each lane can be it. What is not in
 * memory is read, one after the other, and the search goes on where it was.
 */
final class OldestMessage implements Dispatcher.ReadWaiter {
    /** When there is no message. */
    static final long NONE = Long.MAX_VALUE;

    private final List<Subscription> subscriptions;
    private final DeliveryPort port;
    private final Dispatcher dispatcher;
    private final LongConsumer whenFound;
    private int next;
    private long oldestMs = NONE;

    OldestMessage(List<Subscription> subscriptions, DeliveryPort port, Dispatcher dispatcher, LongConsumer whenFound) {
        this.subscriptions = subscriptions;
        this.port = port;
        this.dispatcher = dispatcher;
        this.whenFound = whenFound;
    }

    /**
     * When a message came. A sender's timestamp may be missing or wrong; a relocated record tells the base of the batch that
     * it came in.
     */
    static long cameMs(RecordBatch batch, int recordIndex) {
        return batch.baseTimestampMs() + RelocatedRecord.skipHead(batch.record(recordIndex));
    }

    /** Tells the time, now or after reads: milliseconds since 1970 by the leader's clock, or {@link #NONE}. */
    void find() {
        for (; next < subscriptions.size() * LaneRange.LANES; next++) {
            int lane = next % LaneRange.LANES;
            LaneProgress progress = subscriptions.get(next / LaneRange.LANES).lane(lane);
            long sequence = progress == null ? -1 : progress.nextPending(0);
            if (progress == null || sequence < 0) {
                continue;
            }
            long position = progress.lane().positionOf(sequence);
            RecordBatch batch = port.cached(lane, position);
            if (batch == null) {
                dispatcher.awaitRead(this, lane, position);
                return;
            }
            oldestMs = Math.min(oldestMs, cameMs(batch, progress.lane().recordIndexOf(sequence)));
        }
        whenFound.accept(oldestMs);
    }

    @Override
    public void onReadEnded() {
        find();
    }
}
