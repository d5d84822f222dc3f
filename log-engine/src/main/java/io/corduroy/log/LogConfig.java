package io.corduroy.log;

/**
 * The settings of one log. Immutable; begin with {@link #durable()} or {@link #transientLog()} and change what differs.
 *
 * @param segmentBytes size of a segment file
 * @param firstSegmentBytes size of the first segment of a new log, smaller so that a fresh start need not wait for a large file of zeros
 * @param maxBatchBytes a batch is sealed rather than grow beyond this; a longer record gets a batch of its own. A batch is read whole for any of
 *     its records, so small ones make a lane among many cheap to read; a flush takes as many as wait, so large ones would not save a force
 * @param maxRecordBytes longest record
 * @param alignmentBytes batches end at multiples of this: 1 wastes nothing, 4096 suits a device that may spoil a block while rewriting it
 * @param tailCacheBytes memory for the batches appended last; what is unflushed or unapplied is kept beyond it
 * @param readCacheBytes memory for the batches read last
 * @param maxUnwrittenBytes when more waits for the disk, {@link PartitionLog#admission()} is {@link Admission#BUSY}
 * @param maxFlushBytes a flush takes no more batches than this, and at least one
 * @param writeBehindBytes a flush is offered only when more than this waits; 0 unless the log is transient
 * @param spareSegments segments prepared ahead of use
 * @param maxSpareSegments deleted segments kept for use again
 * @param reserveBytes prepared space below which {@link PartitionLog#admission()} is no longer {@link Admission#OPEN}
 * @param relocateBelowShare sealed segments with a smaller share of live records are candidates for relocation
 * @param diskFullRetryMs pause between attempts to prepare a segment on a full disk
 * @param isTransient nothing is forced or checkpointed, and opening empties the directory
 */
