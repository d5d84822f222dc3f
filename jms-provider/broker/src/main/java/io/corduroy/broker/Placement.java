package io.corduroy.broker;

import io.corduroy.protocol.DestinationName;

/**
 * Where destinations live, as far as this partition has to know it. Messages are moved without a copy, so only to queues of
 * their own partition: where the queue that settings name for them lives elsewhere, its neighbour here takes its place.
 */
final class Placement {
    private static final int SUFFIX_LENGTH = 5;

    private final int partition;
    private final PartitionShell shell;

    Placement(int partition, PartitionShell shell) {
        this.partition = partition;
        this.shell = shell;
    }

    boolean isHere(DestinationName name) {
        return shell.partitionOf(name) == partition;
    }

    int partitionOf(DestinationName name) {
        return shell.partitionOf(name);
    }

    /** The queue of a name if it lives here, else the first of NAME.1, NAME.2 … that does: "DLQ", or perhaps "DLQ.4". */
    DestinationName queueHere(String name) {
        DestinationName wanted = new DestinationName(DestinationName.Kind.QUEUE, name);
        String base = name.substring(0, Math.min(name.length(), DestinationName.MAX_NAME_LENGTH - SUFFIX_LENGTH));
        for (int n = 1; !isHere(wanted); n++) {
            wanted = new DestinationName(DestinationName.Kind.QUEUE, base + "." + n);
        }
        return wanted;
    }
}
