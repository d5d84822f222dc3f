package io.corduroy.protocol.message;

/**
 * The bytes are no message of this encoding; the text says what is wrong and where.
 *
 * <p>Unchecked, because a message is read lazily, field by field, in places such as the evaluation of a selector that
 * have no say in it. Who lets foreign bytes in calls {@link EncodedMessage#validate()} once at the door; from then on
 * the exception can only come from a body.
 */
public class MalformedMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** For bytes found wrong by their reader. */
    public MalformedMessageException(String message) {
        super(message);
    }
}
