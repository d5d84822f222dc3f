package io.corduroy.log;

/**
 * The disk failed under this log, for good: nothing can be appended or flushed any more.
 *
 * <p>After a failed force the page cache may have dropped what it could not write, so a second force proves nothing. Close the log and open it again.
 */
public final class LogFailedException extends RuntimeException {
    LogFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
