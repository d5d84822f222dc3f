package io.corduroy.protocol.frame;

/**
 * One unit on a link. Client and server each understand the other's kind: {@link ClientFrame} goes from client to
 * server, {@link ServerFrame} back, {@link Heartbeat} both ways.
 *
 * <p>Payloads are {@link java.nio.ByteBuffer}s whose content between position and limit is meant; readers duplicate
 * before they move. A payload of a frame read from a socket is valid only until the handler returns: who keeps it
 * copies it.
 */
public sealed interface Frame permits ClientFrame, ServerFrame, Heartbeat {

    /**
     * The byte that names this kind of frame on the wire.
     *
     * @return 1 to 127; never reused
     */
    int typeNumber();
}
