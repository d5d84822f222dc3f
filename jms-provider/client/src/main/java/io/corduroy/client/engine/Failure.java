package io.corduroy.client.engine;

import io.corduroy.protocol.ErrorCode;

/**
 * Why a request came to nothing.
 *
 * @param kind who says so
 * @param code the broker's reason; {@link ErrorCode#INTERNAL} where the broker did not speak
 * @param text for people: what happened and what to do
 */
public record Failure(Kind kind, ErrorCode code, String text) {

    /** Who says that it failed. */
    public enum Kind {
        /** The broker refused, or the engine in its name; nothing has changed. */
        REFUSED,
        /** The broker could not be reached for too long; whether it did what was under way is not known. */
        CONNECTION_LOST,
        /** The broker has forgotten us meanwhile: whether it did this before cannot be found out. */
        OUTCOME_UNKNOWN,
        /** This side closed the connection, or the session. */
        CLOSED
    }

    static Failure refused(ErrorCode code, String text) {
        return new Failure(Kind.REFUSED, code, text);
    }

    static Failure outcomeUnknown(String text) {
        return new Failure(Kind.OUTCOME_UNKNOWN, ErrorCode.INTERNAL, text);
    }

    static Failure connectionLost(String text) {
        return new Failure(Kind.CONNECTION_LOST, ErrorCode.INTERNAL, text);
    }

    /** Of what comes after the end of the connection. */
    public static Failure closed() {
        return new Failure(Kind.CLOSED, ErrorCode.INTERNAL, "the connection is closed");
    }

    static Failure sessionClosed() {
        return new Failure(Kind.CLOSED, ErrorCode.INTERNAL, "the session is closed");
    }

    @Override
    public String toString() {
        return text + (kind == Kind.REFUSED ? " (" + code + ")" : " (" + kind + ")");
    }
}
