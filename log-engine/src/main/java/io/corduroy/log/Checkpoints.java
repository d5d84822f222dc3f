package io.corduroy.log;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The two newest durable checkpoints and what they promise.
 *
 * <p>A segment may be deleted when the <em>older</em> of the two knew it as dead. Recovery then never misses a segment that its checkpoint lists, and it can still
 * start from the older checkpoint should the newer one turn out to be damaged.
 */
final class Checkpoints {
    private final boolean needed;
    private final List<String> files = new ArrayList<>();
    private @Nullable CheckpointHeader newest;
    private @Nullable CheckpointHeader older;
    private Set<Long> listedByOlder = Set.of();
    private long lastGeneration;

    /** @param needed false for a log that has no checkpoints, and deletes what is dead at once */
    Checkpoints(boolean needed) {
        this.needed = needed;
    }

    /** A file was found, valid or not; it will be deleted when it is obsolete. */
    void found(String name, long generation) {
        files.add(name);
        lastGeneration = Math.max(lastGeneration, generation);
    }

    void durable(CheckpointHeader header) {
        older = newest;
        newest = header;
        listedByOlder = new HashSet<>();
        if (older != null) {
            older.segments().forEach(segment -> listedByOlder.add(segment.basePosition()));
        }
    }

    void onWritten(CheckpointHeader header) {
        files.removeAll(obsolete());
        found(FileNames.checkpoint(header.generation()), header.generation());
        durable(header);
    }

    @Nullable
    CheckpointHeader newest() {
        return newest;
    }

    long nextGeneration() {
        return ++lastGeneration;
    }

    /** Files that are not needed once there is one more beside the newest. */
    List<String> obsolete() {
        String kept = newest == null ? "" : FileNames.checkpoint(newest.generation());
        return files.stream().filter(name -> !name.equals(kept)).toList();
    }

    /** Whether no recovery will miss the segment. */
    boolean coverDeletionOf(Segment segment) {
        if (!needed) {
            return true;
        }
        return older != null && segment.end <= older.appliedPosition() && !listedByOlder.contains(segment.base);
    }
}
