package io.corduroy.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.log.sim.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TransientLogTest {
    private static final LogConfig CONFIG = LogConfig.transientLog()
            .withMaxBatchBytes(256, 512)
            .withSegmentBytes(1024, 1024)
            .withFlush(8192, 1024, 2048)
            .withCacheBytes(2048, 1024);

    private final SimulatedDisk disk = new SimulatedDisk(7);

    @Test
    void isEmptyAfterARestart() throws IOException {
        PartitionLog log = Driver.open(disk.storage(), CONFIG);
        for (int i = 0; i < 100; i++) {
            keep(log, "x".repeat(100));
        }
        assertThat(disk.files()).isNotEmpty();

        PartitionLog reopened = Driver.open(disk.storage(), CONFIG);

        assertThat(reopened.endPosition()).isZero();
        assertThat(disk.files()).isEmpty();
    }

    @Test
    void neverWritesWhatDiesYoungAndNeverForces() throws IOException {
        PartitionLog log = Driver.open(disk.storage(), CONFIG);
        long forcesBefore = disk.forceCount();
        Deque<Long> live = new ArrayDeque<>();
        for (int i = 0; i < 1000; i++) {
            live.add(keep(log, "x".repeat(100)));
            if (live.size() > 5) {
                log.removeLive(live.removeFirst());
            }
            Driver.maintain(log, 0);
        }

        assertThat(disk.writtenBytes()).isZero();
        assertThat(disk.forceCount()).isEqualTo(forcesBefore);
        assertThat(log.segments()).hasSizeLessThan(4);
    }

    @Test
    void pagesOutWhatLivesLongAndReadsItBack() throws IOException {
        PartitionLog log = Driver.open(disk.storage(), CONFIG);
        Deque<Long> live = new ArrayDeque<>();
        for (int i = 0; i < 200; i++) {
            live.add(keep(log, "message " + i));
        }
        int onDisk = 0;
        for (int i = 0; i < 200; i++) {
            long position = live.removeFirst();
            RecordBatch batch = log.cached(position);
            if (batch == null) {
                batch = Driver.read(log, position);
                onDisk++;
            }
            assertThat(Driver.texts(batch)).containsExactly("message " + i);
            log.removeLive(position);
            Driver.maintain(log, 0);
        }

        assertThat(onDisk).isGreaterThan(100);
        assertThat(disk.files()).hasSizeLessThan(5);
    }

    @Test
    void waitsInMemoryWhileTheDiskIsFull() throws IOException {
        disk.setCapacityBytes(500);
        PartitionLog log = Driver.open(disk.storage(), CONFIG);
        while (log.admission() == Admission.OPEN) {
            keep(log, "x".repeat(100));
        }
        assertThat(log.admission()).isEqualTo(Admission.RESERVE_ONLY);
        Driver.maintain(log, 0);
        assertThat(log.admission()).isEqualTo(Admission.RESERVE_ONLY);

        disk.setCapacityBytes(Long.MAX_VALUE);
        Driver.maintain(log, CONFIG.diskFullRetryMs());
        keep(log, "last");

        assertThat(log.admission()).isEqualTo(Admission.OPEN);
        assertThat(log.writtenPosition()).isPositive();
        assertThat(Driver.texts(Driver.read(log, 0))).containsExactly("x".repeat(100));
    }

    /** Appends one record in a batch of its own, applies it without waiting for the disk, and counts it as live. */
    private static long keep(PartitionLog log, String text) throws IOException {
        long position = Driver.append(log, text);
        log.sealForRead();
        assertThat(Objects.requireNonNull(log.cached(position)).recordCount()).isEqualTo(1);
        log.addLive(position);
        log.onApplied(log.sealedPosition());
        FlushTask task = log.takeFlush();
        if (task != null) {
            try {
                log.onFlushed(task.run());
            } catch (IOException e) {
                log.onFlushFailed(e);
            }
        }
        return position;
    }
}
