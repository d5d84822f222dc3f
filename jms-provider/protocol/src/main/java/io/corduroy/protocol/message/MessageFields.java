package io.corduroy.protocol.message;

import io.corduroy.protocol.DestinationName;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a message to be encoded consists of: a builder without behaviour. Starts as a message without headers,
 * properties and body. One thread at a time.
 */
public final class MessageFields {

    private Optional<String> correlationId = Optional.empty();
    private byte @Nullable [] correlationIdBytes;
    private Optional<DestinationName> replyTo = Optional.empty();
    private Optional<String> type = Optional.empty();
    private Optional<String> groupId = Optional.empty();
    private OptionalInt groupSeq = OptionalInt.empty();
    private final Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    private BodyType bodyType = BodyType.NONE;
    private boolean nullText;
    private int compression;
    private List<ByteBuffer> body = List.of();

    /** Sets JMSCorrelationID. */
    public MessageFields correlationId(String id) {
        correlationId = Optional.of(id);
        return this;
    }

    /** Sets the correlation identifier of a native client as bytes (Jakarta Messaging 3.1, 3.4.5); they are copied. */
    public MessageFields correlationIdBytes(byte[] id) {
        correlationIdBytes = id.clone();
        return this;
    }

    /** Sets JMSReplyTo. */
    public MessageFields replyTo(DestinationName destination) {
        replyTo = Optional.of(destination);
        return this;
    }

    /** Sets JMSType. */
    public MessageFields type(String jmsType) {
        type = Optional.of(jmsType);
        return this;
    }

    /** Sets JMSXGroupID. */
    public MessageFields groupId(String id) {
        groupId = Optional.of(id);
        return this;
    }

    /** Sets JMSXGroupSeq. */
    public MessageFields groupSeq(int sequence) {
        groupSeq = OptionalInt.of(sequence);
        return this;
    }

    /**
     * Adds a property, after those that are there already; a name that is there keeps its place and gets the new value.
     *
     * @param name of a property that is no header field: JMSXGroupID and JMSXGroupSeq have methods of their own
     * @param value null, Boolean, Byte, Short, Integer, Long, Float, Double or String
     * @throws IllegalArgumentException for another class, or an empty name
     */
    public MessageFields property(String name, @Nullable Object value) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a property has an empty name");
        }
        if (value != null && !isPropertyValue(value)) {
            throw new IllegalArgumentException("property " + name + " has a value of "
                    + value.getClass().getName()
                    + ": allowed are boolean, byte, short, int, long, float, double, String and null");
        }
        properties.put(name, value);
        return this;
    }

    /** Makes it a text message with this text. */
    public MessageFields text(String text) {
        return body(BodyType.TEXT, ByteBuffer.wrap(TextEncoding.encode(text)));
    }

    /** Makes it a text message without a text, which is not the same as an empty one. */
    public MessageFields nullText() {
        body(BodyType.TEXT);
        nullText = true;
        return this;
    }

    /**
     * Sets form and bytes of the body, not copied before the message is encoded.
     *
     * @param bodyType how the bytes are to be read
     * @param parts together the body, each from position to limit; positions are left alone
     */
    public MessageFields body(BodyType bodyType, ByteBuffer... parts) {
        this.bodyType = bodyType;
        nullText = false;
        body = List.of(parts);
        return this;
    }

    /**
     * Says that the body's bytes are compressed.
     *
     * @param algorithm 1 to 255; 0 for none. The numbers are an agreement of the clients, nobody else looks
     */
    public MessageFields compression(int algorithm) {
        if (algorithm < 0 || algorithm > 255) {
            throw new IllegalArgumentException("compression algorithm " + algorithm + " is not within 0 to 255");
        }
        compression = algorithm;
        return this;
    }

    Optional<String> correlationId() {
        return correlationId;
    }

    byte @Nullable [] correlationIdBytes() {
        return correlationIdBytes;
    }

    Optional<DestinationName> replyTo() {
        return replyTo;
    }

    Optional<String> type() {
        return type;
    }

    Optional<String> groupId() {
        return groupId;
    }

    OptionalInt groupSeq() {
        return groupSeq;
    }

    Map<String, @Nullable Object> properties() {
        return Collections.unmodifiableMap(properties);
    }

    BodyType bodyType() {
        return bodyType;
    }

    boolean hasNullText() {
        return nullText;
    }

    int compression() {
        return compression;
    }

    List<ByteBuffer> body() {
        return body;
    }

    private static boolean isPropertyValue(Object value) {
        return value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Float
                || value instanceof Short
                || value instanceof Byte;
    }
}
