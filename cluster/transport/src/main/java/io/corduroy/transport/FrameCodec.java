package io.corduroy.transport;

import java.nio.ByteBuffer;

/**
 * Turns frames into bytes and back. The transport adds and checks the length; what lies between is the codec's:
 *
 * <pre>
 *  0               4                      4 + length
 *  +---------------+----------------------+
 *  | length, u32   | the codec's bytes    |
 *  | big-endian    | (1 … maxFrameBytes)  |
 *  +---------------+----------------------+
 * </pre>
 *
 * <p>A codec is shared by many links and loops: it keeps no state.
 *
 * @param <F> the type of the frames
 */
public interface FrameCodec<F> {

    /** The most bytes that the codec's part of a frame may have; a longer one is refused in either direction. */
    int maxFrameBytes();

    /**
     * Writes one frame, at least one byte. The payload buffers' positions must be left alone: a frame may be sent on several
     * links, and {@link #sizeOf} may be asked again.
     */
    void encode(F frame, FrameOutput out);

    /**
     * Reads one frame from the buffer's position to its limit.
     *
     * <p>The buffer and everything sliced from it are valid only until {@link LinkHandler#onFrame} returns for this frame; who
     * keeps bytes longer copies them. What this method does not read is ignored: a codec that cares says so itself.
     *
     * @throws MalformedFrameException if these bytes are no frame; the link is closed with the exception's message. So it is
     *     after any RuntimeException, a {@link java.nio.BufferUnderflowException} for instance
     */
    F decode(ByteBuffer frame) throws MalformedFrameException;

    /**
     * About how many bytes of memory or wire a frame takes while it is queued: the currency of the water marks. Cheap: called
     * once per frame sent, encoded or not.
     *
     * @return 0 or more
     */
    int sizeOf(F frame);
}
