package io.corduroy.log;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Space that is prepared but not used: spare segments, and what the disk said when it was last asked for more. */
final class SegmentSpace {
    private final LogConfig config;
    private final Deque<MaintenanceTask.Spare> spares = new ArrayDeque<>();
    private long nextSpareNumber;
    /** Of all spares: asked for before every piece of work. */
    private long spareBytes;

    private boolean diskFull;
    private long retryAtMs;

    SegmentSpace(LogConfig config, long nextSpareNumber) {
        this.config = config;
        this.nextSpareNumber = nextSpareNumber;
    }

    void add(MaintenanceTask.Spare spare) {
        spares.add(spare);
        spareBytes += spare.sizeBytes();
        if (hasEnough()) {
            diskFull = false;
        }
    }

    int spareCount() {
        return spares.size();
    }

    long spareBytes() {
        return config.isTransient()
                ? config.segmentBytes() // its segments grow as they are written
                : spareBytes;
    }

    /** A prepared file with room for so many bytes, or null. */
    MaintenanceTask.@Nullable Spare take(long neededBytes) {
        if (config.isTransient()) {
            return new MaintenanceTask.Spare("", config.segmentBytes());
        }
        for (var i = spares.iterator(); i.hasNext(); ) {
            MaintenanceTask.Spare spare = i.next();
            if (spare.sizeBytes() >= neededBytes) {
                i.remove();
                spareBytes -= spare.sizeBytes();
                return spare;
            }
        }
        return null;
    }

    String nextSpareName() {
        return FileNames.spare(nextSpareNumber++);
    }

    /** The file to prepare now, or null if there are enough or the disk was full a moment ago. */
    MaintenanceTask.@Nullable Spare toPrepare(long nowMs) {
        boolean wanted = config.isTransient() ? diskFull : !hasEnough();
        if (!wanted || (diskFull && nowMs - retryAtMs < 0)) {
            return null;
        }
        retryAtMs = nowMs + config.diskFullRetryMs();
        return new MaintenanceTask.Spare(nextSpareName(), config.segmentBytes());
    }

    /** The small first segment of a new log does not count: by the time it is full, the next should be ready. */
    private boolean hasEnough() {
        long fullSize = spares.stream()
                .filter(s -> s.sizeBytes() == config.segmentBytes())
                .count();
        return fullSize >= config.spareSegments();
    }

    boolean isDiskFull() {
        return diskFull;
    }

    void onDiskFull() {
        diskFull = true;
    }

    void onRoomFound() {
        diskFull = false;
    }
}
