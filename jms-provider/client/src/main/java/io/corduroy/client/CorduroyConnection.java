package io.corduroy.client;

import io.corduroy.client.engine.ClientEngine;
import io.corduroy.client.engine.Failure;
import io.corduroy.client.engine.Nothing;
import io.corduroy.client.engine.ProducerIdentity;
import io.corduroy.client.message.ObjectAllowList;
import io.corduroy.protocol.AdminVerb;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.SubscriptionSpec.Kind;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection (Jakarta Messaging 3.1, 6.1): one client instance for the broker, over as many links as it takes. */
class CorduroyConnection implements AdminConnection, QueueConnection, TopicConnection, ConnectionCore.Observer {

    private static final Logger LOG = LoggerFactory.getLogger(CorduroyConnection.class);

    private final ClientInstanceId instance;
    private final ConnectionCore core;
    private final ClientOptions options;
    private final ObjectAllowList allowList;
    private final Domain domain;
    private final AtomicInteger lastSession = new AtomicInteger();
    private final AtomicInteger lastConsumer = new AtomicInteger();
    private final ConcurrentMap<Integer, CorduroySession> sessions = new ConcurrentHashMap<>();
    private final ConnectionConsumers connectionConsumers;
    private final TemporaryDestinations temporaries;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Ending ending = new Ending();
    private final Object stateLock = new Object();
    private final Object tellLock = new Object();
    private volatile @Nullable String clientId;
    private volatile boolean used; // beyond setting the client identifier
    private volatile boolean started;
    private volatile boolean failed;
    private volatile @Nullable ExceptionListener exceptionListener;

    @SuppressWarnings("this-escape") // observed only when it is connected
    CorduroyConnection(ConnectionMaking making) {
        this.instance = making.instance();
        this.options = making.options();
        this.allowList = making.allowList();
        this.domain = making.domain();
        String given = making.config().clientId();
        this.clientId = given.isEmpty() ? null : given;
        this.core = new ConnectionCore(making.dialer(), ClientLoops.acquire(), making.config(), this);
        this.connectionConsumers = new ConnectionConsumers(this, core, making.options());
        this.temporaries = new TemporaryDestinations(core, making.instance());
    }

    /** Connects for the first time. */
    void connect() throws JMSException {
        try {
            core.<Nothing>ask((engine, completion) -> engine.open(System.nanoTime() / 1_000_000, completion));
        } catch (JMSException e) {
            closed.set(true);
            end();
            throw e;
        }
    }

    // For its sessions

    String name() {
        return instance.toString().substring(0, 8);
    }

    /** Unique among all connections. */
    String instanceName() {
        return instance.toString();
    }

    int nextConsumerId() {
        return lastConsumer.incrementAndGet();
    }

    int nextSessionId() {
        return lastSession.incrementAndGet();
    }

    List<CorduroySession> sessions() {
        return List.copyOf(sessions.values());
    }

    Optional<CorduroyConnectionConsumer> connectionConsumer(int consumerId) {
        return connectionConsumers.find(consumerId);
    }

    List<CorduroyConnectionConsumer> connectionConsumers() {
        return connectionConsumers.all();
    }

    void onEnded(CorduroyConnectionConsumer consumer) {
        connectionConsumers.onEnded(consumer);
    }

    /** A destination of ours that this connection may consume from. */
    CorduroyDestination consumable(@Nullable Destination destination) throws JMSException {
        CorduroyDestination ours = CorduroyDestination.ofOurs(destination);
        DestinationName name = ours.destinationName();
        if (name.kind().isTemporary()) {
            temporaries.requireConsumable(name);
        }
        return ours;
    }

    String clientIdOrEmpty() {
        String id = clientId;
        return id == null ? "" : id;
    }

    /** False once it has failed for good: nobody is left to say good-bye to. */
    boolean isReachable() {
        return !failed;
    }

    void onSessionClosed(CorduroySession session) {
        sessions.values().remove(session);
    }

