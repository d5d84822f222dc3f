package io.corduroy.protocol.message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing array of bytes that values are appended to; one thread at a time. */
@SuppressWarnings("EnumOrdinal") // ordinals are part of the encoding; golden files hold them in place
public final class ValueWriter {

    private static final byte[] NO_NAME = {};

    private byte[] bytes;
    private int length;

    /** Starts empty, with room for a few values. */
    public ValueWriter() {
        this(64);
    }

    ValueWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /**
     * Appends a value without a name, as in the body of a stream message.
     *
     * @param value null, Boolean, Byte, Short, Character, Integer, Long, Float, Double, String or byte[]
     * @throws IllegalArgumentException for an object of another class
     */
    public ValueWriter writeValue(@Nullable Object value) {
        write(NO_NAME, value);
        return this;
    }

    /**
     * Appends a named value, as in the body of a map message.
     *
     * @param name anything but empty
     * @param value as for {@link #writeValue}
     * @throws IllegalArgumentException for an object of another class, or an empty name
     */
    public ValueWriter writeNamed(String name, @Nullable Object value) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a named value has an empty name");
        }
        write(TextEncoding.encode(name), value);
        return this;
    }

    /**
     * What has been written so far.
     *
     * @return a view of the bytes, not a copy: do not write on while it is in use
     */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes, 0, length).slice();
    }

    /**
     * How much has been written so far.
     *
     * @return 0 or more
     */
    public int lengthBytes() {
        return length;
    }

    private void write(byte[] name, @Nullable Object value) {
        if (value == null) {
            writeHead(name, ValueType.NULL);
        } else if (value instanceof String text) {
            writeHead(name, ValueType.STRING);
            writeString(text);
        } else if (value instanceof Integer number) {
            writeHead(name, ValueType.INT);
            writeZigzag(number);
        } else if (value instanceof Long number) {
            writeHead(name, ValueType.LONG);
            writeZigzag(number);
        } else if (value instanceof Boolean truth) {
            writeHead(name, truth ? ValueType.TRUE : ValueType.FALSE);
        } else if (value instanceof Double number) {
            writeHead(name, ValueType.DOUBLE);
            writeFixed(Double.doubleToRawLongBits(number), 8);
        } else if (value instanceof Float number) {
            writeHead(name, ValueType.FLOAT);
            writeFixed(Float.floatToRawIntBits(number), 4);
        } else if (value instanceof Short number) {
            writeHead(name, ValueType.SHORT);
            writeZigzag(number);
        } else if (value instanceof Byte number) {
            writeHead(name, ValueType.BYTE);
            writeByte(number);
        } else if (value instanceof Character character) {
            writeHead(name, ValueType.CHAR);
            writeVarint(character);
        } else if (value instanceof byte[] array) {
            writeHead(name, ValueType.BYTES);
            writeBytes(array);
        } else {
            throw new IllegalArgumentException(
                    "a value of " + value.getClass().getName() + " cannot be in a message: allowed are boolean, byte,"
                            + " short, char, int, long, float, double, String, byte[] and null");
        }
    }

    private void writeHead(byte[] name, ValueType type) {
        writeVarint(((long) name.length << ValueType.BITS) | type.ordinal());
        append(name);
    }

    void writeString(String text) {
        writeBytes(TextEncoding.encode(text));
    }

    void writeBytes(byte[] array) {
        writeVarint(array.length);
        append(array);
    }

    /** Appends what another writer holds, after its length. */
    void writeBlock(ValueWriter block) {
        writeVarint(block.length);
        ensureRoom(block.length);
        System.arraycopy(block.bytes, 0, bytes, length, block.length);
        length += block.length;
    }

    void writeByte(int value) {
        ensureRoom(1);
        bytes[length++] = (byte) value;
    }

    void writeZigzag(long value) {
        writeVarint((value << 1) ^ (value >> 63));
    }

    void writeVarint(long value) {
        ensureRoom(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void append(ByteBuffer source) {
        int size = source.remaining();
        ensureRoom(size);
        source.get(source.position(), bytes, length, size);
        length += size;
    }

    private void append(byte[] source) {
        ensureRoom(source.length);
        System.arraycopy(source, 0, bytes, length, source.length);
        length += source.length;
    }

    private void writeFixed(long value, int size) {
        ensureRoom(size);
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >> shift);
        }
    }

    private void ensureRoom(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
        }
    }
}
