package io.corduroy.client.message;

import io.corduroy.client.CorduroyDestination;
import io.corduroy.protocol.MessageIdentity;
import io.corduroy.protocol.message.BodyType;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MalformedMessageException;
import io.corduroy.protocol.message.MessageEncoder;
import io.corduroy.protocol.message.MessageFields;
import io.corduroy.protocol.message.SenderProperties;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message without a body, and what all messages have in common: headers, properties, being read-only when received.
 *
 * <p>A received message keeps the bytes in which it came, and decodes a header, a property or the body when it is asked
 * for it. Sent on unchanged, it goes out with the same bytes. Use from one thread at a time, as all of a session.
 */
public class CorduroyMessage implements Message {
    /** When the message was handed to the application: a long, in milliseconds. */
    public static final String RECEIVE_TIMESTAMP = "JMSXRcvTimestamp";

    /** The transaction in which it was consumed. */
    public static final String CONSUMER_TXID = "JMSXConsumerTXID";

    private final MessageProperties properties = new MessageProperties();

    // Set by the application, and part of the encoding
    private @Nullable String correlationId;
    private byte @Nullable [] correlationIdBytes;
    private @Nullable CorduroyDestination replyTo;
    private @Nullable String type;

    // Set by the provider, and carried beside the encoding
    private @Nullable Object messageId; // a String, or a MessageIdentity that has not been written out yet
    private @Nullable Destination destination;
    private int deliveryMode = DEFAULT_DELIVERY_MODE;
    private int priority = DEFAULT_PRIORITY;
    private long timestampMs;
    private long expirationMs;
    private long deliveryTimeMs;
    private boolean redelivered;

    private @Nullable EncodedMessage undecodedHeaders;
    private @Nullable EncodedMessage undecodedBody;
    private boolean bodyReadOnly;
    private @Nullable ByteBuffer encoded; // valid until something changes
    private @Nullable Acknowledger acknowledger;

    /** Makes an empty message to be sent. */
    public CorduroyMessage() {}

    // For the session

    /** Takes over what was received; called once, on a new message. */
    final void receive(ByteBuffer message, EncodedMessage view, ProviderHeaders headers, Acknowledger session) {
        encoded = message;
        undecodedHeaders = view;
        undecodedBody = view;
        properties.receive(view);
        bodyReadOnly = true;
        acknowledger = session;
        setProviderHeaders(headers);
    }

    /**
     * Sets all header fields that are the provider's.
     *
     * @param headers as they are after a send or before a delivery
     */
    public final void setProviderHeaders(ProviderHeaders headers) {
        messageId = headers.identity();
        destination = headers.destination();
        deliveryMode = headers.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
        priority = headers.priority();
        timestampMs = headers.timestampMs();
        expirationMs = headers.expirationMs();
        deliveryTimeMs = headers.deliveryTimeMs();
        redelivered = headers.deliveryCount() > 1;
        properties.setDelivery(headers.deliveryCount(), headers.origin());
        properties.setDeliveryValues(Map.of());
    }

    /**
     * Returns the message in the encoding of {@link io.corduroy.protocol.message}, without the provider's headers.
     *
     * @return bytes that nobody changes any more, whatever becomes of this message
     * @throws JMSException if the body cannot be encoded
     */
    public final ByteBuffer encode() throws JMSException {
        ByteBuffer bytes = encoded;
        if (bytes == null) {
            bytes = MessageEncoder.encode(fields());
            encoded = bytes;
        }
        return bytes.duplicate();
    }

    /**
     * Returns the same as {@link #encode()} with what the provider says of the sender (Jakarta Messaging 3.1, 3.5.9); the
     * message says so afterwards, and no more what it said of an earlier sender.
     *
     * @param sender values of {@link SenderProperties}
     * @return bytes that nobody changes any more
     * @throws JMSException if the body cannot be encoded
     */
    public final ByteBuffer encode(Map<String, String> sender) throws JMSException {
        if (properties.setSender(sender)) {
            changed();
        }
        return encode();
    }

    /**
     * Sets what the client says about the delivery to the application.
     *
     * @param values of {@link #RECEIVE_TIMESTAMP} and {@link #CONSUMER_TXID}, as far as they are asked for
     */
    public final void setDeliveryValues(Map<String, Object> values) {
        properties.setDeliveryValues(values);
    }

    /**
     * Returns JMSXGroupID.
     *
     * @return empty if there is none
     */
    public final String groupId() {
        return properties.get(PropertyNames.GROUP_ID) instanceof String id ? id : "";
    }

    /** Whether the application has set properties; not those that it has received. */
    public final boolean hasPropertiesSetHere() {
        return properties.areSetHere();
    }

    private MessageFields fields() throws JMSException {
        decodeHeaders();
        MessageFields fields = new MessageFields();
        if (correlationId != null) {
            fields.correlationId(correlationId);
        }
        if (correlationIdBytes != null) {
            fields.correlationIdBytes(correlationIdBytes);
        }
        if (replyTo != null) {
            fields.replyTo(replyTo.destinationName());
        }
        if (type != null) {
            fields.type(type);
        }
        properties.writeTo(fields);
        EncodedMessage untouchedBody = undecodedBody;
        if (untouchedBody == null) {
            writeBody(fields);
        } else if (untouchedBody.hasNullText()) {
            fields.nullText();
        } else {
            fields.body(untouchedBody.bodyType(), untouchedBody.body()).compression(untouchedBody.compression());
        }
        return fields;
    }