    private void use() throws IllegalStateException {
        requireOpen();
        used = true;
    }

    private void requireOpen() throws IllegalStateException {
        if (closed.get() && !isInMessageListener()) { // who is at work while it closes keeps its services (6.1.8)
            throw new IllegalStateException("the connection is closed");
        }
    }

    // Client identifier

    @Override
    public @Nullable String getClientID() throws JMSException {
        requireOpen();
        return clientId;
    }

    @Override
    public void setClientID(@Nullable String newClientId) throws JMSException {
        requireOpen();
        if (clientId != null) {
            throw new IllegalStateException(
                    "the client identifier is \"" + clientId + "\" already, set by the factory or before (6.1.2)");
        }
        if (used) {
            throw new IllegalStateException(
                    "the client identifier has to be set before anything else is done with the connection (6.1.2)");
        }
        if (newClientId == null || newClientId.isEmpty()) {
            throw new InvalidClientIDException(
                    "a client identifier must not be " + (newClientId == null ? "null" : "empty"));
        }
        core.<Nothing>ask(
                (engine, completion) -> engine.setClientId(newClientId, System.nanoTime() / 1_000_000, completion));
        clientId = newClientId;
    }

    // Sessions

    CorduroySession createSession(Domain sessionDomain, int mode) throws JMSException {
        use();
        if (mode < Session.SESSION_TRANSACTED || mode > Session.DUPS_OK_ACKNOWLEDGE) {
            throw new JMSException("acknowledge mode " + mode + " is unknown, expected AUTO_ACKNOWLEDGE (1),"
                    + " CLIENT_ACKNOWLEDGE (2), DUPS_OK_ACKNOWLEDGE (3) or SESSION_TRANSACTED (0)");
        }
        return add(new CorduroySession(this, core, options, allowList, sessionDomain, nextSessionId(), mode));
    }

    /** A session whose transactions others decide about; outside of them it acknowledges by itself. */
    CorduroyXASession createXASession(CorduroyXAConnection self, Domain sessionDomain) throws JMSException {
        use();
        return add(new CorduroyXASession(self, core, options, allowList, sessionDomain, nextSessionId()));
    }

    private <S extends CorduroySession> S add(S session) {
        int id = session.id();
        synchronized (stateLock) {
            sessions.put(id, session);
            if (started) {
                session.start();
            }
        }
        return session;
    }

    /** A context's session does not count as use: its client identifier may be set afterwards (6.1.2). */
    CorduroySession createContextSession(int mode) throws JMSException {
        return createContextSession(() -> createSession(Domain.ANY, mode));
    }

    /** What makes a session. */
    interface SessionMaker<S extends CorduroySession> {
        S make() throws JMSException;
    }

    <S extends CorduroySession> S createContextSession(SessionMaker<S> maker) throws JMSException {
        boolean usedBefore = used;
        S session = maker.make();
        used = usedBefore;
        return session;
    }

    Domain domain() {
        return domain;
    }

    private static int modeOf(boolean transacted, int acknowledgeMode) {
        return transacted ? Session.SESSION_TRANSACTED : acknowledgeMode;
    }

    @Override
    public Session createSession(boolean transacted, int acknowledgeMode) throws JMSException {
        if (!transacted && acknowledgeMode == Session.SESSION_TRANSACTED) {
            throw new JMSException("acknowledge mode SESSION_TRANSACTED contradicts transacted = false");
        }
        return createSession(domain, modeOf(transacted, acknowledgeMode));
    }

    @Override
    public Session createSession(int sessionMode) throws JMSException {
        return createSession(domain, sessionMode);
    }

    @Override
    public Session createSession() throws JMSException {
        return createSession(domain, Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public QueueSession createQueueSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return createSession(Domain.QUEUES, modeOf(transacted, acknowledgeMode));
    }

    @Override
    public TopicSession createTopicSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return createSession(Domain.TOPICS, modeOf(transacted, acknowledgeMode));
    }

