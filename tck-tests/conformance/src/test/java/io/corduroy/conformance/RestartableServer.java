package io.corduroy.conformance;

import io.corduroy.harness.BrokerProcess;
import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server on a port and a directory of its own that goes and comes back in one of two ways. */
interface RestartableServer extends AutoCloseable {

    /** How it goes. */
    enum Ending {
        /** As for maintenance: it says good-bye, flushes and writes a checkpoint. */
        ORDERLY,
        /** By {@code kill -9}. */
        KILLED
    }

    String url();

    /** Returns when it has gone and is there again. */
    void restart() throws IOException, InterruptedException;

    @Override
    void close();

    static RestartableServer start(Ending ending, Path directory) throws IOException {
        return ending == Ending.ORDERLY ? new InThisProcess(directory) : new InItsOwn(directory);
    }

    /** A node in this process, which can only end in order. */
    final class InThisProcess implements RestartableServer {
        private final Path directory;
        private final int port;
        private Node node;

        InThisProcess(Path directory) throws IOException {
            this.directory = directory;
            try (ServerSocket socket = new ServerSocket(0)) {
                this.port = socket.getLocalPort();
            }
            this.node = startNode();
        }

        private Node startNode() throws IOException {
            Node started = Node.start(NodeConfig.defaults()
                    .with("node.data", directory.toString(), "test")
                    .with("listen.address", "localhost:" + port, "test"));
            started.listen();
            return started;
        }

        @Override
        public String url() {
            return "corduroy://localhost:" + port;
        }

        @Override
        public void restart() throws IOException {
            node.close();
            node = startNode();
        }

        @Override
        public void close() {
            node.close();
        }
    }

    /** A process that is killed. */
    final class InItsOwn implements RestartableServer {
        private final BrokerProcess process;

        InItsOwn(Path directory) throws IOException {
            List<String> quickToStart = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
            this.process =
                    new BrokerProcess(Files.createDirectories(directory).resolve("data"), quickToStart, List.of());
            process.start();
        }

        @Override
        public String url() {
            return process.url();
        }

        @Override
        public void restart() throws IOException, InterruptedException {
            process.kill();
            process.start();
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
