package io.corduroy.log;

import io.corduroy.log.storage.DiskFullException;
import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of zeros that is given up when a checkpoint finds the disk full: without a checkpoint no segment could be deleted, and
 * the disk would stay full however much was consumed. It is as large as the newest checkpoint, and made again when there is room.
 */
final class CheckpointReserve {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointReserve.class);
    static final String FILE = "reserve";
    private static final int ZEROS_BYTES = 1 << 20;

    private final Storage storage;
    private final long leastBytes;

    /** @param leastBytes how large it is when the newest checkpoint is small, or there is none */
    CheckpointReserve(Storage storage, long leastBytes) {
        this.storage = storage;
        this.leastBytes = leastBytes;
    }

    /** For a log with such segments: an empty state and a list of segments fit. */
    static CheckpointReserve of(Storage storage, LogConfig config) {
        return new CheckpointReserve(storage, Math.min(64 << 10, config.segmentBytes() / 4));
    }

    /** Makes it large enough for a checkpoint like the newest, if that is possible now. */
    void ensure(long checkpointBytes) {
        try {
            grow(checkpointBytes);
        } catch (IOException e) {
            LOG.warn("no space could be reserved for checkpoints: directory={}", storage.location(), e);
        }
    }

    private void grow(long checkpointBytes) throws IOException {
        if (sizeBytes() >= Math.max(leastBytes, checkpointBytes)) {
            return;
        }
        String temporary = FILE + FileNames.TEMPORARY;
        storage.delete(temporary);
        try {
            fill(temporary, Math.max(leastBytes, checkpointBytes + checkpointBytes / 4)); // so that it seldom grows
            storage.rename(temporary, FILE);
        } catch (DiskFullException e) {
            storage.delete(temporary);
            throw e;
        }
    }

    private long sizeBytes() throws IOException {
        if (!storage.list().contains(FILE)) {
            return -1;
        }
        try (LogFile file = storage.open(FILE)) {
            return file.size();
        }
    }

    private void fill(String name, long sizeBytes) throws IOException {
        try (LogFile file = storage.create(name)) {
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZEROS_BYTES, sizeBytes));
            for (long at = 0; at < sizeBytes; at += zeros.capacity()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), sizeBytes - at));
                file.write(at, List.of(zeros));
            }
        }
    }

    /** Gives its space up. */
    void release() throws IOException {
        storage.delete(FILE);
    }
}
