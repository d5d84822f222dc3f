package io.corduroy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.log.sim.DiskFault;
import io.corduroy.log.sim.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskTroubleTest {
    private static final LogConfig CONFIG = LogConfig.durable()
            .withMaxBatchBytes(256, 512)
            .withSegmentBytes(4096, 1024)
            .withSpares(1, 2, 1024);

    private final SimulatedDisk disk = new SimulatedDisk(7);

    @Test
    void failsForGoodWhenAForceFails() throws IOException {
        PartitionLog log = Driver.open(disk.storage(), CONFIG);
        Driver.store(log, "one");
        Driver.append(log, "two");
        disk.setFault(failing(DiskFault.Operation.FORCE));
        FlushTask task = Driver.takeFlush(log);

        assertThatThrownBy(task::run).isInstanceOf(IOException.class);
        log.onFlushFailed(new IOException("input/output error"));

        assertThat(log.isFailed()).isTrue();
        assertThatThrownBy(log::takeFlush)
                .isInstanceOf(LogFailedException.class)
                .hasMessageContaining("open it again");
        assertThatThrownBy(() -> Driver.append(log, "three")).isInstanceOf(LogFailedException.class);
    }

    @Test
    void doesNotTrustThePageCacheAfterAFailedForce() throws IOException {
        PartitionLog log = Driver.open(disk.storage(), CONFIG);
        Driver.store(log, "one");
        Driver.append(log, "two");
        disk.setFault(failing(DiskFault.Operation.FORCE));
        FlushTask task = Driver.takeFlush(log);
        assertThatThrownBy(task::run).isInstanceOf(IOException.class);
        disk.setFault(DiskFault.NONE);

        disk.kill();
        List<String> seenAfterRestart = new ArrayList<>();
        Driver.open(disk.storage(), CONFIG, seenAfterRestart);
        disk.powerCut();
        List<String> seenAfterPowerCut = new ArrayList<>();
        Driver.open(disk.storage(), CONFIG, seenAfterPowerCut);

        assertThat(seenAfterRestart).containsExactly("one", "two");
        assertThat(seenAfterPowerCut).isEqualTo(seenAfterRestart);
    }

    @Test
    void keepsAReserveWhenTheDiskIsFullAndGoesOnWhenThereIsRoom() throws IOException {
        PartitionLog log = Driver.open(disk.storage(), CONFIG);
        Driver.maintain(log, 0);
        disk.setCapacityBytes(disk.usedBytes() + 2000);
        int admitted = 0;
        while (log.admission() == Admission.OPEN) {
            Driver.store(log, "x".repeat(100));
            Driver.maintain(log, 0);
            admitted++;
        }

        assertThat(log.admission()).isEqualTo(Admission.RESERVE_ONLY);
        assertThat(admitted).isPositive();
        Driver.store(log, "an acknowledgment");

        disk.setCapacityBytes(Long.MAX_VALUE);
        assertThat(log.takeMaintenance(CONFIG.diskFullRetryMs() - 1))
                .as("before the pause is over")
                .isNull();
        Driver.maintain(log, CONFIG.diskFullRetryMs());
        assertThat(log.admission()).isEqualTo(Admission.OPEN);
    }

    @Test
    void refusesWhatDoesNotFitInTheReserveAndStaysUsable() throws IOException {
        PartitionLog log = Driver.open(disk.storage(), CONFIG);
        int stored = 0;
        while (true) {
            try {
                Driver.store(log, "record " + stored);
                stored++;
            } catch (LogFullException e) {
                break;
            }
        }
        assertThat(log.admission()).isNotEqualTo(Admission.OPEN);
        Driver.maintain(log, 0);
        Driver.store(log, "record " + stored++);

        List<String> found = new ArrayList<>();
        Driver.open(disk.storage(), CONFIG, found);
        assertThat(found).hasSize(stored).endsWith("record " + (stored - 1));
    }

    @Test
    void writesACheckpointOnAFullDiskByGivingUpTheOldest() throws IOException {
        PartitionLog log = Driver.open(disk.storage(), CONFIG);
        String state = "s".repeat(500);
        Driver.checkpoint(log, state);
        Driver.checkpoint(log, state);
        disk.setCapacityBytes(disk.usedBytes());

        assertThat(Driver.checkpoint(log, state).failure()).isEmpty();
        assertThat(Driver.checkpoint(log, state.repeat(20)).failure()).isPresent();

        assertThat(disk.files()).contains("/checkpoint-0000000003").noneMatch(f -> f.endsWith(".tmp"));
    }

    @Test
    void writesTheFirstCheckpointOnAFullDiskFromWhatWasReservedAndReservesAgain() throws IOException {
        PartitionLog log = Driver.open(disk.storage(), CONFIG);
        disk.setCapacityBytes(disk.usedBytes());

        assertThat(Driver.checkpoint(log, "s".repeat(500)).failure()).isEmpty();
        assertThat(disk.files()).doesNotContain("/reserve");

        disk.setCapacityBytes(Long.MAX_VALUE);
        Driver.checkpoint(log, "s".repeat(5000));
        assertThat(disk.bytes("/reserve")).hasSizeGreaterThan(5000);
    }

    @Test
    void reservesSpaceForACheckpointLikeTheNewest() throws IOException {
        PartitionLog log = Driver.open(disk.storage(), CONFIG);
        Driver.checkpoint(log, "s".repeat(5000));
        disk.setCapacityBytes(disk.usedBytes());

        assertThat(Driver.checkpoint(log, "s".repeat(6000)).failure()).isEmpty();
    }

    @Test
    void startsOnAFullDisk() throws IOException {
        disk.setCapacityBytes(100);

        PartitionLog log = Driver.open(disk.storage(), CONFIG);

        assertThat(log.admission()).isEqualTo(Admission.RESERVE_ONLY);
        disk.setCapacityBytes(Long.MAX_VALUE);
        Driver.maintain(log, CONFIG.diskFullRetryMs());
        assertThat(log.admission()).isEqualTo(Admission.OPEN);
    }

    @Test
    void isBusyWhileTooMuchWaitsForTheDisk() throws IOException {
        PartitionLog log = Driver.open(disk.storage(), CONFIG.withFlush(300, 1024, 0));
        Driver.maintain(log, 0);
        Driver.append(log, "x".repeat(250));
        Driver.append(log, "y".repeat(250));
        FlushTask task = Driver.takeFlush(log);

        assertThat(log.admission()).isEqualTo(Admission.BUSY);
        log.onFlushed(task.run());
        assertThat(log.admission()).isEqualTo(Admission.OPEN);
    }

    private static DiskFault failing(DiskFault.Operation what) {
        return (operation, path) -> {
            if (operation == what) {
                throw new IOException("input/output error");
            }
        };
    }
}
