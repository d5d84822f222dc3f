package io.corduroy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames encoded one after another into one buffer, with large payloads between its parts by reference:
 *
 * <pre>
 *  fields:    [len][frame 1][len][frame 2, first part][last part][len][frame 3]
 *  payloads:                                         ^ a buffer of the sender, not copied
 * </pre>
 *
 * so that all of it goes to the socket in one gathering write.
 */
final class FrameBatch implements FrameOutput {

    /** Below this, copying costs less than one more piece in a gathering write: decisions/0001-netty.md has the figures. */
    private static final int COPIED_PAYLOAD_BYTES = 8 * 1024;

    private static final int LEAST_FIELDS_BYTES = 512;
    private static final int MOST_FIELDS_BYTES = 64 * 1024;

    private record Payload(ByteBuffer bytes, int fieldsBefore) {}

    private final ByteBuf fields;
    private final List<Payload> payloads = new ArrayList<>(0);
    private long payloadBytes;

    /** For about so many bytes of frames; it grows. */
    FrameBatch(ByteBufAllocator allocator, long expectedBytes) {
        this.fields =
                allocator.directBuffer((int) Math.max(LEAST_FIELDS_BYTES, Math.min(MOST_FIELDS_BYTES, expectedBytes)));
    }

    /**
     * Encodes one frame, whole or not at all.
     *
     * @throws IllegalArgumentException if it is empty or longer than the codec allows
     */
    <F> void add(FrameCodec<F> codec, F frame) {
        int start = fields.writerIndex();
        int payloadsBefore = payloads.size();
        long payloadBytesBefore = payloadBytes;
        boolean whole = false;
        try {
            fields.writeInt(0);
            codec.encode(frame, this);
            long length = fields.writerIndex() - start - Integer.BYTES + payloadBytes - payloadBytesBefore;
            checkLength(length, codec.maxFrameBytes());
            fields.setInt(start, (int) length);
            whole = true;
        } finally {
            if (!whole) {
                fields.writerIndex(start);
                payloads.subList(payloadsBefore, payloads.size()).clear();
                payloadBytes = payloadBytesBefore;
            }
        }
    }

    private static void checkLength(long length, int maxFrameBytes) {
        if (length < 1 || length > maxFrameBytes) {
            throw new IllegalArgumentException("a frame to send has " + length + " bytes, at least 1 and at most "
                    + maxFrameBytes + " are allowed");
        }
    }

    long sizeBytes() {
        return fields.writerIndex() + payloadBytes;
    }

    /** The pieces in order, to be released by whoever writes them; the batch is used up. */
    List<ByteBuf> pieces() {
        if (payloads.isEmpty()) {
            return List.of(fields);
        }
        List<ByteBuf> pieces = new ArrayList<>(2 * payloads.size() + 1);
        for (Payload payload : payloads) {
            addFields(pieces, payload.fieldsBefore());
            pieces.add(Unpooled.wrappedBuffer(payload.bytes()));
        }
        addFields(pieces, fields.writerIndex());
        fields.release();
        return pieces;
    }

    private void addFields(List<ByteBuf> pieces, int end) {
        if (end > fields.readerIndex()) {
            pieces.add(fields.readRetainedSlice(end - fields.readerIndex()));
        }
    }

    void release() {
        fields.release();
    }

    @Override
    public void writePayload(ByteBuffer payload) {
        if (payload.remaining() < COPIED_PAYLOAD_BYTES) {
            fields.writeBytes(payload.duplicate());
            return;
        }
        payloads.add(new Payload(payload, fields.writerIndex()));
        payloadBytes += payload.remaining();
    }

    @Override
    public void writeByte(int value) {
        fields.writeByte(value);
    }

    @Override
    public void writeShort(int value) {
        fields.writeShort(value);
    }

    @Override
    public void writeInt(int value) {
        fields.writeInt(value);
    }

    @Override
    public void writeLong(long value) {
        fields.writeLong(value);
    }

    @Override
    public void writeBytes(byte[] source, int offset, int length) {
        fields.writeBytes(source, offset, length);
    }

    @Override
    public void writeString(String value) {
        writeVarint(ByteBufUtil.utf8Bytes(value));
        ByteBufUtil.writeUtf8(fields, value);
    }
}
