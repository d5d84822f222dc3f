package io.corduroy.broker;

/**
 * What the server knows of a client instance when its link is up.
 *
 * @param resumable whether it may come back after a loss of its link
 * @param clientId JMS client identifier, empty if none
 * @param user who it is, as was checked; empty for anonymous
 * @param userIdRequired whether its messages have to say so (JMSXUserID)
 */
public record ClientInfo(boolean resumable, String clientId, String user, boolean userIdRequired) {
    /** Of a client whose messages need not say who sent them. */
    public ClientInfo(boolean resumable, String clientId, String user) {
        this(resumable, clientId, user, false);
    }
}