    // Start, stop, close

    @Override
    public void start() throws JMSException {
        use();
        synchronized (stateLock) {
            started = true;
            core.post(ClientEngine::start);
            sessions.values().forEach(CorduroySession::start);
            connectionConsumers.all().forEach(CorduroyConnectionConsumer::start);
        }
    }

    @Override
    public void stop() throws JMSException {
        use();
        if (isInMessageListener()) {
            throw inListener("stop"); // a completion listener may (7.3.6 names close, commit and rollback only)
        }
        List<CorduroySession> all;
        synchronized (stateLock) {
            started = false;
            all = List.copyOf(sessions.values());
            connectionConsumers.all().forEach(CorduroyConnectionConsumer::stop);
        }
        all.forEach(CorduroySession::stop);
    }

    void requireNotInListener(String what) throws IllegalStateException {
        if (isInMessageListener() || sessions.values().stream().anyMatch(CorduroySession::isInCallback)) {
            throw inListener(what);
        }
    }

    private boolean isInMessageListener() {
        return sessions.values().stream().anyMatch(CorduroySession::isInListener);
    }

    private static IllegalStateException inListener(String what) {
        return new IllegalStateException("a listener cannot " + what
                + " its own connection: that would wait for the listener to return (6.1.5, 6.1.8)");
    }

    @Override
    public void close() throws JMSException {
        requireNotInListener("close");
        if (!closed.compareAndSet(false, true)) {
            ending.awaitQuietly();
        } else {
            try {
                for (CorduroyConnectionConsumer consumer : connectionConsumers.all()) {
                    consumer.closeNow(!failed);
                }
                closeSessions();
                closeSessions(); // a listener that had not returned may have opened another one
                if (!failed) {
                    temporaries.deleteAll(options.closeTimeoutMs());
                }
            } finally {
                leave(!failed);
                ending.over();
            }
        }
    }

    private void closeSessions() throws JMSException {
        for (CorduroySession session : sessions.values()) {
            session.closeNow(!failed);
        }
    }

    /**
     * Nobody needs the connection any more.
     *
     * @param reachable whether the broker is still there
     */
    void leave(boolean reachable) {
        end();
    }

    /** Ends the client instance, and with it what is not prepared. */
    void end() {
        core.close();
        ClientLoops.release();
    }

    // Failure

    @Override
    public @Nullable ExceptionListener getExceptionListener() throws JMSException {
        requireOpen();
        return exceptionListener;
    }

    @Override
    public void setExceptionListener(@Nullable ExceptionListener listener) throws JMSException {
        use();
        exceptionListener = listener;
    }

    @Override
    public void onProducerOpened(int sessionId, int partition, ProducerIdentity identity) {
        CorduroySession session = sessions.get(sessionId);
        if (session != null) {
            session.onProducerOpened(partition, identity);
        }
    }

    /** On a thread of its own: a listener may well close the connection, which waits for the loop. */
    @Override
    public void onConnectionFailed(Failure failure) {
        failed = true;
        LOG.error("the connection has failed: {}", failure);
        tell(Exceptions.of(failure));
    }

