package io.corduroy.client.engine;

import io.corduroy.client.engine.Request.Repetition;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.frame.ServerFrame.BranchEntry;
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
    private final Branches branches;

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
        sessions = new Sessions(outbox, wire, registry, openings, acknowledgments);
        commits = new Commits(wire, registry, acknowledgments);
        branches = new Branches(wire, registry, openings, acknowledgments);
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

    // Sessions and destinations. A session may be closed by one thread while another one asks something of it.

    private boolean failsWithout(int sessionId, Completion<?> completion) {
        if (life.failsAtOnce(completion)) {
            return true;
        }
        boolean open = registry.isOpen(sessionId);
        if (!open) {
            completion.onFailed(Failure.sessionClosed());
        }
        return !open;
    }

    /** Opens a session; nobody is asked. */
    public void openSession(int sessionId) {
        sessions.open(sessionId);
    }

    /**
     * Closes a session whose consumers are closed: its transaction is rolled back, what it still holds goes back. Done when its
     * acknowledgments are durable too.
     */
    public void closeSession(int sessionId, Completion<Nothing> completion) {
        if (!failsWithout(sessionId, completion)) {
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
        if (!failsWithout(sessionId, completion)) {
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
        } else if (!registry.isOpen(request.sessionId())) {
            completion.onFailed(Failure.sessionClosed());
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
        if (!failsWithout(sessionId, completion)) {
            sends.sendPiece(sessionId, partition, sequence, piece, persistent, bytes, completion);
        }
    }

    // Consuming

    /** Opens a consumer; deliveries come to {@link EngineOutbox#deliver}, from within this call's answer on. */
    public void openConsumer(ConsumerSpec spec, Completion<Nothing> completion) {
        if (!failsWithout(spec.sessionId(), completion)) {
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
     * Acknowledges as {@link #acknowledge} does, but through another session of this connection than the consumer's: it is
     * a part of that one's transaction, and that one's close waits for it. So do sessions of an application server, to which
     * a connection consumer has given messages (Jakarta Messaging 3.1, 11.2).
     */
    public void acknowledgeThrough(
            int sessionId, int consumerId, boolean transacted, List<LaneRange> ranges, Completion<Nothing> completion) {
        if (!failsWithout(sessionId, completion)) {
            acknowledgments.acknowledgeThrough(sessionId, consumerId, transacted, ranges, completion);
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
        if (!failsWithout(sessionId, completion)) {
            commits.commit(sessionId, completion);
        }
    }

    /** Rolls back; what was acknowledged stays held by the session, to be {@linkplain #release released}. */
    public void rollback(int sessionId, Completion<Nothing> completion) {
        if (!failsWithout(sessionId, completion)) {
            commits.rollback(sessionId, completion);
        }
    }

    // Branches of global transactions

    /** What the session sends and acknowledges as transacted from now on is work in a branch. */
    public void enterBranch(int sessionId) {
        if (life.end().isEmpty()) {
            branches.enter(sessionId);
        }
    }

    /**
     * The session leaves a branch, and its work waits for the end of that.
     *
     * @param work the caller's number for the work since it entered, used once per session
     * @param seen by consumer: what it acknowledges as a part of the work
     */
    public void leaveBranch(int sessionId, int work, Map<Integer, List<LaneRange>> seen) {
        if (life.end().isEmpty()) {
            branches.leave(sessionId, work, seen);
        }
    }

    /** Tells on which partitions work was done. */
    public void branchPartitions(int sessionId, int work, Completion<List<Integer>> completion) {
        if (!life.failsAtOnce(completion)) {
            completion.onDone(branches.partitions(sessionId, work));
        }
    }

    /**
     * Prepares work: done when it survives everything until the branch is decided.
     *
     * @param keeper the partition that keeps the branch, the same for all work in it
     * @param onePhase commits it at once: this work is all there is, on the keeper
     */
    public void prepareBranch(
            int sessionId, int work, BranchId branch, int keeper, boolean onePhase, Completion<Nothing> completion) {
        if (!life.failsAtOnce(completion)) {
            branches.prepare(sessionId, work, branch, keeper, onePhase, completion);
        }
    }

    /** A branch was committed where it is kept: done when the session's work in it is visible on the other partitions. */
    public void finishCommitted(int sessionId, int work, int keeper, Completion<Nothing> completion) {
        if (!life.failsAtOnce(completion)) {
            branches.finishCommitted(sessionId, work, keeper, completion);
        }
    }

    /**
     * Undoes work that is not prepared, or was where its branch is rolled back. What was acknowledged where it was not
     * prepared stays held by the session, to be {@linkplain #release released}; elsewhere the broker gives it back.
     *
     * @param seen what was received in it, by consumer
     * @param completion told what is to be released
     */
    public void finishRolledBack(
            int sessionId,
            int work,
            Map<Integer, List<LaneRange>> seen,
            Completion<Map<Integer, List<LaneRange>>> completion) {
        if (!life.failsAtOnce(completion)) {
            branches.finishRolledBack(sessionId, work, seen, completion);
        }
    }

    /** Decides about a branch that is prepared on a partition; told what it has come to, UNKNOWN if it is not there. */
    public void decideBranch(int partition, BranchId branch, boolean commit, Completion<BranchState> completion) {
        if (!life.failsAtOnce(completion)) {
            branches.decide(partition, branch, commit, completion);
        }
    }

    /** Lists the branches that a partition keeps: prepared, or decided by an operator. */
    public void recoverBranches(int partition, Completion<List<BranchEntry>> completion) {
        if (!life.failsAtOnce(completion)) {
            branches.recover(partition, completion);
        }
    }

    /** Lets a partition forget what an operator has decided about a branch; told what it was. */
    public void forgetBranch(int partition, BranchId branch, Completion<BranchState> completion) {
        if (!life.failsAtOnce(completion)) {
            branches.forget(partition, branch, completion);
        }
    }

    /** The log of the first partition: tells this broker, or cluster, from others. */
    public long brokerIdentity() {
        List<Integer> partitions = registry.partitions();
        return partitions.isEmpty() ? 0 : registry.logIdOf(partitions.get(0));
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
