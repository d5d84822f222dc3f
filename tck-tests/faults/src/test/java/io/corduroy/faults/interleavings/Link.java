package io.corduroy.faults.interleavings;

import io.corduroy.faults.interleavings.Work.Call;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection of the application, or the one beneath its contexts; whoever wants to close it says so before. */
final class Link {

    final int number;
    volatile boolean closing;
    private final @Nullable Connection connectionOrNone;
    private final Call start;
    private final Call stop;
    private final Call close;

    Link(Connection connection, int number) {
        this.number = number;
        this.connectionOrNone = connection;
        this.start = connection::start;
        this.stop = connection::stop;
        this.close = connection::close;
    }

    /** Of contexts that share a connection, which the last one to be closed closes. */
    Link(JMSContext context, JMSContext other, int number) {
        this.number = number;
        this.connectionOrNone = null;
        this.start = context::start;
        this.stop = context::stop;
        this.close = () -> {
            context.close();
            other.close();
        };
    }

    Connection connection() {
        return Objects.requireNonNull(connectionOrNone);
    }

    void start() throws JMSException {
        start.run();
    }

    void stop() throws JMSException {
        stop.run();
    }

    void close() throws JMSException {
        closing = true;
        close.run();
    }

    /** To be refused. */
    void requestClose() throws JMSException {
        close.run();
    }
}
