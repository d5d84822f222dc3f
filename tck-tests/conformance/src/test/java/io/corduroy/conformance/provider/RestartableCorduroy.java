package io.corduroy.conformance.provider;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A server of Corduroy that keeps its port and its directory. */
final class RestartableCorduroy implements RestartableBroker {

    private final Path directory;
    private final int port;
    private @Nullable Node node;

    RestartableCorduroy(Path directory) throws IOException {
        this.directory = directory;
        try (ServerSocket socket = new ServerSocket(0)) {
            this.port = socket.getLocalPort();
        }
        start();
    }

    @Override
    public void start() throws IOException {
        Node started = Node.start(NodeConfig.defaults()
                .with("node.data", directory.toString(), "test")
                .with("listen.address", "127.0.0.1:" + port, "test"));
        started.listen();
        node = started;
    }

    @Override
    public CorduroyConnectionFactory connectionFactory() {
        CorduroyConnectionFactory factory = CorduroyUnderTest.factory("corduroy://127.0.0.1:" + port);
        factory.setReconnectTimeoutMs(0);
        return factory;
    }

    @Override
    public void stop() {
        Node running = node;
        if (running != null) {
            running.close();
            node = null;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