    private void decodeHeaders() {
        EncodedMessage view = undecodedHeaders;
        if (view == null) {
            return;
        }
        correlationId = view.correlationId().orElse(null);
        correlationIdBytes = view.correlationIdBytes().orElse(null);
        replyTo = view.replyTo().map(CorduroyDestination::of).orElse(null);
        type = view.type().orElse(null);
        undecodedHeaders = null;
    }

    /** To be called before or after anything changes that is part of the encoding. */
    final void changed() {
        encoded = null;
    }

    // For the kinds of body

    /** Adds the body to what will be encoded. */
    void writeBody(MessageFields fields) throws JMSException {
        fields.body(BodyType.NONE);
    }

    /** Makes the body what it is in a new message. */
    void emptyBody() {}

    /** Returns the body, which is there, for {@link #getBody}; null if it cannot be had as this type. */
    @Nullable
    Object bodyAs(Class<?> requested) throws JMSException {
        return null;
    }

    /** Returns whether the body, which is there, may be had as this type. */
    boolean isBodyOfType(Class<?> requested) throws JMSException {
        return true;
    }

    /** Returns whether there is a body in the sense of {@link #getBody}. */
    boolean hasBody() throws JMSException {
        return false;
    }

    /** Returns the received body as long as nobody has decoded or cleared it. */
    final @Nullable EncodedMessage undecodedBody() throws JMSException {
        EncodedMessage body = undecodedBody;
        if (body != null && body.compression() != 0) {
            throw new JMSException("the body is compressed with algorithm " + body.compression()
                    + ", which this client does not know; use a client as new as the sender's");
        }
        return body;
    }

    /** To be called when the received body has been decoded into the subclass' own form. */
    final void bodyDecoded() {
        undecodedBody = null;
    }

    static MessageFormatException malformed(MalformedMessageException cause) {
        MessageFormatException exception = new MessageFormatException("the body is damaged: " + cause.getMessage());
        exception.initCause(cause);
        return exception;
    }

    final boolean isBodyReadOnly() {
        return bodyReadOnly;
    }

    final void setBodyReadOnly() {
        bodyReadOnly = true;
    }

    /** To be called before each change of the body. */
    final void changeBody() throws MessageNotWriteableException {
        if (bodyReadOnly) {
            throw new MessageNotWriteableException("the body is read-only; call clearBody() first");
        }
        changed();
    }

    // Body, as all messages have it

    @Override
    public final void clearBody() {
        undecodedBody = null;
        bodyReadOnly = false;
        changed();
        emptyBody();
    }

