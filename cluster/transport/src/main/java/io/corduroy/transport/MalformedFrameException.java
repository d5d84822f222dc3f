package io.corduroy.transport;

/** The bytes received are no frame of this protocol; the message says what is wrong in words for an operator. */
public class MalformedFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    /** For a frame found wrong by its reader. */
    public MalformedFrameException(String message) {
        super(message);
    }

    /** For a frame found wrong by something that its reader called. */
    public MalformedFrameException(String message, Throwable cause) {
        super(message, cause);
    }
}
