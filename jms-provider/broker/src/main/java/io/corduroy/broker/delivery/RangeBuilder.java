package io.corduroy.broker.delivery;

import io.corduroy.protocol.LaneRange;
import java.util.ArrayList;
import java.util.List;

/** Collects sequences into ranges, as long as neighbours come one after the other. */
public final class RangeBuilder {
    private final List<LaneRange> ranges = new ArrayList<>(1);
    private int lane;
    private long first;
    private long next = -1;

    /** An empty one. */
    public RangeBuilder() {}

    /** Adds one message. */
    public void add(int ofLane, long sequence) {
        if (next >= 0 && ofLane == lane && sequence == next) {
            next++;
            return;
        }
        close();
        lane = ofLane;
        first = sequence;
        next = sequence + 1;
    }

    private void close() {
        if (next >= 0) {
            ranges.add(new LaneRange(lane, first, next - 1));
        }
        next = -1;
    }

    /** What was added. */
    public List<LaneRange> build() {
        close();
        return ranges;
    }
}
