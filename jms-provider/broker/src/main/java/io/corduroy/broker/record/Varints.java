package io.corduroy.broker.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Numbers and strings of records and checkpoints. */
public final class Varints {
    /** Longest varint. */
    public static final int MAX_BYTES = 10;

    private Varints() {}

    /** Writes an unsigned varint; negative numbers take ten bytes. */
    public static void put(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /**
     * Reads an unsigned varint.
     *
     * @throws MalformedRecordException if it does not end
     */
    public static long get(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (!in.hasRemaining()) {
                throw new MalformedRecordException("a number ends with the record");
            }
            byte b = in.get();
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new MalformedRecordException("a number is longer than " + MAX_BYTES + " bytes");
    }

    /**
     * Reads an unsigned varint that must fit an int.
     *
     * @throws MalformedRecordException if it does not
     */
    public static int getInt(ByteBuffer in) {
        long value = get(in);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new MalformedRecordException("number " + Long.toUnsignedString(value) + " does not fit 31 bits");
        }
        return (int) value;
    }

    /** Writes a number that may be negative. */
    public static void putZigzag(ByteBuffer out, long value) {
        put(out, value << 1 ^ value >> 63);
    }

    /** Reads a number that may be negative. */
    public static long getZigzag(ByteBuffer in) {
        long value = get(in);
        return value >>> 1 ^ -(value & 1);
    }

    /** Writes length and UTF-8. */
    public static void putString(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put(out, bytes.length);
        out.put(bytes);
    }

    /**
     * Reads length and UTF-8.
     *
     * @throws MalformedRecordException if the length is more than what is left
     */
    public static String getString(ByteBuffer in) {
        int length = getInt(in);
        if (length > in.remaining()) {
            throw new MalformedRecordException(
                    "a string of " + length + " bytes, " + in.remaining() + " bytes are left");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
