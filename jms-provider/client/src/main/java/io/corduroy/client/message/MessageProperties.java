package io.corduroy.client.message;

import io.corduroy.protocol.Origin;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MessageFields;
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

    void clear() {
        received = null;
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
        return get(name) != null || (received != null && received.hasProperty(name));
    }

    /** The names, without those of header fields; JMSXDeliveryCount is a property (3.5.11). */
    List<String> names() {
        List<String> names = new ArrayList<>(values.keySet());
        if (received != null) {
            names.addAll(received.propertyNames());
            received.groupId().ifPresent(id -> names.add(PropertyNames.GROUP_ID));
            received.groupSeq().ifPresent(sequence -> names.add(PropertyNames.GROUP_SEQ));
        }
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
            received.forEachProperty(fields::property);
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
    }
}
