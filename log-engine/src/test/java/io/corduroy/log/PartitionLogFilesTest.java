package io.corduroy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.corduroy.log.storage.DirectoryLockedException;
import io.corduroy.log.storage.FileStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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

    @Test
    void keepsFewFilesOpenHoweverManySegmentsAreReplayedAndRead() throws IOException {
        List<Long> positions = new ArrayList<>();
        try (FileStorage storage = FileStorage.open(directory)) {
            PartitionLog log = open(storage, 1, new ArrayList<>());
            for (int i = 0; log.segments().size() < 130; i++) {
                log.append(i, bytes("x".repeat(1000)), Durability.WRITTEN);
                positions.add(log.appendPosition());
                log.sealForRead();
                flush(log, () -> log.addLive(log.appendPosition()));
            }
            // A file that is still to be forced stays open.
            log.onFlushed(Objects.requireNonNull(log.takeForcedFlush()).run());
            read(log, positions);
            assertThat(openFiles()).isLessThan(100);
        }

        long before = openFiles(); // a log is not closed, as a process that dies does not
        try (FileStorage storage = FileStorage.open(directory)) {
            PartitionLog log = open(storage, 2, new ArrayList<>());

            assertThat(openFiles()).isLessThan(before + 10);
            read(log, positions);
            read(log, positions);
            assertThat(openFiles()).isLessThan(before + 100);
        }
    }

    private static void read(PartitionLog log, List<Long> positions) throws IOException {
        for (long position : positions) {
            assertThat(read(log, position).position()).isEqualTo(position);
        }
    }

    /** How many files of this directory the process has open. */
    private long openFiles() throws IOException {
        Path handles = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(handles), "no " + handles + " here");
        try (Stream<Path> all = Files.list(handles)) {
            return all.filter(this::isOurs).count();
        }
    }

    private boolean isOurs(Path handle) {
        try {
            return Files.readSymbolicLink(handle).startsWith(directory.toRealPath());
        } catch (IOException e) {
            return false; // closed since it was listed
        }
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
        flush(log, () -> {});
    }

    private static void flush(PartitionLog log, Runnable apply) throws IOException {
        for (FlushTask task = log.takeFlush(); task != null; task = log.takeFlush()) {
            log.onFlushed(task.run());
        }
        apply.run();
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
