package io.corduroy.client;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.ConsumerSpec;
import io.corduroy.client.engine.Delivery;
import io.corduroy.client.engine.Nothing;
import io.corduroy.client.engine.ProducerIdentity;
import io.corduroy.client.message.CorduroyBytesMessage;
import io.corduroy.client.message.CorduroyMapMessage;
import io.corduroy.client.message.CorduroyMessage;
import io.corduroy.client.message.CorduroyObjectMessage;
import io.corduroy.client.message.CorduroyStreamMessage;
import io.corduroy.client.message.CorduroyTextMessage;
import io.corduroy.client.message.MessageDecoder;
import io.corduroy.client.message.ObjectAllowList;
import io.corduroy.client.message.ProviderHeaders;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.MessageIdentity;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.protocol.message.BodyType;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MalformedMessageException;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A session: one context of sending and receiving, in one order (Jakarta Messaging 3.1, 6.2). */
final class CorduroySession implements QueueSession, TopicSession {

    /** Which of the former two domains it was made for; each may do its own only (Jakarta Messaging 3.1, table 6-2). */
    enum Domain {
        ANY,
        QUEUES,
        TOPICS
    }

    private final CorduroyConnection connection;
    private final ConnectionCore core;
    private final ClientOptions options;
    private final Domain domain;
    private final int id;
    private final int mode;
    private final SessionDeliveries deliveries;
    private final SessionSends sends;
    private final MessageDecoder decoder;
    private final LargeBodies largeBodies;
    private final ObjectAllowList allowList;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable MessageListener sessionListener;

    CorduroySession(
            CorduroyConnection connection,
            ConnectionCore core,
            ClientOptions options,
            ObjectAllowList allowList,
            Domain domain,
            int id,
            int mode) {
        this.connection = connection;
        this.core = core;
        this.options = options;
        this.allowList = allowList;
        this.domain = domain;
        this.id = id;
        this.mode = mode;
        this.deliveries = new SessionDeliveries(
                core, this, mode, options.ackSync(), "corduroy-session-" + connection.name() + "-" + id);
        this.sends = new SessionSends(core, this, id, mode == Session.SESSION_TRANSACTED, options);
        this.largeBodies = new LargeBodies(core);
        this.decoder = new MessageDecoder(allowList, this::acknowledge);
        core.post(engine -> engine.openSession(id));
    }

    // For its parts

    ObjectAllowList allowList() {
        return allowList;
    }

    int closeTimeoutMs() {
        return options.closeTimeoutMs();
    }

    /** Whether opening a destination may create it: not another connection's temporary one. */
    boolean creates(DestinationName name) {
        return !name.kind().isTemporary() || connection.owns(name);
    }

    void callBack(Runnable callback) {
        deliveries.callBack(callback);
    }

    void onProducerOpened(int partition, ProducerIdentity identity) {
        sends.onProducerOpened(partition, identity);
    }

    void forget(DestinationName name) {
        sends.forget(name);
    }

    void awaitCompletions() {
        sends.awaitConfirmations(options.closeTimeoutMs());
        deliveries.awaitCallbacks();
    }

    /** What the application gets for a delivery. */
    Message messageOf(CorduroyConsumer consumer, Delivery delivery) throws JMSException {
        return messageOf(delivery, consumer.id(), consumer.destination());
    }

    CorduroyMessage messageOf(Delivery delivery, int consumerId, CorduroyDestination destination) throws JMSException {
        ProviderHeaders headers = new ProviderHeaders(
                new MessageIdentity(delivery.logId(), delivery.producer(), delivery.producerSequence()),
                destination,
                delivery.persistent(),
                delivery.priority(),
                delivery.timestampMs(),
                delivery.expirationMs(),
                delivery.deliveryTimeMs(),
                delivery.deliveryCount(),
                delivery.origin());
        if (delivery.pieces() == 0) {
            return decoder.decode(delivery.message(), headers);
        }
        boolean toFile = delivery.bodyBytes() > options.largeMessageBytes() && isBytes(delivery);
        return toFile
                ? decoder.decodeLarge(delivery.message(), headers, largeBodies.inFile(delivery))
                : decoder.decode(largeBodies.inMemory(delivery), headers);
    }

