package io.corduroy.log;

/** All prepared space is used up, the reserve included; nothing was appended. */
public final class LogFullException extends RuntimeException {
    LogFullException(String message) {
        super(message);
    }
}
