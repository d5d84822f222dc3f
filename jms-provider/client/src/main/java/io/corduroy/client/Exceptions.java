package io.corduroy.client;

import io.corduroy.client.engine.Failure;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.TransactionRolledBackException;

/** The one place where failures become exceptions of the interface; the error code is the name of ours. */
final class Exceptions {

    private static final String CLOSED = "CLOSED";
    private static final String OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN";

    private Exceptions() {}

    /** Whether it says that this side has closed what something was asked of. */
    static boolean isClosed(JMSException exception) {
        return CLOSED.equals(exception.getErrorCode());
    }

    static JMSException of(Failure failure) {
        return switch (failure.kind()) {
            case CLOSED -> new IllegalStateException(failure.text(), CLOSED);
            case CONNECTION_LOST -> new JMSException(failure.text(), "CONNECTION_LOST");
            case OUTCOME_UNKNOWN -> new JMSException(failure.text(), OUTCOME_UNKNOWN);
            case REFUSED -> ofRefusal(failure);
        };
    }

    private static JMSException ofRefusal(Failure failure) {
        String text = failure.text();
        String code = failure.code().name();
        return switch (failure.code()) {
            case AUTHENTICATION_FAILED, NOT_AUTHORIZED -> new JMSSecurityException(text, code);
            case CLIENT_ID_IN_USE -> new InvalidClientIDException(text, code);
            case DESTINATION_UNKNOWN, DESTINATION_CONFLICT, SUBSCRIPTION_UNKNOWN ->
                new InvalidDestinationException(text, code);
            case INVALID_SELECTOR -> new InvalidSelectorException(text, code);
            case RESOURCE_EXHAUSTED -> new ResourceAllocationException(text, code);
            case TRANSACTION_ROLLED_BACK, TRANSACTION_UNKNOWN -> new TransactionRolledBackException(text, code);
            case IN_USE, SUBSCRIPTION_CONFLICT -> new IllegalStateException(text, code);
            default -> new JMSException(text, code);
        };
    }

    /** Whether the link was lost with the answer. */
    static boolean isOutcomeUnknown(JMSException exception) {
        return OUTCOME_UNKNOWN.equals(exception.getErrorCode());
    }

    static JMSException withCause(JMSException exception, Exception cause) {
        exception.initCause(cause);
        exception.setLinkedException(cause);
        return exception;
    }
}