    private static boolean isBytes(Delivery delivery) throws JMSException {
        try {
            return EncodedMessage.of(delivery.message()).bodyType() == BodyType.BYTES;
        } catch (MalformedMessageException e) {
            throw Exceptions.withCause(new JMSException("a message cannot be decoded: " + e.getMessage()), e);
        }
    }

    boolean hasConsumerOn(DestinationName name) {
        return deliveries.consumers().stream()
                .anyMatch(consumer -> consumer.destination().destinationName().equals(name));
    }

    void requireOpen() throws IllegalStateException {
        if (closed.get()) {
            throw new IllegalStateException("the session is closed");
        }
    }

    void requireNotInCompletion(String what) throws IllegalStateException {
        if (deliveries.isInCallback()) {
            throw new IllegalStateException("a completion listener cannot " + what + " of its own session (7.3)");
        }
    }

    boolean isInListener() {
        return deliveries.isInListener();
    }

    boolean isInCallback() {
        return deliveries.isInCallback();
    }

    // Life

    void start() {
        deliveries.start();
    }

    void stop() {
        deliveries.stop();
    }

    @Override
    public void close() throws JMSException {
        if (closed.get()) {
            return;
        }
        if (deliveries.isInListener()) {
            throw new IllegalStateException("a message listener cannot close its own session (6.2.15)");
        }
        requireNotInCompletion("close");
        closeNow(true);
    }

