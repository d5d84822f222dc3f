package io.corduroy.client.engine;

import io.corduroy.client.engine.Request.Repetition;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.frame.ServerFrame.Rows;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One connection to a broker: what is open, what is under way, and how to take it up again after the link was lost.
 *
 * <p>Pure: everything happens within a call, on the caller's thread; time is an argument, effects go to the {@link EngineOutbox},
 * results to {@link Completion}s. Requests made while there is no link wait for the next one. When none is found in time
 * everything fails with {@link Failure.Kind#CONNECTION_LOST} and so does every later request.
 *
 * <p>Calls of one session take effect in their order. Acknowledgments and credit are gathered until {@link #onTurnEnd()}.
 *
 * <p>This is the door. Behind it each part does what its name says; they share what is open ({@link Registry}) and what is on
 * its way ({@link Wire}).
 */
public final class ClientEngine {

    private final Uplink uplink;
    private final Registry registry = new Registry();
    private final ConnectionLife life;
    private final FrameReader reader;
    private final Openings openings;
    private final Sessions sessions;
    private final Sends sends;
    private final Subscriptions subscriptions;
    private final Credits credits;
    private final Acknowledgments acknowledgments;
    private final Releases releases;
    private final Consumers consumers;
    private final Commits commits;

    /**
     * Creates an engine that does nothing before {@link #open}.
     *
     * @param random for jitter
     */
    public ClientEngine(EngineConfig config, EngineOutbox outbox, RandomGenerator random) {
        uplink = new Uplink(config, outbox, random);
        Wire wire = new Wire(uplink);
        credits = new Credits(wire, registry);
        Resumption resumption = new Resumption(wire, registry, credits, outbox);
        life = new ConnectionLife(outbox, uplink, wire, registry, resumption);
        openings = new Openings(temporaryPrefix(config.instance()), uplink, wire, registry, resumption);
        sends = new Sends(uplink, wire, registry, openings);
        subscriptions = new Subscriptions(registry, openings);
        acknowledgments = new Acknowledgments(registry, openings, credits);
        releases = new Releases(outbox, registry, openings, credits, acknowledgments);
        consumers = new Consumers(registry, openings, resumption, subscriptions, credits, acknowledgments);
        sessions = new Sessions(wire, registry, openings, acknowledgments);
        commits = new Commits(wire, registry, acknowledgments);
        reader = new FrameReader(life, wire, registry, credits, releases, outbox);
    }

    /** How the names of an instance's temporary destinations begin; others' it finds but never creates. */
    public static String temporaryPrefix(ClientInstanceId instance) {
        return instance + "-";
    }

    // The connection

    /** Connects; done when a broker has said Welcome, failed when none of the addresses leads to one that does. */
    public void open(long nowMs, Completion<Nothing> completion) {
        life.open(nowMs, completion);
    }

    /**
     * Sets the JMS client identifier; before anything was opened only. Refused with CLIENT_ID_IN_USE, the connection goes on
     * without one.
     */
    public void setClientId(String clientId, long nowMs, Completion<Nothing> completion) {
        if (!life.failsAtOnce(completion)) {
            life.setClientId(clientId, nowMs, completion);
        }
    }

    /** Lets deliveries come: grants credit to all consumers, present and future. */
    public void start() {
        registry.startFlowing();
        registry.consumers().forEach(consumer -> credits.grant(consumer, true));
    }

    /** Says good-bye after everything that was asked before; what was not answered fails. */
    public void close() {
        if (life.end().isEmpty()) {
            onTurnEnd();
            life.close();
        }
    }

    /** Sends what was gathered: call when nothing more is to be done at the moment. */
    public void onTurnEnd() {
        acknowledgments.sendAll();
    }

    // Links

    /** The link asked for by {@link EngineOutbox#connect} is open. */
    public void onLinkOpened(int link) {
        if (uplink.isCurrent(link)) {
            uplink.onOpened();
        }
    }

    /** A frame has come. Its payload need not stay valid after this call. */
    public void onFrame(int link, ServerFrame frame, long nowMs) {
        if (uplink.isCurrent(link)) {
            reader.read(frame, nowMs);
        }
    }

    /** The link is lost, or could not be opened. */
    public void onLinkClosed(int link, String why, long nowMs) {
        if (uplink.isCurrent(link)) {
            life.onLinkClosed(why, nowMs);
        }
    }

    /** A time given to {@link EngineOutbox#wakeAt} has come. */
    public void onTimer(long nowMs) {
        life.onTimer(nowMs);
    }

    // Sessions and destinations

    /** Opens a session; nobody is asked. */
    public void openSession(int sessionId) {
        sessions.open(sessionId);
    }

    /**
     * Closes a session whose consumers are closed: its transaction is rolled back, what it still holds goes back. Done when its
     * acknowledgments are durable too.
     */
    public void closeSession(int sessionId, Completion<Nothing> completion) {
        if (!life.failsAtOnce(completion)) {
            sessions.close(sessionId, completion);
        }
    }

    /**
     * Finds a destination.
     *
     * @param create create it if it is missing and that is allowed; a temporary one becomes ours
     * @param completion told the destination's partition
     */
    public void openDestination(DestinationName name, boolean create, Completion<Integer> completion) {
        if (!life.failsAtOnce(completion)) {
            openings.openDestination(name, create, completion);
        }
    }

    /** Forgets what is known of a destination, which was deleted. */
    public void forgetDestination(DestinationName name) {
        registry.forget(name);
    }

    // Producing

    /** Makes a session known as a producer on a partition; its number names its messages. */
    public void openProducer(int sessionId, int partition, Completion<ProducerIdentity> completion) {
        if (!life.failsAtOnce(completion)) {
            sends.openProducer(sessionId, partition, completion);
        }
    }

    /**
     * Sends a message. It is repeated after the loss of a link until it is confirmed or refused. The caller bounds how many
     * are under way.
     */
    public void send(SendRequest request, SendCompletion completion) {
        Optional<Failure> end = life.end();
        if (end.isPresent()) {
            completion.onFailed(end.get());
        } else {
            sends.send(request, completion);
        }
    }

    /**
     * Sends a part of a large body ahead of the message.
     *
     * @param completion done when it is stored
     */
    public void sendPiece(
            int sessionId,
            int partition,
            long sequence,
            int piece,
            boolean persistent,
            ByteBuffer bytes,
            Completion<Nothing> completion) {
        if (!life.failsAtOnce(completion)) {
            sends.sendPiece(sessionId, partition, sequence, piece, persistent, bytes, completion);
        }
    }

    // Consuming

    /** Opens a consumer; deliveries come to {@link EngineOutbox#deliver}, from within this call's answer on. */
    public void openConsumer(ConsumerSpec spec, Completion<Nothing> completion) {
        if (!life.failsAtOnce(completion)) {
            consumers.open(spec, completion);
        }
    }

    /** Asks for one message, for a consumer without prefetch. */
    public void pull(int consumerId) {
        consumers.pull(consumerId);
    }

    /** The application waits for messages of a consumer whose credit was recalled. */
    public void wanted(int consumerId) {
        consumers.wanted(consumerId);
    }

    /** Nobody waits any more: what a consumer without prefetch is given later goes back unseen. */
    public void endPull(int consumerId) {
        consumers.endPull(consumerId);
    }

    /** The application has taken messages from what waits: there is room for others. */
    public void taken(int consumerId, int count) {
        consumers.taken(consumerId, count);
    }

    /** Done when everything that the broker can deliver now, within the credit, has been delivered. */
    public void drain(int consumerId, Completion<Nothing> completion) {
        if (!life.failsAtOnce(completion)) {
            consumers.drain(consumerId, completion);
        }
    }

    /**
     * Acknowledges deliveries of one consumer. Gathered until the end of the turn; repeated until confirmed.
     *
     * @param transacted as a part of the session's transaction
     * @param completion done when durable; refused with {@link ErrorCode#DELIVERY_UNKNOWN} if the connection was lost for so
     *     long that some of them were given to others: those will not be acknowledged by this
     */
    public void acknowledge(
            int consumerId, boolean transacted, List<LaneRange> ranges, Completion<Nothing> completion) {
        if (!life.failsAtOnce(completion)) {
            acknowledgments.acknowledge(consumerId, transacted, ranges, completion);
        }
    }

    /**
     * Gives deliveries back.
     *
     * @param seen the application had them: they count as delivered, and room is made for them to come again. What it has
     *     not seen goes back only when it has expired: what comes again could come after something sent later that was on
     *     its way meanwhile. What the broker wants back it recalls itself.
     * @param completion done when they are the broker's
     */
    public void release(int consumerId, boolean seen, List<LaneRange> ranges, Completion<Nothing> completion) {
        if (!life.failsAtOnce(completion)) {
            releases.release(consumerId, seen, ranges, completion);
        }
    }

    /**
     * Closes a consumer. What its session has seen of it can be acknowledged afterwards.
     *
     * @param unseen what the application never saw; it goes back to its place, uncounted
     */
    public void closeConsumer(int consumerId, List<LaneRange> unseen, Completion<Nothing> completion) {
        if (!life.failsAtOnce(completion)) {
            consumers.close(consumerId, unseen, completion);
        }
    }

    /** Asks for one piece of a large message that a consumer holds. */
    public void fetchPiece(int consumerId, int lane, long sequence, int piece, Completion<ByteBuffer> completion) {
        if (!life.failsAtOnce(completion)) {
            consumers.fetchPiece(consumerId, lane, sequence, piece, completion);
        }
    }

    // Transactions

    /** Commits what the session has sent and acknowledged as transacted; done when durable and visible. */
    public void commit(int sessionId, Completion<Nothing> completion) {
        if (!life.failsAtOnce(completion)) {
            commits.commit(sessionId, completion);
        }
    }

    /** Rolls back; what was acknowledged stays held by the session, to be {@linkplain #release released}. */
    public void rollback(int sessionId, Completion<Nothing> completion) {
        if (!life.failsAtOnce(completion)) {
            commits.rollback(sessionId, completion);
        }
    }

    // Everything else

    /** Deletes a durable subscription, wherever its topic lies, shared or not. */
    public void unsubscribe(SubscriptionSpec subscription, Completion<Nothing> completion) {
        if (!life.failsAtOnce(completion)) {
            subscriptions.unsubscribe(subscription, completion);
        }
    }

    /** Sends an administrative command to a partition; not repeated after the loss of a link. */
    public void admin(
            int partition,
            String verb,
            Map<String, String> arguments,
            Completion<List<Map<String, String>>> completion) {
        if (life.failsAtOnce(completion)) {
            return;
        }
        openings.submit(new Request(
                partition,
                Repetition.NEVER,
                id -> new ClientFrame.Admin(partition, id, verb, arguments),
                answer -> completion.onDone(answer instanceof Rows rows ? rows.rows() : List.of()),
                completion::onFailed));
    }

    /** The partition that holds a destination. */
    public int partitionOf(DestinationName destination) {
        return registry.image().partitionOf(destination);
    }

    /** The partition that holds a queue or topic of a name. */
    public int partitionOfName(String name) {
        return partitionOf(new DestinationName(DestinationName.Kind.QUEUE, name));
    }

    /** All partitions. */
    public List<Integer> partitions() {
        return registry.partitions();
    }
}
