package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.conformance.provider.ProviderUnderTest;
import io.corduroy.conformance.provider.ProvidersUnderTest;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * The rules of one section of the specification, asked of each provider, and what all sections do all the time. What a test
 * opens here is closed after it, and each name is used once, so that tests do not meet.
 */
@ParameterizedClass(name = "{0}", autoCloseArguments = false)
@ArgumentsSource(ProvidersUnderTest.class)
@Timeout(60)
abstract class SectionTest {

    /** Long enough for what has to come; nothing waits for it when all is well. */
    static final long WAIT_MS = 10_000;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @Parameter
    @SuppressWarnings("NullAway.Init")
    ProviderUnderTest provider;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @AfterEach
    void closeWhatWasOpened() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    /** Closes something after the test, before what was opened earlier. */
    final <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    // Names

    /** A name that nobody else has: of a destination, a subscription, a client. */
    static String name(String word) {
        return word + "_" + NUMBER.incrementAndGet();
    }

    final Queue queue() throws Exception {
        return provider.queue(name("queue"));
    }

    final Topic topic() throws Exception {
        return provider.topic(name("topic"));
    }

    // Connections and sessions

    final Connection connectStopped() throws Exception {
        return closing(provider.connectionFactory().createConnection());
    }

    final Connection connect() throws Exception {
        Connection connection = connectStopped();
        connection.start();
        return connection;
    }

    final Connection connectAs(String clientId) throws Exception {
        Connection connection = connectStopped();
        connection.setClientID(clientId);
        connection.start();
        return connection;
    }

    /** A session of AUTO_ACKNOWLEDGE on a started connection of its own. */
    final Session session() throws Exception {
        return connect().createSession();
    }

    final Session session(int mode) throws Exception {
        return connect().createSession(mode);
    }

    final JMSContext context() throws Exception {
        return closing(provider.connectionFactory().createContext());
    }

    final JMSContext context(int mode) throws Exception {
        return closing(provider.connectionFactory().createContext(mode));
    }

    final JMSContext contextAs(String clientId) throws Exception {
        JMSContext context = context();
        context.setClientID(clientId);
        return context;
    }

    // Time

    /** Waits until a time is over for the provider too: a message that it may not deliver before has come. */
    final void awaitTime(long timeMs) throws Exception {
        Session session = session();
        Queue clock = queue();
        MessageProducer producer = session.createProducer(clock);
        producer.setDeliveryDelay(Math.max(0, timeMs + 1 - System.currentTimeMillis()));
        producer.send(session.createMessage());
        receive(session.createConsumer(clock));
    }

    // Messages

    static void send(Session session, Destination destination, String... texts) throws JMSException {
        try (MessageProducer producer = session.createProducer(destination)) {
            for (String text : texts) {
                producer.send(session.createTextMessage(text));
            }
        }
    }

    static Message receive(MessageConsumer consumer) throws JMSException {
        Message message = consumer.receive(WAIT_MS);
        assertThat(message).as("message within " + WAIT_MS + " ms").isNotNull();
        return message;
    }

    static Message receive(JMSConsumer consumer) {
        Message message = consumer.receive(WAIT_MS);
        assertThat(message).as("message within " + WAIT_MS + " ms").isNotNull();
        return message;
    }

    static String text(@Nullable Message message) {
        try {
            return message == null ? "nothing" : ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    static String receiveText(MessageConsumer consumer) throws JMSException {
        return text(receive(consumer));
    }

    static List<String> receiveTexts(MessageConsumer consumer, int count) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(receiveText(consumer));
        }
        return texts;
    }

    /** What a message looks like to who receives it from a queue. */
    final <T extends Message> T sent(T message, Class<T> type) throws Exception {
        Session session = session();
        Queue queue = queue();
        session.createProducer(queue).send(message);
        return type.cast(receive(session.createConsumer(queue)));
    }

    /** The elements of one of the interface's untyped enumerations. */
    static List<Object> all(Enumeration<?> elements) {
        List<Object> list = new ArrayList<>();
        elements.asIterator().forEachRemaining(list::add);
        return list;
    }

    static List<String> browse(Session session, Queue queue) throws JMSException {
        List<String> texts = new ArrayList<>();
        try (QueueBrowser browser = session.createBrowser(queue)) {
            for (Object message : all(browser.getEnumeration())) {
                texts.add(text((Message) message));
            }
        }
        return texts;
    }

    /** What another thread has told, or a failure if it tells nothing. */
    static <T> T told(BlockingQueue<T> heard) throws InterruptedException {
        T next = heard.poll(WAIT_MS, TimeUnit.MILLISECONDS);
        assertThat(next).as("told within " + WAIT_MS + " ms").isNotNull();
        return next;
    }
}
