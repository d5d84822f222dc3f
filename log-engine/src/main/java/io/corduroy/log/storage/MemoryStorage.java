package io.corduroy.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A directory that lives and dies with the process, for nodes without a disk. Files are pages that are allocated when something
 * other than zeros is written, so that a prepared segment costs nothing; all directories under one root share a limit, and
 * beyond it the "disk" is full, as a real one would be.
 */
public final class MemoryStorage implements Storage {
    static final int PAGE_BYTES = 64 * 1024;

    private final String location;
    private final Budget budget;
    private final Map<String, MemoryFile> files = new TreeMap<>();
    private final Map<String, MemoryStorage> directories = new HashMap<>();

    private MemoryStorage(String location, Budget budget) {
        this.location = location;
        this.budget = budget;
    }

    /**
     * An empty directory.
     *
     * @param name for messages
     * @param maxBytes how much all files in it and below it may take
     */
    public static MemoryStorage create(String name, long maxBytes) {
        return new MemoryStorage("memory:" + name, new Budget(maxBytes));
    }

    /** Bytes taken by all files under the same root. */
    public long usedBytes() {
        return budget.used.get();
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized Storage directory(String name) {
        return directories.computeIfAbsent(name, key -> new MemoryStorage(location + "/" + key, budget));
    }

    @Override
    public synchronized LogFile create(String name) throws IOException {
        if (files.containsKey(name)) {
            throw new FileAlreadyExistsException(location + "/" + name);
        }
        MemoryFile file = new MemoryFile(name, budget);
        files.put(name, file);
        return file;
    }

    @Override
    public synchronized LogFile open(String name) throws IOException {
        MemoryFile file = files.get(name);
        if (file == null) {
            throw new NoSuchFileException(location + "/" + name);
        }
        return file;
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        MemoryFile file = files.remove(from);
        if (file == null) {
            throw new NoSuchFileException(location + "/" + from);
        }
        MemoryFile replaced = files.put(to, file);
        if (replaced != null) {
            replaced.release();
        }
    }

    @Override
    public synchronized void delete(String name) {
        MemoryFile file = files.remove(name);
        if (file != null) {
            file.release();
        }
    }

    @Override
    public void forceDirectory() {
        // nothing is more durable than the memory it is in
    }

    @Override
    public void close() {
        // it goes with the last reference to it
    }

    /** What all files of one root may take. */
    private static final class Budget {
        private final long maxBytes;
        private final AtomicLong used = new AtomicLong();

        Budget(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        void take(int bytes, String file) throws DiskFullException {
            if (used.addAndGet(bytes) > maxBytes) {
                used.addAndGet(-bytes);
                throw new DiskFullException(
                        "no memory left for " + file + ": " + maxBytes + " bytes are allowed and taken");
            }
        }

        void giveBack(long bytes) {
            used.addAndGet(-bytes);
        }
    }

    /** Pages by number; a missing one is zeros. */
    private static final class MemoryFile implements LogFile {
        private final String name;
        private final Budget budget;
        private final List<byte[]> pages = new ArrayList<>();
        private long size;
        private boolean released;

        private static final byte[] ZEROS = new byte[0];

        MemoryFile(String name, Budget budget) {
            this.name = name;
            this.budget = budget;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public synchronized long size() {
            return size;
        }

        @Override
        public synchronized void write(long offset, List<ByteBuffer> sources) throws IOException {
            long at = offset;
            for (ByteBuffer source : sources) {
                at = write(at, source.duplicate());
            }
        }

        private long write(long offset, ByteBuffer source) throws IOException {
            long at = offset;
            while (source.hasRemaining()) {
                int page = (int) (at / PAGE_BYTES);
                int from = (int) (at % PAGE_BYTES);
                int length = Math.min(source.remaining(), PAGE_BYTES - from);
                ByteBuffer part = source.slice(source.position(), length);
                if (pageAt(page) != ZEROS || !isZero(part)) {
                    part.get(0, allocated(page), from, length);
                }
                source.position(source.position() + length);
                at += length;
                size = Math.max(size, at);
            }
            return at;
        }

        @Override
        public synchronized int read(long offset, ByteBuffer target) {
            int length = (int) Math.max(0, Math.min(target.remaining(), size - offset));
            int end = target.position() + length;
            long at = offset;
            while (target.position() < end) {
                int from = (int) (at % PAGE_BYTES);
                int part = Math.min(end - target.position(), PAGE_BYTES - from);
                byte[] page = pageAt((int) (at / PAGE_BYTES));
                target.put(page == ZEROS ? new byte[part] : page, page == ZEROS ? 0 : from, part);
                at += part;
            }
            return length;
        }

        @Override
        public void force() {
            // as durable as it gets
        }

        @Override
        public void close() {
            // the pages stay until the file is deleted
        }

        synchronized void release() {
            released = true;
            budget.giveBack(pages.stream().mapToLong(page -> page.length).sum());
            pages.clear();
            size = 0;
        }

        private byte[] pageAt(int page) {
            return page < pages.size() ? pages.get(page) : ZEROS;
        }

        private byte[] allocated(int page) throws IOException {
            if (released) {
                throw new NoSuchFileException(name);
            }
            while (pages.size() <= page) {
                pages.add(ZEROS);
            }
            if (pages.get(page) == ZEROS) {
                budget.take(PAGE_BYTES, name);
                pages.set(page, new byte[PAGE_BYTES]);
            }
            return pages.get(page);
        }

        private static boolean isZero(ByteBuffer bytes) {
            int at = 0;
            for (; at + Long.BYTES <= bytes.limit(); at += Long.BYTES) {
                if (bytes.getLong(at) != 0) {
                    return false;
                }
            }
            for (; at < bytes.limit(); at++) {
                if (bytes.get(at) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
