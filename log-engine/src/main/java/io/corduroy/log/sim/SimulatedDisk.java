package io.corduroy.log.sim;

import io.corduroy.log.sim.DiskFault.Operation;
import io.corduroy.log.sim.SimulatedInode.Loss;
import io.corduroy.log.storage.DiskFullException;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory for simulations, which does what disks do: at a power cut, every write that was not forced is lost, kept, or kept page by page as of different moments,
 * and every creation, renaming or deletion that was not forced is lost or kept. The seed decides, so a run can be repeated.
 *
 * <p>For one thread.
 */
public final class SimulatedDisk {
    private final Random random;
    private final TreeMap<String, SimulatedDirectory> directories = new TreeMap<>();
    private long capacityBytes = Long.MAX_VALUE;
    private DiskFault fault = DiskFault.NONE;
    private long operationsUntilCrash = Long.MAX_VALUE;
    private boolean crashed;
    private int incarnation;
    private long forceCount;
    private long writtenBytes;

    public SimulatedDisk(long seed) {
        this.random = new Random(seed);
    }

    /** The root directory, as a process sees it that starts now; what was opened before a power cut or kill is unusable. */
    public Storage storage() {
        return new SimulatedStorage(this, directory(""), incarnation);
    }

    // What happens to the machine

    /** The power goes and comes back. */
    public void powerCut() {
        List<Loss> losses = List.of(Loss.values());
        for (SimulatedDirectory directory : directories.values()) {
            Loss loss = losses.get(random.nextInt(losses.size()));
            for (SimulatedInode inode : directory.inodes()) {
                inode.powerCut(random, loss, random.nextBoolean() ? 512 : 4096);
            }
            directory.powerCut(random);
        }
        restart();
    }

    /** The process dies and is started again; the operating system keeps what was written. */
    public void kill() {
        restart();
    }

    private void restart() {
        incarnation++;
        crashed = false;
        operationsUntilCrash = Long.MAX_VALUE;
    }

    /**
     * Stops the machine in the middle: the operation after so many others, reads not counted, throws a {@link SimulatedCrash}, having done its work or not, and so does
     * everything after it until {@link #powerCut()} or {@link #kill()}.
     */
    public void crashAfter(long operations) {
        operationsUntilCrash = operations;
    }

    /** Whether {@link #crashAfter} has struck. */
    public boolean isCrashed() {
        return crashed;
    }

    /** The sum of all file sizes that the disk has room for. */
    public void setCapacityBytes(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Makes operations fail. */
    public void setFault(DiskFault fault) {
        this.fault = fault;
    }

    // What a test may look at and spoil

    /** Paths of all files, directory and name separated by a slash, sorted. */
    public List<String> files() {
        List<String> paths = new ArrayList<>();
        directories.values().forEach(d -> d.entries().keySet().forEach(name -> paths.add(path(d, name))));
        return paths;
    }

    public byte[] bytes(String path) {
        SimulatedInode inode = inode(path);
        return inode.read(0, inode.size());
    }

    /** Flips one bit of a file on the device. */
    public void flipBit(String path, long bit) {
        inode(path).flipBit(bit);
    }

    /** Cuts a file on the device. */
    public void truncate(String path, int sizeBytes) {
        inode(path).truncate(sizeBytes);
    }

    /** Deletes a file on the device. */
    public void remove(String path) {
        int slash = path.lastIndexOf('/');
        SimulatedDirectory directory = directory(path.substring(0, slash));
        directory.delete(path.substring(slash + 1));
        directory.force();
    }

    /** Sum of all file sizes. */
    public long usedBytes() {
        return directories.values().stream()
                .map(d -> d.entries().values())
                .flatMap(Collection::stream)
                .mapToLong(SimulatedInode::size)
                .sum();
    }

    /** How often a file or directory was forced. */
    public long forceCount() {
        return forceCount;
    }

    /** How many bytes were written. */
    public long writtenBytes() {
        return writtenBytes;
    }

    /** A disk with the same files, all of them durable. */
    public SimulatedDisk copy(long seed) {
        SimulatedDisk copy = new SimulatedDisk(seed);
        for (Map.Entry<String, SimulatedDirectory> entry : directories.entrySet()) {
            copy.directories.put(entry.getKey(), entry.getValue().copy());
        }
        return copy;
    }

    private SimulatedInode inode(String path) {
        int slash = path.lastIndexOf('/');
        SimulatedInode inode = directory(path.substring(0, slash)).find(path.substring(slash + 1));
        if (inode == null) {
            throw new IllegalArgumentException("no file " + path + " among " + files());
        }
        return inode;
    }

    // For the storage

    SimulatedDirectory directory(String path) {
        return directories.computeIfAbsent(path, SimulatedDirectory::new);
    }

    static String path(SimulatedDirectory directory, String name) {
        return directory.path + "/" + name;
    }

    /** An operation that a storage performs. */
    interface Action {
        void run() throws IOException;
    }

    void requireRunning(int ofIncarnation) throws IOException {
        if (crashed) {
            throw new SimulatedCrash("an operation after the crash");
        }
        if (ofIncarnation != incarnation) {
            throw new IOException("opened by a process that is dead");
        }
    }

    void perform(Operation operation, String path, Action action) throws IOException {
        fault.before(operation, path);
        if (operation == Operation.READ || operation == Operation.OPEN) {
            action.run();
            return;
        }
        if (operationsUntilCrash-- <= 0) {
            crashed = true;
            if (random.nextBoolean()) {
                action.run();
            }
            throw new SimulatedCrash(operation + " of " + path);
        }
        action.run();
    }

    void write(SimulatedInode inode, String path, long offset, byte[] bytes) throws IOException {
        long growth = Math.max(0, offset + bytes.length - inode.size());
        if (growth > 0 && usedBytes() + growth > capacityBytes) {
            throw new DiskFullException("no space left for " + path);
        }
        inode.write(offset, bytes);
        writtenBytes += bytes.length;
    }

    void countForce() {
        forceCount++;
    }

    @Override
    public String toString() {
        return "SimulatedDisk" + Arrays.toString(files().toArray());
    }
}
