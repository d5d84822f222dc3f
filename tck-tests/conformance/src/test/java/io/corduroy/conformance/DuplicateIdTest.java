package io.corduroy.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that names itself is there once, however often it is sent: our property and the one of Artemis. */
@Timeout(60)
class DuplicateIdTest {
    private static final String PROPERTY = "JMS_CORDUROY_DuplicateId";

    private Broker broker;
    private Session session;
    private Queue queue;

    @BeforeEach
    void start() throws JMSException {
        broker = new Broker();
        session = broker.connect().createSession();
        queue = session.createQueue("orders");
    }

    @AfterEach
    void stop() throws JMSException {
        broker.close();
    }

    private TextMessage named(String property, String id, String text) throws JMSException {
        TextMessage message = session.createTextMessage(text);
        message.setStringProperty(property, id);
        return message;
    }

    private void send(Session by, String id, String text) throws JMSException {
        try (MessageProducer producer = by.createProducer(queue)) {
            producer.send(named(PROPERTY, id, text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PROPERTY, "_AMQ_DUPL_ID"})
    void aRepetitionIsSentWithSuccessAndNotThere(String property) throws JMSException {
        try (MessageProducer producer = session.createProducer(queue)) {
            producer.send(named(property, "1", "first"));
            producer.send(named(property, "1", "again"));
            producer.send(named(property, "2", "other"));
        }

        assertThat(Broker.browse(session, queue)).containsExactly("first", "other");
    }

    @Test
    void whoeverRepeatsItFromAnotherConnection() throws JMSException {
        send(session, "1", "first");
        send(broker.connect().createSession(), "1", "again");

        assertThat(Broker.browse(session, queue)).containsExactly("first");
    }

    @Test
    void subscribersGetItOnce() throws JMSException {
        Topic topic = session.createTopic("news");
        try (MessageConsumer subscriber = session.createConsumer(topic);
                MessageProducer producer = session.createProducer(topic)) {
            producer.send(named(PROPERTY, "1", "first"));
            producer.send(named(PROPERTY, "1", "again"));
            producer.send(session.createTextMessage("last"));

            assertThat(Broker.text(subscriber.receive(10_000))).isEqualTo("first");
            assertThat(Broker.text(subscriber.receive(10_000))).isEqualTo("last");
        }
    }

    @Test
    void aTransactionThatRepeatsAMessageCannotBeCommitted() throws JMSException {
        send(session, "1", "first");
        Session transacted = broker.connect().createSession(Session.SESSION_TRANSACTED);
        send(transacted, "2", "new");
        send(transacted, "1", "again");

        assertThatThrownBy(transacted::commit).isInstanceOf(TransactionRolledBackException.class);
        send(transacted, "2", "once more");
        transacted.commit();

        assertThat(Broker.browse(session, queue)).containsExactly("first", "once more");
    }

    @Test
    void aCompletionListenerIsToldOfSuccess() throws Exception {
        List<Exception> failures = new ArrayList<>();
        CountDownLatch completed = new CountDownLatch(2);
        CompletionListener listener = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                completed.countDown();
            }

            @Override
            public void onException(Message message, Exception exception) {
                failures.add(exception);
            }
        };
        MessageProducer producer = session.createProducer(queue);

        producer.send(named(PROPERTY, "1", "first"), listener);
        producer.send(named(PROPERTY, "1", "again"), listener);

        assertThat(completed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(failures).isEmpty();
        assertThat(Broker.browse(session, queue)).containsExactly("first");
    }

    @Test
    void theIdTravelsWithTheMessage() throws JMSException {
        send(session, "1", "first");

        try (MessageConsumer consumer = session.createConsumer(queue, PROPERTY + " = '1'")) {
            assertThat(consumer.receive(10_000).getStringProperty(PROPERTY)).isEqualTo("1");
        }
    }
}
