package io.corduroy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corduroy.log.sim.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogInspectorTest {
    private static final LogConfig CONFIG =
            LogConfig.durable().withMaxBatchBytes(256, 512).withSegmentBytes(4096, 1024);
    private static final String FIRST_SEGMENT = "00000000000000000000-0000000000001024.log";

    private final SimulatedDisk disk = new SimulatedDisk(7);
    private final List<Long> positions = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        PartitionLog log = Driver.open(disk.storage(), CONFIG);
        for (int i = 0; i < 40; i++) {
            positions.add(Driver.store(log, "record " + (100 + i)));
            Driver.maintain(log, 0);
            if (i == 25) {
                Driver.checkpoint(log, "state");
            }
        }
    }

    @Test
    void findsNothingWrongWithASoundLog() throws IOException {
        List<Long> progress = new ArrayList<>();

        assertThat(inspector().verify((done, total) -> progress.add(total - done)))
                .isEmpty();
        assertThat(progress).isNotEmpty().endsWith(0L);
    }

    @Test
    void dumpsFromAPositionAndStopsWhenToldTo() throws IOException {
        List<String> dumped = new ArrayList<>();

        inspector()
                .dump(
                        positions.get(10),
                        (file, batch) -> {
                            dumped.addAll(Driver.texts(batch));
                            return dumped.size() < 3;
                        },
                        LogInspector.Progress.NONE);

        assertThat(dumped).containsExactly("record 110", "record 111", "record 112");
    }

    @Test
    void counts() throws IOException {
        LogInspector.Statistics statistics = inspector().statistics(LogInspector.Progress.NONE);

        assertThat(statistics.records()).isEqualTo(40);
        assertThat(statistics.batches()).isEqualTo(40);
        assertThat(statistics.recordBytes()).isEqualTo(400);
        assertThat(statistics.overheadBytesPerRecord()).isCloseTo(41, within(0.01));
        assertThat(statistics.recordsPerBatch()).isCloseTo(1, within(0.01));
        assertThat(statistics.endPosition()).isEqualTo(positions.get(39) + 51);
        assertThat(statistics.segmentFiles()).isEqualTo(2);
        assertThat(statistics.segmentFileBytes()).isEqualTo(1024 + 4096);
        assertThat(statistics.checkpointPosition()).isEqualTo(positions.get(26));
        assertThat(statistics.lastEpoch()).isEqualTo(1);
    }

    @Test
    void findsAllDamageAndReadsOnBehindIt() throws IOException {
        disk.flipBit("/" + FIRST_SEGMENT, 8 * (positions.get(3) + 45));
        disk.flipBit("/" + FIRST_SEGMENT, 8 * (positions.get(7) + 4));
        List<String> dumped = new ArrayList<>();

        List<LogInspector.Problem> problems =
                inspector().dump(0, (file, batch) -> dumped.addAll(Driver.texts(batch)), LogInspector.Progress.NONE);

        assertThat(problems)
                .extracting(LogInspector.Problem::position)
                .containsExactly(positions.get(3), positions.get(7));
        assertThat(problems)
                .allMatch(p ->
                        p.severity() == LogInspector.Severity.DAMAGE && p.file().equals(FIRST_SEGMENT));
        assertThat(dumped).hasSize(38).doesNotContain("record 103", "record 107");
    }

    @Test
    void tellsATornTailFromDamage() throws IOException {
        String last = disk.files().stream()
                .filter(f -> f.endsWith(".log"))
                .reduce((a, b) -> b)
                .orElseThrow();
        long base = FileNames.segmentBase(last.substring(1));
        disk.flipBit(last, 8 * (positions.get(39) - base + 45));

        assertThat(inspector().verify(LogInspector.Progress.NONE))
                .singleElement()
                .matches(p -> p.severity() == LogInspector.Severity.TORN_TAIL && p.position() == positions.get(39));
    }

    @Test
    void findsMissingFilesAndDamagedCheckpoints() throws IOException {
        SimulatedDisk second = disk.copy(1);
        disk.remove("/00000000000000001020-0000000000004096.log");
        second.truncate("/checkpoint-0000000001", 30);

        assertThat(inspector().verify(LogInspector.Progress.NONE))
                .anyMatch(p -> p.severity() == LogInspector.Severity.DAMAGE
                        && p.found().equals("no such file"));
        assertThat(new LogInspector(second.storage()).verify(LogInspector.Progress.NONE))
                .singleElement()
                .matches(p -> p.severity() == LogInspector.Severity.DAMAGED_CHECKPOINT);
    }

    private LogInspector inspector() {
        return new LogInspector(disk.storage());
    }
}
