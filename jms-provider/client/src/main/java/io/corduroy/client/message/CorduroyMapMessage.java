package io.corduroy.client.message;

import io.corduroy.protocol.message.BodyType;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MalformedMessageException;
import io.corduroy.protocol.message.MessageFields;
import io.corduroy.protocol.message.TypedValues;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageFormatException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message with named values; they keep the order in which they were first set. */
public final class CorduroyMapMessage extends CorduroyMessage implements MapMessage {
    private Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /** Makes a message without values. */
    public CorduroyMapMessage() {}

    private Map<String, @Nullable Object> values() throws JMSException {
        EncodedMessage undecoded = undecodedBody();
        if (undecoded != null) {
            try {
                values = TypedValues.decodeMap(undecoded.body());
            } catch (MalformedMessageException e) {
                throw malformed(e);
            }
            bodyDecoded();
        }
        return values;
    }

    private @Nullable Object get(@Nullable String name) throws JMSException {
        return name == null ? null : values().get(name);
    }

    private void set(@Nullable String name, @Nullable Object value) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("the name of a map entry is " + (name == null ? "null" : "empty"));
        }
        changeBody();
        values.put(name, value);
    }

    @Override
    public boolean getBoolean(@Nullable String name) throws JMSException {
        return Conversions.toBoolean(get(name));
    }

    @Override
    public byte getByte(@Nullable String name) throws JMSException {
        return Conversions.toByte(get(name));
    }

    @Override
    public short getShort(@Nullable String name) throws JMSException {
        return Conversions.toShort(get(name));
    }

    @Override
    public char getChar(@Nullable String name) throws JMSException {
        return Conversions.toChar(get(name));
    }

    @Override
    public int getInt(@Nullable String name) throws JMSException {
        return Conversions.toInt(get(name));
    }

    @Override
    public long getLong(@Nullable String name) throws JMSException {
        return Conversions.toLong(get(name));
    }

    @Override
    public float getFloat(@Nullable String name) throws JMSException {
        return Conversions.toFloat(get(name));
    }

    @Override
    public double getDouble(@Nullable String name) throws JMSException {
        return Conversions.toDouble(get(name));
    }

    @Override
    public @Nullable String getString(@Nullable String name) throws JMSException {
        return Conversions.toText(get(name));
    }

    @Override
    public byte @Nullable [] getBytes(@Nullable String name) throws JMSException {
        return Conversions.toBytes(get(name));
    }

    @Override
    public @Nullable Object getObject(@Nullable String name) throws JMSException {
        return Conversions.copy(get(name));
    }

    @Override
    public Enumeration<String> getMapNames() throws JMSException {
        return Collections.enumeration(List.copyOf(values().keySet()));
    }

    @Override
    public boolean itemExists(@Nullable String name) throws JMSException {
        return name != null && values().containsKey(name);
    }

    @Override
    public void setBoolean(@Nullable String name, boolean value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setByte(@Nullable String name, byte value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setShort(@Nullable String name, short value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setChar(@Nullable String name, char value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setInt(@Nullable String name, int value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setLong(@Nullable String name, long value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setFloat(@Nullable String name, float value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setDouble(@Nullable String name, double value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setString(@Nullable String name, @Nullable String value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setBytes(@Nullable String name, byte @Nullable [] value) throws JMSException {
        set(name, value == null ? null : value.clone());
    }

    @Override
    public void setBytes(@Nullable String name, byte[] value, int offset, int length) throws JMSException {
        Objects.checkFromIndexSize(offset, length, value.length);
        set(name, Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void setObject(@Nullable String name, @Nullable Object value) throws JMSException {
        if (value != null && !Conversions.isBodyValue(value)) {
            throw new MessageFormatException("map entry \"" + name + "\" cannot have a value of "
                    + value.getClass().getName() + "; allowed are the boxed primitives, String and byte[]");
        }
        set(name, Conversions.copy(value));
    }

    @Override
    void writeBody(MessageFields fields) {
        fields.body(BodyType.MAP, TypedValues.encodeMap(values));
    }

    @Override
    void emptyBody() {
        values = new LinkedHashMap<>();
    }

    @Override
    boolean hasBody() throws JMSException {
        return !values().isEmpty();
    }

    @Override
    @Nullable
    Object bodyAs(Class<?> requested) throws JMSException {
        if (!isBodyOfType(requested)) {
            return null;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        values().forEach((name, value) -> copy.put(name, Conversions.copy(value)));
        return copy;
    }

    /** Map or Object only: which class of map is behind it is nobody's business. */
    @Override
    boolean isBodyOfType(Class<?> requested) {
        return requested == Map.class || requested == Object.class;
    }
}
