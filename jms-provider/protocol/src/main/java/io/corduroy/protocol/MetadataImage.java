package io.corduroy.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What every node and client knows of the cluster: which partitions there are, who leads them, and hence where a
 * destination lives. A single node is a cluster of one. Immutable; a later version replaces it whole.
 *
 * @param version grows with each change
 * @param partitions partitions 1 to n, in order
 */
public record MetadataImage(long version, List<PartitionInfo> partitions) {

    /**
     * One partition.
     *
     * @param partition number, 1 or more
     * @param leaderNode node that leads it, −1 if none is known
     * @param leaderAddress host:port to reach it by, empty if it is the link's own peer
     * @param epoch the leader's reign
     * @param logId random identity of the log, part of each JMSMessageID
     */
    public record PartitionInfo(int partition, int leaderNode, String leaderAddress, long epoch, long logId) {}

    /** Copies the list. */
    public MetadataImage {
        partitions = List.copyOf(partitions);
    }

    /**
     * The partition that holds a destination. A stable hash of the name, so that no table of destinations has to be
     * agreed on before the first message: client and server compute the same. A queue and a topic of one name share
     * a partition.
     *
     * @param destination any destination
     * @return its partition's number
     * @throws IllegalStateException if the image has no partitions
     */
    public int partitionOf(DestinationName destination) {
        if (partitions.isEmpty()) {
            throw new IllegalStateException("metadata image " + version + " has no partitions");
        }
        return partitions.get(partitionOf(destination, partitions.size()) - 1).partition();
    }

    /**
     * The same without an image, for who knows the number of partitions.
     *
     * @param destination any destination
     * @param partitionCount 1 or more
     * @return 1 to partitionCount
     */
    public static int partitionOf(DestinationName destination, int partitionCount) {
        CRC32C hash = new CRC32C();
        hash.update(destination.name().getBytes(StandardCharsets.UTF_8));
        return 1 + (int) (hash.getValue() % partitionCount);
    }
}
