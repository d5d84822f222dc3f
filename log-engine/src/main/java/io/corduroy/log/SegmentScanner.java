package io.corduroy.log;

import io.corduroy.log.storage.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads batches of one segment file through a window, trusting nothing it finds. */
final class SegmentScanner {
    private final LogFile file;
    private final long base;
    private final long fileBytes;
    private final int windowBytes;
    private final long aheadEnd;

    private byte[] window = new byte[0];
    private long windowStart;
    private int windowLength;

    /** @param windowBytes how much to read at a time */
    SegmentScanner(LogFile file, long base, long fileBytes, int windowBytes) {
        this(file, base, fileBytes, windowBytes, fileBytes);
    }

    /**
     * A scanner that reads no more behind some offset than is asked for.
     *
     * @param windowBytes how much to read at a time
     * @param aheadEnd where reading ahead ends
     */
    SegmentScanner(LogFile file, long base, long fileBytes, int windowBytes, long aheadEnd) {
        this.aheadEnd = aheadEnd;
        this.file = file;
        this.base = base;
        this.fileBytes = fileBytes;
        this.windowBytes = windowBytes;
    }

    /**
     * Reads the batch that begins at a position.
     *
     * @throws BadBatch if there is none, or none of at least the epoch
     */
    RecordBatch batchAt(long position, long leastEpoch) throws IOException, BadBatch {
        long offset = position - base;
        int at = load(offset, BatchFormat.HEADER_BYTES);
        if (at < 0) {
            throw new BadBatch(BatchFormat.FOUND_END_OF_FILE, "a batch");
        }
        int length = BatchFormat.checkHeader(window, at, fileBytes - offset, position);
        at = load(offset, length);
        if (at < 0) {
            throw new BadBatch("a file that ends", "a batch of " + length + " bytes");
        }
        BatchFormat.checkBody(window, at, length);
        long epoch = BatchFormat.epoch(window, at);
        if (epoch < leastEpoch) {
            throw new BadBatch("a batch of epoch " + epoch, "epoch " + leastEpoch + " or later");
        }
        int[] offsets = BatchFormat.recordOffsets(window, at, length);
        return new RecordBatch(Arrays.copyOfRange(window, at, at + length), length, offsets);
    }

    /** The next position, from one on, at which a header claims to be of that very position; -1 if there is none. Looks at every byte. */
    long nextClaim(long fromPosition) throws IOException {
        long offset = fromPosition - base;
        for (int at = load(offset, BatchFormat.HEADER_BYTES); at >= 0; at = load(offset, BatchFormat.HEADER_BYTES)) {
            long windowPosition = base + windowStart;
            for (; at <= windowLength - BatchFormat.HEADER_BYTES; at++) {
                if (BatchFormat.position(window, at) == windowPosition + at) {
                    return windowPosition + at;
                }
            }
            offset = windowStart + at;
        }
        return -1;
    }

    /** The length that a header at the position claims, or 0 if it makes no sense. */
    int claimedLength(long position) throws IOException {
        long offset = position - base;
        int at = load(offset, BatchFormat.HEADER_BYTES);
        try {
            return at < 0 ? 0 : BatchFormat.checkHeader(window, at, fileBytes - offset, position);
        } catch (BadBatch e) {
            return 0;
        }
    }

    /** Brings bytes into the window; returns where they begin in it, -1 if the file ends before. */
    private int load(long offset, int length) throws IOException {
        if (offset < windowStart || offset + length > windowStart + windowLength) {
            if (offset + length > fileBytes) {
                return -1;
            }
            long ahead = Math.min(windowBytes, aheadEnd - offset);
            int wanted = (int) Math.min(Math.max(length, ahead), fileBytes - offset);
            if (window.length < wanted) {
                window = new byte[wanted];
            }
            windowStart = offset;
            windowLength = file.read(offset, ByteBuffer.wrap(window, 0, wanted));
            if (windowLength < length) {
                return -1;
            }
        }
        return (int) (offset - windowStart);
    }
}