    /** Tells the exception listener, one thing after the other (6.1.7). */
    void tell(JMSException what) {
        ExceptionListener listener = exceptionListener;
        if (listener == null || closed.get()) {
            return;
        }
        Thread teller = new Thread(
                () -> {
                    synchronized (tellLock) {
                        listener.onException(what);
                    }
                },
                "corduroy-exception-listener-" + name());
        teller.setDaemon(true);
        teller.start();
    }

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        use();
        return new CorduroyMetaData(options.jmsxProperties().filledIn(core.sender()));
    }

    // Temporary destinations

    TemporaryQueue createTemporaryQueue() throws JMSException {
        use();
        return new CorduroyTemporaryQueue(temporaries.create(DestinationName.Kind.TEMPORARY_QUEUE), this);
    }

    TemporaryTopic createTemporaryTopic() throws JMSException {
        use();
        return new CorduroyTemporaryTopic(temporaries.create(DestinationName.Kind.TEMPORARY_TOPIC), this);
    }

    /** Whether it has a temporary destination that it has not deleted. */
    boolean has(DestinationName name) {
        return temporaries.has(name);
    }

    void deleteTemporary(DestinationName name) throws JMSException {
        requireOpen();
        if (connectionConsumers.isAnyOn(name)
                || sessions.values().stream().anyMatch(session -> session.hasConsumerOn(name))) {
            throw new IllegalStateException(name + " still has a consumer; close it first (5.2)");
        }
        temporaries.delete(name);
        sessions.values().forEach(session -> session.forget(name));
    }

    @Override
    public List<Map<String, String>> administer(AdminVerb verb, Map<String, String> arguments) throws JMSException {
        use();
        Optional<String> destination =
                verb.destinationArgument().map(argument -> arguments.getOrDefault(argument.key(), ""));
        List<Map<String, String>> rows = new ArrayList<>();
        for (int partition : core.<List<Integer>>ask((engine, completion) -> completion.onDone(
                destination.map(engine::partitionOfName).map(List::of).orElseGet(engine::partitions)))) {
            rows.addAll(core.<List<Map<String, String>>>ask(
                    (engine, completion) -> engine.admin(partition, verb.key(), arguments, completion)));
        }
        return rows;
    }

    @Override
    public Enumeration<Message> browseRetained(Session session, Destination destination, String selector)
            throws JMSException {
        if (!(session instanceof CorduroySession ours) || !ours.isOf(this)) {
            throw new IllegalStateException("the session is none of this connection");
        }
        return ours.browse(CorduroyDestination.ofOurs(destination), selector, Mode.BROWSE_RETAINED)
                .getEnumeration();
    }

    // Consumers for application servers (11.2)

    private CorduroyConnectionConsumer serve(
            @Nullable Destination destination,
            SubscriptionSpec subscription,
            @Nullable String selector,
            @Nullable ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        CorduroyConnectionConsumer consumer =
                connectionConsumers.open(consumable(destination), subscription, selector, pool, maxMessages);
        synchronized (stateLock) {
            consumer.open(started);
        }
        return consumer;
    }

    private CorduroyConnectionConsumer serveNamed(
            Kind kind,
            @Nullable Topic topic,
            @Nullable String name,
            @Nullable String selector,
            @Nullable ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        use();
        if (domain == Domain.QUEUES) {
            throw new IllegalStateException(
                    "a QueueConnection cannot create a connection consumer of a topic (table 9-1)");
        }
        return serve(topic, SubscriptionSpecs.named(this, kind, topic, name, false), selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            @Nullable Destination destination,
            @Nullable String selector,
            @Nullable ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        use();
        return serve(destination, SubscriptionSpecs.unnamed(this, destination, false), selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            @Nullable Queue queue, @Nullable String selector, @Nullable ServerSessionPool pool, int maxMessages)
            throws JMSException {
        return createConnectionConsumer((Destination) queue, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            @Nullable Topic topic, @Nullable String selector, @Nullable ServerSessionPool pool, int maxMessages)
            throws JMSException {
        return createConnectionConsumer((Destination) topic, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(
            @Nullable Topic topic,
            @Nullable String name,
            @Nullable String selector,
            @Nullable ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        return serveNamed(Kind.SHARED, topic, name, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(
            @Nullable Topic topic,
            @Nullable String name,
            @Nullable String selector,
            @Nullable ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        return serveNamed(Kind.UNSHARED_DURABLE, topic, name, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(
            @Nullable Topic topic,
            @Nullable String name,
            @Nullable String selector,
            @Nullable ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        return serveNamed(Kind.SHARED_DURABLE, topic, name, selector, pool, maxMessages);
    }
}
