package io.corduroy.broker;

import io.corduroy.broker.delivery.DeliveryPort;
import io.corduroy.broker.delivery.Dispatcher;
import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.record.RelocatedRecord;
import io.corduroy.broker.record.RetainedLength;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.LaneRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out how long messages are that were moved to a destination that retains, from one that does not and so has not
 * remembered it. Dead letters come that way: without this a bound by size would not see them. One read, or one record, is under way at
 * a time.
 */
final class RetentionMeasure implements Dispatcher.ReadWaiter {
    private static final int INTERVAL_MS = 1_000;
    private static final int PER_RECORD = 256;

    private final PartitionState state;
    private final Journal journal;
    private final DeliveryPort port;
    private final Dispatcher dispatcher;
    private long nextLookMs;
    private long[] destinations = {};
    private int looked;
    private boolean waiting;

    RetentionMeasure(PartitionState state, Journal journal, DeliveryPort port, Dispatcher dispatcher) {
        this.state = state;
        this.journal = journal;
        this.port = port;
        this.dispatcher = dispatcher;
    }

    /** Measures some messages, if there are any; returns whether there is more to do at once. */
    boolean run() {
        if (waiting || !begin()) {
            return false;
        }
        Destination destination = state.retention().destinations().get(destinations[looked]);
        if (destination == null || !measure(destination)) {
            looked++;
        }
        return looked < destinations.length && !waiting;
    }

    private boolean begin() {
        if (looked < destinations.length) {
            return true;
        }
        if (journal.nowMs() < nextLookMs || state.retention().destinations().isEmpty()) {
            return false;
        }
        nextLookMs = journal.nowMs() + INTERVAL_MS;
        List<Long> unmeasured = new ArrayList<>();
        state.retention().destinations().forEach(each -> {
            if (each.unmeasuredCount() > 0) {
                unmeasured.add((long) each.id());
            }
        });
        destinations = unmeasured.stream().mapToLong(Long::longValue).toArray();
        looked = 0;
        return destinations.length > 0;
    }

    /** Measures what is in memory of a destination, or has the next batch read; false if there is nothing to measure. */
    private boolean measure(Destination destination) {
        List<RetainedLength> lengths = new ArrayList<>();
        for (int number = 0; number < LaneRange.FIRST_VOLATILE && !waiting; number++) {
            Lane lane = destination.laneIfPresent(number);
            long sequence = lane == null ? -1 : lane.nextUnmeasured(0);
            while (lane != null && sequence >= 0 && lengths.size() < PER_RECORD && !waiting) {
                RecordBatch batch = port.cached(number, lane.positionOf(sequence));
                if (batch == null) {
                    if (lengths.isEmpty()) {
                        waiting = true;
                        dispatcher.awaitRead(this, number, lane.positionOf(sequence));
                    }
                    break;
                }
                lengths.add(new RetainedLength(number, sequence, lengthOf(number, lane, sequence, batch)));
                sequence = lane.nextUnmeasured(sequence + 1);
            }
        }
        if (!lengths.isEmpty()) {
            waiting = true;
            journal.append(journal.write.measured(destination.id(), lengths));
            journal.whenApplied(() -> waiting = false);
        }
        return waiting;
    }

    private long lengthOf(int number, Lane lane, long sequence, RecordBatch batch) {
        ByteBuffer record = batch.record(lane.recordIndexOf(sequence));
        RelocatedRecord.skipHead(record);
        return record.remaining()
                + port.largeMessages(number).bodyBytesAt(lane.positionOf(sequence), lane.recordIndexOf(sequence));
    }

    @Override
    public void onReadEnded() {
        waiting = false;
    }
}
