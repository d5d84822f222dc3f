package io.corduroy.broker;

import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.StateReader;
import io.corduroy.log.OpenedLog;
import io.corduroy.log.PartitionLog;
import io.corduroy.log.SegmentInfo;
import java.io.IOException;
import java.util.List;

/** Makes the state again out of the newest checkpoint and what the log holds after it. */
final class Rebuilding {
    private final int partition;
    private final PartitionLog log;
    private final PartitionState state;

    Rebuilding(int partition, PartitionLog log, PartitionState state) {
        this.partition = partition;
        this.log = log;
        this.state = state;
    }

    /**
     * Reads all of it.
     *
     * @param opened the log
     * @throws IOException if it cannot be read
     */
    void run(OpenedLog opened) throws IOException {
        StateReader reader = new StateReader(state);
        opened.restore(reader::accept);
        if (opened.hasCheckpoint()) {
            if (!reader.hasEnded()) {
                throw new IllegalStateException("the checkpoint of partition " + partition + " ends too early");
            }
            forgetVolatileNeeds();
        }
        opened.replay(state::apply);
    }

    /** What only volatile subscriptions needed when the checkpoint was made is needed by nobody now. */
    private void forgetVolatileNeeds() {
        List<SegmentInfo> segments = log.segments();
        long[] needed = new long[segments.size()];
        state.holders().forEachNeededPosition(position -> {
            int low = 0;
            int high = segments.size() - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (segments.get(middle).basePosition() <= position) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            needed[low]++;
        });
        for (int i = 0; i < needed.length; i++) {
            SegmentInfo segment = segments.get(i);
            if (segment.liveRecords() < needed[i]) {
                throw new IllegalStateException("segment " + segment.basePosition() + " of partition " + partition
                        + " counts " + segment.liveRecords() + " live records, but " + needed[i] + " are needed");
            }
            for (long surplus = segment.liveRecords() - needed[i]; surplus > 0; surplus--) {
                log.removeLive(segment.basePosition());
            }
        }
    }
}
