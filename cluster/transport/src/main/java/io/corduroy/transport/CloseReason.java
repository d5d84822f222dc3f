package io.corduroy.transport;

import java.util.Objects;

/**
 * Why a link ended.
 *
 * @param kind for decisions: is it worth to connect again?
 * @param text for people: what happened, and what to look at
 */
public record CloseReason(Kind kind, String text) {

    /** The ways in which a link ends. */
    public enum Kind {
        /** This side called {@code close} or {@code closeAfter}. */
        LOCAL,
        /** The peer closed it. */
        PEER,
        /** No connection: unknown host, refused, timed out, no such in-VM name. */
        CONNECT_FAILED,
        /** TLS could not be agreed: certificates, names, versions, or the peer does not speak TLS. */
        TLS_FAILED,
        /** The peer did not finish the handshake in time. */
        HANDSHAKE_TIMEOUT,
        /** The peer was silent for longer than allowed. */
        READ_IDLE,
        /** The peer sent what is no frame, or a frame that is too large. */
        PROTOCOL_ERROR,
        /** The network failed: reset, unreachable. */
        IO_ERROR,
        /** Our own handler or codec failed; the log has the stack trace. */
        HANDLER_ERROR,
        /** The loop that owns the link was stopped. */
        LOOP_STOPPED
    }

    /** Checks for nulls. */
    public CloseReason {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
        return text + " (" + kind + ")";
    }
}
