package io.corduroy.log;

import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A segment's file, opened when a task first needs it. Used by tasks on any thread. */
final class SegmentFile {
    private final Storage storage;
    private final String name;
    private final AtomicReference<@Nullable LogFile> opened = new AtomicReference<>();
    private volatile boolean placed;

    /** @param placed whether there is a file of that name already */
    SegmentFile(Storage storage, String name, boolean placed) {
        this.storage = storage;
        this.name = name;
        this.placed = placed;
    }

    String name() {
        return name;
    }

    LogFile open() throws IOException {
        LogFile file = opened.get();
        if (file != null) {
            return file;
        }
        LogFile mine = storage.open(name);
        LogFile first = opened.compareAndExchange(null, mine);
        if (first == null) {
            return mine;
        }
        mine.close(); // another thread was quicker
        return first;
    }

    /** Gives the segment its name, durably: from a spare, or as a new empty file if there is none. Only flushes call this, one after the other. */
    void place(String spareName) throws IOException {
        if (placed) {
            return; // by an earlier flush or before the log was opened
        }
        if (spareName.isEmpty()) {
            storage.create(name).close();
        } else {
            storage.rename(spareName, name);
            storage.forceDirectory();
        }
        placed = true;
    }

    void close() throws IOException {
        LogFile file = opened.getAndSet(null);
        if (file != null) {
            file.close();
        }
    }
}
