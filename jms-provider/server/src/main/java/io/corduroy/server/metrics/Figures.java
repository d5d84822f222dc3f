package io.corduroy.server.metrics;

import static io.corduroy.server.metrics.Figure.counter;
import static io.corduroy.server.metrics.Figure.gauge;

import java.util.List;

/** All figures there are. */
final class Figures {

    static final List<Figure<NodeSnapshot>> OF_NODE = List.of(
            gauge("connections", "Links that are open.", NodeSnapshot::connections),
            counter("connections.accepted", "Clients let in.", NodeSnapshot::accepted),
            counter("connections.refused", "Links ended by the server, with a reason.", NodeSnapshot::refused),
            counter("connections.lost", "Clients gone without a good-bye.", NodeSnapshot::lost),
            gauge("disk.free.bytes", "Usable on the disk of the data directory.", NodeSnapshot::diskFreeBytes),
            gauge("uptime.ms", "Since the node was started.", NodeSnapshot::uptimeMs));

    static final List<Figure<PartitionSnapshot>> OF_PARTITION = List.of(
            gauge("failed", "1 if the partition has stopped.", partition -> partition.failed() ? 1 : 0),
            gauge("epoch", "The leader's reign.", PartitionSnapshot::epoch),
            gauge("end.position", "Where the log ends.", PartitionSnapshot::endPosition),
            gauge("commit.position", "Everything below it is confirmed.", PartitionSnapshot::commitPosition),
            gauge("pending.bytes", "Appended and not yet written.", PartitionSnapshot::pendingBytes),
            gauge("segments", "Files of the log.", PartitionSnapshot::segments),
            gauge("destinations", "Queues and topics.", PartitionSnapshot::destinationCount),
            gauge("clients", "Attached clients.", PartitionSnapshot::clients),
            gauge("messages", "Messages not yet acknowledged.", PartitionSnapshot::messages),
            gauge(
                    "oldest.message.age.ms",
                    "How long the oldest message waits among those of the destinations with figures of their own.",
                    PartitionSnapshot::oldestMessageAgeMs),
            gauge(
                    "sent.per.second",
                    "Messages that came, a second, between the last two looks.",
                    partition -> partition.rates().sentPerSecond()),
            gauge(
                    "acknowledged.per.second",
                    "Messages acknowledged, a second, between the last two looks.",
                    partition -> partition.rates().acknowledgedPerSecond()),
            gauge("recovery.ms", "How long the last recovery took.", PartitionSnapshot::recoveryMs),
            counter(
                    "flushes",
                    "Writes of one or more batches.",
                    partition -> partition.flushes().flushes()),
            counter(
                    "forces",
                    "Flushes that waited for the disk.",
                    partition -> partition.flushes().forces()),
            counter(
                    "written.bytes",
                    "Bytes handed to the disk.",
                    partition -> partition.flushes().bytesWritten()),
            counter(
                    "batches",
                    "Batches handed to the disk.",
                    partition -> partition.flushes().batches()),
            counter(
                    "records",
                    "Records in them: messages, acknowledgments and all else.",
                    partition -> partition.flushes().records()),
            gauge(
                    "batch.mean.records",
                    "Records in a batch, on average since the start.",
                    partition -> mean(
                            partition.flushes().records(), partition.flushes().batches())),
            gauge(
                    "batch.mean.bytes",
                    "Bytes in a batch, on average since the start.",
                    partition -> mean(
                            partition.flushes().bytesWritten(),
                            partition.flushes().batches())),
            counter(
                    "flush.time.ns",
                    "Time spent in flushes.",
                    partition -> partition.flushes().totalNs()),
            gauge(
                    "flush.p50.micros",
                    "Half of the flushes took at most so long, rounded up to a power of two.",
                    partition -> partition.flushes().latencyMicros(0.5)),
            gauge(
                    "flush.p99.micros",
                    "So did 99 of 100.",
                    partition -> partition.flushes().latencyMicros(0.99)),
            gauge(
                    "flush.max.micros",
                    "So did all.",
                    partition -> partition.flushes().latencyMicros(1)));

    static final List<Figure<DestinationSnapshot>> OF_DESTINATION = List.of(
            gauge("messages", "Messages not yet acknowledged.", DestinationSnapshot::messages),
            gauge("subscriptions", "Subscriptions; 1 for a queue.", DestinationSnapshot::subscriptions),
            gauge(
                    "oldest.message.age.ms",
                    "How long the oldest message waits, 0 if there is none; of others: not known, 0.",
                    DestinationSnapshot::oldestMessageAgeMs),
            gauge("retained.messages", "Consumed messages that are kept for replay.", DestinationSnapshot::retained),
            gauge("retained.bytes", "Bytes of these records.", DestinationSnapshot::retainedBytes),
            gauge(
                    "sent.per.second",
                    "Messages that came, a second, between the last two looks.",
                    destination -> destination.rates().sentPerSecond()),
            gauge(
                    "acknowledged.per.second",
                    "Messages acknowledged, a second, between the last two looks.",
                    destination -> destination.rates().acknowledgedPerSecond()),
            counter("sent", "Messages that came.", DestinationSnapshot::sent),
            counter("acknowledged", "Messages acknowledged.", DestinationSnapshot::acknowledged),
            counter(
                    "redelivered",
                    "Deliveries of messages that may have been delivered before.",
                    DestinationSnapshot::redelivered),
            counter("expired", "Messages expired.", DestinationSnapshot::expired),
            counter("dead.lettered", "Messages moved to the dead-letter queue.", DestinationSnapshot::deadLettered));

    private Figures() {}

    private static double mean(long sum, long count) {
        return count == 0 ? 0 : (double) sum / count;
    }
}
