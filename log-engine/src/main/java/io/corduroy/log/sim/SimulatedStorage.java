package io.corduroy.log.sim;

import io.corduroy.log.sim.DiskFault.Operation;
import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** A directory of a simulated disk as one process sees it. */
final class SimulatedStorage implements Storage {
    private final SimulatedDisk disk;
    private final SimulatedDirectory directory;
    private final int incarnation;

    SimulatedStorage(SimulatedDisk disk, SimulatedDirectory directory, int incarnation) {
        this.disk = disk;
        this.directory = directory;
        this.incarnation = incarnation;
    }

    @Override
    public String location() {
        return "simulated:" + directory.path;
    }

    @Override
    public List<String> list() throws IOException {
        disk.requireRunning(incarnation);
        return List.copyOf(directory.entries().keySet());
    }

    @Override
    public Storage directory(String name) throws IOException {
        disk.requireRunning(incarnation);
        return new SimulatedStorage(disk, disk.directory(SimulatedDisk.path(directory, name)), incarnation);
    }

    @Override
    public LogFile create(String name) throws IOException {
        disk.requireRunning(incarnation);
        if (directory.find(name) != null) {
            throw new FileAlreadyExistsException(name);
        }
        SimulatedInode inode = new SimulatedInode();
        perform(Operation.CREATE, name, () -> directory.create(name, inode));
        return new File(name, inode);
    }

    @Override
    public LogFile open(String name) throws IOException {
        disk.requireRunning(incarnation);
        SimulatedInode inode = directory.find(name);
        if (inode == null) {
            throw new NoSuchFileException(name);
        }
        perform(Operation.OPEN, name, () -> {});
        return new File(name, inode);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.requireRunning(incarnation);
        if (directory.find(from) == null) {
            throw new NoSuchFileException(from);
        }
        perform(Operation.RENAME, from, () -> directory.rename(from, to));
    }

    @Override
    public void delete(String name) throws IOException {
        disk.requireRunning(incarnation);
        if (directory.find(name) != null) {
            perform(Operation.DELETE, name, () -> directory.delete(name));
        }
    }

    @Override
    public void forceDirectory() throws IOException {
        disk.requireRunning(incarnation);
        disk.countForce();
        perform(Operation.FORCE_DIRECTORY, "", directory::force);
    }

    @Override
    public void close() {
        // nothing is held: a new storage is a new process
    }

    private void perform(Operation operation, String name, SimulatedDisk.Action action) throws IOException {
        disk.perform(operation, SimulatedDisk.path(directory, name), action);
    }

    /** An open file. */
    private final class File implements LogFile {
        private final String name;
        private final SimulatedInode inode;
        private boolean closed;

        File(String name, SimulatedInode inode) {
            this.name = name;
            this.inode = inode;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long size() throws IOException {
            requireOpen();
            return inode.size();
        }

        @Override
        public void write(long offset, List<ByteBuffer> sources) throws IOException {
            requireOpen();
            ByteBuffer all = ByteBuffer.allocate(
                    sources.stream().mapToInt(ByteBuffer::remaining).sum());
            sources.forEach(source -> all.put(source.duplicate()));
            perform(
                    Operation.WRITE,
                    name,
                    () -> disk.write(inode, SimulatedDisk.path(directory, name), offset, all.array()));
        }

        @Override
        public int read(long offset, ByteBuffer target) throws IOException {
            requireOpen();
            int before = target.remaining();
            perform(Operation.READ, name, () -> target.put(inode.read(offset, target.remaining())));
            return before - target.remaining();
        }

        @Override
        public void force() throws IOException {
            requireOpen();
            disk.countForce();
            try {
                perform(Operation.FORCE, name, inode::force);
            } catch (IOException e) {
                inode.failForce();
                throw e;
            }
        }

        @Override
        public void close() {
            closed = true;
        }

        private void requireOpen() throws IOException {
            disk.requireRunning(incarnation);
            if (closed) {
                throw new IOException("file " + name + " is closed");
            }
        }
    }
}
