package io.corduroy.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Watches how much a directory takes on the disk, ten times a second, while something else goes on. */
final class DiskUse implements AutoCloseable {
    private static final long INTERVAL_NS = 100_000_000;

    private final Path directory;
    private final AtomicLong mostBytes = new AtomicLong();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Thread thread = new Thread(this::watch, "disk-use");

    private DiskUse(Path directory) {
        this.directory = directory;
    }

    static DiskUse watching(Path directory) {
        DiskUse use = new DiskUse(directory);
        use.thread.setDaemon(true);
        use.thread.start();
        return use;
    }

    private void watch() {
        while (open.get()) {
            mostBytes.accumulateAndGet(bytes(directory), Math::max);
            LockSupport.parkNanos(INTERVAL_NS);
        }
    }

    /** The most there was so far. */
    long mostBytes() {
        return mostBytes.get();
    }

    /** Length of all files below a directory; they are written full of zeros, so it is also what they take. */
    static long bytes(Path directory) {
        return visit(directory)[0];
    }

    static long files(Path directory) {
        return visit(directory)[1];
    }

    private static long[] visit(Path directory) {
        long[] sums = new long[2];
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sums[0] += attributes.size();
                    sums[1]++;
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE; // deleted or renamed since its directory was read
                    }
                    throw e;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sums;
    }

    /** Deletes a directory with all there is in it. */
    static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, java.io.IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() {
        open.set(false);
    }
}
