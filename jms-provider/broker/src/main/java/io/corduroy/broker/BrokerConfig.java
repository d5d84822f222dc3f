package io.corduroy.broker;

import io.corduroy.log.Durability;
import io.corduroy.log.LogConfig;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationSettings;
import java.util.function.Function;

/**
 * How a partition behaves.
 *
 * @param durability what a confirmation of something durable waits for
 * @param autoCreate whether destinations are created when somebody opens them
 * @param maxMessageBytes longest message, and longest piece of one, that is accepted in one frame
 * @param maxBodyBytes longest body, whole or in pieces
 * @param maxPendingBytes appended and not yet committed bytes beyond which reading from clients pauses
 * @param graceMs how long a resumable client is waited for, after a loss of its link or a restart
 * @param readAheadBytes how far a read for a backlog goes on
 * @param checkpointBytes how far the log grows between two checkpoints at least: what a restart has to replay
 * @param relocationBytesPerSecond how much of old segments is read at most, to append the little that is needed of them
 *     again; 0 never
 * @param newDestinations the settings that a destination is created with; they go into its record, so that every replica
 *     and every later start agree on them
 */
public record BrokerConfig(
        Durability durability,
        boolean autoCreate,
        int maxMessageBytes,
        long maxBodyBytes,
        long maxPendingBytes,
        long graceMs,
        int readAheadBytes,
        long checkpointBytes,
        long relocationBytesPerSecond,
        Function<DestinationName, DestinationSettings> newDestinations) {

    private static final int RECORD_HEAD_BYTES = 512;

    /** What is in force if nothing is set; it fits to {@link LogConfig#durable()}. */
    public static BrokerConfig defaults() {
        return new BrokerConfig(
                Durability.FORCED,
                true,
                (4 << 20) - (64 << 10),
                4L << 30,
                64L << 20,
                10_000,
                256 << 10,
                64L << 20,
                32L << 20,
                name -> DestinationSettings.DEFAULTS);
    }

    /**
     * Refuses a log that cannot hold what this lets in.
     *
     * @throws IllegalArgumentException if a message of {@code maxMessageBytes} and the head that the partition gives it,
     *     at its place or relocated, would not fit into a record of the log; the text names both
     */
    void requireFit(LogConfig log) {
        if (maxMessageBytes + RECORD_HEAD_BYTES > log.maxRecordBytes()) {
            throw new IllegalArgumentException("maxMessageBytes is " + maxMessageBytes
                    + ", but a record of the log has " + log.maxRecordBytes() + " bytes (maxRecordBytes) of which "
                    + RECORD_HEAD_BYTES + " are for its head: allow shorter messages or longer records");
        }
    }

    /** The same with another durability. */
    public BrokerConfig withDurability(Durability other) {
        return new BrokerConfig(
                other,
                autoCreate,
                maxMessageBytes,
                maxBodyBytes,
                maxPendingBytes,
                graceMs,
                readAheadBytes,
                checkpointBytes,
                relocationBytesPerSecond,
                newDestinations);
    }

    /** The same with or without automatic creation. */
    public BrokerConfig withAutoCreate(boolean other) {
        return new BrokerConfig(
                durability,
                other,
                maxMessageBytes,
                maxBodyBytes,
                maxPendingBytes,
                graceMs,
                readAheadBytes,
                checkpointBytes,
                relocationBytesPerSecond,
                newDestinations);
    }

    /** The same with another bound of a message. */
    public BrokerConfig withMaxMessageBytes(int other) {
        return new BrokerConfig(
                durability,
                autoCreate,
                other,
                maxBodyBytes,
                maxPendingBytes,
                graceMs,
                readAheadBytes,
                checkpointBytes,
                relocationBytesPerSecond,
                newDestinations);
    }

    /** The same with another bound of a body. */
    public BrokerConfig withMaxBodyBytes(long other) {
        return new BrokerConfig(
                durability,
                autoCreate,
                maxMessageBytes,
                other,
                maxPendingBytes,
                graceMs,
                readAheadBytes,
                checkpointBytes,
                relocationBytesPerSecond,
                newDestinations);
    }

    /** The same with another bound of what is appended and not yet committed. */
    public BrokerConfig withMaxPendingBytes(long other) {
        return new BrokerConfig(
                durability,
                autoCreate,
                maxMessageBytes,
                maxBodyBytes,
                other,
                graceMs,
                readAheadBytes,
                checkpointBytes,
                relocationBytesPerSecond,
                newDestinations);
    }

    /** The same with another grace period. */
    public BrokerConfig withGraceMs(long other) {
        return new BrokerConfig(
                durability,
                autoCreate,
                maxMessageBytes,
                maxBodyBytes,
                maxPendingBytes,
                other,
                readAheadBytes,
                checkpointBytes,
                relocationBytesPerSecond,
                newDestinations);
    }

    /** The same with another distance of checkpoints. */
    public BrokerConfig withCheckpointBytes(long other) {
        return new BrokerConfig(
                durability,
                autoCreate,
                maxMessageBytes,
                maxBodyBytes,
                maxPendingBytes,
                graceMs,
                readAheadBytes,
                other,
                relocationBytesPerSecond,
                newDestinations);
    }

    /** The same with another pace of relocation. */
    public BrokerConfig withRelocationBytesPerSecond(long other) {
        return new BrokerConfig(
                durability,
                autoCreate,
                maxMessageBytes,
                maxBodyBytes,
                maxPendingBytes,
                graceMs,
                readAheadBytes,
                checkpointBytes,
                other,
                newDestinations);
    }

    /** The same with other settings for destinations that are created. */
    public BrokerConfig withNewDestinations(Function<DestinationName, DestinationSettings> other) {
        return new BrokerConfig(
                durability,
                autoCreate,
                maxMessageBytes,
                maxBodyBytes,
                maxPendingBytes,
                graceMs,
                readAheadBytes,
                checkpointBytes,
                relocationBytesPerSecond,
                other);
    }
}
