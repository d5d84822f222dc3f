package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.conformance.provider.RestartableBroker;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jakarta Messaging 3.1, 7.7 and 9.1: persistent messages survive the provider, others may not, none comes twice. */
class Section7_7DeliveryModeTest extends SectionTest {

    @Test
    void persistentMessagesSurviveARestartOnceAndOnlyOnce(@TempDir Path directory) throws Exception {
        try (RestartableBroker broker = provider.startRestartable(directory)) {
            String[] texts = IntStream.range(0, 100).mapToObj(i -> "m" + i).toArray(String[]::new);
            try (Connection before = broker.connectionFactory().createConnection()) {
                Session session = before.createSession();
                send(session, session.createQueue("queue"), texts);
            }
            broker.stop();
            broker.start();

            try (Connection after = broker.connectionFactory().createConnection()) {
                after.start();
                Session session = after.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("queue"));
                assertThat(receiveTexts(consumer, 100)).containsExactly(texts);
                assertThat(consumer.receiveNoWait()).isNull();
            }
        }
    }

    @Test
    void nonPersistentMessagesAreNotDeliveredTwice(@TempDir Path directory) throws Exception {
        try (RestartableBroker broker = provider.startRestartable(directory)) {
            Set<String> received = new HashSet<>();
            try (Connection before = broker.connectionFactory().createConnection()) {
                before.start();
                Session session = before.createSession();
                Queue queue = session.createQueue("queue");
                MessageProducer producer = session.createProducer(queue);
                producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
                for (int i = 0; i < 10; i++) {
                    producer.send(session.createTextMessage("m" + i));
                }
                received.addAll(receiveTexts(session.createConsumer(queue), 5));
            }
            broker.stop();
            broker.start();

            try (Connection after = broker.connectionFactory().createConnection()) {
                after.start();
                Session session = after.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("queue"));
                for (Message next = consumer.receiveNoWait(); next != null; next = consumer.receiveNoWait()) {
                    assertThat(received.add(text(next))).isTrue();
                }
            }
        }
    }

    @Test
    void whatWasDeliveredAndNotAcknowledgedIsMarkedAfterARestart(@TempDir Path directory) throws Exception {
        try (RestartableBroker broker = provider.startRestartable(directory)) {
            try (Connection before = broker.connectionFactory().createConnection()) {
                before.start();
                Session session = before.createSession(Session.CLIENT_ACKNOWLEDGE);
                Queue queue = session.createQueue("queue");
                send(session, queue, "m");
                receive(session.createConsumer(queue));
            }
            broker.stop();
            broker.start();

            try (Connection after = broker.connectionFactory().createConnection()) {
                after.start();
                Session session = after.createSession();
                Message again = receive(session.createConsumer(session.createQueue("queue")));
                assertThat(again.getJMSRedelivered()).isTrue();
                assertThat(again.getIntProperty("JMSXDeliveryCount")).isGreaterThanOrEqualTo(2);
            }
        }
    }

    @Test
    void bothModesCanBeSentToOneDestination() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("kept"), DeliveryMode.PERSISTENT, 4, 0);
        producer.send(session.createTextMessage("not kept"), DeliveryMode.NON_PERSISTENT, 4, 0);

        assertThat(receiveTexts(session.createConsumer(queue), 2)).containsExactlyInAnyOrder("kept", "not kept");
    }

    @Test
    void theModeOfAMessageIsNotTheOneThatItsSetterSays() throws Exception {
        Session session = session();
        Message message = session.createMessage();
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);

        assertThat(sent(message, Message.class).getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    }
}
