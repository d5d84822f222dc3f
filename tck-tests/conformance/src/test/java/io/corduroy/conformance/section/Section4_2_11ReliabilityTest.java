package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.conformance.provider.RestartableBroker;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 4.2.11 and table 4-1: what is missed while a subscriber is away. */
class Section4_2_11ReliabilityTest extends SectionTest {

    @Test
    void aDurableSubscriberMissesNothing() throws Exception {
        String client = name("client");
        Topic topic = topic();
        Session sender = session();
        Connection away = connectAs(client);
        away.createSession().createDurableConsumer(topic, "s").close();
        away.close();
        send(sender, topic, "a", "b");

        MessageConsumer back = connectAs(client).createSession().createDurableConsumer(topic, "s");

        assertThat(receiveTexts(back, 2)).containsExactly("a", "b");
    }

    @Test
    void aNonDurableSubscriberMissesWhatIsSentWhileItIsAway() throws Exception {
        Session session = session();
        Topic topic = topic();
        session.createConsumer(topic).close();
        send(session, topic, "missed");
        MessageConsumer back = session.createConsumer(topic);
        send(session, topic, "kept");

        assertThat(receiveText(back)).isEqualTo("kept");
    }

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.NON_PERSISTENT, DeliveryMode.PERSISTENT})
    void nothingIsDeliveredTwice(int mode) throws Exception {
        Session session = connectAs(name("client")).createSession();
        Topic topic = topic();
        MessageConsumer durable = session.createDurableConsumer(topic, "s");
        MessageConsumer plain = session.createConsumer(topic);
        MessageProducer producer = session.createProducer(topic);
        producer.setDeliveryMode(mode);
        String[] texts = IntStream.range(0, 100).mapToObj(i -> "m" + i).toArray(String[]::new);
        for (String text : texts) {
            producer.send(session.createTextMessage(text));
        }

        assertThat(receiveTexts(durable, 100)).containsExactly(texts);
        assertThat(receiveTexts(plain, 100)).containsExactly(texts);
        assertThat(durable.receiveNoWait()).isNull();
        assertThat(plain.receiveNoWait()).isNull();
    }

    @Test
    void aDurableSubscriptionAndItsMessagesSurviveARestart(@TempDir Path directory) throws Exception {
        try (RestartableBroker broker = provider.startRestartable(directory)) {
            Connection before = broker.connectionFactory().createConnection();
            before.setClientID("client");
            Session session = before.createSession();
            Topic topic = session.createTopic("topic");
            session.createDurableConsumer(topic, "s").close();
            send(session, topic, "a", "b");
            before.close();
            broker.stop();
            broker.start();

            try (Connection after = broker.connectionFactory().createConnection()) {
                after.setClientID("client");
                after.start();
                Session again = after.createSession();
                MessageConsumer consumer = again.createDurableConsumer(again.createTopic("topic"), "s");
                assertThat(receiveTexts(consumer, 2)).containsExactly("a", "b");
            }
        }
    }
}
