package io.corduroy.conformance;

import static io.corduroy.conformance.Broker.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes and comes back while applications work: they wait, and nothing is lost, doubled or out of order. */
@Timeout(60)
class RestartTest {

    private static final int MESSAGES = 400;

    @TempDir
    Path directory;

    @Test
    void applicationsDoNotNoticeThatTheServerIsRestarted() throws Exception {
        int port = freePort();
        Node node = start(port);
        CorduroyConnectionFactory factory = new CorduroyConnectionFactory("corduroy://localhost:" + port);
        AtomicReference<String> failure = new AtomicReference<>("none");
        CountDownLatch third = new CountDownLatch(MESSAGES / 3);
        CountDownLatch all = new CountDownLatch(MESSAGES);
        List<String> received = new ArrayList<>();
        try (Connection sending = factory.createConnection();
                Connection consuming = factory.createConnection()) {
            consuming.start();
            Session consumerSession = consuming.createSession();
            Queue queue = consumerSession.createQueue("orders");
            consumerSession.createConsumer(queue).setMessageListener(message -> {
                received.add(text(message)); // only the session's thread is here
                all.countDown();
            });
            Thread sender = new Thread(() -> {
                try {
                    Session session = sending.createSession();
                    MessageProducer producer = session.createProducer(queue);
                    for (int i = 0; i < MESSAGES; i++) {
                        producer.send(session.createTextMessage("m" + i));
                        third.countDown();
                    }
                } catch (JMSException e) {
                    failure.set(e.toString());
                }
            });
            sender.start();
            third.await();

            node.close();
            node = start(port);

            sender.join();
            all.await();
        }
        node.close();

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            expected.add("m" + i);
        }
        assertThat(failure.get()).isEqualTo("none");
        assertThat(received).isEqualTo(expected);
    }

    private Node start(int port) throws IOException {
        Node node = Node.start(NodeConfig.defaults()
                .with("node.data", directory.toString(), "test")
                .with("listen.address", "localhost:" + port, "test"));
        node.listen();
        return node;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
