package io.corduroy.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the log itself knows at a checkpoint; the file begins with it.
 *
 * <pre>
 * offset  bytes
 *      0      8  "CRDYCKP1"
 *      8      8  generation: 1, 2, 3…; the highest valid one counts
 *     16      8  applied position: the state covers everything below, and all of that was forced before this file was
 *     24      8  forced position: everything below was known to be on the device
 *     32      8  epoch of the last applied batch
 *     40      4  number of segments n
 *     44   41·n  segments that must exist: base, end, size, live records, total records (8 each), sealed (1)
 *      .      .  entries of the owner's state: length (4), bytes; then length 0xFFFFFFFF
 *      .      4  CRC32C of everything before it; the file ends here
 * </pre>
 */
record CheckpointHeader(
        long generation, long appliedPosition, long forcedPosition, long epoch, List<SegmentInfo> segments) {
    static final int FIXED_BYTES = 44;
    static final int SEGMENT_BYTES = 41;

    private static final long MAGIC = 0x4352_4459_434B_5031L;

    ByteBuffer encode() {
        ByteBuffer buffer = ByteBuffer.allocate(FIXED_BYTES + SEGMENT_BYTES * segments.size());
        buffer.putLong(MAGIC)
                .putLong(generation)
                .putLong(appliedPosition)
                .putLong(forcedPosition)
                .putLong(epoch);
        buffer.putInt(segments.size());
        for (SegmentInfo segment : segments) {
            buffer.putLong(segment.basePosition())
                    .putLong(segment.endPosition())
                    .putLong(segment.sizeBytes());
            buffer.putLong(segment.liveRecords()).putLong(segment.totalRecords());
            buffer.put((byte) (segment.sealed() ? 1 : 0));
        }
        return buffer.flip();
    }

    /** Reads a header whose checksum was right; null if it is of another format. */
    static @Nullable CheckpointHeader decode(ByteBuffer buffer) {
        try {
            if (buffer.getLong() != MAGIC) {
                return null;
            }
            long generation = buffer.getLong();
            long applied = buffer.getLong();
            long forced = buffer.getLong();
            long epoch = buffer.getLong();
            int count = buffer.getInt();
            List<SegmentInfo> segments = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                segments.add(new SegmentInfo(
                        buffer.getLong(),
                        buffer.getLong(),
                        buffer.getLong(),
                        buffer.getLong(),
                        buffer.getLong(),
                        buffer.get() == 1));
            }
            return new CheckpointHeader(generation, applied, forced, epoch, segments);
        } catch (BufferUnderflowException e) {
            return null;
        }
    }

    /** How many bytes the header has whose fixed part is given. */
    static long lengthBytes(ByteBuffer fixed) {
        return FIXED_BYTES + SEGMENT_BYTES * Math.max(0L, fixed.getInt(40));
    }
}
