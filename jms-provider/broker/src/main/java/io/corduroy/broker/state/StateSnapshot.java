package io.corduroy.broker.state;

import io.corduroy.log.CheckpointState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The durable state at a moment, for a checkpoint: taken on the partition's thread in the time that it takes to count its
 * chunks, and written down on another thread while the partition goes on.
 */
public final class StateSnapshot implements CheckpointState {
    private final List<ByteBuffer> before;
    private final List<LaneWriter.FrozenLane> lanes;
    private final List<ByteBuffer> after;
    private long writtenBytes;

    StateSnapshot(List<ByteBuffer> before, List<LaneWriter.FrozenLane> lanes, List<ByteBuffer> after) {
        this.before = before;
        this.lanes = lanes;
        this.after = after;
    }

    /** Writes all entries. One thread at a time; the same bytes each time. */
    @Override
    public void writeTo(Sink sink) throws IOException {
        long[] bytes = new long[1];
        Sink counting = entry -> {
            bytes[0] += entry.remaining();
            sink.write(entry.duplicate());
        };
        for (ByteBuffer entry : before) {
            counting.write(entry);
        }
        LaneWriter writer = new LaneWriter(counting);
        for (LaneWriter.FrozenLane lane : lanes) {
            writer.write(lane);
        }
        writer.end();
        for (ByteBuffer entry : after) {
            counting.write(entry);
        }
        writtenBytes = bytes[0];
    }

    /** How many bytes {@link #writeTo} wrote; for the thread that was told that it has ended. */
    public long writtenBytes() {
        return writtenBytes;
    }

    /** All entries at once. */
    List<ByteBuffer> entries() {
        List<ByteBuffer> entries = new ArrayList<>();
        try {
            writeTo(entries::add);
        } catch (IOException e) {
            throw new IllegalStateException("a list took no entry", e);
        }
        return entries;
    }
}
