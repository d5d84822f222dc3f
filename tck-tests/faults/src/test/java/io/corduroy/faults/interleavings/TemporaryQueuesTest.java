package io.corduroy.faults.interleavings;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Temporary queues come and go while the link is lost again and again. */
class TemporaryQueuesTest {

    @Test
    @Timeout(60)
    void areDeletedThoughTheAnswerIsLostWithTheLink() throws Exception {
        int port = InterleavingsTest.freePort();
        AtomicBoolean over = new AtomicBoolean();
        try (Node node = Node.start(NodeConfig.defaults().with("listen.address", "localhost:" + port, "test"));
                CuttingProxy proxy = new CuttingProxy(port)) {
            node.listen();
            Thread cutter = new Thread(() -> {
                while (!over.get()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(7));
                    proxy.cut();
                }
            });
            try (Connection connection =
                    new CorduroyConnectionFactory("corduroy://localhost:" + proxy.port()).createConnection()) {
                Session session = connection.createSession();
                cutter.start();

                for (int i = 0; i < 60; i++) {
                    session.createTemporaryQueue().delete();
                }
                over.set(true);
                cutter.join();

                assertThat(session.createTemporaryQueue()).isNotNull();
            }
        }
    }
}
