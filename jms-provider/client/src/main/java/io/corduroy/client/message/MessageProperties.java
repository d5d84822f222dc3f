package io.corduroy.client.message;

import io.corduroy.protocol.Origin;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MessageFields;
import io.corduroy.protocol.message.SenderProperties;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one message. Those of a received message stay encoded, each is decoded when it is asked for, and
 * they are read-only until cleared (Jakarta Messaging 3.1, 3.5.3 and 3.10).
 */
final class MessageProperties {
    private Map<String, @Nullable Object> values = Map.of(); // replaced at the first change: most messages are read
    private @Nullable EncodedMessage received;
    private int deliveryCount;
    private Origin origin = Origin.HERE;
    private Map<String, Object> delivery = Map.of(); // what the provider sets on receive, but for the count
    private @Nullable Map<String, String> sender; // what it set on send here; null: what was received counts

    void receive(EncodedMessage message) {
        received = message;
    }

    /**
     * Sets what the broker says about the delivery.
     *
     * @param count JMSXDeliveryCount; 0 for a message that has not been delivered
     */
    void setDelivery(int count, Origin from) {
        deliveryCount = count;
        origin = from;
    }

    /** Sets what this side says about the delivery: values of {@link PropertyNames#OF_DELIVERY}. */
    void setDeliveryValues(Map<String, Object> values) {
        delivery = values;
    }

    /**
     * Sets what the provider says of the sender; what was received about an earlier one is not true of this send.
     *
     * @return whether the encoding is another one now
     */
    boolean setSender(Map<String, String> values) {
        Map<String, String> before = sender == null ? Map.of() : sender;
        boolean changes = !before.equals(values) || (sender == null && hasReceivedSender());
        sender = values;
        return changes;
    }

    private boolean hasReceivedSender() {
        EncodedMessage message = received;
        return message != null && SenderProperties.ALL.stream().anyMatch(message::hasProperty);
    }

    void clear() {
        received = null;
        sender = null;
        delivery = Map.of();
        deliveryCount = 0;
        origin = Origin.HERE;
        values = Map.of();
    }

    boolean isReadOnly() {
        return received != null;
    }

    boolean areSetHere() {
        return received == null && !values.isEmpty();
    }

    @Nullable
    Object get(@Nullable String name) {
        if (name == null) {
            return null;
        }
        if (name.equals(PropertyNames.DELIVERY_COUNT)) {
            return deliveryCount > 0 ? deliveryCount : null;
        }
        if (PropertyNames.OF_DELIVERY.contains(name)) {
            return delivery.get(name);
        }
        if (sender != null && SenderProperties.ALL.contains(name)) {
            return sender.get(name);
        }
        if (received == null) {
            return values.get(name);
        }
        if (origin.isElsewhere() && PropertyNames.isOrigin(name)) {
            return originValue(name);
        }
        return switch (name) {
            case PropertyNames.GROUP_ID -> received.groupId().orElse(null);
            case PropertyNames.GROUP_SEQ ->
                received.groupSeq().isPresent() ? received.groupSeq().getAsInt() : null;
            default -> received.property(name);
        };
    }

    boolean contains(@Nullable String name) {
        if (name == null) {
            return false;
        }
        if (received == null && values.containsKey(name)) {
            return true;
        }
        return get(name) != null || (received != null && isSenders(name) && received.hasProperty(name));
    }

    /** Whether a property of this name is what was received says. */
    private boolean isSenders(String name) {
        return !PropertyNames.OF_DELIVERY.contains(name) && (sender == null || !SenderProperties.ALL.contains(name));
    }

    /** The names, without those of header fields; JMSXDeliveryCount is a property (3.5.11). */
    List<String> names() {
        List<String> names = new ArrayList<>(values.keySet());
        if (received != null) {
            received.propertyNames().stream().filter(this::isSenders).forEach(names::add);
            received.groupId().ifPresent(id -> names.add(PropertyNames.GROUP_ID));
            received.groupSeq().ifPresent(sequence -> names.add(PropertyNames.GROUP_SEQ));
        }
        if (sender != null) {
            names.addAll(sender.keySet());
        }
        names.addAll(delivery.keySet());
        if (deliveryCount > 0) {
            names.add(PropertyNames.DELIVERY_COUNT);
        }
        if (received != null && origin.isElsewhere()) {
            PropertyNames.ORIGIN.forEach(name -> {
                names.remove(name); // of an earlier move, copied by an application
                if (originValue(name) != null) {
                    names.add(name);
                }
            });
        }
        return names;
    }

    private @Nullable String originValue(String name) {
        String value = name.equals(Origin.REASON_PROPERTY) ? origin.reason() : origin.destination();
        return value.isEmpty() ? null : value;
    }

    void set(@Nullable String newName, @Nullable Object value) throws JMSException {
        checkWriteable();
        String name = PropertyNames.check(newName);
        if (value != null && !Conversions.isPropertyValue(value)) {
            throw new MessageFormatException("property \"" + name + "\" cannot have a value of "
                    + value.getClass().getName()
                    + "; allowed are Boolean, Byte, Short, Integer, Long, Float, Double and String");
        }
        checkType(PropertyNames.GROUP_ID, String.class, name, value);
        checkType(PropertyNames.GROUP_SEQ, Integer.class, name, value);
        if (values.isEmpty()) {
            values = new LinkedHashMap<>();
        }
        values.put(name, value);
    }

    void checkWriteable() throws MessageNotWriteableException {
        if (isReadOnly()) {
            throw new MessageNotWriteableException(
                    "the properties of a received message are read-only; call clearProperties() first");
        }
    }

    private static void checkType(String checked, Class<?> type, String name, @Nullable Object value)
            throws MessageFormatException {
        if (name.equals(checked) && value != null && !type.isInstance(value)) {
            throw new MessageFormatException("property " + checked + " has to be of type " + type.getSimpleName()
                    + " (Jakarta Messaging 3.1, 3.5.9), not " + value.getClass().getSimpleName());
        }
    }

    void writeTo(MessageFields fields) {
        if (received != null) {
            received.forEachProperty((name, value) -> {
                if (isSenders(name)) {
                    fields.property(name, value);
                }
            });
            writeSender(fields);
            received.groupId().ifPresent(fields::groupId);
            received.groupSeq().ifPresent(fields::groupSeq);
            return;
        }
        values.forEach((name, value) -> {
            if (name.equals(PropertyNames.GROUP_ID)) {
                if (value != null) {
                    fields.groupId((String) value);
                }
            } else if (name.equals(PropertyNames.GROUP_SEQ)) {
                if (value != null) {
                    fields.groupSeq((Integer) value);
                }
            } else {
                fields.property(name, value);
            }
        });
        writeSender(fields);
    }

    private void writeSender(MessageFields fields) {
        if (sender != null) {
            sender.forEach(fields::property);
        }
    }
}
