package io.corduroy.client.engine;

/**
 * A session as a partition knows it as a producer.
 *
 * @param logId identity of the partition's log
 * @param number the producer's number there
 */
public record ProducerIdentity(long logId, long number) {}
