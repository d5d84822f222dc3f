package io.corduroy.micro;

import io.corduroy.transport.FrameCodec;
import io.corduroy.transport.FrameOutput;
import java.nio.ByteBuffer;

/** Takes a frame's own bytes into an array that is used again; payloads are referred to, as the transport does. */
final class ArrayOutput implements FrameOutput {

    private final byte[] bytes = new byte[4_096];
    private int length;
    private int payloadBytes;

    void clear() {
        length = 0;
        payloadBytes = 0;
    }

    /** How much a link would write. */
    int size() {
        return length + payloadBytes;
    }

    @Override
    public void writeByte(int value) {
        bytes[length++] = (byte) value;
    }

    @Override
    public void writeShort(int value) {
        writeByte(value >>> 8);
        writeByte(value);
    }

    @Override
    public void writeInt(int value) {
        writeShort(value >>> 16);
        writeShort(value);
    }

    @Override
    public void writeLong(long value) {
        writeInt((int) (value >>> 32));
        writeInt((int) value);
    }

    @Override
    public void writeBytes(byte[] source, int offset, int count) {
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    @Override
    public void writePayload(ByteBuffer payload) {
        payloadBytes += payload.remaining();
    }

    /** A frame with its payload behind it, as it comes from a socket. */
    static <F> ByteBuffer whole(FrameCodec<F> codec, F frame, ByteBuffer payload) {
        ArrayOutput head = new ArrayOutput();
        codec.encode(frame, head);
        return ByteBuffer.allocate(head.size())
                .put(head.bytes, 0, head.length)
                .put(payload.duplicate())
                .flip();
    }
}
