package io.corduroy.protocol;

/**
 * An argument or a setting that somebody gave is not known or out of its range. The text names it, what is allowed, and
 * what was probably meant; it can be shown to a user as it is ({@link ErrorCode#INVALID_ARGUMENT}).
 */
public class InvalidArgumentException extends Exception {

    private static final long serialVersionUID = 1L;

    /** For a text that a user understands. */
    public InvalidArgumentException(String message) {
        super(message);
    }
}
