package io.corduroy.log;

import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Makes the end of a recovered log clean and durable. Every step may be interrupted by a crash and leads to the same end when recovery begins again: no step touches a byte
 * of a batch that was kept, except by writing the same byte again.
 */
final class TailRepair {
    private static final int WINDOW_BYTES = 1 << 20;

    private final Storage storage;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);

    TailRepair(Storage storage) {
        this.storage = storage;
    }

    /** Deletes segments that begin behind the end. */
    void delete(List<Segment> segments) throws IOException {
        for (Segment segment : segments) {
            segment.file.close();
            storage.delete(segment.file.name());
        }
        if (!segments.isEmpty()) {
            storage.forceDirectory();
        }
    }

    /** Overwrites a range of the last segment with zeros, at least one header, so that nothing there can ever be taken for a batch again. */
    void zero(Segment last, long fromPosition, long toPosition) throws IOException {
        long from = fromPosition - last.base;
        long to = Math.min(Math.max(toPosition - last.base, from + BatchFormat.HEADER_BYTES), last.sizeBytes);
        for (long at = from; at < to; at += window.limit()) {
            window.clear().limit((int) Math.min(WINDOW_BYTES, to - at));
            while (window.hasRemaining()) {
                window.put((byte) 0);
            }
            last.file.open().write(at, List.of(window.flip()));
        }
    }

    /**
     * Writes everything again that no witness says was forced, and forces it. If a force failed before the restart, the page cache holds bytes that it believes to be on
     * the device and that are not: they can be read, but forcing them once more would do nothing.
     */
    void makeDurable(List<Segment> segments, long witnessedForced) throws IOException {
        for (Segment segment : segments) {
            if (segment.end >= witnessedForced) {
                LogFile file = segment.file.open();
                rewrite(file, Math.max(segment.base, witnessedForced) - segment.base, segment.end - segment.base);
                file.force();
            }
        }
    }

    private void rewrite(LogFile file, long fromOffset, long toOffset) throws IOException {
        for (long at = fromOffset; at < toOffset; at += window.limit()) {
            window.clear().limit((int) Math.min(WINDOW_BYTES, toOffset - at));
            if (file.read(at, window) < window.limit()) {
                throw new IOException(file.name() + " became shorter while it was being recovered");
            }
            file.write(at, List.of(window.flip()));
        }
    }
}
