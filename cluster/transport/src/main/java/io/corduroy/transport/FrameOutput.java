package io.corduroy.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Where a {@link FrameCodec} writes a frame, from left to right; numbers are big-endian. The counterpart is {@link FrameInput}. */
public interface FrameOutput {

    /** Writes the lowest 8 bits of {@code value}. */
    void writeByte(int value);

    /** Writes the lowest 16 bits of {@code value}. */
    void writeShort(int value);

    /** Writes 4 bytes. */
    void writeInt(int value);

    /** Writes 8 bytes. */
    void writeLong(long value);

    /** Writes and copies {@code length} bytes of {@code source} from {@code offset}. */
    void writeBytes(byte[] source, int offset, int length);

    /**
     * Writes what remains in a buffer, whose position is left alone. A large payload is not copied but referred to until it
     * has been written to the socket: its bytes must never change from now on.
     */
    void writePayload(ByteBuffer payload);

    /** Writes and copies a whole array. */
    default void writeBytes(byte[] source) {
        writeBytes(source, 0, source.length);
    }

    /** Writes {@code value} taken as unsigned in base 128, least significant group first (LEB128): 1 to 10 bytes. */
    default void writeVarint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            writeByte(((int) rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        writeByte((int) rest);
    }

    /** Writes a signed number so that small ones of either sign are short: 0, −1, 1, −2 … become varints 0, 1, 2, 3 … */
    default void writeZigzag(long value) {
        writeVarint((value << 1) ^ (value >> 63));
    }

    /** Writes the length in bytes as a varint, then UTF-8; an unpaired surrogate becomes a question mark. */
    default void writeString(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        writeVarint(utf8.length);
        writeBytes(utf8);
    }
}
