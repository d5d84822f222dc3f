package io.corduroy.log;

import io.corduroy.log.storage.DiskFullException;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition's log, as its owner sees it: append records, learn how far the disk has come, find batches again, say what is live.
 *
 * <p>It owns no thread, reads no clock and never touches the disk: whatever blocks is a task that the owner takes from it, a shell runs on another
 * thread, and whose outcome comes back through an {@code on…} method. All methods of this class are for the one thread that owns the partition.
 *
 * <p>The life of a record: {@link #append} puts it into the open batch; {@link #takeFlush} seals that batch and hands it to the disk, while the next one
 * fills; {@link #onFlushed} moves {@link #writtenPosition()} and {@link #forcedPosition()}; the owner applies the batch and says so by
 * {@link #onApplied}; {@link #addLive} and {@link #removeLive} count what is still needed; a segment in which nothing is live is deleted once
 * checkpoints cover it. A record is durable when the position of its batch is below the forced position.
 */
public final class PartitionLog {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionLog.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Storage storage;
    private final LogConfig config;
    private final SegmentTable segments;
    private final SegmentSpace space;
    private final FlushQueue flushes;
    private final BatchCache cache;
    private final Checkpoints checkpoints;
    private final ReadHandles handles = new ReadHandles();

    private @Nullable OpenBatch open;
    private @Nullable Segment active;
    private @Nullable MaintenanceTask maintenance;
    private @Nullable Throwable failure;
    private final long openedEnd;
    private long sealedEnd;
    private long appendPosition = -1;
    private long appliedPosition;
    private long appliedEpoch;
    private boolean checkpointing;
    private long lastEpoch;
    private boolean epochBegun;
    private final BatchDraft draft = new BatchDraft();

    PartitionLog(Recovery.Recovered recovered, Storage storage, LogConfig config) {
        this.storage = storage;
        this.config = config;
        segments = recovered.segments();
        space = recovered.space();
        flushes = new FlushQueue(recovered.endPosition());
        cache = new BatchCache(config.tailCacheBytes(), config.readCacheBytes());
        checkpoints = recovered.checkpoints();
        active = segments.isEmpty() || segments.last().sealed ? null : segments.last();
        openedEnd = recovered.endPosition();
        sealedEnd = openedEnd;
        appliedPosition = recovered.appliedPosition();
        appliedEpoch = recovered.appliedEpoch();
        lastEpoch = recovered.epoch();
    }

    /**
     * Opens the log in a directory, which must be locked for this process, and recovers it: finds the newest valid checkpoint, reads every batch after it, and
     * cuts what a crash left torn at the end. Blocks on the disk; call it before the owner's loop runs, then {@link OpenedLog#replay}.
     *
     * <p>On return everything that is left is forced. If this fails, nothing was lost by it and it can be called again.
     *
     * @throws CorruptLogException if bytes that were once forced are damaged or missing
     */
    public static OpenedLog open(Storage storage, LogConfig config) throws IOException {
        return new Recovery(storage, config).run();
    }

    public LogConfig config() {
        return config;
    }

    // Appending

    /**
     * Begins a reign: its number is stamped on all batches from now on. What was appended before is sealed with the old one.
     *
     * @param epoch higher than any before, also than any found at opening
     */
    public void beginEpoch(long epoch) {
        requireUsable();
        if (epoch <= lastEpoch) {
            throw new IllegalArgumentException("epoch " + epoch + " is not higher than " + lastEpoch);
        }
        sealOpenBatch();
        lastEpoch = epoch;
        epochBegun = true;
    }

    /** The number of the current reign, or before the first {@link #beginEpoch} the highest one that was found. */
    public long epoch() {
        return lastEpoch;
    }

    /**
     * Appends one record to the open batch. It is neither readable nor durable before its batch is sealed and flushed.
     *
     * <p>The bytes are copied once. If the batch is full, it is sealed and another begun.
     *
     * @param nowMs the owner's clock, milliseconds since 1970; becomes the base timestamp if this record begins a batch
     * @param head first bytes of the record; its position is left alone
     * @param body the bytes after them, may be empty; its position is left alone
     * @return the record's index in the batch at {@link #appendPosition()}
     * @throws IllegalArgumentException if the record is longer than {@link LogConfig#maxRecordBytes()}
     * @throws LogFullException if all prepared space is used up; nothing was appended. Ask {@link #admission()} before
     * @throws LogFailedException if the disk failed
     * @throws IllegalStateException if no epoch has begun, or the log was not replayed to its end
     */
    public int append(long nowMs, ByteBuffer head, ByteBuffer body, Durability durability) {
        OpenBatch batch = batchFor(nowMs, head.remaining() + body.remaining());
        int index = batch.add(head, body, durability);
        appendPosition = batch.position();
        return index;
    }

    /** Appends one record that is in one piece; see {@link #append(long, ByteBuffer, ByteBuffer, Durability)}. */
    public int append(long nowMs, ByteBuffer record, Durability durability) {
        return append(nowMs, record, NOTHING, durability);
    }

    /**
     * The base timestamp of the batch to which a record of that length would be appended now, so that records can be coded relative to it.
     * If that is a new batch, it begins it.
     *
     * @throws LogFullException as {@link #append(long, ByteBuffer, ByteBuffer, Durability)} would
     */
    public long baseTimestampFor(long nowMs, int recordBytes) {
        return batchFor(nowMs, recordBytes).baseTimestampMs();
    }

    private OpenBatch batchFor(long nowMs, int recordBytes) {
        requireUsable();
        if (!epochBegun || appliedPosition < openedEnd) {
            throw new IllegalStateException("replay the log and begin an epoch before appending to it");
        }
        if (recordBytes > config.maxRecordBytes()) {
            throw new IllegalArgumentException(
                    "a record of " + recordBytes + " bytes is longer than maxRecordBytes, " + config.maxRecordBytes());
        }
        if (open == null || !open.accepts(recordBytes)) {
            if (open != null && !open.isEmpty()) {
                sealOpenBatch();
            }
            open = beginBatch(nowMs, recordBytes);
        }
        return open;
    }

    private OpenBatch beginBatch(long nowMs, int recordBytes) {
        long needed = LogConfig.longestBatchBytes(recordBytes, config.alignmentBytes());
        Segment segment = active;
        if (segment == null || segment.remaining() < needed) {
            segment = roll(needed);
        }
        int limit = (int) Math.max(needed, Math.min(config.maxBatchBytes(), segment.remaining()));
        return new OpenBatch(sealedEnd, lastEpoch, nowMs, segment, limit, draft);
    }

    private Segment roll(long neededBytes) {
        MaintenanceTask.Spare spare = space.take(neededBytes);
        if (spare == null) {
            throw new LogFullException(
                    "no prepared segment with room for " + neededBytes + " bytes is left in " + storage.location());
        }
        if (active != null) {
            active.sealed = true;
        }
        SegmentFile file = new SegmentFile(storage, FileNames.segment(sealedEnd, spare.sizeBytes()), false);
        Segment next = new Segment(sealedEnd, spare.sizeBytes(), file, spare.name());
        segments.add(next);
        active = next;
        return next;
    }

    private void sealOpenBatch() {
        OpenBatch batch = open;
        if (batch == null || batch.isEmpty()) {
            return;
        }
        open = null;
        RecordBatch sealed = batch.seal(flushes.forcedPosition(), config.alignmentBytes());
        sealedEnd = sealed.endPosition();
        batch.segment().end = sealedEnd;
        cache.appended(sealed);
        flushes.add(sealed, batch.segment());
    }

    /** Position of the batch that the last append went to; -1 before the first. */
    public long appendPosition() {
        return appendPosition;
    }

    /** Position behind the last appended record. */
    public long endPosition() {
        return open == null || open.isEmpty() ? sealedEnd : open.endPosition();
    }

    /** Everything below is on the device. */
    public long forcedPosition() {
        return flushes.forcedPosition();
    }

    /** Everything below was handed to the operating system, or never needed it. */
    public long writtenPosition() {
        return flushes.writtenPosition();
    }

    // Flushing

    /**
     * Seals the open batch and takes what waits for the disk, up to {@link LogConfig#maxFlushBytes()}; null while a flush is in progress or if nothing waits. Call it
     * after every round of appends and after every {@link #onFlushed}: what is appended while a flush runs makes up the next one, so there is no timer.
     *
     * @throws LogFailedException if the disk failed
     */
    public @Nullable FlushTask takeFlush() {
        return takeFlush(false);
    }

    /** Like {@link #takeFlush()}, but forces whatever was written, also if no record asked for it: for policies that force within an interval. */
    public @Nullable FlushTask takeForcedFlush() {
        return takeFlush(true);
    }

    private @Nullable FlushTask takeFlush(boolean force) {
        requireUsable();
        if (flushes.isFlushing()) {
            return null;
        }
        sealOpenBatch();
        if (config.isTransient()) {
            flushes.skipDead(this::isDead);
            if (space.isDiskFull() || flushes.unwrittenBytes() <= config.writeBehindBytes()) {
                return null;
            }
        }
        return flushes.take(config.maxFlushBytes(), !config.isTransient(), force && !config.isTransient());
    }

    public void onFlushed(FlushTask.Result result) {
        flushes.onFlushed(result);
        trimTail();
    }

    /**
     * The flush failed. The log is failed from now on, for good, unless it is transient and the disk was merely full: then its batches wait until
     * there is room.
     */
    public void onFlushFailed(IOException cause) {
        if (config.isTransient() && cause instanceof DiskFullException) {
            LOG.warn("disk full, transient log keeps its batches in memory: directory={}", storage.location(), cause);
            flushes.putBack();
            space.onDiskFull();
            return;
        }
        fail("a flush failed", cause);
    }

    private void fail(String what, Throwable cause) {
        if (failure == null) {
            failure = cause;
            LOG.error("log failed: {}; directory={}", what, storage.location(), cause);
        }
    }

    /** Whether the disk failed under this log. */
    public boolean isFailed() {
        return failure != null;
    }

    private void requireUsable() {
        if (failure != null) {
            throw new LogFailedException(
                    "the log in " + storage.location() + " has failed; open it again to recover what is on the disk",
                    failure);
        }
    }

    // Reading

    /**
     * The batch at a position if it is in memory, else null: then it is on the disk, see {@link #read}. A sealed batch is in memory from the moment it is sealed until
     * it is both written and applied, and after that for as long as the caches have room.
     */
    public @Nullable RecordBatch cached(long batchPosition) {
        return cache.get(batchPosition);
    }

    /** Seals the open batch, so that what was appended can be read and applied before it is written: for the transient log. */
    public void sealForRead() {
        requireUsable();
        sealOpenBatch();
    }

    /** Position behind the last sealed batch: batches below it can be had from {@link #cached} or {@link #read}. */
    public long sealedPosition() {
        return sealedEnd;
    }

    /**
     * A task that reads the batch at a position and those that follow it in the same segment.
     *
     * @param batchPosition position of a batch below {@link #writtenPosition()}
     * @param readAheadBytes how far to read on; the batch itself is always read whole
     * @throws DeletedPositionException if the position was deleted
     * @throws IllegalArgumentException if nothing is written there yet
     */
    public ReadTask read(long batchPosition, int readAheadBytes) {
        if (batchPosition < 0 || batchPosition >= flushes.writtenPosition()) {
            throw new IllegalArgumentException(
                    "position " + batchPosition + " is not below the written position " + flushes.writtenPosition());
        }
        Segment segment = segments.find(batchPosition);
        if (segment == null) {
            throw new DeletedPositionException(batchPosition);
        }
        segment.pendingReads++;
        long end = Math.min(segment.end, flushes.writtenPosition());
        return new ReadTask(segment.file, segment.base, batchPosition, end, readAheadBytes);
    }

    public void onRead(ReadTask.Result result) {
        onReadEnded(result.task());
        cache.wereRead(result.batches());
    }

    /** A read that ended in an exception, or was never run. */
    public void onReadFailed(ReadTask task) {
        onReadEnded(task);
    }

    private void onReadEnded(ReadTask task) {
        Segment segment = segments.find(task.position());
        if (segment == null || segment.pendingReads == 0) {
            throw new IllegalStateException("no read of position " + task.position() + " is pending");
        }
        segment.pendingReads--;
        handles.onRead(segment);
        if (!checkpointing) { // a checkpoint may be forcing what a flush has forced meanwhile
            handles.closeSurplus(flushes.writtenPosition());
        }
    }

    // What is live

    /**
     * The owner has applied all batches below a position, in order, and counted what is live in them. They may leave the memory now, and a checkpoint taken
     * now covers them.
     *
     * @param position end of a sealed batch, not lower than before
     */
    public void onApplied(long position) {
        if (position < appliedPosition || position > sealedEnd) {
            throw new IllegalArgumentException(
                    "position " + position + " is not from " + appliedPosition + " to " + sealedEnd);
        }
        for (RecordBatch batch : cache.tail(appliedPosition, position)) {
            count(batch);
        }
        appliedPosition = position;
        trimTail();
    }

    /** A batch found at opening was applied. */
    void onReplayed(RecordBatch batch) {
        count(batch);
        appliedPosition = batch.endPosition();
    }

    private void count(RecordBatch batch) {
        Segment segment = segments.find(batch.position());
        if (segment == null) {
            throw new IllegalStateException("applied a batch of a deleted segment, position " + batch.position());
        }
        segment.total += batch.recordCount();
        appliedEpoch = batch.epoch();
    }

    /** Position below which the owner has applied everything. */
    public long appliedPosition() {
        return appliedPosition;
    }

    /**
     * One record of the batch is live: its segment stays until {@link #removeLive} was called as often.
     *
     * @throws DeletedPositionException if the segment is gone already
     */
    public void addLive(long batchPosition) {
        segmentOf(batchPosition).live++;
    }

    /** One record of the batch is not needed any more. */
    public void removeLive(long batchPosition) {
        Segment segment = segmentOf(batchPosition);
        if (segment.live == 0) {
            throw new IllegalStateException("more records of segment " + segment.base + " died than were live");
        }
        segment.live--;
    }

    private Segment segmentOf(long batchPosition) {
        Segment segment = segments.find(batchPosition);
        if (segment == null) {
            throw new DeletedPositionException(batchPosition);
        }
        return segment;
    }

    /** All segments, oldest first. */
    public List<SegmentInfo> segments() {
        return segments.infos();
    }

    /**
     * Sealed segments, oldest first, that would be worth emptying: something in them is live, but less than {@link LogConfig#relocateBelowShare()}. The owner
     * appends those records again and then removes the old ones' liveness.
     */
    public List<SegmentInfo> relocationCandidates() {
        return segments.infos().stream()
                .filter(s -> s.sealed()
                        && s.endPosition() <= appliedPosition
                        && s.liveRecords() > 0
                        && s.liveShare() < config.relocateBelowShare())
                .toList();
    }

    // Space

    /**
     * Whether new work may be appended. {@link Admission#OPEN} promises room for the longest record, and for the smaller of {@link LogConfig#reserveBytes()} and half a
     * segment in short ones. So ask once per piece of work, before its first record, and again within work that appends without bound.
     */
    public Admission admission() {
        if (space.isDiskFull()) {
            return Admission.RESERVE_ONLY;
        }
        if (flushes.unwrittenBytes() > config.maxUnwrittenBytes()) {
            return Admission.BUSY;
        }
        long remaining = active == null ? 0 : active.base + active.sizeBytes - endPosition();
        long reserve = active == null ? 0 : Math.min(config.reserveBytes(), active.sizeBytes / 2);
        boolean roomForOne = space.spareBytes() > 0
                || remaining >= LogConfig.longestBatchBytes(config.maxRecordBytes(), config.alignmentBytes());
        return roomForOne && remaining + space.spareBytes() > reserve ? Admission.OPEN : Admission.BUSY;
    }

    /** Room that is prepared and not used: what can be appended, in short records, before another segment is prepared. */
    public long preparedBytes() {
        long remaining = active == null ? 0 : active.base + active.sizeBytes - endPosition();
        return remaining + space.spareBytes();
    }

    /**
     * A checkpoint of everything that is applied now, or null while another is being written. It holds the owner's state, the segments that must exist and what is live in
     * them. The two newest are kept.
     *
     * <p>A checkpoint that the owner takes last of all, when nothing is unflushed or unapplied, also protects the end of the log: recovery then knows how far it reached.
     *
     * @param state the owner's state as of {@link #appliedPosition()}, immutable
     */
    public @Nullable CheckpointTask checkpoint(CheckpointState state) {
        requireUsable();
        if (config.isTransient()) {
            throw new IllegalStateException("a transient log has no checkpoints");
        }
        if (appliedPosition > flushes.writtenPosition()) {
            throw new IllegalStateException(
                    "applied up to " + appliedPosition + ", but only written up to " + flushes.writtenPosition());
        }
        if (checkpointing) {
            return null;
        }
        checkpointing = true;
        List<SegmentInfo> mustExist = segments.all().stream()
                .filter(s -> s.placed && s.base <= appliedPosition && !isDead(s))
                .map(Segment::info)
                .toList();
        long forced = Math.max(flushes.forcedPosition(), appliedPosition);
        CheckpointHeader header =
                new CheckpointHeader(checkpoints.nextGeneration(), appliedPosition, forced, appliedEpoch, mustExist);
        return new CheckpointTask(
                storage,
                header,
                state,
                flushes.dirtyBelow(appliedPosition),
                checkpoints.obsolete(),
                CheckpointReserve.of(storage, config));
    }

    public void onCheckpointed(CheckpointTask.Result result) {
        if (!checkpointing) {
            throw new IllegalStateException("no checkpoint is being written");
        }
        checkpointing = false;
        if (result.logForceFailed()) {
            fail("a force before a checkpoint failed", result.failure().orElseThrow());
        } else if (result.failure().isPresent()) {
            LOG.warn(
                    "no checkpoint could be written: directory={}",
                    storage.location(),
                    result.failure().get());
        } else {
            checkpoints.onWritten(result.header());
            flushes.onForced(result.appliedPosition());
        }
    }

    /** Position below which nothing would be replayed if the log were opened now. */
    public long checkpointPosition() {
        CheckpointHeader newest = checkpoints.newest();
        return newest == null ? 0 : newest.appliedPosition();
    }

    /**
     * Size of the segments in which nothing is live and that wait for checkpoints to say so: two more, and they are deleted.
     */
    public long deadBytesAwaitingCheckpoints() {
        long bytes = 0;
        for (Segment segment : segments.all()) {
            if (segment.placed && isDead(segment) && !checkpoints.coverDeletionOf(segment)) {
                bytes += segment.sizeBytes;
            }
        }
        return bytes;
    }

    /**
     * What the background thread should do now: delete what is dead, prepare the next segment. Null if there is nothing, or while a task is under way.
     * Ask after {@link #onMaintained} and {@link #onCheckpointed}, and about once a second.
     *
     * @param nowMs the owner's clock, paces the attempts on a full disk
     */
    public @Nullable MaintenanceTask takeMaintenance(long nowMs) {
        if (maintenance != null || failure != null) {
            return null;
        }
        List<MaintenanceTask.Condemned> condemned = condemn();
        MaintenanceTask.Spare toPrepare =
                condemned.isEmpty() ? space.toPrepare(nowMs) : null; // recycling may make it unnecessary
        if (condemned.isEmpty() && toPrepare == null) {
            return null;
        }
        maintenance = new MaintenanceTask(storage, condemned, toPrepare, !config.isTransient());
        return maintenance;
    }

    private List<MaintenanceTask.Condemned> condemn() {
        List<MaintenanceTask.Condemned> condemned = new ArrayList<>();
        int spares = space.spareCount();
        for (Segment segment : List.copyOf(segments.all())) {
            if (!isDead(segment) || !checkpoints.coverDeletionOf(segment) || segment.pendingReads > 0) {
                continue;
            }
            if (!segment.placed) {
                if (segment.end <= flushes.writtenPosition()) {
                    segments.remove(segment); // dead before it was ever written
                }
                continue;
            }
            boolean recycle = !config.isTransient()
                    && spares < config.maxSpareSegments()
                    && segment.sizeBytes == config.segmentBytes();
            spares += recycle ? 1 : 0;
            condemned.add(new MaintenanceTask.Condemned(segment, recycle ? space.nextSpareName() : ""));
            segments.remove(segment); // from here on its positions are deleted, whenever the file goes
            handles.forget(segment);
            cache.forget(segment.base, segment.end);
        }
        return condemned;
    }

    private boolean isDead(Segment segment) {
        return segment.sealed && segment.live == 0 && segment.end <= appliedPosition;
    }

    public void onMaintained(MaintenanceTask.Result result) {
        if (maintenance == null) {
            throw new IllegalStateException("no maintenance is under way");
        }
        maintenance = null;
        result.spares().forEach(space::add);
        result.failure()
                .ifPresent(cause -> LOG.warn("maintenance could not finish: directory={}", storage.location(), cause));
        if (result.prepareFailed()) {
            space.onDiskFull();
        } else if (result.prepared()) {
            space.onRoomFound();
        }
    }

    private void trimTail() {
        cache.trimTail(Math.min(appliedPosition, flushes.writtenPosition()));
    }
}
