package io.corduroy.simulation;

import io.corduroy.simulation.application.Population;
import io.corduroy.simulation.network.SimulatedNetwork;
import io.corduroy.simulation.node.SimulatedNode;
import io.corduroy.simulation.world.Chance;
import io.corduroy.simulation.world.World;
import java.util.List;

/** What goes wrong, and how often: the seed decides. */
final class Weather {

    private static final List<Long> EVERY_MS = List.of(200L, 1_000L, 3_000L, 10_000L, 100_000L);

    private final World world;
    private final Chance chance;
    private final Chance ofDisk;
    private boolean calm;

    Weather(World world) {
        this.world = world;
        chance = world.chance("weather");
        ofDisk = world.chance("weather of the disk");
    }

    void start(SimulatedNode node, SimulatedNetwork network, Population population) {
        repeat(chance, Math.max(1_000, chance.pick(EVERY_MS)), () -> {
            if (chance.oneIn(3)) {
                node.crashSoon();
            } else {
                node.crash(chance.oneIn(2));
            }
        });
        repeat(chance, chance.pick(EVERY_MS), network::disturb);
        repeat(chance, Math.max(1_000, chance.pick(EVERY_MS)), population::strike);
        if (ofDisk.oneIn(3)) {
            repeat(ofDisk, ofDisk.pick(EVERY_MS), node.diskTrouble()::fill);
        }
        if (ofDisk.oneIn(4)) {
            repeat(ofDisk, ofDisk.between(200L, 3_000L), node.diskTrouble()::failForces);
        }
    }

    private void repeat(Chance chance, long usualMs, Runnable mishap) {
        world.after(chance.between(0, usualMs * 2_000), () -> {
            if (!calm) {
                mishap.run();
                repeat(chance, usualMs, mishap);
            }
        });
    }

    /** The sun comes out. */
    void calmDown() {
        calm = true;
    }
}
