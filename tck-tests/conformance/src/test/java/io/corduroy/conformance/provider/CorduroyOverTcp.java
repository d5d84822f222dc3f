package io.corduroy.conformance.provider;

import io.corduroy.server.Node;
import java.io.IOException;
import java.nio.file.Path;

/** Corduroy as a server that is reached over TCP. */
public final class CorduroyOverTcp extends CorduroyUnderTest {

    private final Node node;
    private final String url;

    /** Starts it on a free port of the loopback interface. */
    public CorduroyOverTcp() throws IOException {
        node = Node.start(
                config().with("node.id", "2", "test") // another one than the embedded node, for the MBeans of both
                        .with("listen.address", "127.0.0.1:0", "test"));
        url = node.listen();
    }

    @Override
    String url() {
        return url;
    }

    @Override
    public RestartableBroker startRestartable(Path directory) throws IOException {
        return new RestartableCorduroy(directory);
    }

    @Override
    public void close() {
        node.close();
        super.close();
    }

    @Override
    public String toString() {
        return "TCP";
    }
}
