package io.corduroy.simulation.node;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.state.Destination;
import io.corduroy.log.PartitionLog;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.LaneRange;
import io.corduroy.simulation.history.Letter;
import io.corduroy.simulation.history.RetainedJudgment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what a destination has retained from the log, as a replay would. */
final class RetainedMessages {
    private static final int FIRST_TRANSIENT = LaneRange.FIRST_VOLATILE;

    private final PartitionLog log;
    private final MessageRecord message = new MessageRecord();

    RetainedMessages(PartitionLog log) {
        this.log = log;
    }

    RetainedJudgment.Retained of(Destination destination) {
        List<Long> numbers = new ArrayList<>();
        long oldestMs = Long.MAX_VALUE;
        for (int number = 0; number < FIRST_TRANSIENT; number++) {
            Lane lane = destination.laneIfPresent(number);
            for (long s = lane == null ? -1 : lane.nextLive(lane.retainedFrom());
                    s >= 0 && lane != null;
                    s = lane.nextLive(s + 1)) {
                numbers.add(numberOf(lane, s));
                oldestMs = Math.min(oldestMs, lane.cameMs(s));
            }
        }
        return new RetainedJudgment.Retained(
                destination.name(),
                destination.settings(),
                numbers,
                destination.retainedBytes(),
                destination.unmeasuredCount(),
                oldestMs);
    }

    private long numberOf(Lane lane, long sequence) {
        RecordBatch batch = batch(lane.positionOf(sequence));
        message.read(batch.record(lane.recordIndexOf(sequence)), batch.baseTimestampMs());
        return Letter.numberOf(message.message());
    }

    private RecordBatch batch(long position) {
        RecordBatch batch = log.cached(position);
        try {
            return batch == null ? log.read(position, 1).run().batches().get(0) : batch;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
