package io.corduroy.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory of a real file system, reached through file channels. */
public final class FileStorage implements Storage {
    private static final String LOCK_FILE = "lock";

    private final Path directory;
    private final boolean writable;
    private final @Nullable FileChannel lockChannel;

    private FileStorage(Path directory, boolean writable, @Nullable FileChannel lockChannel) {
        this.directory = directory;
        this.writable = writable;
        this.lockChannel = lockChannel;
    }

    /**
     * Takes a directory for this process alone, creating it if it is absent.
     *
     * <p>The lock is the operating system's, on the file {@code lock} in the directory: it ends with the process, however that ends.
     *
     * @throws DirectoryLockedException if another process, or another storage of this process, has it
     */
    public static FileStorage open(Path directory) throws IOException {
        createDurably(directory.toAbsolutePath().normalize());
        Path lockPath = directory.resolve(LOCK_FILE);
        FileChannel channel = FileChannel.open(
                lockPath, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new DirectoryLockedException("directory " + directory + " is in use by " + holder(channel)
                        + "; stop that process first, or choose another directory");
            }
            String pid = Long.toString(ProcessHandle.current().pid());
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new FileStorage(directory, true, channel);
    }

    /**
     * Looks at a directory without taking its lock and without ever writing to it.
     *
     * @throws NotDirectoryException if there is no such directory
     */
    public static FileStorage readOnly(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        return new FileStorage(directory, false, null);
    }

    /** Whether a process holds the lock that {@link #open} takes on this directory. */
    public static boolean isLocked(Path directory) throws IOException {
        try (FileChannel channel =
                FileChannel.open(directory.resolve(LOCK_FILE), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                return true;
            }
            lock.release();
            return false;
        } catch (NoSuchFileException e) {
            return false; // never opened by a server
        }
    }

    @Override
    public String location() {
        return directory.toString();
    }

    @Override
    public List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (!name.equals(LOCK_FILE)) {
                    names.add(name);
                }
            }
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public Storage directory(String name) throws IOException {
        Path child = directory.resolve(name);
        if (writable) {
            createDurably(child.toAbsolutePath().normalize());
            return new FileStorage(child, true, null);
        }
        return readOnly(child);
    }

    @Override
    public LogFile create(String name) throws IOException {
        requireWritable();
        Path path = directory.resolve(name);
        try {
            return new FileLogFile(
                    path,
                    FileChannel.open(
                            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw FileLogFile.named(e, path, 0);
        }
    }

    @Override
    public LogFile open(String name) throws IOException {
        Path path = directory.resolve(name);
        return new FileLogFile(
                path,
                writable
                        ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                        : FileChannel.open(path, StandardOpenOption.READ));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        requireWritable();
        Files.move(
                directory.resolve(from),
                directory.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        requireWritable();
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void forceDirectory() throws IOException {
        requireWritable();
        forceDirectory(directory);
    }

    @Override
    public void close() throws IOException {
        if (lockChannel != null) {
            lockChannel.close(); // releases the lock
        }
    }

    private void requireWritable() throws IOException {
        if (!writable) {
            throw new IOException("directory " + directory + " was opened for reading only");
        }
    }

    private static void createDurably(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            createDurably(parent);
        }
        Files.createDirectory(directory);
        if (parent != null) {
            forceDirectory(parent);
        }
    }

    private static void forceDirectory(Path directory) throws IOException {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return; // a directory cannot be opened there, and NTFS journals its entries by itself
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).trim();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }
}
