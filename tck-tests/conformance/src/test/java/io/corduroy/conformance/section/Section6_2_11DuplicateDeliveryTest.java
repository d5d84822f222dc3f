package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.conformance.provider.RestartableBroker;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jakarta Messaging 3.1, 6.2.11: what was acknowledged is never delivered again. */
class Section6_2_11DuplicateDeliveryTest extends SectionTest {

    @Test
    void notToTheSameQueuesNextConsumerNorAfterRecovery() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        send(session, queue, "a", "b");
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer).acknowledge();
        session.recover();
        assertThat(receiveText(consumer)).isEqualTo("b");
        connection.close();

        MessageConsumer next = session().createConsumer(queue);

        assertThat(receiveText(next)).isEqualTo("b");
        assertThat(next.receiveNoWait()).isNull();
    }

    @Test
    void notAfterARestart(@TempDir Path directory) throws Exception {
        try (RestartableBroker broker = provider.startRestartable(directory)) {
            try (Connection before = broker.connectionFactory().createConnection()) {
                before.start();
                Session session = before.createSession(Session.CLIENT_ACKNOWLEDGE);
                Queue queue = session.createQueue("queue");
                send(session, queue, "a", "b", "c");
                MessageConsumer consumer = session.createConsumer(queue);
                receive(consumer).acknowledge();
                receive(consumer);
            }
            broker.stop();
            broker.start();

            try (Connection after = broker.connectionFactory().createConnection()) {
                after.start();
                Session session = after.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("queue"));
                Message again = receive(consumer);
                assertThat(text(again)).isEqualTo("b");
                assertThat(receiveText(consumer)).isEqualTo("c");
                assertThat(consumer.receiveNoWait()).isNull();
            }
        }
    }
}
