package io.corduroy.protocol.message;

import io.corduroy.protocol.DestinationName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A view of a message's bytes that decodes what is asked for, when it is asked for, and allocates nothing else. It can
 * be moved from one message to the next with {@link #wrap}, so that a scan over many needs one. The bytes are shared,
 * not copied: the view is valid as long as they are. One thread at a time.
 *
 * <p>Any method may throw {@link MalformedMessageException}, unless {@link #validate()} has accepted these bytes.
 */
public final class EncodedMessage {

    private static final DestinationName.Kind[] KINDS = DestinationName.Kind.values();
    private static final BodyType[] BODY_TYPES = BodyType.values();

    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int start;
    private int end;
    private final ValueReader reader = new ValueReader(bytes);

    /** A view of nothing yet: {@link #wrap} comes next. */
    public EncodedMessage() {}

    /**
     * A new view of what remains in a buffer.
     *
     * @param message its position is left alone, its content shared
     */
    public static EncodedMessage of(ByteBuffer message) {
        return new EncodedMessage().wrap(message);
    }

    /** Moves this view to what remains in a buffer, whose position is left alone. */
    public EncodedMessage wrap(ByteBuffer message) {
        return wrap(message, message.position(), message.remaining());
    }

    /** Moves this view to a part of a buffer, given as an absolute offset and a length. */
    public EncodedMessage wrap(ByteBuffer buffer, int offset, int lengthBytes) {
        bytes = buffer;
        start = offset;
        end = Math.addExact(offset, lengthBytes);
        return this;
    }

    /**
     * Reads the whole header once, so that afterwards only a body of MAP, STREAM or TEXT can turn out to be wrong.
     *
     * @throws MalformedMessageException saying what is wrong
     */
    public void validate() {
        bodyType();
        correlationId();
        replyTo();
        type();
        forEachProperty((name, value) -> {});
        groupId();
        groupSeq();
        seekBody();
    }

    /** The form of the body. */
    public BodyType bodyType() {
        return bodyTypeOf(readFlags());
    }

    /** The body's bytes, shared: a slice with position 0. */
    public ByteBuffer body() {
        seekBody();
        int bodyAt = reader.position();
        return bytes.slice(bodyAt, end - bodyAt);
    }

    /**
     * The text of a text message that is not compressed.
     *
     * @return empty if the text is null
     * @throws IllegalStateException if it is none, or compressed
     */
    public Optional<String> text() {
        if (bodyType() != BodyType.TEXT || compression() != 0) {
            throw new IllegalStateException("a message of type " + bodyType() + " with compression " + compression()
                    + " has no text to decode");
        }
        if (hasNullText()) {
            return Optional.empty();
        }
        seekBody();
        return Optional.of(TextEncoding.decode(bytes, reader.position(), end - reader.position()));
    }

    /** Whether this is a text message without a text. */
    public boolean hasNullText() {
        return (readFlags() & HeaderFlags.BODY_MASK) == HeaderFlags.BODY_NULL_TEXT;
    }

    /** The algorithm that the body is compressed with; 0 for none. */
    public int compression() {
        return seek(HeaderFlags.COMPRESSION) ? reader.readByte() & 0xff : 0;
    }

    /** JMSCorrelationID, if set as a string. */
    public Optional<String> correlationId() {
        return readString(HeaderFlags.CORRELATION_ID);
    }

    /** The correlation identifier, if set as bytes: a copy. */
    public Optional<byte[]> correlationIdBytes() {
        return seek(HeaderFlags.CORRELATION_ID_BYTES) ? Optional.of(reader.readBytes()) : Optional.empty();
    }

    /** JMSReplyTo. */
    public Optional<DestinationName> replyTo() {
        if (!seek(HeaderFlags.REPLY_TO)) {
            return Optional.empty();
        }
        int kind = reader.readByte();
        if (kind < 0 || kind >= KINDS.length) {
            throw reader.malformed("kind of destination " + kind + " is not known");
        }
        String name = reader.readString();
        if (name.isEmpty() || name.length() > DestinationName.MAX_NAME_LENGTH) {
            throw reader.malformed("the name of a destination has " + name.length() + " characters");
        }
        return Optional.of(new DestinationName(KINDS[kind], name));
    }

    /** JMSType. */
    public Optional<String> type() {
        return readString(HeaderFlags.TYPE);
    }

    /** JMSXGroupID. */
    public Optional<String> groupId() {
        return readString(HeaderFlags.GROUP_ID);
    }

    /** JMSXGroupSeq. */
    public OptionalInt groupSeq() {
        return seek(HeaderFlags.GROUP_SEQ)
                ? OptionalInt.of((int) reader.readZigzag(Integer.MIN_VALUE, Integer.MAX_VALUE))
                : OptionalInt.empty();
    }

    /**
     * The value of one property, found without decoding the others. JMSXGroupID and JMSXGroupSeq are header fields of
     * their own and not found here.
     *
     * @return Boolean, Byte, Short, Integer, Long, Float, Double or String; null if it is not there, or is null
     */
    public @Nullable Object property(String name) {
        return seekProperties() && reader.findNamed(name) ? reader.nextPropertyValue() : null;
    }

    /** Whether a property is there, be it with the value null. */
    public boolean hasProperty(String name) {
        return seekProperties() && reader.findNamed(name);
    }

    /** Calls the action with name and value of each property, in the order of the sender's. */
    public void forEachProperty(BiConsumer<? super String, ? super @Nullable Object> action) {
        if (seekProperties()) {
            // A reader of its own: the action may ask this view for something else.
            ValueReader properties = reader.copy();
            while (properties.hasNext()) {
                String name = properties.nextName();
                action.accept(name, properties.nextPropertyValue());
            }
        }
    }

    /** The names of all properties, in the order of the sender's: a new list. */
    public List<String> propertyNames() {
        List<String> names = new ArrayList<>();
        forEachProperty((name, value) -> names.add(name));
        return names;
    }

    private Optional<String> readString(int field) {
        return seek(field) ? Optional.of(reader.readString()) : Optional.empty();
    }

    private boolean seekProperties() {
        if (!seek(HeaderFlags.PROPERTIES)) {
            return false;
        }
        int length = reader.readLength("block of properties");
        reader.reset(bytes, reader.position(), reader.position() + length);
        return true;
    }

    private void seekBody() {
        skipFieldsBelow(HeaderFlags.ALL + 1, readFlags());
    }

    /** Moves the reader to a field's first byte, or answers false if the message does not have it. */
    private boolean seek(int field) {
        int flags = readFlags();
        if ((flags & field) == 0) {
            return false;
        }
        skipFieldsBelow(field, flags);
        return true;
    }

    private void skipFieldsBelow(int field, int flags) {
        int present = flags & (field - 1) & ~HeaderFlags.BODY_MASK;
        while (present != 0) {
            int next = Integer.lowestOneBit(present);
            skipField(next);
            present ^= next;
        }
    }

    private void skipField(int field) {
        switch (field) {
            case HeaderFlags.REPLY_TO -> {
                reader.readByte();
                reader.skipString();
            }
            case HeaderFlags.GROUP_SEQ -> reader.readVarint();
            case HeaderFlags.COMPRESSION -> reader.readByte();
            default -> reader.skipString();
        }
    }

    private int readFlags() {
        reader.reset(bytes, start, end);
        long flags = reader.readVarint();
        if ((flags & ~HeaderFlags.ALL) != 0) {
            throw reader.malformed("it has fields of a later version (flags " + Long.toHexString(flags) + ")");
        }
        return (int) flags;
    }

    private BodyType bodyTypeOf(int flags) {
        int form = flags & HeaderFlags.BODY_MASK;
        if (form == HeaderFlags.BODY_NULL_TEXT) {
            return BodyType.TEXT;
        }
        if (form >= BODY_TYPES.length) {
            throw reader.malformed("form of the body " + form + " is not known");
        }
        return BODY_TYPES[form];
    }
}
