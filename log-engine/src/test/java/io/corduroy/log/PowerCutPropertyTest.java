package io.corduroy.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.log.sim.SimulatedCrash;
import io.corduroy.log.sim.SimulatedDisk;
import java.io.IOException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;

/** Whatever the disk loses at a crash: everything that was forced is there afterwards, in order, and the log goes on. */
class PowerCutPropertyTest {
    private static final LogConfig CONFIG = LogConfig.durable()
            .withMaxBatchBytes(1024, 3000)
            .withSegmentBytes(16_384, 4096)
            .withSpares(1, 2, 2048)
            .withCacheBytes(8192, 8192)
            .withRelocateBelowShare(0.3);

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void keepsWhatWasForcedThroughManyCrashes(@ForAll @LongRange(min = 0, max = 1L << 40) long seed)
            throws IOException {
        Random random = new Random(seed);
        SimulatedDisk disk = new SimulatedDisk(seed);
        LogConfig config = random.nextInt(4) == 0 ? CONFIG.withAlignmentBytes(512) : CONFIG;
        LogOwner owner = new LogOwner(disk, config, seed);
        int recoveries = 0;
        for (int life = 0; life < 12; life++) {
            try {
                disk.crashAfter(random.nextInt(random.nextInt(5) == 0 ? 12 : 150));
                owner.recover();
                recoveries++;
                while (true) {
                    owner.step();
                }
            } catch (SimulatedCrash crash) {
                if (random.nextInt(4) == 0) {
                    disk.kill();
                } else {
                    disk.powerCut();
                }
            }
        }
        owner.recover();
        owner.put(100, Durability.FORCED);
        owner.flush();

        assertThat(recoveries).isPositive();
        assertThat(owner.log().forcedPosition()).isEqualTo(owner.log().endPosition());
    }
}
