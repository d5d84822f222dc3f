package io.corduroy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.log.sim.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Liveness, deletion, recycling and relocation. */
class SpaceTest {
    private static final LogConfig CONFIG = LogConfig.durable()
            .withMaxBatchBytes(256, 512)
            .withSegmentBytes(4096, 4096)
            .withSpares(1, 3, 1024)
            .withCacheBytes(0, 0);

    private final SimulatedDisk disk = new SimulatedDisk(7);
    private PartitionLog log;

    @BeforeEach
    void open() throws IOException {
        log = Driver.open(disk.storage(), CONFIG);
        Driver.maintain(log, 0);
    }

    @Test
    void deletesADeadSegmentOnceTwoCheckpointsKnowIt() throws IOException {
        fillSegments(3);

        Driver.maintain(log, 0);
        assertThat(log.segments().get(0).basePosition()).isZero();
        Driver.checkpoint(log);
        Driver.maintain(log, 0);
        assertThat(log.segments().get(0).basePosition()).isZero();
        Driver.checkpoint(log);
        Driver.maintain(log, 0);

        assertThat(log.segments()).hasSize(1);
        assertThatThrownBy(() -> log.read(0, 100))
                .isInstanceOf(DeletedPositionException.class)
                .hasMessageContaining("position 0");
        assertThatThrownBy(() -> log.addLive(0)).isInstanceOf(DeletedPositionException.class);
        assertThat(log.cached(0)).isNull();
    }

    @Test
    void keepsASegmentForOneLiveRecordAndForAPendingRead() throws IOException {
        fillSegments(3);
        log.addLive(0);
        Driver.checkpoint(log);
        Driver.checkpoint(log);
        Driver.maintain(log, 0);
        assertThat(log.segments().get(0).liveRecords()).isEqualTo(1);

        ReadTask read = log.read(0, 100);
        log.removeLive(0);
        Driver.checkpoint(log);
        Driver.checkpoint(log);
        Driver.maintain(log, 0);
        assertThat(log.segments().get(0).basePosition()).isZero();

        log.onRead(read.run());
        Driver.maintain(log, 0);
        assertThat(log.segments().get(0).basePosition()).isPositive();
    }

    @Test
    void usesDeletedFilesAgainWithoutTakingStaleBatchesForNew() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            Driver.store(log, "message " + i);
            if (i % 20 == 0) {
                Driver.checkpoint(log);
                expected.clear();
            } else {
                expected.add("message " + i);
            }
            Driver.maintain(log, 0);
            if (i % 50 == 0) {
                List<String> found = new ArrayList<>();
                OpenedLog opened = PartitionLog.open(disk.storage(), CONFIG);
                assertThat(opened.cut()).isEmpty();
                opened.restore(entry -> {});
                opened.replay(batch -> found.addAll(Driver.texts(batch)));
                assertThat(found).isEqualTo(expected);
                log = opened.log();
                log.beginEpoch(log.epoch() + 1);
            }
        }

        assertThat(disk.usedBytes()).isLessThan(8 * 4096);
    }

    @Test
    void offersMostlyDeadSegmentsForRelocation() throws IOException {
        fillSegments(3);
        log.addLive(0);

        assertThat(log.relocationCandidates())
                .extracting(SegmentInfo::basePosition)
                .containsExactly(0L);
        assertThat(log.relocationCandidates().get(0).liveShare()).isLessThan(0.2);

        log.addLive(Driver.store(log, "x".repeat(50))); // moved to the end
        log.removeLive(0);
        assertThat(log.relocationCandidates()).isEmpty();
    }

    @Test
    void refusesMoreDeathsThanLives() throws IOException {
        long position = Driver.store(log, "one");
        log.addLive(position);
        log.removeLive(position);

        assertThatThrownBy(() -> log.removeLive(position)).isInstanceOf(IllegalStateException.class);
    }

    private void fillSegments(int count) throws IOException {
        Driver.store(log, "x".repeat(50));
        while (log.segments().size() < count) {
            Driver.store(log, "x".repeat(50));
            Driver.maintain(log, 0);
        }
    }
}
