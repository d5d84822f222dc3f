package io.corduroy.broker;

/**
 * What the server knows of a client instance when its link is up.
 *
 * @param resumable whether it may come back after a loss of its link
 * @param clientId JMS client identifier, empty if none
 * @param user who it is, empty for anonymous
 */
public record ClientInfo(boolean resumable, String clientId, String user) {}
