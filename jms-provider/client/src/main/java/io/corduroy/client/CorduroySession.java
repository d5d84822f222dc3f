package io.corduroy.client;

import io.corduroy.client.engine.Completion;
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
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.SubscriptionSpec.Kind;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
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
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSubscriber;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A session: one context of sending and receiving, in one order (Jakarta Messaging 3.1, 6.2). */
class CorduroySession extends SessionOverloads {

    private final CorduroyConnection connection;
    private final ConnectionCore core;
    private final ClientOptions options;
    private final Domain domain;
    private final int id;
    private final int mode;
    private final SessionDeliveries deliveries;
    private final SessionSends sends;
    private final SessionConsumers consumers;
    private final DeliveredMessages messages;
    private final ObjectAllowList allowList;
    private final TransactionName transactionName;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Ending ending = new Ending();

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
        this.transactionName =
                new TransactionName(mode == Session.SESSION_TRANSACTED ? connection.instanceName() + "-" + id : "");
        this.deliveries = new SessionDeliveries(
                core, this, mode, options.ackSync(), "corduroy-session-" + connection.name() + "-" + id);
        this.sends = new SessionSends(core, this, id, mode == Session.SESSION_TRANSACTED, options);
        this.consumers = new SessionConsumers(this, connection, core, deliveries, options, id);
        this.messages = new DeliveredMessages(
                new MessageDecoder(allowList, this::acknowledge), new LargeBodies(core), options.largeMessageBytes());
        core.post(engine -> engine.openSession(id));
    }

    // For its parts

    int id() {
        return id;
    }

    /** One of ours, also as it is wrapped. */
    static Optional<CorduroySession> ofOurs(@Nullable Session session) {
        return session instanceof CorduroySession ours ? Optional.of(ours) : Optional.empty();
    }

    LoadedMessages loaded() {
        return deliveries.loaded;
    }

    Optional<CorduroyConnectionConsumer> connectionConsumer(int consumerId) {
        return connection.connectionConsumer(consumerId);
    }

    List<CorduroyConnectionConsumer> connectionConsumers() {
        return connection.connectionConsumers();
    }

    ObjectAllowList allowList() {
        return allowList;
    }

    int closeTimeoutMs() {
        return options.closeTimeoutMs();
    }

    /** Whether opening a destination may create it: not a temporary one, unless this connection has it. */
    boolean creates(DestinationName name) {
        return !name.kind().isTemporary() || connection.has(name);
    }

    /** Finds a destination, or fails. */
    void find(CorduroyDestination destination) throws JMSException {
        DestinationName name = destination.destinationName();
        core.<Integer>ask((engine, completion) -> engine.openDestination(name, creates(name), completion));
    }

    void callBack(Runnable callback) {
        deliveries.listening.callBack(callback);
    }

    void onProducerOpened(int partition, ProducerIdentity identity) {
        sends.onProducerOpened(partition, identity);
    }

    void forget(DestinationName name) {
        sends.forget(name);
    }

    void awaitCompletions() {
        sends.awaitConfirmations(options.closeTimeoutMs());
        deliveries.listening.awaitCallbacks();
    }

    /** What the application gets for a delivery. */
    CorduroyMessage messageOf(Delivery delivery, CorduroyDestination destination) throws JMSException {
        CorduroyMessage message = messages.messageOf(delivery, destination);
        message.setDeliveryValues(
                options.jmsxProperties().ofDelivery(System.currentTimeMillis(), transactionName.current()));
        return message;
    }

    /** The same, for a browser: nothing is consumed by looking at it. */
    CorduroyMessage browsedMessageOf(Delivery delivery, CorduroyDestination destination) throws JMSException {
        return messages.messageOf(delivery, destination);
    }

    /** What a message says of who sends it by this session now. */
    Map<String, String> senderValues() {
        return options.jmsxProperties()
                .ofSender(core.sender(), connection.clientIdOrEmpty(), transactionName.current());
    }

    boolean hasConsumerOn(DestinationName name) {
        return deliveries.consumers().stream()
                .anyMatch(consumer -> consumer.destination().destinationName().equals(name));
    }

    /** A listener that is at work while its session closes keeps all services until it returns (6.1.8). */
    void requireOpen() throws IllegalStateException {
        if (closed.get() && !deliveries.listening.isInListener()) {
            throw new IllegalStateException("the session is closed");
        }
    }

    static void requireName(@Nullable String name, String what) throws JMSException {
        if (name == null || name.isEmpty() || name.length() > DestinationName.MAX_NAME_LENGTH) {
            throw new JMSException("the name of a " + what + " is "
                    + (name == null ? "null" : name.length() + " characters long") + ", expected 1 to "
                    + DestinationName.MAX_NAME_LENGTH);
        }
    }

    void requireNotInCompletion(String what) throws IllegalStateException {
        if (deliveries.listening.isInCallback()) {
            throw new IllegalStateException("a completion listener cannot " + what + " of its own session (7.3)");
        }
    }

    boolean isOf(CorduroyConnection other) {
        return connection == other;
    }

    boolean isInListener() {
        return deliveries.listening.isInListener();
    }

    boolean isInCallback() {
        return deliveries.listening.isInCallback();
    }

    // Life

    boolean isClosed() {
        return closed.get();
    }

    void start() {
        deliveries.start();
    }

    void stop() {
        deliveries.stop();
    }

    @Override
    public void close() throws JMSException {
        if (deliveries.listening
                .isInListener()) { // also when another thread is closing it: that one waits for this listener
            throw new IllegalStateException("a message listener cannot close its own session (6.2.15)");
        }
        requireNotInCompletion("close");
        closeNow(connection.isReachable());
    }

    /** Returns when it is closed, by whomever. */
    void closeNow(boolean reachable) throws JMSException {
        if (!closed.compareAndSet(false, true)) {
            ending.awaitQuietly();
            return;
        }
        try {
            closeFirst(reachable);
        } finally {
            connection.onSessionClosed(this);
            ending.over();
        }
    }

    private void closeFirst(boolean reachable) throws JMSException {
        deliveries.stop();
        if (reachable) {
            sends.close(options.closeTimeoutMs());
        }
        List<CorduroyConsumer> closing = deliveries.consumers();
        closing.forEach(CorduroyConsumer::closeWithSession);
        deliveries.awaitReceives(options.closeTimeoutMs());
        deliveries.close();
        leaveBranchIfAny();
        loaded().close();
        if (reachable) {
            leave(closing);
        }
    }

    /** What was received in a branch of a global transaction is its, and not given back. */
    void leaveBranchIfAny() {}

    /** The broker forgets the session. */
    void leave(List<CorduroyConsumer> closing) throws JMSException {
        try {
            core.askToClose(options.closeTimeoutMs(), (engine, completion) -> engine.closeSession(id, completion));
        } finally {
            closing.forEach(CorduroyConsumer::unregister);
        }
    }

    // Work in branches of global transactions (X/Open XA)

    /** What is sent and received from now on is work in a branch. */
    void enterBranch(BranchId branch) {
        transactionName.setBranch(branch.toString());
        core.post(engine -> engine.enterBranch(id));
        sends.setTransacted(true);
        deliveries.seen.setInBranch(true);
    }

    /**
     * Leaves the branch again.
     *
     * @param work number of what was done in it
     * @return what was received in it, by consumer
     */
    Map<Integer, List<LaneRange>> leaveBranch(int work) {
        transactionName.setBranch("");
        deliveries.seen.setInBranch(false);
        sends.setTransacted(mode == Session.SESSION_TRANSACTED);
        Map<Integer, List<LaneRange>> seen = deliveries.seen.takeAll();
        core.post(engine -> engine.leaveBranch(id, work, seen));
        return seen;
    }

    /** Gives back what was received in a branch that is rolled back before it was prepared. */
    void redeliver(Map<Integer, List<LaneRange>> seen) throws JMSException {
        deliveries.seen.giveBack(seen);
    }

    ConnectionCore core() {
        return core;
    }

    // Acknowledging and transactions

    /** Acknowledges what {@link Message#acknowledge} of a message of this session does. */
    void acknowledge() throws JMSException {
        requireOpen();
        if (mode == Session.CLIENT_ACKNOWLEDGE) {
            deliveries.seen.acknowledgeAll();
        }
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
        finishCompletions();
        Map<Integer, List<LaneRange>> seen = deliveries.seen.takeAll();
        try {
            core.<Nothing>ask((engine, completion) -> {
                seen.forEach((consumerId, ranges) ->
                        engine.acknowledgeThrough(id, consumerId, true, ranges, Completion.ignored()));
                engine.commit(id, completion);
            });
            loaded().onSettled(seen);
        } catch (JMSException e) {
            deliveries.seen.putBack(seen);
            redeliverAfter(e);
            throw e;
        } finally {
            transactionName.onEnded();
        }
    }

    /** What was sent with a completion listener is done, and the listeners have returned, before the transaction ends (7.3.4). */
    private void finishCompletions() {
        sends.awaitAttended();
        deliveries.listening.finishCallbacks();
    }

    private void redeliverAfter(JMSException why) {
        try {
            deliveries.seen.giveBackAll();
        } catch (JMSException e) {
            why.addSuppressed(e);
        }
    }

    @Override
    public void rollback() throws JMSException {
        requireTransacted("roll back");
        finishCompletions();
        core.<Nothing>ask((engine, completion) -> engine.rollback(id, completion));
        transactionName.onEnded();
        deliveries.seen.giveBackAll();
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
        deliveries.seen.giveBackAll();
    }

    // For application servers (11.2)

    @Override
    public @Nullable MessageListener getMessageListener() throws JMSException {
        requireOpen();
        return loaded().listener();
    }

    @Override
    public void setMessageListener(@Nullable MessageListener listener) throws JMSException {
        requireOpen();
        if (listener != null && !deliveries.consumers().isEmpty()) {
            throw new IllegalStateException("a session with consumers cannot have a message listener of its own, which"
                    + " is for application servers; set it on the consumers");
        }
        loaded().setListener(listener);
    }

    void requireNoListener() throws IllegalStateException {
        if (loaded().listener() != null) {
            throw new IllegalStateException("a session with a message listener of its own receives what an application"
                    + " server loads into it, and nothing else; create the consumer on another session");
        }
    }

    @Override
    public void run() {
        loaded().run();
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

    @Override
    public Queue createQueue(String name) throws JMSException {
        requireOpen();
        domain.require(Domain.QUEUES, "create queues");
        requireName(name, "queue");
        return new CorduroyQueue(name);
    }

    @Override
    public Topic createTopic(String name) throws JMSException {
        requireOpen();
        domain.require(Domain.TOPICS, "create topics");
        requireName(name, "topic");
        return new CorduroyTopic(name);
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        requireOpen();
        domain.require(Domain.QUEUES, "create temporary queues");
        return connection.createTemporaryQueue();
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        requireOpen();
        domain.require(Domain.TOPICS, "create temporary topics");
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

    @Override
    public QueueSender createSender(@Nullable Queue queue) throws JMSException {
        domain.require(Domain.QUEUES, "create senders");
        return (QueueSender) createProducer(queue);
    }

    @Override
    public TopicPublisher createPublisher(@Nullable Topic topic) throws JMSException {
        domain.require(Domain.TOPICS, "create publishers");
        return (TopicPublisher) createProducer(topic);
    }

    // Consumers

    @Override
    public MessageConsumer createConsumer(@Nullable Destination destination, @Nullable String selector, boolean noLocal)
            throws JMSException {
        return consumers.open(destination, SubscriptionSpecs.unnamed(connection, destination, noLocal), selector);
    }

    private SubscriptionSpec named(Kind kind, @Nullable Topic topic, @Nullable String name, boolean noLocal)
            throws JMSException {
        requireOpen();
        domain.require(Domain.TOPICS, "create subscriptions");
        return SubscriptionSpecs.named(connection, kind, topic, name, noLocal);
    }

    @Override
    public MessageConsumer createSharedConsumer(@Nullable Topic topic, @Nullable String name, @Nullable String selector)
            throws JMSException {
        return consumers.open(topic, named(Kind.SHARED, topic, name, false), selector);
    }

    @Override
    public TopicSubscriber createDurableSubscriber(
            @Nullable Topic topic, @Nullable String name, @Nullable String selector, boolean noLocal)
            throws JMSException {
        return consumers.open(topic, named(Kind.UNSHARED_DURABLE, topic, name, noLocal), selector);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(
            @Nullable Topic topic, @Nullable String name, @Nullable String selector) throws JMSException {
        return consumers.open(topic, named(Kind.SHARED_DURABLE, topic, name, false), selector);
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        requireOpen();
        domain.require(Domain.TOPICS, "unsubscribe");
        String clientId = connection.clientIdOrEmpty();
        SubscriptionSpec named = new SubscriptionSpec(Kind.SHARED_DURABLE, clientId, name, false);
        core.<Nothing>ask((engine, completion) -> engine.unsubscribe(named, completion));
    }

    @Override
    public QueueReceiver createReceiver(@Nullable Queue queue, @Nullable String selector) throws JMSException {
        domain.require(Domain.QUEUES, "create receivers");
        return consumers.open(queue, SubscriptionSpec.OF_QUEUE, selector);
    }

    @Override
    public TopicSubscriber createSubscriber(@Nullable Topic topic, @Nullable String selector, boolean noLocal)
            throws JMSException {
        domain.require(Domain.TOPICS, "create subscribers");
        return consumers.open(topic, SubscriptionSpecs.unnamed(connection, topic, noLocal), selector);
    }

    @Override
    public QueueBrowser createBrowser(@Nullable Queue queue, @Nullable String selector) throws JMSException {
        requireOpen();
        domain.require(Domain.QUEUES, "create browsers");
        return browse(CorduroyDestination.ofOurs(queue), selector, Mode.BROWSE);
    }

    /** Looks at what is there for consumers, or at everything. */
    CorduroyBrowser browse(CorduroyDestination of, @Nullable String selector, Mode mode) throws JMSException {
        requireOpen();
        return consumers.browse(of, selector, mode);
    }
}
