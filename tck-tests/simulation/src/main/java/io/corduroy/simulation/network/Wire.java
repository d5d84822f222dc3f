package io.corduroy.simulation.network;

import io.corduroy.protocol.codec.ProtocolCodec;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.transport.FrameOutput;
import io.corduroy.transport.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Frames as the real codec writes and reads them. */
final class Wire {

    private static final int MAX_FRAME_BYTES = 1 << 20;

    private final ProtocolCodec ofServer = ProtocolCodec.ofServer(MAX_FRAME_BYTES);
    private final ProtocolCodec ofClient = ProtocolCodec.ofClient(MAX_FRAME_BYTES);
    private final Bytes output = new Bytes();

    byte[] encode(Frame frame, boolean fromClient) {
        output.count = 0;
        (fromClient ? ofClient : ofServer).encode(frame, output);
        return Arrays.copyOf(output.bytes, output.count);
    }

    Frame decode(byte[] bytes, boolean fromClient) {
        try {
            return (fromClient ? ofServer : ofClient).decode(ByteBuffer.wrap(bytes));
        } catch (MalformedFrameException e) {
            throw new IllegalStateException("the codec cannot read what it wrote: " + e.getMessage(), e);
        }
    }

    static long hash(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }

    /** Gathers bytes in an array that grows. */
    private static final class Bytes implements FrameOutput {
        private byte[] bytes = new byte[1024];
        private int count;

        private ByteBuffer room(int length) {
            if (count + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, count + length));
            }
            ByteBuffer room = ByteBuffer.wrap(bytes, count, length);
            count += length;
            return room;
        }

        @Override
        public void writeByte(int value) {
            room(Byte.BYTES).put((byte) value);
        }

        @Override
        public void writeShort(int value) {
            room(Short.BYTES).putShort((short) value);
        }

        @Override
        public void writeInt(int value) {
            room(Integer.BYTES).putInt(value);
        }

        @Override
        public void writeLong(long value) {
            room(Long.BYTES).putLong(value);
        }

        @Override
        public void writeBytes(byte[] source, int offset, int length) {
            room(length).put(source, offset, length);
        }

        @Override
        public void writePayload(ByteBuffer payload) {
            room(payload.remaining()).put(payload.duplicate());
        }
    }
}
