package io.corduroy.simulation.node;

import io.corduroy.log.sim.SimulatedDisk;
import io.corduroy.simulation.history.Totals;
import io.corduroy.simulation.world.Chance;
import io.corduroy.simulation.world.World;
import java.util.List;

/** What befalls the disk without the machine's stopping: something else fills it, and frees the space again after a while. */
public final class DiskTrouble {

    /** The longest lasts until there has been calm for a while, and all is consumed from the reserve, or waits. */
    private static final List<Long> FULL_US = List.of(100_000L, 3_000_000L, 30_000_000L);

    private final World world;
    private final SimulatedDisk disk;
    private final Totals totals;
    private final Chance chance;
    private boolean full;

    DiskTrouble(World world, SimulatedDisk disk, Totals totals) {
        this.world = world;
        this.disk = disk;
        this.totals = totals;
        chance = world.chance("disk trouble");
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

    private void free() {
        full = false;
        disk.setCapacityBytes(Long.MAX_VALUE);
        world.note("disk free", "again", 0);
    }
}
