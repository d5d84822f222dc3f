package io.corduroy.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.log.sim.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;

/** One flipped bit or one cut, in any file: it is reported or does no harm. Never a wrong record, never a silent loss of a forced one. */
class DamagePropertyTest {
    private static final LogConfig CONFIG = LogConfig.durable()
            .withMaxBatchBytes(1024, 3000)
            .withSegmentBytes(16_384, 4096)
            .withSpares(1, 2, 2048)
            .withCacheBytes(0, 0);

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void damageIsReportedOrHarmless(@ForAll @LongRange(min = 0, max = 1L << 40) long seed) throws IOException {
        Random random = new Random(seed);
        SimulatedDisk disk = new SimulatedDisk(seed);
        LogOwner owner = new LogOwner(disk, CONFIG, seed);
        owner.recover();
        int steps = 50 + random.nextInt(600);
        for (int i = 0; i < steps; i++) {
            owner.step();
        }
        if (random.nextBoolean()) {
            owner.flush();
            owner.applyWritten();
            owner.checkpoint();
        }

        for (int i = 0; i < 60; i++) {
            SimulatedDisk damaged = disk.copy(seed);
            String file = damage(damaged, random);
            requireReportedOrHarmless(owner.on(damaged), file);
        }
    }

    private static String damage(SimulatedDisk disk, Random random) {
        List<String> files = disk.files().stream()
                .filter(file -> random.nextBoolean() || !file.contains("spare"))
                .filter(file -> disk.bytes(file).length > 0)
                .toList();
        String file = files.get(random.nextInt(files.size()));
        int size = disk.bytes(file).length;
        if (random.nextInt(4) == 0) {
            disk.truncate(file, random.nextInt(size));
        } else {
            disk.flipBit(file, random.nextInt(8 * usedBytes(disk.bytes(file))));
        }
        return file;
    }

    /** Most of a segment is zeros that nobody looks at. */
    private static int usedBytes(byte[] bytes) {
        int used = bytes.length;
        while (used > 1 && bytes[used - 1] == 0) {
            used--;
        }
        return Math.min(bytes.length, used + 20);
    }

    private static void requireReportedOrHarmless(LogOwner owner, String file) throws IOException {
        String name = file.substring(1);
        OpenedLog opened;
        try {
            opened = owner.reopen();
        } catch (CorruptLogException e) {
            assertThat(e).hasMessageContaining(name).hasMessageContaining("expected");
            return;
        }
        owner.requireSameHistory();
        if (owner.appliedCount() < owner.forcedCount()) {
            assertThat(opened.cut()).as("the report of a cut").isPresent();
            assertThat(opened.cut().orElseThrow().file()).isEqualTo(name);
        }
        if (!opened.damagedCheckpoints().isEmpty()) {
            assertThat(opened.damagedCheckpoints()).containsExactly(name);
        }
        try {
            owner.requireLiveReadable();
        } catch (CorruptLogException e) {
            assertThat(e.file()).isEqualTo(name);
        }
        owner.goOn();
    }
}
