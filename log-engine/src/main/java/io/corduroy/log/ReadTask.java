package io.corduroy.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A read of neighbouring batches from one segment. Immutable; run it on a reader thread and hand what comes of it to {@link PartitionLog#onRead} or
 * {@link PartitionLog#onReadFailed} on the owner's thread: until then the segment is not deleted.
 */
public final class ReadTask {
    /** Enough for most batches, so that a header is not read by itself. */
    private static final int ONE_BATCH_BYTES = 16 << 10;

    private final SegmentFile file;
    private final long base;
    private final long position;
    private final long endPosition;
    private final int readAheadBytes;

    /**
     * What was read.
     *
     * @param task what asked for it
     * @param batches at least the one asked for, then those that follow it within the read-ahead
     */
    public record Result(ReadTask task, List<RecordBatch> batches) {
        public Result {
            batches = List.copyOf(batches);
        }
    }

    ReadTask(SegmentFile file, long base, long position, long endPosition, int readAheadBytes) {
        this.file = file;
        this.base = base;
        this.position = position;
        this.endPosition = endPosition;
        this.readAheadBytes = readAheadBytes;
    }

    /** Position of the batch asked for. Shells may sort their tasks by it. */
    public long position() {
        return position;
    }

    long segmentBase() {
        return base;
    }

    /**
     * Reads and verifies. Blocks on the disk.
     *
     * @throws CorruptLogException if the batch at the position is damaged
     */
    public Result run() throws IOException {
        long limit = Math.min(endPosition, position + Math.max(readAheadBytes, 1));
        int window = (int) Math.min(Math.max(readAheadBytes, ONE_BATCH_BYTES), endPosition - position);
        // The last batch goes on behind the limit, and what follows it is not needed: most of it will be read with the
        // next.
        SegmentScanner scanner =
                new SegmentScanner(file.open(), base, endPosition - base, window, position + window - base);
        List<RecordBatch> batches = new ArrayList<>();
        long next = position;
        long epoch = 0;
        while (batches.isEmpty() || next < limit) {
            try {
                RecordBatch batch = scanner.batchAt(next, epoch);
                batches.add(batch);
                next = batch.endPosition();
                epoch = batch.epoch();
            } catch (BadBatch e) {
                if (batches.isEmpty()) {
                    throw new CorruptLogException(
                            file.name(),
                            position,
                            e.found,
                            e.expected,
                            "restore the file from a replica or a backup; \"log verify\" lists all damage");
                }
                break; // not asked for yet; who asks for it will be told
            }
        }
        return new Result(this, batches);
    }
}
