package io.corduroy.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/** The pooled-jms connection pool over Corduroy's factory. */
class PooledJmsTest {

    @TempDir
    Path directory;

    @Test
    void lendsTheSameConnectionAgainAndAgain() throws Exception {
        JmsPoolConnectionFactory pool = pool();
        try {
            for (int i = 0; i < 50; i++) {
                try (Connection connection = pool.createConnection();
                        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
                    connection.start();
                    session.createProducer(session.createQueue("pooled")).send(session.createTextMessage("m" + i));
                    try (MessageConsumer consumer = session.createConsumer(session.createQueue("pooled"))) {
                        assertThat(((TextMessage) consumer.receive(10_000)).getText())
                                .isEqualTo("m" + i);
                    }
                }
            }
            assertThat(pool.getNumConnections()).isEqualTo(1);
        } finally {
            pool.stop();
        }
    }

    @Test
    void rollsBackWhatABorrowerLeftUncommitted() throws Exception {
        JmsPoolConnectionFactory pool = pool();
        try {
            try (JMSContext careless = pool.createContext(JMSContext.SESSION_TRANSACTED)) {
                careless.createProducer().send(careless.createQueue("left"), "uncommitted");
            }
            try (JMSContext next = pool.createContext(JMSContext.SESSION_TRANSACTED)) {
                next.createProducer().send(next.createQueue("left"), "committed");
                next.commit();
                JMSConsumer consumer = next.createConsumer(next.createQueue("left"));
                assertThat(consumer.receive(10_000).getBody(String.class)).isEqualTo("committed");
                assertThat(consumer.receiveNoWait()).isNull();
                next.commit();
            }
        } finally {
            pool.stop();
        }
    }

    private JmsPoolConnectionFactory pool() {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(new CorduroyConnectionFactory("corduroy:embedded:" + directory));
        pool.setMaxConnections(1);
        return pool;
    }
}