    void closeNow(boolean reachable) throws JMSException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        connection.onSessionClosed(this);
        deliveries.stop();
        if (reachable) {
            sends.awaitConfirmations(options.closeTimeoutMs());
        }
        List<CorduroyConsumer> consumers = deliveries.consumers();
        consumers.forEach(CorduroyConsumer::closeWithSession);
        deliveries.close();
        if (reachable) {
            try {
                core.<Nothing>askQuietly(
                        options.closeTimeoutMs(), (engine, completion) -> engine.closeSession(id, completion));
            } finally {
                consumers.forEach(CorduroyConsumer::unregister);
            }
        }
    }

    // Acknowledging and transactions

    private void acknowledge() throws JMSException {
        requireOpen();
        if (mode == Session.CLIENT_ACKNOWLEDGE) {
            deliveries.acknowledgeAll();
        }
    }

    void acknowledgeFromContext() throws JMSException {
        acknowledge();
    }

    @Override
    public boolean getTransacted() throws JMSException {
        requireOpen();
        return mode == Session.SESSION_TRANSACTED;
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        requireOpen();
        return mode;
    }

    /**
     * Acknowledgments of a transaction travel with its commit: a rollback has none to undo.
     */
    @Override
    public void commit() throws JMSException {
        requireTransacted("commit");
        Map<Integer, List<LaneRange>> seen = deliveries.takeSeen();
        try {
            core.<Nothing>ask((engine, completion) -> {
                seen.forEach(
                        (consumerId, ranges) -> engine.acknowledge(consumerId, true, ranges, Completion.ignored()));
                engine.commit(id, completion);
            });
        } catch (JMSException e) {
            deliveries.putBackSeen(seen);
            redeliverAfter(e);
            throw e;
        }
    }

    private void redeliverAfter(JMSException why) {
        try {
            deliveries.recover();
        } catch (JMSException e) {
            why.addSuppressed(e);
        }
    }

    @Override
    public void rollback() throws JMSException {
        requireTransacted("roll back");
        core.<Nothing>ask((engine, completion) -> engine.rollback(id, completion));
        deliveries.recover();
    }

    private void requireTransacted(String what) throws JMSException {
        requireOpen();
        requireNotInCompletion(what);
        if (mode != Session.SESSION_TRANSACTED) {
            throw new IllegalStateException("the session is not transacted: there is nothing to " + what);
        }
    }

    @Override
    public void recover() throws JMSException {
        requireOpen();
        if (mode == Session.SESSION_TRANSACTED) {
            throw new IllegalStateException("a transacted session cannot recover; roll it back");
        }
        deliveries.recover();
    }

    /** For application servers' concentrated consumers, which this session does not serve; kept as given. */
    @Override
    public @Nullable MessageListener getMessageListener() throws JMSException {
        requireOpen();
        return sessionListener;
    }

    @Override
    public void setMessageListener(@Nullable MessageListener listener) throws JMSException {
        requireOpen();
        sessionListener = listener;
    }

    /** Nothing to be done: the messages of an application server arrive through its resource adapter. */
    @Override
    public void run() {
        // no messages are assigned to a session by a connection consumer here
    }

    // Messages

    @Override
    public BytesMessage createBytesMessage() throws JMSException {
        requireOpen();
        return new CorduroyBytesMessage();
    }

    @Override
    public MapMessage createMapMessage() throws JMSException {
        requireOpen();
        return new CorduroyMapMessage();
    }

    @Override
    public Message createMessage() throws JMSException {
        requireOpen();
        return new CorduroyMessage();
    }

    @Override
    public ObjectMessage createObjectMessage() throws JMSException {
        requireOpen();
        return new CorduroyObjectMessage(allowList);
    }

    @Override
    public ObjectMessage createObjectMessage(@Nullable Serializable object) throws JMSException {
        ObjectMessage message = createObjectMessage();
        message.setObject(object);
        return message;
    }

    @Override
    public StreamMessage createStreamMessage() throws JMSException {
        requireOpen();
        return new CorduroyStreamMessage();
    }

    @Override
    public TextMessage createTextMessage() throws JMSException {
        requireOpen();
        return new CorduroyTextMessage(null);
    }

    @Override
    public TextMessage createTextMessage(@Nullable String text) throws JMSException {
        requireOpen();
        return new CorduroyTextMessage(text);
    }

    // Destinations

    private void requireDomain(Domain allowed, String what) throws IllegalStateException {
        if (domain != Domain.ANY && domain != allowed) {
            throw new IllegalStateException(
                    (domain == Domain.QUEUES ? "a QueueSession" : "a TopicSession") + " cannot " + what);
        }
    }

    @Override
    public Queue createQueue(String name) throws JMSException {
        requireOpen();
        requireDomain(Domain.QUEUES, "create queues");
        requireName(name, "queue");
        return new CorduroyQueue(name);
    }

    @Override
    public Topic createTopic(String name) throws JMSException {
        requireOpen();
        requireDomain(Domain.TOPICS, "create topics");
        requireName(name, "topic");
        return new CorduroyTopic(name);
    }

    private static void requireName(@Nullable String name, String what) throws JMSException {
        if (name == null || name.isEmpty() || name.length() > DestinationName.MAX_NAME_LENGTH) {
            throw new JMSException("the name of a " + what + " is "
                    + (name == null ? "null" : name.length() + " characters long") + ", expected 1 to "
                    + DestinationName.MAX_NAME_LENGTH);
        }
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        requireOpen();
        requireDomain(Domain.QUEUES, "create temporary queues");
        return connection.createTemporaryQueue();
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        requireOpen();
        requireDomain(Domain.TOPICS, "create temporary topics");
        return connection.createTemporaryTopic();
    }

    // Producers

    @Override
    public MessageProducer createProducer(@Nullable Destination destination) throws JMSException {
        requireOpen();
        if (destination == null) {
            return new CorduroyProducer(this, sends, null);
        }
        CorduroyDestination ours = CorduroyDestination.ofOurs(destination);
        find(ours);
        return new CorduroyProducer(this, sends, ours);
    }

    private void find(CorduroyDestination destination) throws JMSException {
        DestinationName name = destination.destinationName();
        core.<Integer>ask((engine, completion) -> engine.openDestination(name, creates(name), completion));
    }

    @Override
    public QueueSender createSender(@Nullable Queue queue) throws JMSException {
        requireDomain(Domain.QUEUES, "create senders");
        return (QueueSender) createProducer(queue);
    }

    @Override
    public TopicPublisher createPublisher(@Nullable Topic topic) throws JMSException {
        requireDomain(Domain.TOPICS, "create publishers");
        return (TopicPublisher) createProducer(topic);
    }

    // Consumers

    private CorduroyConsumer consumer(
            @Nullable Destination destination, SubscriptionSpec subscription, @Nullable String selector)
            throws JMSException {
        requireOpen();
        CorduroyDestination ours = CorduroyDestination.ofOurs(destination);
        DestinationName name = ours.destinationName();
        if (name.kind().isTemporary() && !connection.owns(name)) {
            throw new InvalidDestinationException(
                    "only the connection that has created " + name + " can consume from it (6.2.2)");
        }
        int consumerId = connection.nextConsumerId();
        String condition = selector == null || selector.isBlank() ? "" : selector;
        CorduroyConsumer consumer = new CorduroyConsumer(
                this,
                core,
                deliveries,
                consumerId,
                ours,
                condition.isEmpty() ? null : condition,
                subscription.noLocal(),
                options.prefetch());
        ConsumerSpec spec = new ConsumerSpec(
                consumerId,
                id,
                name,
                subscription,
                condition,
                options.exclusive() && name.kind().isQueue() ? Mode.EXCLUSIVE : Mode.SHARED,
                options.prefetch(),
                options.prefetchBytes());
        core.register(consumerId, consumer.queue);
        try {
            core.<Nothing>ask((engine, completion) -> engine.openConsumer(spec, completion));
        } catch (JMSException e) {
            core.unregister(consumerId);
            throw e;
        }
        deliveries.add(consumer);
        return consumer;
    }

    private static SubscriptionSpec unnamed(@Nullable Destination destination, String clientId, boolean noLocal) {
        boolean isTopic = destination instanceof CorduroyDestination ours
                && !ours.destinationName().kind().isQueue();
        return isTopic
                ? new SubscriptionSpec(SubscriptionSpec.Kind.UNSHARED, clientId, "", noLocal)
                : SubscriptionSpec.OF_QUEUE;
    }

    @Override
    public MessageConsumer createConsumer(@Nullable Destination destination) throws JMSException {
        return createConsumer(destination, null, false);
    }

    @Override
    public MessageConsumer createConsumer(@Nullable Destination destination, @Nullable String selector)
            throws JMSException {
        return createConsumer(destination, selector, false);
    }

    @Override
    public MessageConsumer createConsumer(@Nullable Destination destination, @Nullable String selector, boolean noLocal)
            throws JMSException {
        return consumer(destination, unnamed(destination, connection.clientIdOrEmpty(), noLocal), selector);
    }

    private SubscriptionSpec named(
            SubscriptionSpec.Kind kind, @Nullable Topic topic, @Nullable String name, boolean noLocal)
            throws JMSException {
        requireOpen();
        requireDomain(Domain.TOPICS, "create subscriptions");
        CorduroyDestination ours = CorduroyDestination.ofOurs(topic);
        requireName(name, "subscription");
        if (kind.isDurable() && ours.destinationName().kind().isTemporary()) {
            throw new InvalidDestinationException("a durable subscription on a temporary topic is of no use (4.2)");
        }
        String clientId = connection.clientIdOrEmpty();
        if (kind == SubscriptionSpec.Kind.UNSHARED_DURABLE && clientId.isEmpty()) {
            throw new IllegalStateException("an unshared durable subscription needs a client identifier;"
                    + " set it on the connection or the connection factory");
        }
        return new SubscriptionSpec(kind, clientId, name == null ? "" : name, noLocal);
    }

    @Override
    public MessageConsumer createSharedConsumer(@Nullable Topic topic, @Nullable String name) throws JMSException {
        return createSharedConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedConsumer(@Nullable Topic topic, @Nullable String name, @Nullable String selector)
            throws JMSException {
        return consumer(topic, named(SubscriptionSpec.Kind.SHARED, topic, name, false), selector);
    }

    @Override
    public TopicSubscriber createDurableSubscriber(@Nullable Topic topic, @Nullable String name) throws JMSException {
        return createDurableSubscriber(topic, name, null, false);
    }

    @Override
    public TopicSubscriber createDurableSubscriber(
            @Nullable Topic topic, @Nullable String name, @Nullable String selector, boolean noLocal)
            throws JMSException {
        return consumer(topic, named(SubscriptionSpec.Kind.UNSHARED_DURABLE, topic, name, noLocal), selector);
    }

    @Override
    public MessageConsumer createDurableConsumer(@Nullable Topic topic, @Nullable String name) throws JMSException {
        return createDurableSubscriber(topic, name, null, false);
    }

    @Override
    public MessageConsumer createDurableConsumer(
            @Nullable Topic topic, @Nullable String name, @Nullable String selector, boolean noLocal)
            throws JMSException {
        return createDurableSubscriber(topic, name, selector, noLocal);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(@Nullable Topic topic, @Nullable String name)
            throws JMSException {
        return createSharedDurableConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(
            @Nullable Topic topic, @Nullable String name, @Nullable String selector) throws JMSException {
        return consumer(topic, named(SubscriptionSpec.Kind.SHARED_DURABLE, topic, name, false), selector);
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        requireOpen();
        requireDomain(Domain.TOPICS, "unsubscribe");
        String clientId = connection.clientIdOrEmpty();
        SubscriptionSpec named = new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, clientId, name, false);
        core.<Nothing>ask((engine, completion) -> engine.unsubscribe(named, completion));
    }

    @Override
    public QueueReceiver createReceiver(@Nullable Queue queue) throws JMSException {
        return createReceiver(queue, null);
    }

    @Override
    public QueueReceiver createReceiver(@Nullable Queue queue, @Nullable String selector) throws JMSException {
        requireDomain(Domain.QUEUES, "create receivers");
        return consumer(queue, SubscriptionSpec.OF_QUEUE, selector);
    }

    @Override
    public TopicSubscriber createSubscriber(@Nullable Topic topic) throws JMSException {
        return createSubscriber(topic, null, false);
    }

    @Override
    public TopicSubscriber createSubscriber(@Nullable Topic topic, @Nullable String selector, boolean noLocal)
            throws JMSException {
        requireDomain(Domain.TOPICS, "create subscribers");
        return consumer(topic, unnamed(topic, connection.clientIdOrEmpty(), noLocal), selector);
    }

    @Override
    public QueueBrowser createBrowser(@Nullable Queue queue) throws JMSException {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(@Nullable Queue queue, @Nullable String selector) throws JMSException {
        requireOpen();
        requireDomain(Domain.QUEUES, "create browsers");
        return browser(CorduroyDestination.ofOurs(queue), selector, Mode.BROWSE);
    }

    boolean isOf(CorduroyConnection other) {
        return connection == other;
    }

    /** Looks at what is there for consumers, or at everything. */
    CorduroyBrowser browser(CorduroyDestination of, @Nullable String selector, Mode mode) throws JMSException {
        requireOpen();
        find(of);
        String stripped = selector == null ? "" : selector.strip();
        CorduroyBrowser browser = new CorduroyBrowser(this, connection, core, options, of, mode, id, stripped);
        browser.checkSelector();
        return browser;
    }
}
