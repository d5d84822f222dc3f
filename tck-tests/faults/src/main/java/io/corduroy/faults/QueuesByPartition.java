package io.corduroy.faults;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.MetadataImage;
import java.util.ArrayList;
import java.util.List;

/** Names of queues that live on partitions of one's choice. */
final class QueuesByPartition {

    private final int partitions;

    QueuesByPartition(int partitions) {
        this.partitions = partitions;
    }

    /** A name that begins with a word, and is placed on a partition. */
    String on(int partition, String word) {
        for (int i = 1; ; i++) {
            String name = word + "-" + i;
            if (MetadataImage.partitionOf(new DestinationName(DestinationName.Kind.QUEUE, name), partitions)
                    == partition) {
                return name;
            }
        }
    }

    /** One such name for each partition. */
    List<String> onEach(String word) {
        List<String> names = new ArrayList<>();
        for (int partition = 1; partition <= partitions; partition++) {
            names.add(on(partition, word));
        }
        return names;
    }
}
