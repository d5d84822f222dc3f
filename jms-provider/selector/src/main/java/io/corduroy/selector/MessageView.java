package io.corduroy.selector;

import org.jspecify.annotations.Nullable;

/**
 * What a selector sees of a message: its header fields and properties by name, never its body.
 *
 * <p>Header fields come through the same door as properties. A selector asks for no other header fields than
 * JMSDeliveryMode (the strings {@code PERSISTENT} and {@code NON_PERSISTENT}, 3.8.1.3), JMSPriority, JMSMessageID,
 * JMSTimestamp, JMSCorrelationID and JMSType; {@link Selector#parse(String)} refuses the others (3.8.1.1).
 */
@FunctionalInterface
public interface MessageView {
    /**
     * Returns the value that the message has under this name.
     *
     * <p>Property values keep the type with which they were set: the conversions of the property getters do not apply
     * in selectors (3.8.1.1). A value of any other class than those below compares as false with everything.
     *
     * @param identifier a header field that selectors may name, or a property; case matters
     * @return a Boolean, Byte, Short, Integer, Long, Float, Double or String, or null if the message has no such value
     */
    @Nullable
    Object value(String identifier);
}
