package io.corduroy.log;

import io.corduroy.log.storage.DiskFullException;
import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A checkpoint on its way to the disk. Run it once, on the background thread, and hand the result to {@link PartitionLog#onCheckpointed} on the owner's thread. It
 * never throws an {@link IOException}: what failed is in the result.
 */
public final class CheckpointTask {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointTask.class);
    /** Longest entry of a {@link CheckpointState}. */
    public static final int MAX_ENTRY_BYTES = 16 << 20;

    private final Storage storage;
    private final CheckpointHeader header;
    private final CheckpointState state;
    private final List<SegmentFile> forceFirst;
    private final List<String> obsolete;
    private final CheckpointReserve reserve;

    /** How it went. */
    public static final class Result {
        private final CheckpointHeader header;
        private final Optional<IOException> failure;
        private final boolean logForceFailed;

        private Result(CheckpointHeader header, Optional<IOException> failure, boolean logForceFailed) {
            this.header = header;
            this.failure = failure;
            this.logForceFailed = logForceFailed;
        }

        /** Everything below this position need not be replayed, if the checkpoint succeeded. */
        public long appliedPosition() {
            return header.appliedPosition();
        }

        /** Why there is no new checkpoint; the one before still counts. */
        public Optional<IOException> failure() {
            return failure;
        }

        CheckpointHeader header() {
            return header;
        }

        boolean logForceFailed() {
            return logForceFailed;
        }
    }

    /**
     * @param forceFirst segments with bytes that the state knows and the device may not
     * @param obsolete older checkpoints that will not be needed beside the one before this
     */
    CheckpointTask(
            Storage storage,
            CheckpointHeader header,
            CheckpointState state,
            List<SegmentFile> forceFirst,
            List<String> obsolete,
            CheckpointReserve reserve) {
        this.storage = storage;
        this.header = header;
        this.state = state;
        this.forceFirst = forceFirst;
        this.obsolete = obsolete;
        this.reserve = reserve;
    }

    /** Writes, forces, renames. Blocks on the disk. */
    public Result run() {
        try {
            for (SegmentFile file : forceFirst) { // or a power cut would leave a state that knows more than the log
                file.open().force();
            }
        } catch (IOException e) {
            return new Result(header, Optional.of(e), true);
        }
        try {
            long sizeBytes = writeMakingRoom();
            deleteObsolete();
            reserve.ensure(sizeBytes);
            return new Result(header, Optional.empty(), false);
        } catch (IOException e) {
            return new Result(header, Optional.of(e), false);
        }
    }

    private long writeMakingRoom() throws IOException {
        try {
            return write();
        } catch (DiskFullException e) {
            LOG.debug("disk full, the oldest checkpoint makes room for a new one: {}", header, e);
            deleteObsolete(); // without a checkpoint no segment can be deleted, so the disk would stay full
            return writeFromReserve();
        }
    }

    private long writeFromReserve() throws IOException {
        try {
            return write();
        } catch (DiskFullException e) {
            LOG.debug("disk full, a checkpoint takes what was reserved for it: {}", header, e);
            reserve.release();
            return write();
        }
    }

    /** Returns its size. */
    private long write() throws IOException {
        String name = FileNames.checkpoint(header.generation());
        String temporary = name + FileNames.TEMPORARY;
        storage.delete(temporary); // of an attempt that failed
        long sizeBytes;
        try (LogFile file = storage.create(temporary)) {
            new CheckpointWriter(file).write(header, state);
            file.force();
            sizeBytes = file.size();
        } catch (IOException e) {
            deleteQuietly(temporary, e);
            throw e;
        }
        storage.rename(temporary, name);
        storage.forceDirectory();
        return sizeBytes;
    }

    private void deleteObsolete() throws IOException {
        for (String name : obsolete) {
            storage.delete(name);
        }
    }

    private void deleteQuietly(String name, IOException cause) {
        try {
            storage.delete(name);
        } catch (IOException e) {
            cause.addSuppressed(e); // the next attempt or the next start deletes it
        }
    }
}
