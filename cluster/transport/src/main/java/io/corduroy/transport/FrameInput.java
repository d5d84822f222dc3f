package io.corduroy.transport;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads back what {@link FrameOutput} wrote; each method checks before it allocates, and moves the buffer's position. */
public final class FrameInput {

    private FrameInput() {}

    /**
     * Reads an unsigned base-128 number.
     *
     * @throws MalformedFrameException if the buffer ends within it, or it has more than 64 bits
     */
    public static long readVarint(ByteBuffer in) throws MalformedFrameException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!in.hasRemaining()) {
                throw new MalformedFrameException("the frame ends within a number");
            }
            byte group = in.get();
            if (shift == 63 && (group & 0xfe) != 0) {
                break;
            }
            value |= (group & 0x7fL) << shift;
            if (group >= 0) {
                return value;
            }
        }
        throw new MalformedFrameException("a number has more than 64 bits");
    }

    /**
     * Reads an unsigned base-128 number that must lie in 0 … {@code max}: a count or a length.
     *
     * @throws MalformedFrameException as {@link #readVarint}, and if it is larger
     */
    public static int readVarint(ByteBuffer in, int max) throws MalformedFrameException {
        long value = readVarint(in);
        if (value < 0 || value > max) {
            throw new MalformedFrameException(
                    "a count or length is " + Long.toUnsignedString(value) + ", at most " + max + " is allowed");
        }
        return (int) value;
    }

    /** Reads what {@link FrameOutput#writeZigzag} wrote. */
    public static long readZigzag(ByteBuffer in) throws MalformedFrameException {
        long value = readVarint(in);
        return (value >>> 1) ^ -(value & 1);
    }

    /** Reads a string of at most {@code maxBytes} bytes of UTF-8; nothing is allocated for a longer or a cut one. */
    public static String readString(ByteBuffer in, int maxBytes) throws MalformedFrameException {
        ByteBuffer utf8 = readSlice(in, readVarint(in, maxBytes));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFrameException("a string is not UTF-8", e);
        }
    }

    /** The next {@code lengthBytes} bytes, shared with {@code in} and valid as long as it. */
    public static ByteBuffer readSlice(ByteBuffer in, int lengthBytes) throws MalformedFrameException {
        if (lengthBytes < 0 || lengthBytes > in.remaining()) {
            throw new MalformedFrameException("a field of " + lengthBytes + " bytes does not fit into the "
                    + in.remaining() + " left of the frame");
        }
        ByteBuffer slice = in.slice(in.position(), lengthBytes);
        in.position(in.position() + lengthBytes);
        return slice;
    }
}
