package io.corduroy.client.message;

import io.corduroy.protocol.message.BodyType;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MalformedMessageException;
import io.corduroy.protocol.message.MessageFields;
import io.corduroy.protocol.message.TypedValues;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message with values one after the other: write-only when new or cleared, read-only when received or reset.
 *
 * <p>A read that fails leaves the position where it was, so that the value can be read again as something else.
 */
public final class CorduroyStreamMessage extends CorduroyMessage implements StreamMessage {
    private static final int NO_BYTES_BEGUN = -1;

    private List<@Nullable Object> values = new ArrayList<>();
    private int next;

    /** How much of the byte array at {@link #next} has been read, while it is read piece by piece. */
    private int bytesRead = NO_BYTES_BEGUN;

    /** Makes a message without values, to be written. */
    public CorduroyStreamMessage() {}

    @FunctionalInterface
    private interface Conversion<T> {
        T apply(@Nullable Object value) throws JMSException;
    }

    private <T> T read(Conversion<T> conversion) throws JMSException {
        T converted = conversion.apply(current());
        next++; // only now: a conversion that fails leaves the value to be read again
        return converted;
    }

    /** The value to be read, which is not a byte array of which a part has been read already. */
    private @Nullable Object current() throws JMSException {
        Object value = peek();
        if (bytesRead != NO_BYTES_BEGUN) {
            throw new MessageFormatException(
                    "a byte array has been read in part; call readBytes until it returns less than it was given room for");
        }
        return value;
    }

    private @Nullable Object peek() throws JMSException {
        if (!isBodyReadOnly()) {
            throw new MessageNotReadableException("the body is write-only; call reset() first");
        }
        EncodedMessage undecoded = undecodedBody();
        if (undecoded != null) {
            try {
                values = TypedValues.decodeStream(undecoded.body());
            } catch (MalformedMessageException e) {
                throw malformed(e);
            }
            bodyDecoded();
        }
        if (next == values.size()) {
            throw new MessageEOFException("the stream has no more values after " + next);
        }
        return values.get(next);
    }

    private void write(@Nullable Object value) throws JMSException {
        changeBody();
        values.add(value);
    }

    @Override
    public boolean readBoolean() throws JMSException {
        return read(Conversions::toBoolean);
    }

    @Override
    public byte readByte() throws JMSException {
        return read(Conversions::toByte);
    }

    @Override
    public short readShort() throws JMSException {
        return read(Conversions::toShort);
    }

    @Override
    public char readChar() throws JMSException {
        return read(Conversions::toChar);
    }

    @Override
    public int readInt() throws JMSException {
        return read(Conversions::toInt);
    }

    @Override
    public long readLong() throws JMSException {
        return read(Conversions::toLong);
    }

    @Override
    public float readFloat() throws JMSException {
        return read(Conversions::toFloat);
    }

    @Override
    public double readDouble() throws JMSException {
        return read(Conversions::toDouble);
    }

    @Override
    public @Nullable String readString() throws JMSException {
        String text = Conversions.toText(current());
        next++;
        return text;
    }

    @Override
    public @Nullable Object readObject() throws JMSException {
        Object value = Conversions.copy(current());
        next++;
        return value;
    }

    @Override
    public int readBytes(byte[] target) throws JMSException {
        Objects.requireNonNull(target, "readBytes was given null to read into");
        Object value = peek();
        if (value == null) {
            next++;
            return -1;
        }
        if (!(value instanceof byte[] bytes)) {
            Conversions.toBytes(value); // says what it is
            throw new IllegalStateException("a value that is no byte array was taken for one");
        }
        boolean isFirst = bytesRead == NO_BYTES_BEGUN;
        if (!isFirst && bytesRead == bytes.length) {
            endBytes();
            return -1;
        }
        int from = isFirst ? 0 : bytesRead;
        int count = Math.min(target.length, bytes.length - from);
        System.arraycopy(bytes, from, target, 0, count);
        bytesRead = from + count;
        if (count < target.length) {
            endBytes();
        }
        return count;
    }

    private void endBytes() {
        bytesRead = NO_BYTES_BEGUN;
        next++;
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        write(value);
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        write(value);
    }

    @Override
    public void writeShort(short value) throws JMSException {
        write(value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        write(value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        write(value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        write(value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        write(value);
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        write(value);
    }

    @Override
    public void writeString(@Nullable String value) throws JMSException {
        write(value);
    }

    @Override
    public void writeBytes(byte @Nullable [] value) throws JMSException {
        write(value == null ? null : value.clone());
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        Objects.checkFromIndexSize(offset, length, value.length);
        write(Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void writeObject(@Nullable Object value) throws JMSException {
        if (value != null && !Conversions.isBodyValue(value)) {
            throw new MessageFormatException("a stream cannot hold a value of "
                    + value.getClass().getName() + "; allowed are the boxed primitives, String and byte[]");
        }
        write(Conversions.copy(value));
    }

    @Override
    public void reset() {
        setBodyReadOnly();
        next = 0;
        bytesRead = NO_BYTES_BEGUN;
    }

    @Override
    void writeBody(MessageFields fields) {
        fields.body(BodyType.STREAM, TypedValues.encodeStream(values));
    }

    @Override
    void emptyBody() {
        values = new ArrayList<>();
        next = 0;
        bytesRead = NO_BYTES_BEGUN;
    }

    /** True, so that {@link #getBody} refuses every type, also of an empty stream. */
    @Override
    boolean hasBody() {
        return true;
    }

    @Override
    boolean isBodyOfType(Class<?> requested) {
        return false;
    }
}
