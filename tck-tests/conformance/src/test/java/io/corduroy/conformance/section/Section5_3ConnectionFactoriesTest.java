package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.TopicConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 5.3: connection factories, and their concurrent use. */
class Section5_3ConnectionFactoriesTest extends SectionTest {

    @Test
    void severalThreadsConnectAtTheSameTime() throws Exception {
        ConnectionFactory factory = provider.connectionFactory();
        List<CompletableFuture<Connection>> connecting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            connecting.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return factory.createConnection();
                } catch (JMSException e) {
                    throw new AssertionError(e);
                }
            }));
        }

        for (CompletableFuture<Connection> each : connecting) {
            assertThat(closing(each.get(WAIT_MS, TimeUnit.MILLISECONDS)).createSession())
                    .isNotNull();
        }
    }

    @Test
    void eachInterfaceHasItsFactory() throws Exception {
        assertThat(closing(provider.connectionFactory().createConnection())).isInstanceOf(Connection.class);
        assertThat(closing(provider.connectionFactory().createContext())).isInstanceOf(JMSContext.class);
        assertThat(closing(provider.queueConnectionFactory().createQueueConnection()))
                .isInstanceOf(QueueConnection.class);
        assertThat(closing(provider.topicConnectionFactory().createTopicConnection()))
                .isInstanceOf(TopicConnection.class);
    }
}
