package io.corduroy.server.partition;

import io.corduroy.broker.PartitionMessage;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.MetadataImage;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The partitions of a node as they know each other: what one says is put into the other one's inbox. What is said to a
 * partition that has not started yet, or has stopped, is lost; the sender says it again. Any thread.
 */
public final class Neighbours {
    private final AtomicReferenceArray<PartitionRunner> byNumber;

    /**
     * Nobody yet.
     *
     * @param partitions how many there will be, numbered from 1
     */
    public Neighbours(int partitions) {
        byNumber = new AtomicReferenceArray<>(partitions + 1);
    }

    /** Where a destination lives: on a partition of this node, for it has all of them. */
    int partitionOf(DestinationName destination) {
        return MetadataImage.partitionOf(destination, byNumber.length() - 1);
    }

    void enter(PartitionRunner partition) {
        byNumber.set(partition.number(), partition);
    }

    void tell(int partition, PartitionMessage message) {
        PartitionRunner addressee = partition > 0 && partition < byNumber.length() ? byNumber.get(partition) : null;
        if (addressee != null) {
            addressee.onPartitionMessage(message);
        }
    }
}
