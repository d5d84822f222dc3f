package io.corduroy.protocol.codec;

import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.transport.FrameCodec;
import io.corduroy.transport.FrameOutput;
import io.corduroy.transport.MalformedFrameException;
import java.nio.ByteBuffer;

/**
 * The frames of a link as bytes, for one end of it: a server's codec reads what clients say and a client's what servers
 * say; what comes from the wrong side is malformed. Payloads are referred to, not copied, in both directions.
 *
 * <p>Immutable; any thread. The layout is drawn in the package's description.
 */
public final class ProtocolCodec implements FrameCodec<Frame> {

    private final FrameType.Sender peer;
    private final int maxFrameBytes;

    private ProtocolCodec(FrameType.Sender peer, int maxFrameBytes) {
        if (maxFrameBytes < 1) {
            throw new IllegalArgumentException("maxFrameBytes is " + maxFrameBytes + ", must be positive");
        }
        this.peer = peer;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * The codec of a server's end.
     *
     * @param maxFrameBytes the longest frame in either direction
     */
    public static ProtocolCodec ofServer(int maxFrameBytes) {
        return new ProtocolCodec(FrameType.Sender.CLIENT, maxFrameBytes);
    }

    /**
     * The codec of a client's end.
     *
     * @param maxFrameBytes the longest frame in either direction
     */
    public static ProtocolCodec ofClient(int maxFrameBytes) {
        return new ProtocolCodec(FrameType.Sender.SERVER, maxFrameBytes);
    }

    @Override
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if a field is one that the other side would refuse
     */
    @Override
    public void encode(Frame frame, FrameOutput out) {
        FieldWriter fields = new FieldWriter(out).type(frame);
        if (frame instanceof ClientFrame said) {
            said.dispatch(new ClientFrameWriter(fields));
        } else if (frame instanceof ServerFrame said) {
            said.dispatch(new ServerFrameWriter(fields));
        }
        // Otherwise a Heartbeat, which is its type and nothing else.
    }

    @Override
    public Frame decode(ByteBuffer bytes) throws MalformedFrameException {
        FieldReader in = new FieldReader(bytes);
        FrameType type = FrameType.of(in.octet("frame type"));
        try {
            if (!type.isSaidBy(peer)) {
                throw new MalformedFrameException("not a frame for this end of a link to receive");
            }
            Frame frame = type.read(in);
            if (in.remaining() > 0 && !type.precedesVersion()) {
                throw new MalformedFrameException(in.remaining() + " bytes are left over");
            }
            return frame;
        } catch (MalformedFrameException e) {
            throw new MalformedFrameException("frame " + type + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int sizeOf(Frame frame) {
        return FrameSize.of(frame);
    }
}
