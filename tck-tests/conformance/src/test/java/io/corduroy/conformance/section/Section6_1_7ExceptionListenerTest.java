package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.conformance.provider.RestartableBroker;
import jakarta.jms.Connection;
import jakarta.jms.ExceptionListener;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jakarta Messaging 3.1, 6.1.7: who hears of a problem with a connection. */
class Section6_1_7ExceptionListenerTest extends SectionTest {

    @Test
    void isNullUnlessSetAndCanBeTakenAway() throws Exception {
        Connection connection = connect();
        JMSContext context = context();
        assertThat(connection.getExceptionListener()).isNull();
        assertThat(context.getExceptionListener()).isNull();
        ExceptionListener listener = exception -> {};

        connection.setExceptionListener(listener);
        context.setExceptionListener(listener);

        assertThat(connection.getExceptionListener()).isSameAs(listener);
        assertThat(context.getExceptionListener()).isSameAs(listener);
        connection.setExceptionListener(null);
        context.setExceptionListener(null);
        assertThat(connection.getExceptionListener()).isNull();
        assertThat(context.getExceptionListener()).isNull();
    }

    @Test
    void isToldThatTheConnectionIsLostAndMayCloseIt(@TempDir Path directory) throws Exception {
        try (RestartableBroker broker = provider.startRestartable(directory)) {
            Connection connection = broker.connectionFactory().createConnection();
            BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
            BlockingQueue<String> closed = new LinkedBlockingQueue<>();
            connection.setExceptionListener(exception -> {
                told.add(exception);
                try {
                    connection.close();
                    closed.add("closed");
                } catch (JMSException e) {
                    closed.add(e.toString());
                }
            });
            connection.start();

            broker.stop();

            assertThat(told(told)).isNotNull();
            assertThat(told(closed)).isEqualTo("closed");
            assertThat(told).isEmpty();
        }
    }

    @Test
    void isToldInTheSimplifiedInterface(@TempDir Path directory) throws Exception {
        try (RestartableBroker broker = provider.startRestartable(directory);
                JMSContext context = broker.connectionFactory().createContext()) {
            BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
            context.setExceptionListener(told::add);

            broker.stop();

            assertThat(told(told)).isNotNull();
        }
    }

    @Test
    void isNotToldWhatACallThrows() throws Exception {
        Connection connection = connect();
        BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
        connection.setExceptionListener(told::add);
        Session session = connection.createSession();

        assertThatThrownBy(() -> session.createConsumer(queue(), "=")).isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.unsubscribe(name("s"))).isInstanceOf(JMSException.class);
        connection.close();

        assertThat(told).isEmpty();
    }
}
