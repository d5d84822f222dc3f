package io.corduroy.protocol.message;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads back what {@link ValueWriter} wrote, from left to right. Every length is compared with what is left before
 * anything is allocated; whatever is wrong ends in a {@link MalformedMessageException}. The buffer's position is left
 * alone. One thread at a time.
 */
public final class ValueReader {

    private static final int NO_TYPE = -1;

    private ByteBuffer buffer;
    private int at;
    private int end;
    private int namedType = NO_TYPE;

    /** Reads from the buffer's position to its limit. */
    public ValueReader(ByteBuffer buffer) {
        this.buffer = buffer;
        at = buffer.position();
        end = buffer.limit();
    }

    void reset(ByteBuffer newBuffer, int position, int limit) {
        buffer = newBuffer;
        at = position;
        end = limit;
        namedType = NO_TYPE;
    }

    /** Another reader of the same bytes at the same place. */
    ValueReader copy() {
        ValueReader copy = new ValueReader(buffer);
        copy.reset(buffer, at, end);
        return copy;
    }

    /**
     * Whether there is another value.
     *
     * @return false at the end
     */
    public boolean hasNext() {
        return at < end;
    }

    /**
     * Reads the name of the next value; its value follows with {@link #nextValue}.
     *
     * @throws MalformedMessageException if the bytes are wrong, or the value has no name
     */
    public String nextName() {
        long head = readVarint();
        int length = checkLength(head >>> ValueType.BITS, "name");
        if (length == 0) {
            throw malformed("a value has no name");
        }
        String name = TextEncoding.decode(buffer, at, length);
        at += length;
        namedType = (int) head & ValueType.MASK;
        return name;
    }

    /**
     * Reads the value whose name was just read, or else the next value without a name.
     *
     * @return null, Boolean, Byte, Short, Character, Integer, Long, Float, Double, String or byte[]
     * @throws MalformedMessageException if the bytes are wrong
     */
    public @Nullable Object nextValue() {
        int type = namedType;
        namedType = NO_TYPE;
        if (type == NO_TYPE) {
            long head = readVarint();
            if (head >>> ValueType.BITS != 0) {
                throw malformed("a value has a name where none belongs");
            }
            type = (int) head & ValueType.MASK;
        }
        return read(ValueType.of(type));
    }

    private @Nullable Object read(ValueType type) {
        return switch (type) {
            case NULL -> null;
            case FALSE -> false;
            case TRUE -> true;
            case BYTE -> readByte();
            case SHORT -> (short) readZigzag(Short.MIN_VALUE, Short.MAX_VALUE);
            case CHAR -> readChar();
            case INT -> (int) readZigzag(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> readZigzag(Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT -> Float.intBitsToFloat((int) readFixed(4));
            case DOUBLE -> Double.longBitsToDouble(readFixed(8));
            case STRING -> readString();
            case BYTES -> readBytes();
        };
    }

    /** Passes over a value without decoding it. */
    private void skip(ValueType type) {
        switch (type) {
            case NULL, FALSE, TRUE -> {}
            case BYTE -> skipBytes(1, "byte");
            case SHORT, CHAR, INT, LONG -> readVarint();
            case FLOAT -> skipBytes(4, "float");
            case DOUBLE -> skipBytes(8, "double");
            case STRING, BYTES -> skipString();
        }
    }

    /** Passes over named values until the one of that name; its value follows with {@link #nextValue}. */
    boolean findNamed(String name) {
        while (at < end) {
            long head = readVarint();
            int length = checkLength(head >>> ValueType.BITS, "name");
            int nameAt = at;
            at += length;
            int type = (int) head & ValueType.MASK;
            if (isText(name, nameAt, length)) {
                namedType = type;
                return true;
            }
            skip(ValueType.of(type));
        }
        return false;
    }

    /** The value of a property, whose name was just read. */
    @Nullable
    Object nextPropertyValue() {
        if (namedType >= 0 && !ValueType.of(namedType).isPropertyType()) {
            throw malformed("a property has the type " + ValueType.of(namedType));
        }
        return nextValue();
    }

    /** Compares without decoding as long as the name is ASCII, as property names nearly always are. */
    private boolean isText(String name, int offset, int length) {
        int chars = name.length();
        if (length < chars) {
            return false;
        }
        for (int i = 0; i < chars; i++) {
            char c = name.charAt(i);
            if (c >= 0x80) {
                return TextEncoding.decode(buffer, offset, length).equals(name);
            }
            if (c != buffer.get(offset + i)) {
                return false;
            }
        }
        return length == chars;
    }

    int position() {
        return at;
    }

    byte readByte() {
        require(1, "byte");
        return buffer.get(at++);
    }

    long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw malformed("it ends within a number");
            }
            byte group = buffer.get(at++);
            if (shift == 63 && (group & 0xfe) != 0) {
                break;
            }
            value |= (group & 0x7fL) << shift;
            if (group >= 0) {
                return value;
            }
        }
        throw malformed("a number has more than 64 bits");
    }

    long readZigzag(long min, long max) {
        long raw = readVarint();
        long value = (raw >>> 1) ^ -(raw & 1);
        if (value < min || value > max) {
            throw malformed("number " + value + " is not within " + min + " to " + max);
        }
        return value;
    }

    String readString() {
        int length = checkLength(readVarint(), "string");
        String text = TextEncoding.decode(buffer, at, length);
        at += length;
        return text;
    }

    byte[] readBytes() {
        int length = checkLength(readVarint(), "byte array");
        byte[] array = new byte[length];
        buffer.get(at, array);
        at += length;
        return array;
    }

    void skipString() {
        int length = checkLength(readVarint(), "string");
        at += length;
    }

    void skipBytes(int count, String what) {
        require(count, what);
        at += count;
    }

    int readLength(String what) {
        return checkLength(readVarint(), what);
    }

    MalformedMessageException malformed(String what) {
        return new MalformedMessageException("malformed message: " + what + ", before byte " + at + " of " + end);
    }

    private char readChar() {
        long value = readVarint();
        if (value >>> 16 != 0) {
            throw malformed("a char is " + Long.toUnsignedString(value));
        }
        return (char) value;
    }

    private long readFixed(int size) {
        require(size, "number");
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | (buffer.get(at++) & 0xff);
        }
        return value;
    }

    private void require(int count, String what) {
        checkLength(count, what);
    }

    private int checkLength(long length, String what) {
        if (length < 0 || length > end - at) {
            throw malformed("a " + what + " of " + Long.toUnsignedString(length) + " bytes does not fit into the "
                    + (end - at) + " left");
        }
        return (int) length;
    }
}
