package io.corduroy.protocol.codec;

import io.corduroy.protocol.frame.Frame;
import io.corduroy.transport.FrameCodec;
import io.corduroy.transport.FrameOutput;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A {@link FrameOutput} that collects the bytes, and the payloads as they were given. */
final class BytesOutput implements FrameOutput {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<ByteBuffer> payloads = new ArrayList<>();

    static ByteBuffer encode(FrameCodec<Frame> codec, Frame frame) {
        BytesOutput out = new BytesOutput();
        codec.encode(frame, out);
        return out.toBuffer();
    }

    ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    List<ByteBuffer> payloads() {
        return payloads;
    }

    @Override
    public void writeByte(int value) {
        bytes.write(value);
    }

    @Override
    public void writeShort(int value) {
        writeByte(value >> 8);
        writeByte(value);
    }

    @Override
    public void writeInt(int value) {
        writeShort(value >> 16);
        writeShort(value);
    }

    @Override
    public void writeLong(long value) {
        writeInt((int) (value >> 32));
        writeInt((int) value);
    }

    @Override
    public void writeBytes(byte[] source, int offset, int length) {
        bytes.write(source, offset, length);
    }

    @Override
    public void writePayload(ByteBuffer payload) {
        payloads.add(payload);
        byte[] copy = new byte[payload.remaining()];
        payload.get(payload.position(), copy);
        writeBytes(copy);
    }
}
