package io.corduroy.server.partition;

import io.corduroy.protocol.ClientInstanceId;

/**
 * A client that was let in.
 *
 * @param instance the JMS connection
 * @param clientId JMS client identifier, empty if none
 * @param user who it says it is, empty for anonymous
 * @param vouchedUser the same if it was checked, otherwise empty
 * @param userIdRequired whether its messages have to say so (JMSXUserID)
 * @param resumable whether it may come back after a loss of the link
 * @param product its name and version, for logs
 * @param peer its address, for logs
 */
public record ClientLogin(
        ClientInstanceId instance,
        String clientId,
        String user,
        String vouchedUser,
        boolean userIdRequired,
        boolean resumable,
        String product,
        String peer) {}