    @Override
    public final <T> @Nullable T getBody(Class<T> requested) throws JMSException {
        if (!hasBody()) {
            return null;
        }
        Object body = bodyAs(requested);
        if (body == null) {
            throw new MessageFormatException(
                    "the body of a " + getClass().getSimpleName() + " cannot be had as " + requested.getName());
        }
        return requested.cast(body);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public final boolean isBodyAssignableTo(Class requested) throws JMSException {
        return !hasBody() || isBodyOfType(requested);
    }

    @Override
    public final void acknowledge() throws JMSException {
        if (acknowledger != null) {
            acknowledger.acknowledge();
        }
    }

    // Header fields of the application

    /** The identifier as text; if it was set as bytes, what they are in UTF-8. */
    @Override
    public final @Nullable String getJMSCorrelationID() {
        decodeHeaders();
        return correlationIdBytes == null ? correlationId : new String(correlationIdBytes, StandardCharsets.UTF_8);
    }

    @Override
    public final void setJMSCorrelationID(@Nullable String id) {
        decodeHeaders();
        changed();
        correlationId = id;
        correlationIdBytes = null;
    }

    /** A copy of the identifier's bytes; if it was set as text, its UTF-8. */
    @Override
    public final byte @Nullable [] getJMSCorrelationIDAsBytes() {
        decodeHeaders();
        if (correlationIdBytes != null) {
            return correlationIdBytes.clone();
        }
        return correlationId == null ? null : correlationId.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public final void setJMSCorrelationIDAsBytes(byte @Nullable [] id) {
        decodeHeaders();
        changed();
        correlationId = null;
        correlationIdBytes = id == null ? null : id.clone();
    }

    @Override
    public final @Nullable Destination getJMSReplyTo() {
        decodeHeaders();
        return replyTo;
    }

    /** Takes this provider's destinations only: nobody could reply to another's through this one. */
    @Override
    public final void setJMSReplyTo(@Nullable Destination newReplyTo) throws JMSException {
        CorduroyDestination ours = newReplyTo == null ? null : CorduroyDestination.ofOurs(newReplyTo);
        decodeHeaders();
        changed();
        replyTo = ours;
    }

    @Override
    public final @Nullable String getJMSType() {
        decodeHeaders();
        return type;
    }

    @Override
    public final void setJMSType(@Nullable String newType) {
        decodeHeaders();
        changed();
        type = newType;
    }

    // Header fields of the provider

    @Override
    public final @Nullable String getJMSMessageID() {
        Object id = messageId;
        if (id instanceof MessageIdentity identity) {
            id = identity.toString();
            messageId = id;
        }
        return (String) id;
    }

    @Override
    public final void setJMSMessageID(@Nullable String id) {
        messageId = id;
    }

    @Override
    public final long getJMSTimestamp() {
        return timestampMs;
    }

    @Override
    public final void setJMSTimestamp(long newTimestampMs) {
        timestampMs = newTimestampMs;
    }

    @Override
    public final @Nullable Destination getJMSDestination() {
        return destination;
    }

    /** Takes any provider's destinations, since another provider may send this message (3.12). */
    @Override
    public final void setJMSDestination(@Nullable Destination newDestination) {
        destination = newDestination;
    }

    @Override
    public final int getJMSDeliveryMode() {
        return deliveryMode;
    }

    @Override
    public final void setJMSDeliveryMode(int mode) throws JMSException {
        if (mode != DeliveryMode.PERSISTENT && mode != DeliveryMode.NON_PERSISTENT) {
            throw new JMSException("delivery mode " + mode + " is unknown, expected DeliveryMode.PERSISTENT ("
                    + DeliveryMode.PERSISTENT + ") or NON_PERSISTENT (" + DeliveryMode.NON_PERSISTENT + ")");
        }
        deliveryMode = mode;
    }

    @Override
    public final boolean getJMSRedelivered() {
        return redelivered;
    }

    @Override
    public final void setJMSRedelivered(boolean isRedelivered) {
        redelivered = isRedelivered;
    }

    @Override
    public final long getJMSExpiration() {
        return expirationMs;
    }

    @Override
    public final void setJMSExpiration(long newExpirationMs) {
        expirationMs = newExpirationMs;
    }

    @Override
    public final long getJMSDeliveryTime() {
        return deliveryTimeMs;
    }

    @Override
    public final void setJMSDeliveryTime(long newDeliveryTimeMs) {
        deliveryTimeMs = newDeliveryTimeMs;
    }

    @Override
    public final int getJMSPriority() {
        return priority;
    }

    @Override
    public final void setJMSPriority(int newPriority) throws JMSException {
        if (newPriority < 0 || newPriority > 9) {
            throw new JMSException("priority " + newPriority + " is out of range, expected 0 to 9");
        }
        priority = newPriority;
    }

    // Properties

    @Override
    public final void clearProperties() {
        changed();
        properties.clear();
    }

    @Override
    public final boolean propertyExists(@Nullable String name) {
        return properties.contains(name);
    }

    @Override
    public final Enumeration<String> getPropertyNames() {
        return Collections.enumeration(properties.names());
    }

    @Override
    public final boolean getBooleanProperty(@Nullable String name) throws JMSException {
        return Conversions.toBoolean(properties.get(name));
    }

    @Override
    public final byte getByteProperty(@Nullable String name) throws JMSException {
        return Conversions.toByte(properties.get(name));
    }

    @Override
    public final short getShortProperty(@Nullable String name) throws JMSException {
        return Conversions.toShort(properties.get(name));
    }

    @Override
    public final int getIntProperty(@Nullable String name) throws JMSException {
        return Conversions.toInt(properties.get(name));
    }

    @Override
    public final long getLongProperty(@Nullable String name) throws JMSException {
        return Conversions.toLong(properties.get(name));
    }

    @Override
    public final float getFloatProperty(@Nullable String name) throws JMSException {
        return Conversions.toFloat(properties.get(name));
    }

    @Override
    public final double getDoubleProperty(@Nullable String name) throws JMSException {
        return Conversions.toDouble(properties.get(name));
    }

    @Override
    public final @Nullable String getStringProperty(@Nullable String name) throws JMSException {
        return Conversions.toText(properties.get(name));
    }

    @Override
    public @Nullable Object getObjectProperty(@Nullable String name) throws JMSException {
        return properties.get(name);
    }

    @Override
    public final void setBooleanProperty(@Nullable String name, boolean value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final void setByteProperty(@Nullable String name, byte value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final void setShortProperty(@Nullable String name, short value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final void setIntProperty(@Nullable String name, int value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final void setLongProperty(@Nullable String name, long value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final void setFloatProperty(@Nullable String name, float value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final void setDoubleProperty(@Nullable String name, double value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public final void setStringProperty(@Nullable String name, @Nullable String value) throws JMSException {
        setProperty(name, value);
    }

    @Override
    public void setObjectProperty(@Nullable String name, @Nullable Object value) throws JMSException {
        setProperty(name, value);
    }

    private void setProperty(@Nullable String name, @Nullable Object value) throws JMSException {
        properties.set(name, value);
        changed();
    }

    final void checkPropertiesWriteable() throws MessageNotWriteableException {
        properties.checkWriteable();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + (messageId == null ? "not sent" : messageId) + "]";
    }
}
