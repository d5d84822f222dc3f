package io.corduroy.client;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The simplified interface over a connection and a session (Jakarta Messaging 3.1, 2.8). Contexts that were made from each
 * other share the connection, which the last one closes.
 */
class CorduroyContext implements JMSContext {

    private final CorduroyConnection connection;
    private final AtomicInteger users;
    private final int mode;
    private final CorduroySession session;
    private @Nullable CorduroyProducer anonymous;
    private boolean autoStart = true;
    private final AtomicBoolean closed = new AtomicBoolean();

    private CorduroyContext(CorduroyConnection connection, AtomicInteger users, int mode) throws JMSException {
        this(connection, users, mode, connection.createContextSession(mode));
    }

    CorduroyContext(CorduroyConnection connection, AtomicInteger users, int mode, CorduroySession session) {
        this.connection = connection;
        this.users = users;
        this.mode = mode;
        this.session = session;
    }

    static CorduroyContext first(CorduroyConnection connection, int mode) throws JMSException {
        try {
            return new CorduroyContext(connection, new AtomicInteger(1), mode);
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }

    static void requireMode(int mode) {
        if (mode < JMSContext.SESSION_TRANSACTED || mode > JMSContext.DUPS_OK_ACKNOWLEDGE) {
            throw new JMSRuntimeException("session mode " + mode + " is unknown, expected SESSION_TRANSACTED (0),"
                    + " AUTO_ACKNOWLEDGE (1), CLIENT_ACKNOWLEDGE (2) or DUPS_OK_ACKNOWLEDGE (3)");
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateRuntimeException("the context is closed");
        }
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        requireOpen();
        requireMode(sessionMode);
        return RuntimeExceptions.get(() -> {
            CorduroyContext other = new CorduroyContext(connection, users, sessionMode);
            users.incrementAndGet();
            return other;
        });
    }

    @Override
    public JMSProducer createProducer() {
        requireOpen();
        return new CorduroyContextProducer(this, session, anonymousProducer());
    }

    private CorduroyProducer anonymousProducer() {
        CorduroyProducer producer = anonymous;
        if (producer == null) {
            producer = (CorduroyProducer) RuntimeExceptions.get(() -> session.createProducer(null));
            anonymous = producer;
        }
        return producer;
    }

    // Connection

    @Override
    public @Nullable String getClientID() {
        return RuntimeExceptions.<String>find(connection::getClientID);
    }

    @Override
    public void setClientID(String clientId) {
        RuntimeExceptions.run(() -> connection.setClientID(clientId));
    }

    @Override
    public ConnectionMetaData getMetaData() {
        return RuntimeExceptions.get(connection::getMetaData);
    }

    @Override
    public @Nullable ExceptionListener getExceptionListener() {
        return RuntimeExceptions.<ExceptionListener>find(connection::getExceptionListener);
    }

    @Override
    public void setExceptionListener(@Nullable ExceptionListener listener) {
        RuntimeExceptions.run(() -> connection.setExceptionListener(listener));
    }

    @Override
    public void start() {
        RuntimeExceptions.run(connection::start);
    }

    @Override
    public void stop() {
        RuntimeExceptions.run(connection::stop);
    }

    @Override
    public void setAutoStart(boolean newAutoStart) {
        requireOpen();
        autoStart = newAutoStart;
    }

    @Override
    public boolean getAutoStart() {
        requireOpen();
        return autoStart;
    }

    @Override
    public void close() {
        RuntimeExceptions.run(() -> {
            try {
                session.close();
            } finally {
                if (session.isClosed()) { // else a listener was told that it cannot
                    leaveConnection();
                }
            }
        });
    }

    private void leaveConnection() throws JMSException {
        if (closed.compareAndSet(false, true)) { // several threads may close it, and it counts once
            users.decrementAndGet();
        }
        if (users.get() == 0) {
            connection.close();
        }
    }

    // Messages

    @Override
    public BytesMessage createBytesMessage() {
        return RuntimeExceptions.get(session::createBytesMessage);
    }

    @Override
    public MapMessage createMapMessage() {
        return RuntimeExceptions.get(session::createMapMessage);
    }

    @Override
    public Message createMessage() {
        return RuntimeExceptions.get(session::createMessage);
    }

    @Override
    public ObjectMessage createObjectMessage() {
        return RuntimeExceptions.<ObjectMessage>get(session::createObjectMessage);
    }

    @Override
    public ObjectMessage createObjectMessage(@Nullable Serializable object) {
        return RuntimeExceptions.get(() -> session.createObjectMessage(object));
    }

    @Override
    public StreamMessage createStreamMessage() {
        return RuntimeExceptions.get(session::createStreamMessage);
    }

    @Override
    public TextMessage createTextMessage() {
        return RuntimeExceptions.<TextMessage>get(session::createTextMessage);
    }

    @Override
    public TextMessage createTextMessage(@Nullable String text) {
        return RuntimeExceptions.get(() -> session.createTextMessage(text));
    }

    // Transactions and acknowledgment

    @Override
    public boolean getTransacted() {
        return RuntimeExceptions.get(session::getTransacted);
    }

    @Override
    public int getSessionMode() {
        requireOpen();
        return mode;
    }

    @Override
    public void commit() {
        RuntimeExceptions.run(session::commit);
    }

    @Override
    public void rollback() {
        RuntimeExceptions.run(session::rollback);
    }

    @Override
    public void recover() {
        RuntimeExceptions.run(session::recover);
    }

    @Override
    public void acknowledge() {
        RuntimeExceptions.run(session::acknowledge);
    }

    // Consumers

    private JMSConsumer consumer(RuntimeExceptions.Question<MessageConsumer> creation) {
        return RuntimeExceptions.get(() -> {
            JMSConsumer consumer = new CorduroyContextConsumer(creation.get());
            if (autoStart) {
                connection.start();
            }
            return consumer;
        });
    }

    @Override
    public JMSConsumer createConsumer(@Nullable Destination destination) {
        return consumer(() -> session.createConsumer(destination));
    }

    @Override
    public JMSConsumer createConsumer(@Nullable Destination destination, @Nullable String selector) {
        return consumer(() -> session.createConsumer(destination, selector));
    }

    @Override
    public JMSConsumer createConsumer(@Nullable Destination destination, @Nullable String selector, boolean noLocal) {
        return consumer(() -> session.createConsumer(destination, selector, noLocal));
    }

    @Override
    public JMSConsumer createDurableConsumer(@Nullable Topic topic, @Nullable String name) {
        return consumer(() -> session.createDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createDurableConsumer(
            @Nullable Topic topic, @Nullable String name, @Nullable String selector, boolean noLocal) {
        return consumer(() -> session.createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(@Nullable Topic topic, @Nullable String name) {
        return consumer(() -> session.createSharedDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(
            @Nullable Topic topic, @Nullable String name, @Nullable String selector) {
        return consumer(() -> session.createSharedDurableConsumer(topic, name, selector));
    }

    @Override
    public JMSConsumer createSharedConsumer(@Nullable Topic topic, @Nullable String name) {
        return consumer(() -> session.createSharedConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedConsumer(@Nullable Topic topic, @Nullable String name, @Nullable String selector) {
        return consumer(() -> session.createSharedConsumer(topic, name, selector));
    }

    @Override
    public QueueBrowser createBrowser(@Nullable Queue queue) {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(@Nullable Queue queue, @Nullable String selector) {
        return RuntimeExceptions.get(() -> {
            QueueBrowser browser = session.createBrowser(queue, selector);
            if (autoStart) {
                connection.start();
            }
            return browser;
        });
    }

    @Override
    public void unsubscribe(String name) {
        RuntimeExceptions.run(() -> session.unsubscribe(name));
    }

    // Destinations

    @Override
    public Queue createQueue(String name) {
        return RuntimeExceptions.get(() -> session.createQueue(name));
    }

    @Override
    public Topic createTopic(String name) {
        return RuntimeExceptions.get(() -> session.createTopic(name));
    }

    @Override
    public TemporaryQueue createTemporaryQueue() {
        return RuntimeExceptions.get(session::createTemporaryQueue);
    }

    @Override
    public TemporaryTopic createTemporaryTopic() {
        return RuntimeExceptions.get(session::createTemporaryTopic);
    }
}
