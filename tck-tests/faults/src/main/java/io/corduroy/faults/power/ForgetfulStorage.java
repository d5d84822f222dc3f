package io.corduroy.faults.power;

import io.corduroy.faults.power.ForgetfulInode.Whims;
import io.corduroy.log.storage.FileStorage;
import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * A real directory that has only what was forced. Writes, creations, renamings and deletions live in this process' memory
 * until they are forced, and some reach the directory before, by a seed's whims; so {@code kill -9} does to its files what a
 * power cut does.
 *
 * <p>The order of operations on a name is kept, operations on different names overtake each other. A file whose name is not
 * forced yet lies in a second directory beside the first.
 */
public final class ForgetfulStorage implements Storage {
    private final FileStorage real;
    private final Path directory;
    private final Limbo limbo;
    private final Whims whims;
    private final TreeMap<String, ForgetfulInode> visible = new TreeMap<>();
    private final List<Operation> unforced = new ArrayList<>();

    /** What happens to a name or two, as the real directory will see it. */
    private record Operation(Set<String> names, Step step) {}

    private interface Step {
        void run() throws IOException;
    }

    /** Files without a durable name. */
    private static final class Limbo {
        final Storage storage;
        private long next;

        Limbo(Storage storage) throws IOException {
            this.storage = storage;
            for (String left : storage.list()) {
                storage.delete(left);
            }
        }

        synchronized String newName() {
            return "inode-" + next++;
        }
    }

    private ForgetfulStorage(FileStorage real, Limbo limbo, Whims whims) throws IOException {
        this.real = real;
        this.directory = Path.of(real.location());
        this.limbo = limbo;
        this.whims = whims;
        for (String name : real.list()) {
            visible.put(name, new ForgetfulInode(real.open(name), whims));
        }
    }

    /**
     * Takes a directory for this process, as {@link FileStorage#open} does.
     *
     * @param seed of what reaches the disk early
     */
    public static ForgetfulStorage open(Path directory, long seed) throws IOException {
        FileStorage real = FileStorage.open(directory);
        Path beside = directory.toAbsolutePath().resolveSibling(directory.getFileName() + "-limbo");
        return new ForgetfulStorage(real, new Limbo(FileStorage.open(beside)), new Whims(seed));
    }

    @Override
    public String location() {
        return real.location();
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(visible.keySet());
    }

    @Override
    public Storage directory(String name) throws IOException {
        return new ForgetfulStorage((FileStorage) real.directory(name), limbo, whims);
    }

    @Override
    public synchronized LogFile create(String name) throws IOException {
        if (visible.containsKey(name)) {
            throw new FileAlreadyExistsException(directory.resolve(name).toString());
        }
        String inLimbo = limbo.newName();
        ForgetfulInode inode = new ForgetfulInode(limbo.storage.create(inLimbo), whims);
        visible.put(name, inode);
        Path source = Path.of(limbo.storage.location()).resolve(inLimbo);
        later(Set.of(name), () -> Files.createLink(directory.resolve(name), source));
        return new Handle(name, inode);
    }

    @Override
    public synchronized LogFile open(String name) throws IOException {
        ForgetfulInode inode = visible.get(name);
        if (inode == null) {
            throw new NoSuchFileException(directory.resolve(name).toString());
        }
        return new Handle(name, inode);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        ForgetfulInode inode = visible.remove(from);
        if (inode == null) {
            throw new NoSuchFileException(directory.resolve(from).toString());
        }
        visible.put(to, inode);
        later(
                Set.of(from, to),
                () -> Files.move(
                        directory.resolve(from),
                        directory.resolve(to),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING));
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        if (visible.remove(name) != null) {
            later(Set.of(name), () -> Files.delete(directory.resolve(name)));
        }
    }

    private void later(Set<String> names, Step step) throws IOException {
        unforced.add(new Operation(names, step));
        while (!unforced.isEmpty() && whims.writesBackNow()) {
            Operation early = anyThatIsFree();
            unforced.remove(early);
            early.step().run();
        }
    }

    /** An operation that no earlier one has to do with the names of. */
    private Operation anyThatIsFree() {
        List<Operation> free = new ArrayList<>();
        Set<String> touched = new HashSet<>();
        for (Operation each : unforced) {
            if (each.names().stream().noneMatch(touched::contains)) {
                free.add(each);
            }
            touched.addAll(each.names());
        }
        return free.get(whims.below(free.size()));
    }

    @Override
    public synchronized void forceDirectory() throws IOException {
        for (Operation each : unforced) {
            each.step().run();
        }
        unforced.clear();
        real.forceDirectory();
    }

    /** As a process that ends: what was not forced is gone. */
    @Override
    public void close() throws IOException {
        real.close();
        limbo.storage.close();
    }

    private record Handle(String name, ForgetfulInode inode) implements LogFile {
        @Override
        public long size() {
            return inode.size();
        }

        @Override
        public void write(long offset, List<ByteBuffer> sources) throws IOException {
            inode.write(offset, sources);
        }

        @Override
        public int read(long offset, ByteBuffer target) throws IOException {
            return inode.read(offset, target);
        }

        @Override
        public void force() throws IOException {
            inode.force();
        }

        @Override
        public void close() {
            // the inode lives as long as the process: what was written and not forced is still visible
        }
    }
}
