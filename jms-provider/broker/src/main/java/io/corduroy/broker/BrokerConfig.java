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

    /** Begins with the {@linkplain #defaults() defaults}. */
    public static Builder builder() {
        return defaults().toBuilder();
    }

    /** Begins with this. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** A configuration in the making; each method sets the component of its name. */
    public static final class Builder {
        private Durability durability;
        private boolean autoCreate;
        private int maxMessageBytes;
        private long maxBodyBytes;
        private long maxPendingBytes;
        private long graceMs;
        private int readAheadBytes;
        private long checkpointBytes;
        private long relocationBytesPerSecond;
        private Function<DestinationName, DestinationSettings> newDestinations;

        private Builder(BrokerConfig from) {
            durability = from.durability;
            autoCreate = from.autoCreate;
            maxMessageBytes = from.maxMessageBytes;
            maxBodyBytes = from.maxBodyBytes;
            maxPendingBytes = from.maxPendingBytes;
            graceMs = from.graceMs;
            readAheadBytes = from.readAheadBytes;
            checkpointBytes = from.checkpointBytes;
            relocationBytesPerSecond = from.relocationBytesPerSecond;
            newDestinations = from.newDestinations;
        }

        public Builder durability(Durability value) {
            durability = value;
            return this;
        }

        public Builder autoCreate(boolean value) {
            autoCreate = value;
            return this;
        }

        public Builder maxMessageBytes(int value) {
            maxMessageBytes = value;
            return this;
        }

        public Builder maxBodyBytes(long value) {
            maxBodyBytes = value;
            return this;
        }

        public Builder maxPendingBytes(long value) {
            maxPendingBytes = value;
            return this;
        }

        public Builder graceMs(long value) {
            graceMs = value;
            return this;
        }

        public Builder readAheadBytes(int value) {
            readAheadBytes = value;
            return this;
        }

        public Builder checkpointBytes(long value) {
            checkpointBytes = value;
            return this;
        }

        public Builder relocationBytesPerSecond(long value) {
            relocationBytesPerSecond = value;
            return this;
        }

        public Builder newDestinations(Function<DestinationName, DestinationSettings> value) {
            newDestinations = value;
            return this;
        }

        /** The configuration as it is now. */
        public BrokerConfig build() {
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
                    newDestinations);
        }
    }
}
