package io.corduroy.log;

import io.corduroy.log.storage.DiskFullException;
import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the newest valid checkpoint and the end of the log, decides whether what lies behind it was torn or has rotted, and has the end made clean.
 *
 * <p>The rule: a batch that cannot be read is <b>corruption</b> if a witness says that it was forced, that is a checkpoint or any later valid batch whose forced
 * position is beyond it; else it is a <b>torn tail</b>, since a batch becomes durable only after everything before it.
 *
 * <p>A torn tail is overwritten with zeros and forced before anything is appended: a complete batch behind a torn one would otherwise come back to life as soon as a new
 * batch happens to end where it begins.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int WINDOW_BYTES = 1 << 20;
    private static final String RESTORE =
            "restore the file from a replica or a backup; \"log verify\" lists all damage";

    private final Storage storage;
    private final LogConfig config;
    private final TreeMap<Long, Segment> files = new TreeMap<>();
    private final SegmentTable table = new SegmentTable();
    private final Checkpoints checkpoints;
    private final List<String> damagedCheckpoints = new ArrayList<>();
    private final List<Segment> chain = new ArrayList<>();
    private @Nullable CheckpointHeader checkpoint;
    private long position;
    private long epoch;
    private long witnessedForced;

    /** What a log begins with. */
    record Recovered(
            SegmentTable segments,
            SegmentSpace space,
            Checkpoints checkpoints,
            long endPosition,
            long appliedPosition,
            long appliedEpoch,
            long epoch) {}

    Recovery(Storage storage, LogConfig config) {
        this.storage = storage;
        this.config = config;
        this.checkpoints = new Checkpoints(!config.isTransient());
    }

    OpenedLog run() throws IOException {
        deleteTemporaries();
        storage.forceDirectory(); // a process that was killed may have left names that are visible and not durable
        findCheckpoint();
        listSegments();
        Segment first = settleOldSegments();
        BadBatch end = first == null ? null : followChain(first);
        Optional<OpenedLog.Cut> cut = judgeAndCut(end);
        chain.forEach(table::add);
        return open(cut);
    }

    private void deleteTemporaries() throws IOException {
        for (String name : storage.list()) {
            if (config.isTransient() || name.endsWith(FileNames.TEMPORARY)) {
                storage.delete(name);
            }
        }
    }

    /** Reads all checkpoints from the oldest on, so that the last valid one counts. */
    private void findCheckpoint() throws IOException {
        List<String> names = storage.list().stream()
                .filter(name -> FileNames.checkpointGeneration(name).isPresent())
                .sorted(Comparator.comparingLong(
                        name -> FileNames.checkpointGeneration(name).orElseThrow()))
                .toList();
        for (String name : names) {
            long generation = FileNames.checkpointGeneration(name).orElseThrow();
            checkpoints.found(name, generation);
            CheckpointHeader header = CheckpointReader.readHeader(storage, name);
            if (header == null || header.generation() != generation) {
                damagedCheckpoints.add(name);
                LOG.error(
                        "checkpoint is damaged, an older one takes its place: directory={} file={}",
                        storage.location(),
                        name);
            } else {
                checkpoints.durable(header);
            }
        }
        checkpoint = checkpoints.newest();
        if (checkpoint != null) {
            position = checkpoint.appliedPosition();
            epoch = checkpoint.epoch();
            witnessedForced = checkpoint.forcedPosition();
        }
    }

    private void listSegments() throws IOException {
        for (String name : storage.list()) {
            if (FileNames.isSegment(name)) {
                Segment segment = new Segment(
                        FileNames.segmentBase(name),
                        FileNames.segmentSize(name),
                        new SegmentFile(storage, name, true),
                        "");
                segment.placed = true;
                requireWhole(segment);
                files.put(segment.base, segment);
            }
        }
    }

    private void requireWhole(Segment segment) throws IOException {
        long size = segment.file.open().size();
        segment.file.close(); // a deep backlog has more segments than the process may have files open
        if (size != segment.sizeBytes) {
            throw new CorruptLogException(
                    segment.file.name(),
                    segment.base + Math.min(size, segment.sizeBytes),
                    "a file of " + size + " bytes",
                    segment.sizeBytes + " bytes",
                    "the file was cut or extended by something else: " + RESTORE);
        }
    }

    /**
     * Compares the segments below the applied position with those that the checkpoint lists: these must exist, the others were dead.
     *
     * @return the segment in which reading begins, or null if the log ends at the applied position with none open
     */
    private @Nullable Segment settleOldSegments() throws IOException {
        if (checkpoint == null) {
            if (!files.isEmpty() && files.firstKey() != 0) {
                throw new CorruptLogException(
                        FileNames.segment(0, files.firstEntry().getValue().sizeBytes),
                        0,
                        damagedCheckpoints.isEmpty()
                                ? "no such segment and no checkpoint"
                                : "only damaged checkpoints: " + damagedCheckpoints,
                        "a checkpoint, since the log begins at position " + files.firstKey(),
                        "restore the checkpoint from a replica or a backup");
            }
            return files.get(0L);
        }
        Segment first = files.get(position);
        for (SegmentInfo listed : checkpoint.segments()) {
            Segment segment = files.get(listed.basePosition());
            if (segment == null) {
                throw new CorruptLogException(
                        FileNames.segment(listed.basePosition(), listed.sizeBytes()),
                        listed.basePosition(),
                        "no such file",
                        "a segment with " + listed.liveRecords() + " live records up to position "
                                + listed.endPosition(),
                        RESTORE);
            }
            segment.live = listed.liveRecords();
            segment.total = listed.totalRecords();
            boolean readOn = listed.endPosition() > position || !listed.sealed();
            if (segment != first && first == null && readOn) {
                first = segment;
            } else if (segment != first) {
                // A segment that begins at the applied position shows that what this one held behind it was cut once.
                segment.end = Math.min(listed.endPosition(), position);
                segment.sealed = true;
                table.add(segment);
            }
        }
        forgetDead(first);
        return first;
    }

    /** Deletes what the checkpoint knows as dead; the process died before it could. */
    private void forgetDead(@Nullable Segment first) throws IOException {
        List<Segment> dead = files.headMap(position, false).values().stream()
                .filter(segment -> segment != first && !segment.sealed)
                .toList();
        new TailRepair(storage).delete(dead);
        dead.forEach(segment -> files.remove(segment.base));
    }

    /** Reads batch after batch; returns why it stopped. */
    private BadBatch followChain(Segment first) throws IOException {
        Segment segment = first;
        SegmentScanner scanner = scanner(segment);
        segment.end = position;
        chain.add(segment);
        while (true) {
            Segment next = files.get(position);
            if (next != null && next != segment) {
                segment.sealed = true;
                segment = next;
                scanner = scanner(segment);
                chain.add(segment);
            }
            try {
                RecordBatch batch = scanner.batchAt(position, epoch);
                epoch = batch.epoch();
                witnessedForced = Math.max(witnessedForced, batch.forcedPosition());
                position = batch.endPosition();
                segment.end = position;
            } catch (BadBatch e) {
                return e;
            }
        }
    }

    private static SegmentScanner scanner(Segment segment) throws IOException {
        return new SegmentScanner(segment.file.open(), segment.base, segment.sizeBytes, WINDOW_BYTES);
    }

    private Optional<OpenedLog.Cut> judgeAndCut(@Nullable BadBatch end) throws IOException {
        Segment last = chain.isEmpty() ? null : chain.get(chain.size() - 1);
        String file = last == null ? FileNames.segment(position, config.segmentBytes()) : last.file.name();
        BadBatch reason = end == null ? new BadBatch("no such segment", "one that begins here") : end;
        List<Segment> later = List.copyOf(files.tailMap(position, false).values());
        Remains remains = new Remains();
        if (checkpoint != null) {
            remains.testify(checkpoint);
        }
        long remainsEnd = last == null ? position : remains.search(scanner(last), last, position);
        for (Segment segment : later) {
            remains.search(scanner(segment), segment, segment.base);
        }
        if (remains.forcedPosition() > position) {
            throw new CorruptLogException(
                    file,
                    position,
                    reason.found,
                    reason.expected,
                    remains.witness() + " says that everything up to position " + remains.forcedPosition()
                            + " was forced, so this is damage and no interrupted write: " + RESTORE);
        }
        repair(last, remainsEnd, later);
        if (!remains.found() && (end == null || isCleanEnd(end))) {
            return Optional.empty();
        }
        LOG.warn(
                "torn tail cut: directory={} file={} position={} found={} completeBatchesBehind={}",
                storage.location(),
                file,
                position,
                reason.found,
                remains.completeBatches());
        return Optional.of(new OpenedLog.Cut(file, position, reason.found, reason.expected, remains.completeBatches()));
    }

    /** Every flush ends in zeros, see {@link FlushTask}, unless the segment is full. */
    private static boolean isCleanEnd(BadBatch end) {
        return end.found.equals(BatchFormat.FOUND_ZEROS) || end.found.equals(BatchFormat.FOUND_END_OF_FILE);
    }

    private void repair(@Nullable Segment last, long remainsEnd, List<Segment> later) throws IOException {
        TailRepair repair = new TailRepair(storage);
        repair.delete(later);
        later.forEach(segment -> files.remove(segment.base));
        if (last != null) {
            repair.zero(last, position, remainsEnd);
            repair.makeDurable(chain, witnessedForced);
        }
    }

    private OpenedLog open(Optional<OpenedLog.Cut> cut) throws IOException {
        long applied = checkpoint == null ? 0 : checkpoint.appliedPosition();
        long appliedEpoch = checkpoint == null ? 0 : checkpoint.epoch();
        Recovered recovered = new Recovered(table, openSpace(), checkpoints, position, applied, appliedEpoch, epoch);
        if (!config.isTransient()) {
            CheckpointReserve.of(storage, config)
                    .ensure(checkpoint == null ? 0 : sizeOf(FileNames.checkpoint(checkpoint.generation())));
        }
        PartitionLog log = new PartitionLog(recovered, storage, config);
        Optional<String> checkpointFile =
                Optional.ofNullable(checkpoint).map(c -> FileNames.checkpoint(c.generation()));
        return new OpenedLog(storage, log, List.copyOf(chain), cut, checkpointFile, List.copyOf(damagedCheckpoints));
    }

    private SegmentSpace openSpace() throws IOException {
        List<MaintenanceTask.Spare> spares = new ArrayList<>();
        long highest = 0;
        for (String name : storage.list()) {
            OptionalLong number = FileNames.spareNumber(name);
            if (number.isPresent()) {
                highest = Math.max(highest, number.getAsLong());
                long size = sizeOf(name);
                boolean useful =
                        size == config.segmentBytes() || (chain.isEmpty() && size == config.firstSegmentBytes());
                if (useful && spares.size() < config.maxSpareSegments()) {
                    spares.add(new MaintenanceTask.Spare(name, size));
                } else {
                    storage.delete(name);
                }
            }
        }
        SegmentSpace space = new SegmentSpace(config, highest + 1);
        spares.forEach(space::add);
        if (spares.isEmpty() && chain.isEmpty() && !config.isTransient()) {
            prepareFirst(space);
        }
        return space;
    }

    private void prepareFirst(SegmentSpace space) throws IOException {
        MaintenanceTask.Spare first = new MaintenanceTask.Spare(space.nextSpareName(), config.firstSegmentBytes());
        try {
            MaintenanceTask.prepare(storage, first, true);
            space.add(first);
        } catch (DiskFullException e) {
            LOG.warn("disk full, the log can be read but not appended to: directory={}", storage.location(), e);
            space.onDiskFull();
        }
    }

    private long sizeOf(String name) throws IOException {
        try (LogFile file = storage.open(name)) {
            return file.size();
        }
    }
}
