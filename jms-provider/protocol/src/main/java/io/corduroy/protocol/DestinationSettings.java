package io.corduroy.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one destination behaves. As text, in commands, records and configuration, it is a map from the names of {@link
 * DestinationSetting} to values; a map need not have all of them, it changes what it names: {@code DEFAULTS.with(map)}.
 *
 * @param maxDeliveries a message delivered so often without being acknowledged goes to the dead-letter queue; 0: never
 * @param redeliveryDelayMs how long a released message rests before it is delivered again
 * @param redeliveryBackoff by how much that grows with each delivery; 1 or more
 * @param redeliveryMaxDelayMs how long it can get
 * @param deadLetterQueue name of a queue; empty: such messages are dropped
 * @param expiryQueue name of the queue that expired messages go to; empty: they are dropped
 * @param exclusive whether only one consumer of a subscription is active and the others stand by
 * @param durability what a confirmation waits for
 * @param maxMessages sends are refused while so many messages wait; 0: unlimited
 * @param maxBytes sends are refused while about so many bytes wait; 0: unlimited
 * @param retentionMs how long persistent messages are kept for replay after they came; 0: no bound by time
 * @param retentionBytes how many bytes of acknowledged ones are kept at most; 0: no bound by size. Nothing is kept if
 *     both are 0; if both are not, whichever is exceeded first lets the oldest go
 * @param duplicateIds how many identifiers of messages are remembered, to drop a message whose own was there; 0: none
 * @param partitions over how many partitions it is spread; only 1 is possible
 */
public record DestinationSettings(
        int maxDeliveries,
        long redeliveryDelayMs,
        double redeliveryBackoff,
        long redeliveryMaxDelayMs,
        String deadLetterQueue,
        String expiryQueue,
        boolean exclusive,
        DurabilityChoice durability,
        long maxMessages,
        long maxBytes,
        long retentionMs,
        long retentionBytes,
        int duplicateIds,
        int partitions) {

    /** What a confirmation of something durable waits for. */
    public enum DurabilityChoice {
        /** What the node's configuration says. */
        NODE,
        /** The disk. */
        FSYNC,
        /** The memory of a majority of replicas. */
        REPLICATED,
        /** The operating system. */
        OS
    }

    /** What holds where nobody says otherwise. */
    public static final DestinationSettings DEFAULTS = new DestinationSettings(
            10, 0, 2.0, 3_600_000, "DLQ", "", false, DurabilityChoice.NODE, 0, 0, 0, 0, 20_000, 1);

    /**
     * These settings, but for what the map names.
     *
     * @param changes values by the names of {@link DestinationSetting}
     * @throws InvalidArgumentException if a name is not known or a value not allowed; names the nearest known
     */
    public DestinationSettings with(Map<String, String> changes) throws InvalidArgumentException {
        Draft draft = new Draft(this);
        for (Map.Entry<String, String> change : changes.entrySet()) {
            DestinationSetting.named(change.getKey()).write(change.getValue(), draft);
        }
        return draft.toSettings();
    }

    /** All settings by their names; {@link #with} reads it back. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (DestinationSetting setting : DestinationSetting.values()) {
            map.put(setting.key(), setting.textIn(this));
        }
        return map;
    }

    /**
     * What has to be changed in others to get these.
     *
     * @return a map such that {@code base.with(map)} equals these settings
     */
    public Map<String, String> differencesFrom(DestinationSettings base) {
        Map<String, String> map = toMap();
        map.entrySet().removeAll(List.copyOf(base.toMap().entrySet()));
        return map;
    }

    /**
     * How long a message rests before its next delivery.
     *
     * @param deliveries how many it has had, 1 or more
     * @return milliseconds, 0 or more
     */
    public long delayAfterDeliveriesMs(int deliveries) {
        // Multiplied step by step: Math.pow may differ between machines, and replicas have to agree.
        double delayMs = (double) redeliveryDelayMs;
        double maxMs = (double) redeliveryMaxDelayMs;
        for (int i = 1; i < deliveries && delayMs > 0 && delayMs < maxMs && redeliveryBackoff > 1; i++) {
            delayMs *= redeliveryBackoff;
        }
        return (long) Math.min(delayMs, maxMs);
    }

    /** Whether acknowledged messages are kept for replay. */
    public boolean retains() {
        return retentionMs > 0 || retentionBytes > 0;
    }

    /** Whether a message that was delivered so often is not to be delivered again. */
    public boolean isExhausted(int deliveries) {
        return maxDeliveries > 0 && deliveries >= maxDeliveries;
    }

    /** Settings while they are being changed. */
    static final class Draft {
        int maxDeliveries;
        long redeliveryDelayMs;
        double redeliveryBackoff;
        long redeliveryMaxDelayMs;
        String deadLetterQueue;
        String expiryQueue;
        boolean exclusive;
        DurabilityChoice durability;
        long maxMessages;
        long maxBytes;
        long retentionMs;
        long retentionBytes;
        int duplicateIds;
        int partitions;

        Draft(DestinationSettings from) {
            maxDeliveries = from.maxDeliveries;
            redeliveryDelayMs = from.redeliveryDelayMs;
            redeliveryBackoff = from.redeliveryBackoff;
            redeliveryMaxDelayMs = from.redeliveryMaxDelayMs;
            deadLetterQueue = from.deadLetterQueue;
            expiryQueue = from.expiryQueue;
            exclusive = from.exclusive;
            durability = from.durability;
            maxMessages = from.maxMessages;
            maxBytes = from.maxBytes;
            retentionMs = from.retentionMs;
            retentionBytes = from.retentionBytes;
            duplicateIds = from.duplicateIds;
            partitions = from.partitions;
        }

        DestinationSettings toSettings() {
            return new DestinationSettings(
                    maxDeliveries,
                    redeliveryDelayMs,
                    redeliveryBackoff,
                    redeliveryMaxDelayMs,
                    deadLetterQueue,
                    expiryQueue,
                    exclusive,
                    durability,
                    maxMessages,
                    maxBytes,
                    retentionMs,
                    retentionBytes,
                    duplicateIds,
                    partitions);
        }
    }
}
