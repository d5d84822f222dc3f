package io.corduroy.log;

/** The owner's knowledge of one segment. */
final class Segment {
    final long base;
    final long sizeBytes;
    final SegmentFile file;
    /** Where the flush finds the file to rename, empty if it is to create one. */
    final String spareName;

    long end;
    long live;
    long total;
    boolean sealed;
    /** Whether the file has its name; only then can it be read, listed in a checkpoint or deleted. */
    boolean placed;
    /** Written, but not forced since. */
    boolean dirty;

    int pendingReads;

    Segment(long base, long sizeBytes, SegmentFile file, String spareName) {
        this.base = base;
        this.sizeBytes = sizeBytes;
        this.file = file;
        this.spareName = spareName;
        this.end = base;
    }

    long remaining() {
        return base + sizeBytes - end;
    }

    SegmentInfo info() {
        return new SegmentInfo(base, end, sizeBytes, live, total, sealed);
    }
}