public record LogConfig(
        long segmentBytes,
        long firstSegmentBytes,
        int maxBatchBytes,
        int maxRecordBytes,
        int alignmentBytes,
        long tailCacheBytes,
        long readCacheBytes,
        long maxUnwrittenBytes,
        int maxFlushBytes,
        long writeBehindBytes,
        int spareSegments,
        int maxSpareSegments,
        long reserveBytes,
        double relocateBelowShare,
        long diskFullRetryMs,
        boolean isTransient) {

    private static final long MIB = 1 << 20;

    /** @throws IllegalArgumentException if a setting is out of range or does not fit another one; the text names both */
    public LogConfig {
        require(
                maxRecordBytes >= 1 && maxRecordBytes <= 16 * MIB,
                "maxRecordBytes must be from 1 to 16 MiB: " + maxRecordBytes);
        require(
                maxBatchBytes >= 64 && maxBatchBytes <= 16 * MIB,
                "maxBatchBytes must be from 64 to 16 MiB: " + maxBatchBytes);
        require(
                alignmentBytes >= 1 && alignmentBytes <= 65_536 && Integer.bitCount(alignmentBytes) == 1,
                "alignmentBytes must be a power of two up to 65536: " + alignmentBytes);
        long longest = longestBatchBytes(maxRecordBytes, alignmentBytes);
        require(
                firstSegmentBytes >= longest && segmentBytes >= longest && segmentBytes <= 1024 * MIB,
                "segmentBytes (" + segmentBytes + ") and firstSegmentBytes (" + firstSegmentBytes + ") must be from "
                        + longest + ", for one record of maxRecordBytes, to 1 GiB");
        require(
                firstSegmentBytes <= segmentBytes
                        && firstSegmentBytes % alignmentBytes == 0
                        && segmentBytes % alignmentBytes == 0,
                "firstSegmentBytes must be at most segmentBytes, both multiples of alignmentBytes");
        require(tailCacheBytes >= 0 && readCacheBytes >= 0, "cache sizes must not be negative");
        require(
                maxUnwrittenBytes > writeBehindBytes && writeBehindBytes >= 0,
                "maxUnwrittenBytes must exceed writeBehindBytes, which must not be negative");
        require(maxFlushBytes > 0, "maxFlushBytes must be positive: " + maxFlushBytes);
        require(
                spareSegments >= 1 && maxSpareSegments >= spareSegments,
                "spareSegments must be from 1 to maxSpareSegments");
        require(
                reserveBytes >= 0 && reserveBytes < segmentBytes,
                "reserveBytes must be from 0 to less than segmentBytes: " + reserveBytes);
        require(
                relocateBelowShare >= 0 && relocateBelowShare <= 1,
                "relocateBelowShare must be from 0 to 1: " + relocateBelowShare);
        require(diskFullRetryMs >= 0, "diskFullRetryMs must not be negative: " + diskFullRetryMs);
    }

    /** The defaults of a log that survives. */
    public static LogConfig durable() {
        return new LogConfig(
                64 * MIB,
                8 * MIB,
                16 << 10,
                (int) (4 * MIB),
                1,
                32 * MIB,
                32 * MIB,
                32 * MIB,
                (int) (8 * MIB),
                0,
                1,
                4,
                16 * MIB,
                0.2,
                1_000,
                false);
    }

    /** The defaults of a log that is empty after a restart: nothing is forced, and nothing is written that dies young. */
    public static LogConfig transientLog() {
        return new LogConfig(
                8 * MIB,
                8 * MIB,
                16 << 10,
                (int) (4 * MIB),
                1,
                32 * MIB,
                32 * MIB,
                48 * MIB,
                (int) (8 * MIB),
                16 * MIB,
                1,
                1,
                0,
                0.2,
                1_000,
                true);
    }

    public LogConfig withSegmentBytes(long segment, long first) {
        return new LogConfig(
                segment,
                first,
                maxBatchBytes,
                maxRecordBytes,
                alignmentBytes,
                tailCacheBytes,
                readCacheBytes,
                maxUnwrittenBytes,
                maxFlushBytes,
                writeBehindBytes,
                spareSegments,
                maxSpareSegments,
                Math.min(reserveBytes, segment / 4),
                relocateBelowShare,
                diskFullRetryMs,
                isTransient);
    }

    public LogConfig withMaxBatchBytes(int batch, int record) {
        return new LogConfig(
                segmentBytes,
                firstSegmentBytes,
                batch,
                record,
                alignmentBytes,
                tailCacheBytes,
                readCacheBytes,
                maxUnwrittenBytes,
                maxFlushBytes,
                writeBehindBytes,
                spareSegments,
                maxSpareSegments,
                reserveBytes,
                relocateBelowShare,
                diskFullRetryMs,
                isTransient);
    }

    public LogConfig withAlignmentBytes(int alignment) {
        return new LogConfig(
                segmentBytes,
                firstSegmentBytes,
                maxBatchBytes,
                maxRecordBytes,
                alignment,
                tailCacheBytes,
                readCacheBytes,
                maxUnwrittenBytes,
                maxFlushBytes,
                writeBehindBytes,
                spareSegments,
                maxSpareSegments,
                reserveBytes,
                relocateBelowShare,
                diskFullRetryMs,
                isTransient);
    }

    public LogConfig withCacheBytes(long tail, long read) {
        return new LogConfig(
                segmentBytes,
                firstSegmentBytes,
                maxBatchBytes,
                maxRecordBytes,
                alignmentBytes,
                tail,
                read,
                maxUnwrittenBytes,
                maxFlushBytes,
                writeBehindBytes,
                spareSegments,
                maxSpareSegments,
                reserveBytes,
                relocateBelowShare,
                diskFullRetryMs,
                isTransient);
    }

    public LogConfig withFlush(long maxUnwritten, int maxFlush, long writeBehind) {
        return new LogConfig(
                segmentBytes,
                firstSegmentBytes,
                maxBatchBytes,
                maxRecordBytes,
                alignmentBytes,
                tailCacheBytes,
                readCacheBytes,
                maxUnwritten,
                maxFlush,
                writeBehind,
                spareSegments,
                maxSpareSegments,
                reserveBytes,
                relocateBelowShare,
                diskFullRetryMs,
                isTransient);
    }

    public LogConfig withSpares(int prepared, int kept, long reserve) {
        return new LogConfig(
                segmentBytes,
                firstSegmentBytes,
                maxBatchBytes,
                maxRecordBytes,
                alignmentBytes,
                tailCacheBytes,
                readCacheBytes,
                maxUnwrittenBytes,
                maxFlushBytes,
                writeBehindBytes,
                prepared,
                kept,
                reserve,
                relocateBelowShare,
                diskFullRetryMs,
                isTransient);
    }

    public LogConfig withRelocateBelowShare(double share) {
        return new LogConfig(
                segmentBytes,
                firstSegmentBytes,
                maxBatchBytes,
                maxRecordBytes,
                alignmentBytes,
                tailCacheBytes,
                readCacheBytes,
                maxUnwrittenBytes,
                maxFlushBytes,
                writeBehindBytes,
                spareSegments,
                maxSpareSegments,
                reserveBytes,
                share,
                diskFullRetryMs,
                isTransient);
    }

    /** Room that a batch with one record needs in a segment. */
    static long longestBatchBytes(int recordBytes, int alignmentBytes) {
        long bytes = BatchFormat.HEADER_BYTES + BatchFormat.varintBytes(recordBytes) + (long) recordBytes;
        return (bytes + alignmentBytes - 1) / alignmentBytes * alignmentBytes;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
