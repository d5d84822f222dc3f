package io.corduroy.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Sealed batches on their way to the disk. Immutable; run it once, on the thread that flushes this log, and hand what comes of it to
 * {@link PartitionLog#onFlushed} or {@link PartitionLog#onFlushFailed} on the owner's thread.
 */
public final class FlushTask {
    private static final ByteBuffer ZEROS =
            ByteBuffer.allocate(BatchFormat.HEADER_BYTES).asReadOnlyBuffer();

    private final List<Part> parts;
    private final List<SegmentFile> forces;
    private final long endPosition;
    private final int lengthBytes;

    /** Neighbouring batches of one segment, written with one gathering write. */
    record Part(SegmentFile file, String placeFrom, long offset, long limitOffset, List<RecordBatch> batches) {

        /** The batches, then a header of zeros: in a recycled segment the end of the log must not look like damage. The next flush overwrites it. */
        List<ByteBuffer> sources() {
            List<ByteBuffer> sources = new ArrayList<>(batches.size() + 1);
            long end = offset;
            for (RecordBatch batch : batches) {
                sources.add(batch.bytes());
                end += batch.lengthBytes();
            }
            sources.add(ZEROS.slice(0, (int) Math.min(BatchFormat.HEADER_BYTES, limitOffset - end)));
            return sources;
        }
    }

    /**
     * The batches up to a position are where they should be.
     *
     * @param endPosition position behind the last batch of the task
     * @param forced whether they are on the device, and everything before them
     */
    public record Result(long endPosition, boolean forced) {}

    FlushTask(List<Part> parts, List<SegmentFile> forces, long endPosition, int lengthBytes) {
        this.parts = parts;
        this.forces = forces;
        this.endPosition = endPosition;
        this.lengthBytes = lengthBytes;
    }

    /** Position behind its last batch. */
    public long endPosition() {
        return endPosition;
    }

    /** Bytes that it writes. */
    public int lengthBytes() {
        return lengthBytes;
    }

    /** How many batches it writes. */
    public int batchCount() {
        return parts.stream().mapToInt(part -> part.batches.size()).sum();
    }

    /** How many records are in them. */
    public int recordCount() {
        return parts.stream()
                .flatMap(part -> part.batches.stream())
                .mapToInt(RecordBatch::recordCount)
                .sum();
    }

    /** Whether it will force. */
    public boolean forces() {
        return !forces.isEmpty();
    }

    /**
     * Writes, and forces if a record asked for it. Blocks on the disk.
     *
     * @throws IOException if any of it failed; the task must not be run again
     */
    public Result run() throws IOException {
        for (Part part : parts) {
            part.file.place(part.placeFrom);
            part.file.open().write(part.offset, part.sources());
        }
        for (SegmentFile file : forces) { // in order of position, so that a crash in between leaves no gap
            file.open().force();
        }
        return new Result(endPosition, forces());
    }
}
