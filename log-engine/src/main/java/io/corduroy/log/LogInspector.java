package io.corduroy.log;

import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a log's directory from outside: dumps, verifies and counts, without the process that owns it and without changing anything.
 *
 * <p>If a process is writing meanwhile ({@link io.corduroy.log.storage.FileStorage#isLocked} tells), the end of the log and freshly deleted segments may show up as
 * problems that are none.
 */
public final class LogInspector {
    private static final int WINDOW_BYTES = 1 << 20;

    private final Storage storage;

    /** What is wrong, from harmless to bad. */
    public enum Severity {
        /** An interrupted write at the end: the next start cuts it. */
        TORN_TAIL,
        /** A checkpoint that cannot be used; the other one can be. */
        DAMAGED_CHECKPOINT,
        /** Bytes that were durable once are damaged or missing. */
        DAMAGE
    }

    /** One thing that is wrong. */
    public record Problem(Severity severity, String file, long position, String found, String expected) {
        @Override
        public String toString() {
            return severity + ": " + file + ", position " + position + ": found " + found + ", expected " + expected;
        }
    }

    /**
     * What a log holds.
     *
     * @param recordBytes bytes of the records themselves
     * @param batchBytes bytes of the batches, so {@code batchBytes - recordBytes} is what the log adds
     * @param endPosition position behind the last readable batch
     * @param liveRecords live records in the segments that the newest checkpoint lists, as of that checkpoint; 0 without one
     */
    public record Statistics(
            int segmentFiles,
            long segmentFileBytes,
            int spareFiles,
            long spareFileBytes,
            int checkpointFiles,
            long checkpointFileBytes,
            long batches,
            long records,
            long recordBytes,
            long batchBytes,
            long firstPosition,
            long endPosition,
            long firstTimestampMs,
            long lastTimestampMs,
            long lastEpoch,
            long checkpointPosition,
            long liveRecords,
            List<Problem> problems) {

        /** Bytes of batch headers and length prefixes per record. */
        public double overheadBytesPerRecord() {
            return records == 0 ? 0 : (double) (batchBytes - recordBytes) / records;
        }

        /** Records per batch, which is per force at the most. */
        public double recordsPerBatch() {
            return batches == 0 ? 0 : (double) records / batches;
        }
    }

    /** Takes the batches of a dump one by one. */
    @FunctionalInterface
    public interface BatchVisitor {
        /** Takes a batch; returns whether to go on. */
        boolean visit(String file, RecordBatch batch) throws IOException;
    }

    /** Is told now and then how far the inspection has come. */
    @FunctionalInterface
    public interface Progress {
        /** Nobody wants to know. */
        Progress NONE = (doneBytes, totalBytes) -> {};

        /** Takes how many bytes of segment files have been looked at, of how many. */
        void at(long doneBytes, long totalBytes);
    }

    /** @param storage a directory of one log, may be read-only */
    public LogInspector(Storage storage) {
        this.storage = storage;
    }

    /**
     * Hands over every readable batch from a position on, in order, also those behind a damaged place.
     *
     * @return what could not be read on the way
     */
    public List<Problem> dump(long fromPosition, BatchVisitor visitor, Progress progress) throws IOException {
        return walk(fromPosition, visitor, progress).problems();
    }

    /** Reads everything and returns all that is wrong; an empty list means that the log is sound. */
    public List<Problem> verify(Progress progress) throws IOException {
        return walk(0, (file, batch) -> true, progress).problems();
    }

    /** Reads everything and counts. */
    public Statistics statistics(Progress progress) throws IOException {
        StatisticsCounter counter = new StatisticsCounter();
        Walk walk = walk(0, counter, progress);
        return counter.statistics(storage, walk.checkpoint(), walk.problems());
    }

    private Walk walk(long fromPosition, BatchVisitor visitor, Progress progress) throws IOException {
        Walk walk = new Walk(fromPosition, visitor, progress);
        walk.run();
        return walk;
    }

    /** One way through all files. */
    private final class Walk {
        private final long fromPosition;
        private final BatchVisitor visitor;
        private final Progress progress;
        private final List<Problem> problems = new ArrayList<>();
        private final List<Problem> openEnds = new ArrayList<>();
        private Optional<CheckpointHeader> checkpoint = Optional.empty();
        private long highestForced;
        private long doneBytes;
        private long totalBytes;
        private boolean stopped;

        Walk(long fromPosition, BatchVisitor visitor, Progress progress) {
            this.fromPosition = fromPosition;
            this.visitor = visitor;
            this.progress = progress;
        }

        List<Problem> problems() {
            return problems;
        }

        Optional<CheckpointHeader> checkpoint() {
            return checkpoint;
        }

        void run() throws IOException {
            findCheckpoint();
            List<String> segments =
                    storage.list().stream().filter(FileNames::isSegment).toList();
            for (String name : segments) {
                totalBytes += FileNames.segmentSize(name);
            }
            for (int i = 0; i < segments.size() && !stopped; i++) {
                long nextBase = i + 1 < segments.size() ? FileNames.segmentBase(segments.get(i + 1)) : Long.MAX_VALUE;
                if (nextBase > fromPosition) {
                    inspect(segments.get(i), nextBase);
                }
                doneBytes += FileNames.segmentSize(segments.get(i));
                progress.at(doneBytes, totalBytes);
            }
            if (!stopped) {
                requireListed(segments);
                judgeOpenEnds();
            }
            problems.sort(Comparator.comparingLong(Problem::position));
        }

        private void findCheckpoint() throws IOException {
            for (String name : storage.list()) {
                if (FileNames.checkpointGeneration(name).isEmpty()) {
                    continue;
                }
                CheckpointHeader header = CheckpointReader.readHeader(storage, name);
                if (header == null) {
                    problems.add(new Problem(
                            Severity.DAMAGED_CHECKPOINT, name, 0, "a wrong checksum or length", "a valid checkpoint"));
                } else if (checkpoint.isEmpty() || checkpoint.get().generation() < header.generation()) {
                    checkpoint = Optional.of(header);
                }
            }
            checkpoint.ifPresent(header -> highestForced = header.forcedPosition());
        }

        private void requireListed(List<String> names) {
            for (SegmentInfo listed : checkpoint.map(CheckpointHeader::segments).orElse(List.of())) {
                String name = FileNames.segment(listed.basePosition(), listed.sizeBytes());
                if (!names.contains(name)) {
                    problems.add(new Problem(
                            Severity.DAMAGE,
                            name,
                            listed.basePosition(),
                            "no such file",
                            "a segment with " + listed.liveRecords() + " live records"));
                }
            }
        }

        private void inspect(String name, long nextBase) throws IOException {
            try (LogFile file = storage.open(name)) {
                long base = FileNames.segmentBase(name);
                long size = file.size();
                if (size != FileNames.segmentSize(name)) {
                    problems.add(new Problem(
                            Severity.DAMAGE,
                            name,
                            base + size,
                            "a file of " + size + " bytes",
                            FileNames.segmentSize(name) + " bytes"));
                }
                readBatches(name, new SegmentScanner(file, base, size, WINDOW_BYTES), base, nextBase);
            }
        }

        private void readBatches(String name, SegmentScanner scanner, long base, long nextBase) throws IOException {
            long position = base;
            while (!stopped && position < nextBase) {
                try {
                    RecordBatch batch = scanner.batchAt(position, 0);
                    highestForced = Math.max(highestForced, batch.forcedPosition());
                    position = batch.endPosition();
                    if (batch.position() >= fromPosition) {
                        stopped = !visitor.visit(name, batch);
                    }
                    progress.at(doneBytes + position - base, totalBytes);
                } catch (BadBatch e) {
                    openEnds.add(new Problem(Severity.TORN_TAIL, name, position, e.found, e.expected));
                    position = nextReadable(scanner, position + 1);
                    if (position < 0) {
                        return;
                    }
                }
            }
        }

        /** The next position at which there is a whole batch, or -1. */
        private static long nextReadable(SegmentScanner scanner, long from) throws IOException {
            long position = scanner.nextClaim(from);
            while (position >= 0 && !isReadable(scanner, position)) {
                position = scanner.nextClaim(position + 1);
            }
            return position;
        }

        private static boolean isReadable(SegmentScanner scanner, long position) throws IOException {
            try {
                scanner.batchAt(position, 0);
                return true;
            } catch (BadBatch e) {
                return false;
            }
        }

        /** Every place where no batch could be read is the end of a segment, the end of the log, or damage; only after everything was read is it clear which. */
        private void judgeOpenEnds() {
            for (Problem end : openEnds) {
                Optional<SegmentInfo> listed = checkpoint.stream()
                        .flatMap(header -> header.segments().stream())
                        .filter(s -> FileNames.segment(s.basePosition(), s.sizeBytes())
                                .equals(end.file()))
                        .findFirst();
                boolean known = listed.filter(s -> s.sealed() && s.endPosition() == end.position())
                        .isPresent();
                boolean belowCheckpoint = checkpoint
                        .filter(c -> end.position() <= c.appliedPosition())
                        .isPresent();
                boolean clean = end.found().equals(BatchFormat.FOUND_ZEROS)
                        || end.found().equals(BatchFormat.FOUND_END_OF_FILE);
                if (known || (clean && belowCheckpoint && listed.isEmpty())) {
                    continue; // the end of a sealed segment, or of one that is dead and only waits for its deletion
                }
                if (highestForced > end.position()) {
                    problems.add(new Problem(Severity.DAMAGE, end.file(), end.position(), end.found(), end.expected()));
                } else if (!clean) {
                    problems.add(end);
                }
            }
        }
    }
}
