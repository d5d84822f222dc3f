package io.corduroy.log;

import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A recovered log and the report of its recovery. The owner restores its state from the checkpoint if there is one, then has the batches after it replayed, and only
 * then appends.
 */
public final class OpenedLog {
    private static final int WINDOW_BYTES = 1 << 20;

    private final Storage storage;
    private final PartitionLog log;
    private final List<Segment> toReplay;
    private final Optional<Cut> cut;

    /**
     * The end that recovery cut off: what was being written when the process or the machine died, and nothing that was ever known to be forced.
     *
     * @param file name of the segment
     * @param position first position that was cut; the log ends here now
     * @param found what was found there instead of a batch
     * @param completeBatches how many complete batches lay behind it; they depended on what was torn
     */
    public record Cut(String file, long position, String found, int completeBatches) {}

    /** Takes one batch and applies it. */
    @FunctionalInterface
    public interface BatchConsumer {
        void accept(RecordBatch batch) throws IOException;
    }

    OpenedLog(Storage storage, PartitionLog log, List<Segment> toReplay, Optional<Cut> cut) {
        this.storage = storage;
        this.log = log;
        this.toReplay = toReplay;
        this.cut = cut;
    }

    public PartitionLog log() {
        return log;
    }

    /** What was cut, if the log did not end cleanly. */
    public Optional<Cut> cut() {
        return cut;
    }

    /**
     * Hands every batch that the checkpoint does not cover to the owner, in order, one at a time. The owner applies it and counts what becomes live and dead, with
     * {@link PartitionLog#addLive} and {@link PartitionLog#removeLive}; {@link PartitionLog#onApplied} is not for it to call here. Blocks on the disk.
     */
    public void replay(BatchConsumer consumer) throws IOException {
        for (Segment segment : toReplay) {
            LogFile file = segment.file.open();
            SegmentScanner scanner = new SegmentScanner(file, segment.base, segment.end - segment.base, WINDOW_BYTES);
            while (log.appliedPosition() < segment.end) {
                RecordBatch batch = next(scanner, segment);
                consumer.accept(batch);
                log.onReplayed(batch);
            }
        }
    }

    private RecordBatch next(SegmentScanner scanner, Segment segment) throws IOException {
        long position = log.appliedPosition();
        try {
            return scanner.batchAt(position, 0);
        } catch (BadBatch e) {
            throw new CorruptLogException(
                    segment.file.name(),
                    position,
                    e.found,
                    e.expected,
                    "it was right a moment ago: check the disk of " + storage.location());
        }
    }
}
