package io.corduroy.transport;

/**
 * What a link's owner is told, always on the link's loop: once {@link #onOpen}, then the others, once {@link #onClosed} at the
 * very end. A link that could not be opened only gets {@code onClosed}.
 *
 * <p>An exception thrown here is logged and closes the link, and no other.
 *
 * @param <F> the type of the frames
 */
public interface LinkHandler<F> {

    /** The link is ready; with TLS, the peer has been authenticated as far as configured. */
    void onOpen(Link<F> link);

    /** A frame arrived. Bytes of it that lie in the network's buffers are valid only until this returns. */
    void onFrame(Link<F> link, F frame);

    /** The burst of frames that could be read at once has been handled: a good moment to seal what they have added to. */
    default void onTurnEnd(Link<F> link) {}

    /** {@link Link#isWritable()} was false and is true again. */
    default void onWritable(Link<F> link) {}

    /** Nothing was sent for {@link LinkOptions#writeIdleMs()}: the owner may send a heartbeat. Never called in-VM. */
    default void onIdle(Link<F> link) {}

    /**
     * The link is about to be closed by the transport because of what the peer did or failed to do: bytes that are no frame,
     * silence, a handshake that took too long. It still takes a last frame by {@link Link#closeAfter}, to tell the peer why;
     * {@code onClosed} then gives this reason all the same. Without that it is closed when this returns.
     */
    default void onFault(Link<F> link, CloseReason reason) {}

    /** The link has ended, or could not be opened; nothing follows. */
    void onClosed(Link<F> link, CloseReason reason);
}
