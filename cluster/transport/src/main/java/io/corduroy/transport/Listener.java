package io.corduroy.transport;

/** Accepts links at one address until it is closed. */
public interface Listener extends AutoCloseable {

    /** Where it listens, for logs: {@code 127.0.0.1:9750}, {@code in-vm:orders}. */
    String address();

    /** Stops accepting and frees the address; links already open stay open. Harmless when closed before. */
    @Override
    void close();
}
