package io.corduroy.conformance;

import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import jakarta.jms.JMSException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All message types and value types arrive as they were sent (3.5, 3.11), within a process and over TCP. */
@Timeout(60)
class EveryMessageTypeTest {

    @Test
    void arrivesWithinAProcess() throws JMSException {
        String url = "corduroy:embedded:?node.name=every-type&node.keep-open=true";

        EveryMessageType.send(url);
        EveryMessageType.receive(url);
    }

    @Test
    void arrivesOverTcp() throws JMSException, IOException {
        try (Node node = Node.start(NodeConfig.defaults().with("listen.address", "127.0.0.1:0", "test"))) {
            String url = node.listen();

            EveryMessageType.send(url);
            EveryMessageType.receive(url);
        }
    }
}
