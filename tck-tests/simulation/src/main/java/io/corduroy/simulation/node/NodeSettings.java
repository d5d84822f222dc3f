package io.corduroy.simulation.node;

import io.corduroy.broker.BrokerConfig;
import io.corduroy.log.LogConfig;

/**
 * How a simulated node is set up.
 *
 * @param partitions how many
 * @param usualTurnUs how long its loop usually takes to come round
 * @param usualFlushUs how long the disk usually takes to write and force
 */
public record NodeSettings(
        int partitions,
        BrokerConfig broker,
        LogConfig log,
        LogConfig transientLog,
        long usualTurnUs,
        long usualFlushUs) {}
