package io.corduroy.log;

import io.corduroy.log.storage.DiskFullException;
import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deletes or recycles dead segments, then prepares the next one. Immutable; run it once, on the background thread, and hand the result to
 * {@link PartitionLog#onMaintained} on the owner's thread. It never throws: what could not be done is in the result.
 */
public final class MaintenanceTask {
    /** The system keeps what is written at once in pages as large, and a force of a few bytes then takes longer. */
    private static final int ZEROS_BYTES = 64 << 10;

    private final Storage storage;
    private final List<Condemned> condemned;
    private final @Nullable Spare toPrepare;
    private final boolean preallocate;

    /** A dead segment; an empty name to recycle as means that it is deleted. */
    record Condemned(Segment segment, String recycleAs) {}

    /** A file that waits to become a segment. */
    record Spare(String name, long sizeBytes) {}

    /** What was done. */
    public static final class Result {
        private final List<Segment> removed = new ArrayList<>();
        private final List<Spare> spares = new ArrayList<>();
        private boolean prepared;
        private boolean prepareFailed;
        private Optional<IOException> failure = Optional.empty();

        private Result() {}

        /** Base positions of the segments that are gone. */
        public List<Long> deletedSegments() {
            return removed.stream().map(segment -> segment.base).toList();
        }

        /** Why something could not be done; the log has it tried again later. */
        public Optional<IOException> failure() {
            return failure;
        }

        /** Whether the disk was full. */
        public boolean diskFull() {
            return failure.filter(DiskFullException.class::isInstance).isPresent();
        }

        List<Spare> spares() {
            return spares;
        }

        boolean prepared() {
            return prepared;
        }

        boolean prepareFailed() {
            return prepareFailed;
        }
    }

    MaintenanceTask(Storage storage, List<Condemned> condemned, @Nullable Spare toPrepare, boolean preallocate) {
        this.storage = storage;
        this.condemned = condemned;
        this.toPrepare = toPrepare;
        this.preallocate = preallocate;
    }

    /** Blocks on the disk, for as long as it takes to write a segment full of zeros. */
    public Result run() {
        Result result = new Result();
        try {
            removeCondemned(result);
        } catch (IOException e) {
            result.failure = Optional.of(e);
        }
        if (toPrepare != null) {
            try {
                prepare(storage, toPrepare, preallocate);
                result.prepared = true;
                if (preallocate) {
                    result.spares.add(toPrepare);
                }
            } catch (IOException e) {
                result.prepareFailed = true;
                result.failure = Optional.of(e);
            }
        }
        return result;
    }

    private void removeCondemned(Result result) throws IOException {
        List<Spare> recycled = new ArrayList<>();
        for (Condemned dead : condemned) {
            dead.segment.file.close();
            if (dead.recycleAs.isEmpty()) {
                storage.delete(dead.segment.file.name());
            } else {
                storage.rename(dead.segment.file.name(), dead.recycleAs);
                recycled.add(new Spare(dead.recycleAs, dead.segment.sizeBytes));
            }
            result.removed.add(dead.segment);
        }
        if (!condemned.isEmpty()) {
            storage.forceDirectory();
        }
        result.spares.addAll(
                recycled); // usable only now: the old name must not come back once the file is written again
    }

    /** Fills a file with zeros under a temporary name, forces it, and only then lets it be seen. */
    static void prepare(Storage storage, Spare spare, boolean preallocate) throws IOException {
        String temporary = spare.name + FileNames.TEMPORARY;
        storage.delete(temporary); // of an attempt that failed
        try (LogFile file = storage.create(temporary)) {
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZEROS_BYTES, spare.sizeBytes));
            for (long at = 0; at < spare.sizeBytes; at += zeros.capacity()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), spare.sizeBytes - at));
                file.write(at, List.of(zeros));
            }
            file.force();
        } catch (IOException e) {
            giveBack(storage, temporary, e);
            throw e;
        }
        if (preallocate) {
            storage.rename(temporary, spare.name);
            storage.forceDirectory();
        } else {
            storage.delete(temporary); // only asked whether there is room
        }
    }

    /** Makes room on the full disk again. */
    private static void giveBack(Storage storage, String temporary, IOException cause) {
        try {
            storage.delete(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e); // the next attempt or the next start deletes it
        }
    }
}
