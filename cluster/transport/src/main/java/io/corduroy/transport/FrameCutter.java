package io.corduroy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a socket gave into frames. A frame that lies whole in one piece of input is not copied; one that does not is
 * gathered in a buffer that grows with what has really arrived, up to the announced length, which was checked before.
 *
 * <p>For each piece of input {@link #next} is called until it answers null; a frame's bytes are valid until the next call.
 */
final class FrameCutter {

    private static final int FIRST_PART_BYTES = 16 * 1024;

    private final ByteBufAllocator allocator;
    private int maxFrameBytes;
    private boolean first = true;

    private int headerCount; // bytes of the length read so far
    private int length;
    private @Nullable ByteBuf gathered; // the frame that is still arriving
    private @Nullable ByteBuf spent; // the frame handed out last, if it had been gathered
    private @Nullable ByteBuffer view; // of the input under way: one object for all the frames in it
    private int viewEnd; // where the view has the input's last byte, whatever has been read of it

    FrameCutter(ByteBufAllocator allocator, int maxFrameBytes) {
        this.allocator = allocator;
        this.maxFrameBytes = maxFrameBytes;
    }

    void limit(int newMaxFrameBytes) {
        maxFrameBytes = newMaxFrameBytes;
    }

    /**
     * The next frame's bytes, or null if the input holds no more whole ones; what is left of it has then been taken over.
     *
     * @throws MalformedFrameException if what comes next cannot be a frame; nothing can be read after that
     */
    @Nullable
    ByteBuffer next(ByteBuf in) throws MalformedFrameException {
        releaseSpent();
        ByteBuffer frame = gathered != null ? gather(gathered, in) : cut(in);
        if (frame == null) {
            view = null;
        }
        return frame;
    }

    private @Nullable ByteBuffer cut(ByteBuf in) throws MalformedFrameException {
        readHeader(in);
        if (headerCount < Integer.BYTES) {
            return null;
        }
        checkLength();
        headerCount = 0;
        first = false;
        if (in.readableBytes() < length) {
            ByteBuf start = allocator.buffer(Math.min(length, Math.max(in.readableBytes(), FIRST_PART_BYTES)), length);
            gathered = start;
            return gather(start, in);
        }
        ByteBuffer whole = viewOf(in);
        int start = viewEnd - in.readableBytes();
        in.skipBytes(length);
        return whole.limit(start + length).position(start);
    }

    private void readHeader(ByteBuf in) {
        if (headerCount == 0 && in.readableBytes() >= Integer.BYTES) {
            length = in.readInt();
            headerCount = Integer.BYTES;
        }
        while (headerCount < Integer.BYTES && in.isReadable()) {
            length = (length << 8) | in.readUnsignedByte();
            headerCount++;
        }
    }

    private void checkLength() throws MalformedFrameException {
        if (length < 1 || length > maxFrameBytes) {
            String announced = "a frame of " + Integer.toUnsignedString(length) + " bytes was announced, at most "
                    + maxFrameBytes + " and at least 1 are allowed";
            throw new MalformedFrameException(first ? Strangers.describe(length, announced) : announced);
        }
    }

    private @Nullable ByteBuffer gather(ByteBuf into, ByteBuf in) {
        into.writeBytes(in, Math.min(in.readableBytes(), length - into.readableBytes()));
        if (into.readableBytes() < length) {
            return null;
        }
        gathered = null;
        spent = into;
        return into.nioBuffer();
    }

    private ByteBuffer viewOf(ByteBuf in) {
        ByteBuffer whole = view;
        if (whole == null) {
            whole = in.nioBuffer();
            view = whole;
            viewEnd = whole.limit();
        }
        return whole;
    }

    /** Where the input ends in the middle of a frame: what had arrived of it; otherwise empty. */
    String halfFrame() {
        if (gathered != null) {
            return "within a frame, after " + gathered.readableBytes() + " of its " + length + " bytes";
        }
        return headerCount > 0 ? "within the length of a frame" : "";
    }

    /** Gives back all buffers; the cutter cannot be used afterwards. */
    void release() {
        releaseSpent();
        view = null;
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private void releaseSpent() {
        if (spent != null) {
            spent.release();
            spent = null;
        }
    }
}
