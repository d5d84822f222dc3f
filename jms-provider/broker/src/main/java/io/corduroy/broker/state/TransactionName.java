package io.corduroy.broker.state;

import io.corduroy.protocol.ClientInstanceId;

/**
 * What all partitions call a transaction; never used twice.
 *
 * @param instance whose it is
 * @param session number of the session within the instance
 * @param number the session's number of it, rising
 */
public record TransactionName(ClientInstanceId instance, int session, long number) {}
