package io.corduroy.broker.state;

import io.corduroy.broker.record.MessageRecord;
import io.corduroy.protocol.MessageIdentity;
import io.corduroy.protocol.Origin;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MalformedMessageException;
import io.corduroy.selector.MessageView;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A message record as selectors see it; one view serves many messages, one after the other. */
public final class SelectorView implements MessageView {
    private final EncodedMessage encoded = new EncodedMessage();
    private @Nullable MessageRecord message;
    private long logId;
    private Origin origin = Origin.HERE;

    /** A view of nothing yet. */
    public SelectorView() {}

    /**
     * Moves the view to a message.
     *
     * @param newMessage as read; valid as long as its bytes are
     * @param newLogId of the partition, part of the JMSMessageID
     */
    public SelectorView of(MessageRecord newMessage, long newLogId) {
        message = newMessage;
        logId = newLogId;
        origin = Origin.HERE;
        encoded.wrap(newMessage.message());
        return this;
    }

    /** Says where the message that it shows was sent to. */
    public SelectorView movedFrom(Origin newOrigin) {
        origin = newOrigin;
        return this;
    }

    @Override
    public @Nullable Object value(String identifier) {
        MessageRecord record = message;
        if (record == null) {
            throw new IllegalStateException("no message to look at");
        }
        try {
            return switch (identifier) {
                case "JMSDeliveryMode" -> record.persistent() ? "PERSISTENT" : "NON_PERSISTENT";
                case "JMSPriority" -> record.priority();
                case "JMSTimestamp" -> record.timestampMs();
                case "JMSMessageID" -> new MessageIdentity(logId, record.producer(), record.sequence()).toString();
                case "JMSCorrelationID" -> encoded.correlationId().orElse(null);
                case "JMSType" -> encoded.type().orElse(null);
                case "JMSXGroupID" -> encoded.groupId().orElse(null);
                case "JMSXGroupSeq" -> groupSequence();
                case Origin.DESTINATION_PROPERTY, Origin.REASON_PROPERTY ->
                    origin.isElsewhere() ? originValue(identifier) : encoded.property(identifier);
                default -> encoded.property(identifier);
            };
        } catch (MalformedMessageException e) {
            return null; // the sender's bytes are no message: they have no such value, and the consumer will be told
        }
    }

    private @Nullable Object originValue(String identifier) {
        String value = identifier.equals(Origin.REASON_PROPERTY) ? origin.reason() : origin.destination();
        return value.isEmpty() ? null : value;
    }

    private @Nullable Object groupSequence() {
        OptionalInt sequence = encoded.groupSeq();
        return sequence.isPresent() ? sequence.getAsInt() : null;
    }
}
