package io.corduroy.protocol;

/**
 * Where a message was before it was moved to the queue that it is delivered from, and why it was moved.
 *
 * @param destination as {@link #textOf} writes it; empty if that destination has been deleted since
 * @param reason {@code DELIVERIES_USED_UP}, {@code EXPIRED} or {@code COMMAND}; later versions may know others. Empty if the
 *     message was not moved
 */
public record Origin(String destination, String reason) {
    /** Of a message that is where it was sent to. */
    public static final Origin HERE = new Origin("", "");

    /** The property of a delivered message that holds {@link #destination}, also in selectors. */
    public static final String DESTINATION_PROPERTY = "JMS_CORDUROY_OriginalDestination";

    /** The property of a delivered message that holds {@link #reason}, also in selectors. */
    public static final String REASON_PROPERTY = "JMS_CORDUROY_MoveReason";

    /**
     * Whether the message was moved.
     *
     * @return false for {@link #HERE}
     */
    public boolean isElsewhere() {
        return !reason.isEmpty();
    }

    /**
     * A destination as the property shows it.
     *
     * @return {@code queue://orders} or {@code topic://prices}, as other providers write it
     */
    public static String textOf(DestinationName name) {
        return (name.kind().isQueue() ? "queue://" : "topic://") + name.name();
    }
}
