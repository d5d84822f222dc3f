package io.corduroy.log;

import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the end of a log, decides whether what lies behind it was torn or has rotted, and makes the end clean.
 *
 * <p>The rule: a batch that cannot be read is <b>corruption</b> if a witness says that it was forced, that is a checkpoint or any later valid batch whose forced
 * position is beyond it; else it is a <b>torn tail</b>, since a batch becomes durable only after everything before it.
 *
 * <p>A torn tail is overwritten with zeros and forced before anything is appended: a complete batch behind a torn one would otherwise come back to life as soon as a new
 * batch happens to end where it begins. Every step may be interrupted and leads to the same end when it is begun again.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int WINDOW_BYTES = 1 << 20;

    private final Storage storage;
    private final LogConfig config;
    private final TreeMap<Long, Segment> files = new TreeMap<>();
    private final List<Segment> chain = new ArrayList<>();
    private long position;
    private long epoch;
    private long witnessedForced;
    private long appliedPosition;

    /** What a log begins with. */
    record Recovered(
            SegmentTable segments,
            SegmentSpace space,
            Checkpoints checkpoints,
            long endPosition,
            long appliedPosition,
            long epoch) {}

    Recovery(Storage storage, LogConfig config) {
        this.storage = storage;
        this.config = config;
    }

    OpenedLog run() throws IOException {
        deleteTemporaries();
        listSegments();
        BadBatch end = followChain();
        Optional<OpenedLog.Cut> cut = Optional.empty();
        if (end != null) {
            cut = judgeAndCut(end);
        }
        return open(cut);
    }

    private void deleteTemporaries() throws IOException {
        for (String name : storage.list()) {
            if (config.isTransient() || name.endsWith(FileNames.TEMPORARY)) {
                storage.delete(name);
            }
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
        if (size != segment.sizeBytes) {
            throw new CorruptLogException(
                    segment.file.name(),
                    segment.base + Math.min(size, segment.sizeBytes),
                    "a file of " + size + " bytes",
                    segment.sizeBytes + " bytes",
                    "the file was cut or extended by something else: restore it from a replica or a backup");
        }
    }

    /** Reads batch after batch; returns why it stopped, or null if there is no segment to read at the end. */
    private @Nullable BadBatch followChain() throws IOException {
        Map.Entry<Long, Segment> first = files.floorEntry(position);
        Segment segment = first == null ? null : first.getValue();
        if (segment == null) {
            return files.isEmpty() ? null : new BadBatch("no segment", "one that holds this position");
        }
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

    private SegmentScanner scanner(Segment segment) throws IOException {
        return new SegmentScanner(segment.file.open(), segment.base, segment.sizeBytes, WINDOW_BYTES);
    }

    private Optional<OpenedLog.Cut> judgeAndCut(BadBatch end) throws IOException {
        Remains remains = new Remains();
        Segment last = chain.isEmpty() ? null : chain.get(chain.size() - 1);
        if (last != null) {
            remains.search(last, position);
        }
        for (Segment later : files.tailMap(position, false).values()) {
            remains.search(later, later.base);
        }
        String file = last == null ? FileNames.segment(position, config.segmentBytes()) : last.file.name();
        if (Math.max(remains.witnessedForced, witnessedForced) > position) {
            throw new CorruptLogException(
                    file,
                    position,
                    end.found,
                    end.expected,
                    "everything up to position " + Math.max(remains.witnessedForced, witnessedForced)
                            + " was forced before (says "
                            + remains.witness
                            + "), so this is damage and not an interrupted write; restore the file from a replica or a backup, "
                            + "\"log verify\" lists all damage");
        }
        cut(last, remains);
        boolean torn = remains.found || !end.found.equals("zeros");
        if (!torn) {
            return Optional.empty();
        }
        LOG.warn(
                "torn tail cut: file={} position={} found={} completeBatchesBehind={}",
                file,
                position,
                end.found,
                remains.completeBatches);
        return Optional.of(new OpenedLog.Cut(file, position, end.found, remains.completeBatches));
    }

    /** What lies behind the end of the log. */
    private final class Remains {
        boolean found;
        int completeBatches;
        long witnessedForced;
        String witness = "the checkpoint";
        long lastClaimedEnd;

        /** Looks at every byte, since after a torn batch nothing says where the next one begins. */
        void search(Segment segment, long from) throws IOException {
            SegmentScanner scanner = scanner(segment);
            for (long offset = from - segment.base; offset + BatchFormat.HEADER_BYTES <= segment.sizeBytes; offset++) {
                if (!scanner.claimsItsPosition(offset)) {
                    continue;
                }
                long claimed = segment.base + offset;
                found = true;
                lastClaimedEnd = Math.max(
                        lastClaimedEnd, claimed + Math.max(BatchFormat.HEADER_BYTES, scanner.claimedLength(offset)));
                try {
                    RecordBatch batch = scanner.batchAt(claimed, 0);
                    completeBatches++;
                    if (batch.forcedPosition() > witnessedForced) {
                        witnessedForced = batch.forcedPosition();
                        witness = "the batch at position " + claimed + " in " + segment.file.name();
                    }
                } catch (BadBatch e) {
                    LOG.debug("no batch behind the end: position={}", claimed, e);
                }
            }
        }
    }

    private void cut(@Nullable Segment last, Remains remains) throws IOException {
        List<Segment> later = List.copyOf(files.tailMap(position, false).values());
        for (Segment segment : later) {
            segment.file.close();
            storage.delete(segment.file.name());
            files.remove(segment.base);
        }
        if (!later.isEmpty()) {
            storage.forceDirectory();
        }
        if (last != null) {
            rewriteUnforced();
            zero(last, remains.lastClaimedEnd);
        }
        for (Segment segment : chain) {
            if (segment.end >= witnessedForced) {
                segment.file.open().force();
            }
        }
    }

    /** Overwrites what lies behind the end, at least one header, up to the end of the last thing that calls itself a batch. */
    private void zero(Segment last, long lastClaimedEnd) throws IOException {
        long to = Math.min(Math.max(position + BatchFormat.HEADER_BYTES, lastClaimedEnd), last.base + last.sizeBytes);
        ByteBuffer zeros = ByteBuffer.allocate(WINDOW_BYTES);
        for (long at = position; at < to; at += zeros.capacity()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
            last.file.open().write(at - last.base, List.of(zeros));
        }
    }

    /**
     * Writes everything again that no batch says was forced. If a force failed before the restart, the page cache holds bytes that it believes to be on the device and
     * that are not: they were just read, but forcing them would do nothing.
     */
    private void rewriteUnforced() throws IOException {
        for (Segment segment : chain) {
            LogFile file = segment.file.open();
            ByteBuffer copy = ByteBuffer.allocate(WINDOW_BYTES);
            long at = Math.max(segment.base, witnessedForced);
            while (at < segment.end) {
                copy.clear().limit((int) Math.min(copy.capacity(), segment.end - at));
                int count = file.read(at - segment.base, copy);
                file.write(at - segment.base, List.of(copy.flip()));
                at += count;
            }
        }
    }

    private OpenedLog open(Optional<OpenedLog.Cut> cut) throws IOException {
        SegmentTable table = new SegmentTable();
        chain.forEach(table::add);
        SegmentSpace space = openSpace();
        Recovered recovered =
                new Recovered(table, space, new Checkpoints(!config.isTransient()), position, appliedPosition, epoch);
        PartitionLog log = new PartitionLog(recovered, storage, config);
        return new OpenedLog(storage, log, List.copyOf(chain), cut);
    }

    private SegmentSpace openSpace() throws IOException {
        List<MaintenanceTask.Spare> spares = new ArrayList<>();
        long highest = 0;
        for (String name : storage.list()) {
            if (FileNames.spareNumber(name).isPresent()) {
                highest = Math.max(highest, FileNames.spareNumber(name).getAsLong());
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
        if (spares.isEmpty() && chain.isEmpty() && !config.isTransient()) {
            MaintenanceTask.Spare first = new MaintenanceTask.Spare(space.nextSpareName(), config.firstSegmentBytes());
            MaintenanceTask.prepare(storage, first, true);
            spares.add(first);
        }
        spares.forEach(space::add);
        return space;
    }

    private long sizeOf(String name) throws IOException {
        try (LogFile file = storage.open(name)) {
            return file.size();
        }
    }
}
