package io.corduroy.protocol;

/**
 * Why a request was refused. The number goes over the wire and is never given a second meaning; a code that a
 * reader does not know is read as {@link #INTERNAL}. Only the client turns codes into JMS exceptions.
 */
public enum ErrorCode {
    /** An impossible state on the server: its log has the details. */
    INTERNAL(1),
    /** The frame was understood but makes no sense here, such as a command for a session that was never opened. */
    PROTOCOL(2),
    /** No common protocol version. */
    UNSUPPORTED_VERSION(3),
    /** User or password wrong, or anonymous access not allowed. */
    AUTHENTICATION_FAILED(4),
    /** Logged in, but not allowed to do this. */
    NOT_AUTHORIZED(5),
    /** The client identifier is in use by another connection (Jakarta Messaging 3.1, 6.1.2). */
    CLIENT_ID_IN_USE(6),
    /** The destination does not exist and may not be created automatically, or was deleted. */
    DESTINATION_UNKNOWN(7),
    /** A destination of that name exists with other properties, or the name is not allowed. */
    DESTINATION_CONFLICT(8),
    /** Consumers, or subscriptions, still use what should be deleted. */
    IN_USE(9),
    /** The subscription does not exist. */
    SUBSCRIPTION_UNKNOWN(10),
    /** The name is used by a subscription of another kind, topic or selector with active consumers (4.2, 8.3). */
    SUBSCRIPTION_CONFLICT(11),
    /** The selector does not parse; the text says where. */
    INVALID_SELECTOR(12),
    /** A limit of bytes, messages, connections or the disk is reached; retry later. */
    RESOURCE_EXHAUSTED(13),
    /** The message is larger than the configured maximum. */
    MESSAGE_TOO_LARGE(14),
    /** The transaction was rolled back, by time-out, by loss of its state or by decision. */
    TRANSACTION_ROLLED_BACK(15),
    /** No such transaction. */
    TRANSACTION_UNKNOWN(16),
    /** This node does not lead the partition (any more); look at the image. */
    NOT_LEADER(17),
    /** The partition is stopped on this node after a failure of its disk; nothing is lost by waiting for it. */
    PARTITION_FAILED(18),
    /** The delivery is not held by this session (any more). */
    DELIVERY_UNKNOWN(19),
    /** An argument is out of its range; the text names it. */
    INVALID_ARGUMENT(20),
    /** The node is shutting down. */
    SHUTTING_DOWN(21),
    /** The producer is not known to the partition (any more); open it again. */
    PRODUCER_UNKNOWN(22);

    private static final ErrorCode[] BY_NUMBER = byNumber();

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    /**
     * The number on the wire.
     *
     * @return 1 to 127
     */
    public int number() {
        return number;
    }

    /**
     * The code of a number, {@link #INTERNAL} for numbers of a later version.
     *
     * @param number as read from the wire
     * @return never null
     */
    public static ErrorCode of(int number) {
        return number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : INTERNAL;
    }

    private static ErrorCode[] byNumber() {
        ErrorCode[] codes = new ErrorCode[values().length + 1];
        for (ErrorCode code : values()) {
            codes[code.number] = code;
        }
        codes[0] = INTERNAL;
        return codes;
    }
}
