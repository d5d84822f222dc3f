package io.corduroy.transport;

/**
 * One connection between two processes, or between two parts of one, that carries frames both ways.
 *
 * <p>A link belongs to one {@link Loop}, on which its {@link LinkHandler} is called. All methods here may be called from any
 * thread and none blocks; those that change the reading side take effect at once when called on the loop and soon otherwise.
 *
 * @param <F> the type of the frames
 */
public interface Link<F> {

    /** The loop that owns this link. */
    Loop loop();

    /** Who is at the other end, for logs: {@code 10.0.0.7:51234}, {@code in-vm:orders}. */
    String peer();

    /** Whether frames sent now may still arrive: after {@code onOpen}, before anybody closed it. */
    boolean isOpen();

    /**
     * Queues a frame. Frames sent by one thread arrive in its order; so do frames of which one was sent after the other's
     * {@code send} returned. What is sent from the loop is flushed at the end of its turn, what comes from elsewhere as soon as
     * the loop gets to it: frames that wait together are written together.
     *
     * <p>The frame and its payload must not change any more. Before {@code onOpen} a frame waits for the link to open; on a
     * closed link it is dropped, which {@code onClosed} has told or will tell. A frame that is larger than the codec allows
     * closes the link.
     */
    void send(F frame);

    /**
     * Whether the queue of frames sent and not yet written is short enough. False from the moment it exceeds the high water
     * mark until it has fallen to the low one, when {@link LinkHandler#onWritable} is called; false when closed. The link
     * takes frames nevertheless: whoever sends must look.
     */
    boolean isWritable();

    /**
     * Stops calling {@code onFrame} and stops reading the socket, so that the peer's sends pile up at the peer. On the loop it
     * takes effect at once, even within a burst of frames. Meanwhile the peer's silence is not held against it.
     */
    void pauseReading();

    /** Undoes {@link #pauseReading()}. */
    void resumeReading();

    /**
     * Ends the handshake: from now on frames up to {@link FrameCodec#maxFrameBytes()} are read instead of
     * {@link LinkOptions#handshakeMaxFrameBytes()}, and {@link LinkOptions#handshakeTimeoutMs()} no longer threatens. Call it
     * when it is known who the peer is.
     */
    void raiseFrameLimit();

    /**
     * Closes the link now; what was not yet written is lost. Harmless when closed before: the first reason counts.
     *
     * @param reason for our side's {@code onClosed} and log; a TCP peer only sees that the link ended
     */
    void close(String reason);

    /**
     * Sends a last frame after those already queued, closes the link when all were written, and gives up after
     * {@link LinkOptions#lingerMs()}. From now on nothing is received or sent any more.
     */
    void closeAfter(F lastFrame, String reason);
}
