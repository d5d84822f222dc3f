package io.corduroy.server.partition;

import io.corduroy.protocol.ClientInstanceId;

/**
 * A client that was let in.
 *
 * @param instance the JMS connection
 * @param clientId JMS client identifier, empty if none
 * @param user who it is, empty for anonymous
 * @param resumable whether it may come back after a loss of the link
 * @param product its name and version, for logs
 * @param peer its address, for logs
 */
public record ClientLogin(
        ClientInstanceId instance, String clientId, String user, boolean resumable, String product, String peer) {}
