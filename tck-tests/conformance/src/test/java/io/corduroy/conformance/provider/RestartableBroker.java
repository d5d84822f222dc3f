package io.corduroy.conformance.provider;

import jakarta.jms.ConnectionFactory;

/** A broker that goes in order and comes back with what it has to remember. It runs at first. */
public interface RestartableBroker extends AutoCloseable {

    /**
     * A factory of connections to it. One that has lost the broker gives up at once and tells its ExceptionListener, instead of
     * waiting for it to come back.
     */
    ConnectionFactory connectionFactory() throws Exception;

    /** Stops the broker; returns when it has gone. Does nothing if it does not run. */
    void stop() throws Exception;

    /** Starts it again on the same data. */
    void start() throws Exception;

    @Override
    void close();
}
