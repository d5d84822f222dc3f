package io.corduroy.server;

import io.corduroy.broker.BrokerConfig;
import io.corduroy.log.Durability;
import io.corduroy.log.LogConfig;
import io.corduroy.log.storage.FileStorage;
import io.corduroy.log.storage.MemoryStorage;
import io.corduroy.log.storage.Storage;
import io.corduroy.server.config.ConfigException;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Translates a node's configuration into the words of the log and of the broker. */
final class NodeLogs {

    private static final long MIB = 1L << 20;
    private static final long FIRST_SEGMENT_BYTES = 8 * MIB;
    private static final long MEMORY_SEGMENT_BYTES = 8 * MIB;
    private static final int MAX_FLUSH_BYTES = (int) (8 * MIB);
    /** Non-persistent messages that are consumed before there are so many bytes of them never see the disk. */
    private static final long MAX_WRITE_BEHIND_BYTES = 16 * MIB;

    /** What a record adds to the message in it, generously. */
    private static final int RECORD_OVERHEAD_BYTES = 64 * 1024;

    private NodeLogs() {}

    /** The data directory, locked for this process, or memory. */
    static Storage open(NodeConfig config, String name) throws IOException {
        Optional<Path> directory = config.dataDirectory();
        return directory.isPresent()
                ? FileStorage.open(directory.get())
                : MemoryStorage.create(name, config.get(Settings.NODE_MEMORY));
    }

    static Storage durable(Storage node, int partition) throws IOException {
        return node.directory("partition-" + partition);
    }

    static Storage transients(Storage node, int partition) throws IOException {
        return node.directory("transient-" + partition);
    }

    static LogConfig durableLog(NodeConfig config) {
        long segment =
                config.dataDirectory().isPresent() ? config.get(Settings.LOG_SEGMENT_SIZE) : MEMORY_SEGMENT_BYTES;
        long reserve = config.get(Settings.LOG_RESERVE);
        long alignment = config.get(Settings.LOG_ALIGNMENT);
        if (Long.bitCount(alignment) != 1 || segment % alignment != 0) {
            throw new ConfigException(
                    "log.alignment is " + Settings.LOG_ALIGNMENT.type().format(alignment)
                            + "; allowed: a power of two that divides log.segment-size");
        }
        return LogConfig.durable()
                .withSegmentBytes(segment, Math.min(segment, FIRST_SEGMENT_BYTES))
                .withAlignmentBytes((int) alignment)
                .withCacheBytes(config.get(Settings.LOG_TAIL_CACHE), config.get(Settings.LOG_READ_CACHE))
                .withFlush(config.get(Settings.LOG_MAX_PENDING), MAX_FLUSH_BYTES, 0)
                .withSpares(1, 4, Math.min(reserve, segment / 4));
    }

    static LogConfig transientLog(NodeConfig config) {
        long maxPending = config.get(Settings.LOG_MAX_PENDING);
        return LogConfig.transientLog()
                .withCacheBytes(config.get(Settings.LOG_TAIL_CACHE), config.get(Settings.LOG_READ_CACHE))
                .withFlush(maxPending, MAX_FLUSH_BYTES, Math.min(MAX_WRITE_BEHIND_BYTES, maxPending / 2));
    }

    /** Longest frame in either direction: a message that fits into a record, and the frame's other fields. */
    static int maxFrameBytes(NodeConfig config) {
        return durableLog(config).maxRecordBytes() + RECORD_OVERHEAD_BYTES;
    }

    static BrokerConfig broker(NodeConfig config) {
        return BrokerConfig.builder()
                .durability(durability(config))
                .autoCreate(config.get(Settings.AUTO_CREATE))
                .maxMessageBytes(durableLog(config).maxRecordBytes() - RECORD_OVERHEAD_BYTES)
                .maxPendingBytes(config.get(Settings.LOG_MAX_PENDING))
                .maxBodyBytes(config.get(Settings.MESSAGE_MAX_SIZE))
                .graceMs(config.get(Settings.GRACE_PERIOD))
                .checkpointBytes(config.get(Settings.LOG_CHECKPOINT_BYTES))
                .newDestinations(config::settingsOf)
                .build();
    }

    private static Durability durability(NodeConfig config) {
        return switch (config.get(Settings.LOG_DURABILITY)) {
            case FSYNC -> Durability.FORCED;
            case REPLICATED, OS -> Durability.WRITTEN;
        };
    }
}
