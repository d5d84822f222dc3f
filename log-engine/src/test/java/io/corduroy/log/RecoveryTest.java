package io.corduroy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.log.sim.SimulatedCrash;
import io.corduroy.log.sim.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final LogConfig CONFIG =
            LogConfig.durable().withMaxBatchBytes(256, 512).withSegmentBytes(4096, 1024);
    private static final String FIRST_SEGMENT = "/00000000000000000000-0000000000001024.log";

    private final SimulatedDisk disk = new SimulatedDisk(7);
    private PartitionLog log;

    @BeforeEach
    void open() throws IOException {
        log = Driver.open(disk.storage(), CONFIG);
        Driver.maintain(log, 0);
    }

    @Test
    void refusesToStartWhenALaterBatchSaysThatTheDamagedOneWasForced() throws IOException {
        Driver.store(log, "one");
        long damaged = Driver.store(log, "two");
        Driver.store(log, "three");

        disk.flipBit(FIRST_SEGMENT, 8 * (damaged + 41));

        assertThatThrownBy(() -> PartitionLog.open(disk.storage(), CONFIG))
                .isInstanceOfSatisfying(CorruptLogException.class, e -> {
                    assertThat(e.file()).isEqualTo(FIRST_SEGMENT.substring(1));
                    assertThat(e.position()).isEqualTo(damaged);
                })
                .hasMessageContaining("found batch CRC")
                .hasMessageContaining("was forced")
                .hasMessageContaining("restore the file");
    }

    @Test
    void refusesToStartWhenTheCheckpointSaysThatMoreWasForced() throws IOException {
        Driver.store(log, "one");
        long damaged = Driver.append(log, "two");
        log.onFlushed(Driver.takeFlush(log).run()); // forced, but not applied yet
        Driver.checkpoint(log);
        disk.flipBit(FIRST_SEGMENT, 8 * (damaged + 41));

        assertThatThrownBy(() -> PartitionLog.open(disk.storage(), CONFIG))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("position " + damaged)
                .hasMessageContaining("checkpoint-0000000001 says");
    }

    @Test
    void cutsATornTailAndReportsIt() throws IOException {
        Driver.store(log, "one");
        long torn = Driver.store(log, "two"); // nothing on the disk says that this one was forced
        disk.flipBit(FIRST_SEGMENT, 8 * (torn + 41));

        OpenedLog opened = PartitionLog.open(disk.storage(), CONFIG);

        assertThat(opened.cut()).hasValueSatisfying(cut -> {
            assertThat(cut.position()).isEqualTo(torn);
            assertThat(cut.file()).isEqualTo(FIRST_SEGMENT.substring(1));
            assertThat(cut.completeBatches()).isZero();
        });
        assertThat(opened.log().endPosition()).isEqualTo(torn);
    }

    @Test
    void neverRevivesWhatLayBehindTheTear() throws IOException {
        Driver.store(log, "one");
        long torn = Driver.append(log, "x".repeat(200));
        long behind = Driver.append(log, "y".repeat(200));
        FlushTask task = Driver.takeFlush(log);
        task.run();
        disk.flipBit(FIRST_SEGMENT, 8 * (torn + 41));
        assertThat(behind).isGreaterThan(torn);

        List<String> found = new ArrayList<>();
        PartitionLog reopened = Driver.open(disk.storage(), CONFIG);
        Driver.store(reopened, "z".repeat(200)); // ends exactly where the old batch began
        assertThat(reopened.endPosition()).isEqualTo(behind);
        Driver.open(disk.storage(), CONFIG, found);

        assertThat(found).containsExactly("one", "z".repeat(200));
    }

    @Test
    void reportsNothingAfterACleanEnd() throws IOException {
        Driver.store(log, "one");

        assertThat(PartitionLog.open(disk.storage(), CONFIG).cut()).isEmpty();
    }

    @Test
    void continuesFromTheNewestCheckpoint() throws IOException {
        Driver.store(log, "one");
        Driver.checkpoint(log, "a", "");
        Driver.store(log, "two");
        Driver.checkpoint(log, "b", "c");
        Driver.store(log, "three");

        OpenedLog opened = PartitionLog.open(disk.storage(), CONFIG);
        List<String> entries = new ArrayList<>();
        List<String> records = new ArrayList<>();
        opened.restore(entry -> entries.add(Driver.text(entry)));
        opened.replay(batch -> records.addAll(Driver.texts(batch)));

        assertThat(entries).containsExactly("b", "c");
        assertThat(records).containsExactly("three");
        assertThat(disk.files()).filteredOn(f -> f.contains("checkpoint")).hasSize(2);
    }

    @Test
    void fallsBackToTheOlderCheckpointAndSaysSo() throws IOException {
        Driver.store(log, "one");
        Driver.checkpoint(log, "a");
        Driver.store(log, "two");
        Driver.checkpoint(log, "b");
        disk.flipBit("/checkpoint-0000000002", 8 * 20);

        OpenedLog opened = PartitionLog.open(disk.storage(), CONFIG);
        List<String> records = new ArrayList<>();
        List<String> entries = new ArrayList<>();
        opened.restore(entry -> entries.add(Driver.text(entry)));
        opened.replay(batch -> records.addAll(Driver.texts(batch)));

        assertThat(opened.damagedCheckpoints()).containsExactly("checkpoint-0000000002");
        assertThat(entries).containsExactly("a");
        assertThat(records).containsExactly("two");
    }

    @Test
    void refusesToStartWithoutALiveSegment() throws IOException {
        log.addLive(Driver.store(log, "kept"));
        for (int i = 0; i < 10; i++) {
            Driver.store(log, "x".repeat(200));
            Driver.maintain(log, 0);
        }
        Driver.checkpoint(log);
        disk.remove(FIRST_SEGMENT);

        assertThatThrownBy(() -> PartitionLog.open(disk.storage(), CONFIG))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(FIRST_SEGMENT.substring(1))
                .hasMessageContaining("1 live record");
    }

    @Test
    void refusesToStartWhenTheBeginningIsGoneAndNoCheckpointExplainsIt() throws IOException {
        for (int i = 0; i < 10; i++) {
            Driver.store(log, "x".repeat(200));
            Driver.maintain(log, 0);
        }
        disk.remove(FIRST_SEGMENT);

        assertThatThrownBy(() -> PartitionLog.open(disk.storage(), CONFIG))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("no checkpoint");
    }

    @Test
    void demandsAHigherEpochAfterEachStart() throws IOException {
        Driver.store(log, "one");
        PartitionLog reopened = PartitionLog.open(disk.storage(), CONFIG).log();

        assertThat(reopened.epoch()).isEqualTo(1);
        assertThatThrownBy(() -> reopened.beginEpoch(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Driver.append(reopened, "too early")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void makesNamesDurableThatAKilledProcessLeftInThePageCacheOnly() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            SimulatedDisk killed = new SimulatedDisk(seed);
            PartitionLog first = Driver.open(killed.storage(), CONFIG);
            Driver.append(first, "one");
            FlushTask task = Driver.takeFlush(first);
            killed.crashAfter(1); // the segment has its name, and the directory was perhaps not forced
            assertThatThrownBy(task::run).isInstanceOf(SimulatedCrash.class);
            killed.kill();

            PartitionLog second = Driver.open(killed.storage(), CONFIG);
            Driver.store(second, "two");
            killed.powerCut();
            List<String> found = new ArrayList<>();
            Driver.open(killed.storage(), CONFIG, found);

            assertThat(found).as("seed " + seed).containsExactly("two");
        }
    }

    @Test
    void endsASegmentWhereTheNextBeginsThoughTheCheckpointSawMore() throws IOException {
        LogConfig tight = CONFIG.withSegmentBytes(4096, 560);
        SimulatedDisk other = new SimulatedDisk(3);
        PartitionLog first = Driver.open(other.storage(), tight);
        Driver.maintain(first, 0);
        Driver.store(first, "one");
        Driver.append(first, "lost");
        first.sealForRead(); // sealed, not flushed: the checkpoint lists an end behind it
        Driver.checkpoint(first);
        other.powerCut();

        PartitionLog second = Driver.open(other.storage(), tight);
        Driver.store(second, "x".repeat(500)); // does not fit behind "one"
        List<String> found = new ArrayList<>();
        PartitionLog third = Driver.open(other.storage(), tight, found);

        assertThat(found).containsExactly("x".repeat(500));
        assertThat(third.segments())
                .extracting(SegmentInfo::endPosition)
                .first()
                .isEqualTo(third.segments().get(1).basePosition());
    }
}
