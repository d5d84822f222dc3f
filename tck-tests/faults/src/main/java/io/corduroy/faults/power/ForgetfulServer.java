package io.corduroy.faults.power;

import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.login.Authenticator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A server on a {@link ForgetfulStorage}, started as {@code server start --data DIR --listen HOST:PORT}. Its segments and
 * checkpoints are small, so that files come and go all the time.
 */
public final class ForgetfulServer {

    private ForgetfulServer() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path data = Path.of(valueOf("--data", arguments));
        NodeConfig config = NodeConfig.defaults()
                .with("node.data", data.toString(), "test")
                .with("listen.address", valueOf("--listen", arguments), "test")
                .with("log.segment-size", "8MiB", "test")
                .with("log.checkpoint-bytes", "1MiB", "test");
        long seed = Long.getLong("disk.seed", System.nanoTime())
                + ProcessHandle.current().pid();
        Node node = Node.start(config, Authenticator.ANYBODY, ForgetfulStorage.open(data, seed));
        System.out.println("ready " + node.listen());
        new CountDownLatch(1).await();
    }

    private static String valueOf(String option, String... arguments) {
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i].equals(option)) {
                return arguments[i + 1];
            }
        }
        throw new IllegalArgumentException(option + " is missing");
    }
}
