package io.corduroy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.log.storage.DirectoryLockedException;
import io.corduroy.log.storage.FileStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log on a real file system. */
class PartitionLogFilesTest {
    private static final LogConfig CONFIG =
            LogConfig.durable().withMaxBatchBytes(1024, 2048).withSegmentBytes(8192, 4096);

    @TempDir
    Path directory;

    @Test
    void findsEveryFlushedRecordAfterReopening() throws IOException {
        List<String> expected = new ArrayList<>();
        try (FileStorage storage = FileStorage.open(directory)) {
            PartitionLog log = open(storage, 1, new ArrayList<>());
            for (int i = 0; i < 500; i++) {
                expected.add("record " + i);
                log.append(i, bytes("record"), bytes(" " + i), Durability.FORCED);
                if (i % 7 == 0) {
                    flush(log);
                }
            }
            flush(log);

            assertThat(log.forcedPosition()).isEqualTo(log.endPosition());
        }

        List<String> found = new ArrayList<>();
        try (FileStorage storage = FileStorage.open(directory)) {
            PartitionLog log = open(storage, 2, found);

            assertThat(found).isEqualTo(expected);
            assertThat(log.segments()).hasSizeGreaterThan(1);
            assertThat(read(log, 0).record(0)).isEqualTo(bytes("record 0"));
        }
    }

    @Test
    void refusesADirectoryThatIsInUse() throws IOException {
        try (FileStorage storage = FileStorage.open(directory)) {
            assertThatThrownBy(() -> FileStorage.open(directory))
                    .isInstanceOf(DirectoryLockedException.class)
                    .hasMessageContaining(storage.location())
                    .hasMessageContaining("in use");
            assertThat(FileStorage.isLocked(directory)).isTrue();
        }
        assertThat(FileStorage.isLocked(directory)).isFalse();
    }

    private static PartitionLog open(FileStorage storage, long epoch, List<String> found) throws IOException {
        OpenedLog opened = PartitionLog.open(storage, CONFIG);
        opened.replay(batch -> {
            for (int i = 0; i < batch.recordCount(); i++) {
                found.add(StandardCharsets.UTF_8.decode(batch.record(i)).toString());
            }
        });
        opened.log().beginEpoch(epoch);
        return opened.log();
    }

    private static void flush(PartitionLog log) throws IOException {
        for (FlushTask task = log.takeFlush(); task != null; task = log.takeFlush()) {
            log.onFlushed(task.run());
        }
        log.onApplied(log.sealedPosition());
        for (MaintenanceTask task = log.takeMaintenance(0); task != null; task = log.takeMaintenance(0)) {
            log.onMaintained(task.run());
        }
    }

    private static RecordBatch read(PartitionLog log, long position) throws IOException {
        ReadTask.Result result = log.read(position, 4096).run();
        log.onRead(result);
        return result.batches().get(0);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
