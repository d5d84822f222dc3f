package io.corduroy.faults.interleavings;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Close, stop, rollback and failover, from every thread that the specification allows, at any moment: nothing hangs, nothing
 * is lost, what is acknowledged does not come again, and what is forbidden is refused.
 *
 * <p>The long run: {@code mvn -pl tck-tests/faults -am verify -Dtest=InterleavingsTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dinterleavings=1000}; one again: {@code -Dseed=…}.
 */
@SuppressWarnings("NullAway") // the node is started before it is used
class InterleavingsTest {

    private static final int INTERLEAVINGS = Integer.getInteger("interleavings", 40);

    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

    @TempDir
    private Path directory;

    private int port;
    private Node node;

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void startNode() throws IOException {
        node = Node.start(NodeConfig.defaults()
                .with("node.data", directory.toString(), "test")
                .with("listen.address", "localhost:" + port, "test"));
        node.listen();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void nothingHangsAndNothingIsLostWhateverIsClosedStoppedRolledBackOrCutOff() throws Exception {
        Long only = Long.getLong("seed");
        SplittableRandom seeds = new SplittableRandom(System.nanoTime());
        port = freePort();
        startNode();
        try (CuttingProxy proxy = new CuttingProxy(port)) {
            CorduroyConnectionFactory factory =
                    new CorduroyConnectionFactory("corduroy://localhost:" + proxy.port() + "?connectAttempts=50");
            CorduroyConnectionFactory undisturbed = new CorduroyConnectionFactory("corduroy://localhost:" + port);
            Interleaving.World world = new Interleaving.World() {
                @Override
                public void cut() {
                    proxy.cut();
                }

                @Override
                public void restart() throws IOException {
                    node.close();
                    startNode();
                }
            };
            for (int i = 0; i < INTERLEAVINGS; i++) {
                long seed = only == null ? seeds.nextInt(1_000_000_000) : only;
                List<String> violations = new Interleaving(seed, factory, undisturbed, world, counts).run();
                assertThat(violations)
                        .as(
                                "interleaving %d; replay: mvn -pl tck-tests/faults -am verify -Dtest=InterleavingsTest"
                                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dinterleavings=50 -Dseed=%d",
                                i, seed)
                        .isEmpty();
            }
        } finally {
            node.close();
        }
        System.out.println(INTERLEAVINGS + " interleavings: " + counts);
        assertThat(counts.keySet())
                .contains("received", "cuts", "stops", "commit", "rollback", "recover", "acknowledge", "completions");
    }
}
