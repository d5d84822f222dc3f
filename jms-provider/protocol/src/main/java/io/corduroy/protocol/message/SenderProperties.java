package io.corduroy.protocol.message;

import java.util.List;

/**
 * Names of the properties that the provider sets on send (Jakarta Messaging 3.1, 3.5.9): the client writes them among the
 * properties of a message, if it is asked to. The broker lets no message in whose {@link #USER_ID} is not its sender's.
 */
public final class SenderProperties {
    /** The user that the broker has let in. */
    public static final String USER_ID = "JMSXUserID";

    /** The sending application: the client identifier of its connection. */
    public static final String APP_ID = "JMSXAppID";

    /** The transaction in which the message was sent. */
    public static final String PRODUCER_TXID = "JMSXProducerTXID";

    /** All of them. */
    public static final List<String> ALL = List.of(USER_ID, APP_ID, PRODUCER_TXID);

    private SenderProperties() {}
}
