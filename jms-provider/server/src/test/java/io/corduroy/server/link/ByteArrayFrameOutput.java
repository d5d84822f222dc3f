package io.corduroy.server.link;

import io.corduroy.transport.FrameOutput;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Collects what a codec writes. */
final class ByteArrayFrameOutput implements FrameOutput {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] bytes() {
        return out.toByteArray();
    }

    @Override
    public void writeByte(int value) {
        out.write(value);
    }

    @Override
    public void writeShort(int value) {
        writeBytes(ByteBuffer.allocate(2).putShort((short) value).array());
    }

    @Override
    public void writeInt(int value) {
        writeBytes(ByteBuffer.allocate(4).putInt(value).array());
    }

    @Override
    public void writeLong(long value) {
        writeBytes(ByteBuffer.allocate(8).putLong(value).array());
    }

    @Override
    public void writeBytes(byte[] source, int offset, int length) {
        out.write(source, offset, length);
    }

    @Override
    public void writePayload(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        writeBytes(bytes);
    }
}
