package io.corduroy.log;

import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
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
    private final Optional<String> checkpoint;
    private final List<String> damagedCheckpoints;
    private boolean restored;

    /**
     * The end that recovery cut off: what was being written when the process or the machine died, and nothing that was ever known to be forced.
     *
     * @param file name of the segment
     * @param position first position that was cut; the log ends here now
     * @param found what was found there instead of a batch
     * @param expected what a batch there would have
     * @param completeBatches how many complete batches lay behind it; they depended on what was torn
     */
    public record Cut(String file, long position, String found, String expected, int completeBatches) {}

    /** Takes one entry of a checkpoint, whose bytes are its own. */
    @FunctionalInterface
    public interface EntryConsumer {
        void accept(ByteBuffer entry) throws IOException;
    }

    /** Takes one batch and applies it. */
    @FunctionalInterface
    public interface BatchConsumer {
        void accept(RecordBatch batch) throws IOException;
    }

    OpenedLog(
            Storage storage,
            PartitionLog log,
            List<Segment> toReplay,
            Optional<Cut> cut,
            Optional<String> checkpoint,
            List<String> damagedCheckpoints) {
        this.storage = storage;
        this.log = log;
        this.toReplay = toReplay;
        this.cut = cut;
        this.checkpoint = checkpoint;
        this.damagedCheckpoints = damagedCheckpoints;
    }

    public PartitionLog log() {
        return log;
    }

    /** What was cut, if the log did not end cleanly. */
    public Optional<Cut> cut() {
        return cut;
    }

    /** Whether there is a checkpoint to {@link #restore}; if not, the replay begins at position 0. */
    public boolean hasCheckpoint() {
        return checkpoint.isPresent();
    }

    /** Names of checkpoints that could not be used. An older one, or the log alone, took their place, so nothing is lost; but ask why they were damaged. */
    public List<String> damagedCheckpoints() {
        return damagedCheckpoints;
    }

    /** Hands the entries of the newest valid checkpoint to the owner, in the order in which it wrote them; none if there is no checkpoint. Blocks on the disk. */
    public void restore(EntryConsumer consumer) throws IOException {
        if (checkpoint.isPresent()) {
            CheckpointReader.readEntries(storage, checkpoint.get(), consumer);
        }
        restored = true;
    }

    /**
     * Hands every batch that the checkpoint does not cover to the owner, in order, one at a time. The owner applies it and counts what becomes live and dead, with
     * {@link PartitionLog#addLive} and {@link PartitionLog#removeLive}; {@link PartitionLog#onApplied} is not for it to call here. Blocks on the disk.
     */
    public void replay(BatchConsumer consumer) throws IOException {
        if (checkpoint.isPresent() && !restored) {
            throw new IllegalStateException("restore the checkpoint before replaying what came after it");
        }
        for (Segment segment : toReplay) {
            LogFile file = segment.file.open();
            SegmentScanner scanner = new SegmentScanner(file, segment.base, segment.end - segment.base, WINDOW_BYTES);
            while (log.appliedPosition() < segment.end) {
                RecordBatch batch = next(scanner, segment);
                consumer.accept(batch);
                log.onReplayed(batch);
            }
            if (segment.sealed) {
                segment.file.close();
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
