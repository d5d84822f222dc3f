package io.corduroy.server.config;

/** A configuration that cannot be used. The message says where, which key, which value, and what is allowed. */
public final class ConfigException extends RuntimeException {

    /**
     * With a message for the person who wrote the configuration.
     *
     * @param message where, what, and what would be right
     */
    public ConfigException(String message) {
        super(message);
    }

    /**
     * With the failure underneath.
     *
     * @param message where, what, and what would be right
     * @param cause what was caught
     */
    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
