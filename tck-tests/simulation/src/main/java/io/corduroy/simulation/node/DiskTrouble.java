package io.corduroy.simulation.node;

import io.corduroy.log.sim.DiskFault;
import io.corduroy.log.sim.SimulatedDisk;
import io.corduroy.simulation.history.Totals;
import io.corduroy.simulation.world.Chance;
import io.corduroy.simulation.world.World;
import java.io.IOException;
import java.util.List;

/**
 * What befalls the disk without the machine's stopping: something else fills it, and frees the space again after a while; or
 * it does not force what it has taken.
 */
public final class DiskTrouble {

    /** The longest lasts until there has been calm for a while, and all is consumed from the reserve, or waits. */
    private static final List<Long> FULL_US = List.of(100_000L, 3_000_000L, 30_000_000L);

    private static final long SOON_US = 5_000_000;

    private final World world;
    private final SimulatedDisk disk;
    private final Totals totals;
    private final Chance chance;
    private boolean full;
    private long freeSinceUs = -SOON_US;
    private int forcesToFail;

    DiskTrouble(World world, SimulatedDisk disk, Totals totals) {
        this.world = world;
        this.disk = disk;
        this.totals = totals;
        chance = world.chance("disk trouble");
        disk.setFault(this::before);
    }

    /** From now on there is little room for more, or none. */
    public void fill() {
        if (full) {
            return;
        }
        full = true;
        long room = chance.oneIn(2) ? 0 : chance.between(0L, 128L << 10);
        disk.setCapacityBytes(disk.usedBytes() + room);
        totals.count("full disks");
        world.note("disk full", room, room);
        world.after(chance.between(10_000L, chance.pick(FULL_US)), this::free);
    }

    private void before(DiskFault.Operation operation, String path) throws IOException {
        boolean forces = operation == DiskFault.Operation.FORCE || operation == DiskFault.Operation.FORCE_DIRECTORY;
        if (forces && forcesToFail > 0) {
            forcesToFail--;
            totals.count("failed forces");
            world.note("failed to force", path, path.hashCode());
            throw new IOException("simulated input/output error: force of " + path);
        }
    }

    /** The next forces fail, and what they were to make durable may never be. */
    public void failForces() {
        forcesToFail = chance.between(1, 3);
    }

    /** The disk is exchanged, or was not the problem. */
    void repair() {
        forcesToFail = 0;
    }

    /** Whether the disk is full, or was a moment ago. */
    public boolean isRecent() {
        return full || world.nowUs() - freeSinceUs < SOON_US;
    }

    private void free() {
        freeSinceUs = world.nowUs();
        full = false;
        disk.setCapacityBytes(Long.MAX_VALUE);
        world.note("disk free", "again", 0);
    }
}
