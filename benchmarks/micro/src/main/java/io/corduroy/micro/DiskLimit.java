package io.corduroy.micro;

import io.corduroy.log.Durability;
import io.corduroy.log.FlushTask;
import io.corduroy.log.LogConfig;
import io.corduroy.log.MaintenanceTask;
import io.corduroy.log.OpenedLog;
import io.corduroy.log.PartitionLog;
import io.corduroy.log.storage.FileStorage;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How close the log comes to its disk: forced batches per second, against a bare loop that writes as many bytes in as many writes to a file that was filled in the
 * same way, and forces each. In rounds, the two in turns; ratios within a round.
 *
 * <p>Argument: a directory on the disk that is to be measured (default: {@code target/disk-limit}).
 */
public final class DiskLimit {

    private static final int ROUNDS = 7;
    private static final int HEAD_BYTES = 12;
    private static final int PAYLOAD_BYTES = 1_024;
    private static final int ZEROS_BYTES = 1 << 20; // as the log fills its segments
    private static final long FILE_BYTES = 64L << 20;

    private final Path directory;
    private final int rounds;

    DiskLimit(Path directory, int rounds) {
        this.directory = directory;
        this.rounds = rounds;
    }

    /**
     * What one side has done.
     *
     * @param lengths bytes of each write, which is followed by a force
     */
    private record Run(int[] lengths, long tookNs) {

        double forcesPerSecond() {
            return lengths.length / (tookNs / 1e9);
        }
    }

    /** Measures with one appender that waits, and with 32. */
    public static void main(String[] args) throws IOException {
        DiskLimit limit = new DiskLimit(Path.of(args.length > 0 ? args[0] : "target/disk-limit"), ROUNDS);
        System.out.println(limit.race(1, 2_000));
        System.out.println(limit.race(32, 1_000));
    }

    /** A line that says what came of it. */
    String race(int appenders, int forces) throws IOException {
        double[] ratios = new double[rounds];
        double[] ours = new double[rounds];
        double[] bare = new double[rounds];
        race(appenders, forces / 4, ratios, ours, bare, 0); // warms both up
        for (int round = 0; round < rounds; round++) {
            race(appenders, forces, ratios, ours, bare, round);
        }
        return String.format(
                Locale.ROOT,
                "%2d appenders of %,d bytes: log %,.0f forces/s, %.1f MB/s of payload; bare %,.0f forces/s;"
                        + " ratio %.2f (%.2f-%.2f in %d rounds)",
                appenders,
                PAYLOAD_BYTES,
                median(ours),
                median(ours) * appenders * PAYLOAD_BYTES / 1e6,
                median(bare),
                median(ratios),
                Arrays.stream(ratios).min().orElseThrow(),
                Arrays.stream(ratios).max().orElseThrow(),
                rounds);
    }

    private void race(int appenders, int forces, double[] ratios, double[] ours, double[] bare, int round)
            throws IOException {
        Run log = log(appenders, forces);
        Run loop = bare(log.lengths());
        ours[round] = log.forcesPerSecond();
        bare[round] = loop.forcesPerSecond();
        ratios[round] = ours[round] / bare[round];
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private Run log(int appenders, int forces) throws IOException {
        Path place = Files.createDirectories(directory).resolve("log");
        try (Storage storage = FileStorage.open(Files.createDirectories(place))) {
            OpenedLog opened = PartitionLog.open(storage, LogConfig.durable());
            opened.replay(batch -> {});
            PartitionLog log = opened.log();
            log.beginEpoch(1);
            append(log, 1); // places the first segment
            prepare(log);
            int[] lengths = new int[forces];
            long fromNs = System.nanoTime();
            for (int i = 0; i < forces; i++) {
                lengths[i] = append(log, appenders);
            }
            return new Run(lengths, System.nanoTime() - fromNs);
        } finally {
            delete(place);
        }
    }

    /** A force for all of them, as when all wait for it. */
    private static int append(PartitionLog log, int appenders) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        ByteBuffer payload = ByteBuffer.allocate(PAYLOAD_BYTES);
        for (int i = 0; i < appenders; i++) {
            log.append(Samples.NOW_MS, head, payload, Durability.FORCED);
        }
        FlushTask task = log.takeForcedFlush();
        if (task == null) {
            throw new IllegalStateException("there is nothing to flush, though something was appended");
        }
        log.onFlushed(task.run());
        log.onApplied(log.sealedPosition());
        return task.lengthBytes();
    }

    private static void prepare(PartitionLog log) {
        for (MaintenanceTask task = log.takeMaintenance(Samples.NOW_MS);
                task != null;
                task = log.takeMaintenance(Samples.NOW_MS)) {
            log.onMaintained(task.run());
        }
    }

    private Run bare(int[] lengths) throws IOException {
        Path file = directory.resolve("bare");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
            for (long at = 0; at < FILE_BYTES; at += ZEROS_BYTES) {
                channel.write(zeros.clear(), at);
            }
            channel.force(false);
            ByteBuffer bytes =
                    ByteBuffer.allocateDirect(Arrays.stream(lengths).max().orElseThrow());
            long position = 0;
            long fromNs = System.nanoTime();
            for (int length : lengths) {
                channel.write(bytes.clear().limit(length), position);
                channel.force(false);
                position += length;
            }
            return new Run(lengths, System.nanoTime() - fromNs);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void delete(Path place) throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(place)) {
            paths = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : paths) {
            Files.delete(each);
        }
    }
}
