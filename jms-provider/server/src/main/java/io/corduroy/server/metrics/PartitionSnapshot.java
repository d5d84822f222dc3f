package io.corduroy.server.metrics;

import java.util.List;

/**
 * A partition at a moment.
 *
 * @param partition its number
 * @param failed whether it has stopped
 * @param epoch the reign
 * @param endPosition where its log ends
 * @param commitPosition everything below is confirmed
 * @param pendingBytes appended and not yet written
 * @param segments files of its log
 * @param destinationCount queues and topics
 * @param clients attached
 * @param messages not yet acknowledged
 * @param rates of all destinations together
 * @param recoveryMs how long the last recovery took
 * @param flushes what the disk costs; goes on counting
 * @param destinations the deepest, and the sum of the others last
 */
public record PartitionSnapshot(
        int partition,
        boolean failed,
        long epoch,
        long endPosition,
        long commitPosition,
        long pendingBytes,
        int segments,
        int destinationCount,
        int clients,
        long messages,
        Rates rates,
        long recoveryMs,
        FlushMeter flushes,
        List<DestinationSnapshot> destinations) {

    /** Copies the list. */
    public PartitionSnapshot {
        destinations = List.copyOf(destinations);
    }

    /** How long the oldest message waits that is known; 0 for none. */
    public long oldestMessageAgeMs() {
        return destinations.stream()
                .mapToLong(DestinationSnapshot::oldestMessageAgeMs)
                .max()
                .orElse(0);
    }
}
