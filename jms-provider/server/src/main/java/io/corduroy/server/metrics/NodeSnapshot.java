package io.corduroy.server.metrics;

import java.util.List;

/**
 * A node at a moment. Immutable; the latest is published by one volatile write.
 *
 * @param connections links that are open
 * @param accepted clients let in so far
 * @param refused links ended by us so far
 * @param lost clients gone without Bye so far
 * @param diskFreeBytes usable on the data directory's disk; −1 without one
 * @param uptimeMs since the node was started
 * @param partitions in order
 */
public record NodeSnapshot(
        int connections,
        long accepted,
        long refused,
        long lost,
        long diskFreeBytes,
        long uptimeMs,
        List<PartitionSnapshot> partitions) {

    /** Copies the list. */
    public NodeSnapshot {
        partitions = List.copyOf(partitions);
    }
}
