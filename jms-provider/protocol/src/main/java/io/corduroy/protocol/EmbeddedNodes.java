package io.corduroy.protocol;

import io.corduroy.protocol.frame.Frame;
import io.corduroy.transport.Link;
import io.corduroy.transport.LinkHandler;
import io.corduroy.transport.Loop;
import java.io.IOException;
import java.util.Map;

/**
 * Nodes that run inside the application's own process. The client finds an implementation with {@link java.util.ServiceLoader},
 * so that it needs the server on the class path only when a URL says {@code corduroy:embedded:}.
 *
 * <p>Thread-safe.
 */
public interface EmbeddedNodes {

    /**
     * Starts a node, or shares the one that already runs in this process on the same directory. It stops when everybody
     * who opened it has closed what was returned.
     *
     * @param directory the data directory, created if missing; empty for a node in memory: one per process and name, where
     *     the option {@code name} tells several apart
     * @param options settings of the node by their names in its configuration; those of a node that already runs are not
     *     changed
     * @return a share of the running node, ready to be connected to
     * @throws IOException if the directory cannot be used: another process has it, it cannot be written, its log is damaged
     * @throws IllegalArgumentException if an option is unknown or its value out of range; the text suggests what was meant
     */
    Share open(String directory, Map<String, String> options) throws IOException;

    /** One user's share of a running node. */
    interface Share extends AutoCloseable {

        /**
         * Begins to open a link to the node within this process, as {@link io.corduroy.transport.InVmTransport#connect} does.
         *
         * @param loop owns the near side
         * @param handler is told what comes of it, on that loop
         * @return the link, which is not open yet
         */
        Link<Frame> connect(Loop loop, LinkHandler<Frame> handler);

        /** Gives the share back; the last one stops the node and returns when it has stopped. Harmless when closed before. */
        @Override
        void close();
    }
}
