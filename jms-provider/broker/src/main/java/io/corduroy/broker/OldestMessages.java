package io.corduroy.broker;

import io.corduroy.broker.delivery.DeliveryPort;
import io.corduroy.broker.delivery.Dispatcher;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.RelocatedRecord;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.NumberMap;
import io.corduroy.broker.state.Subscription;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.LaneRange;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the oldest messages of destinations came, by the leader's clock, for figures that are looked at every few seconds. Looking neither
 * scans nor waits: the first message of each lane counts, its time is remembered, and if it has to be read from the disk
 * the time that was told before stands until it is there, so that an age is never told too low for long.
 */
final class OldestMessages {
    /** When there is no message, or nothing is known yet. */
    static final long NONE = OldestMessage.NONE;

    private static final int MAX_READS = 4;

    private final DeliveryPort port;
    private final Dispatcher dispatcher;
    /** Of destinations that hold something. */
    private final NumberMap<Heads> headsByDestination = new NumberMap<>();

    private int reads;

    /** The first messages of a destination's lanes, by address, and when they came. */
    private static final class Heads {
        Map<Long, Long> cameMs = new HashMap<>();
        long toldMs = NONE;
    }

    OldestMessages(DeliveryPort port, Dispatcher dispatcher) {
        this.port = port;
        this.dispatcher = dispatcher;
    }

    /**
     * When the oldest message came that is still to be consumed.
     *
     * @return milliseconds since 1970, or {@link #NONE}
     */
    long cameMs(Destination destination) {
        Heads heads = headsByDestination.get(destination.id());
        if (heads == null) {
            heads = new Heads();
            headsByDestination.put(destination.id(), heads);
        }
        Map<Long, Long> before = heads.cameMs;
        heads.cameMs = new HashMap<>();
        long oldestMs = NONE;
        boolean complete = true;
        for (Subscription subscription : destination.subscriptions()) {
            for (int lane = 0; lane < LaneRange.LANES; lane++) {
                LaneProgress progress = subscription.lane(lane);
                if (progress == null || progress.pendingCount() == 0) {
                    continue;
                }
                Long cameMs = find(heads, before, lane, progress, progress.nextPending(0));
                complete &= cameMs != null;
                oldestMs = cameMs == null ? oldestMs : Math.min(oldestMs, cameMs);
            }
        }
        heads.toldMs = complete ? oldestMs : Math.min(oldestMs, heads.toldMs);
        if (complete && oldestMs == NONE) {
            headsByDestination.remove(destination.id());
        }
        return heads.toldMs;
    }

    private @Nullable Long find(Heads heads, Map<Long, Long> before, int lane, LaneProgress progress, long sequence) {
        long position = progress.lane().positionOf(sequence);
        int recordIndex = progress.lane().recordIndexOf(sequence);
        long address = address(lane, position, recordIndex);
        Long known = before.get(address);
        if (known != null) {
            heads.cameMs.put(address, known);
            return known;
        }
        RecordBatch batch = port.cached(lane, position);
        if (batch != null) {
            return remember(heads, address, batch, recordIndex);
        }
        if (reads < MAX_READS) {
            reads++;
            dispatcher.awaitRead(() -> onRead(heads, lane, position, recordIndex), lane, position);
        }
        return null;
    }

    private static long address(int lane, long position, int recordIndex) {
        return RelocatedRecord.address(position, recordIndex) << 1 | (lane < LaneRange.FIRST_VOLATILE ? 0 : 1);
    }

    private static long remember(Heads heads, long address, RecordBatch batch, int recordIndex) {
        long cameMs = OldestMessage.cameMs(batch, recordIndex);
        heads.cameMs.put(address, cameMs);
        return cameMs;
    }

    private void onRead(Heads heads, int lane, long position, int recordIndex) {
        reads--;
        RecordBatch batch = port.cached(lane, position);
        if (batch != null) {
            remember(heads, address(lane, position, recordIndex), batch, recordIndex);
        }
    }
}
