package io.corduroy.client.engine;

import io.corduroy.client.engine.Request.Repetition;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.MetadataImage.PartitionInfo;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.frame.ServerFrame.Rows;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * One connection to a broker: what is open, what is under way, and how to take it up again after the link was lost.
 *
 * <p>Pure: everything happens within a call, on the caller's thread; time is an argument, effects go to the {@link EngineOutbox},
 * results to {@link Completion}s. Requests made while there is no link wait for the next one. When none is found in time
 * everything fails with {@link Failure.Kind#CONNECTION_LOST} and so does every later request.
 *
 * <p>Calls of one session take effect in their order. Acknowledgments and credit are gathered until {@link #onTurnEnd()}.
 */
public final class ClientEngine {

    private final EngineOutbox outbox;
    private final String temporaryPrefix;
    private final Uplink uplink;
    private final Wire wire;
    private final Registry registry = new Registry();
    private final Resumption resumption;
    private final Commits commits;
    private final FrameReader reader;
    private final List<ConsumerState> toAcknowledge = new ArrayList<>();
    private Optional<Completion<Nothing>> opening = Optional.empty();
    private Optional<String> formerClientId = Optional.empty();
    private Optional<Failure> end = Optional.empty();
    private boolean everOpen;

    /**
     * Creates an engine that does nothing before {@link #open}.
     *
     * @param random for jitter
     */
    public ClientEngine(EngineConfig config, EngineOutbox outbox, RandomGenerator random) {
        this.outbox = outbox;
        this.temporaryPrefix = temporaryPrefix(config.instance());
        this.uplink = new Uplink(config, outbox, random);
        this.wire = new Wire(uplink);
        this.resumption = new Resumption(wire, registry, outbox);
        this.commits = new Commits(wire);
        this.reader = new FrameReader(this, wire, registry, outbox);
    }

    /** How the names of an instance's temporary destinations begin; others' it finds but never creates. */
    public static String temporaryPrefix(ClientInstanceId instance) {
        return instance + "-";
    }

    // The connection

    /** Connects; done when a broker has said Welcome, failed when none of the addresses leads to one that does. */
    public void open(long nowMs, Completion<Nothing> completion) {
        opening = Optional.of(completion);
        uplink.seek(nowMs);
    }

    /**
     * Sets the JMS client identifier; before anything was opened only. Refused with CLIENT_ID_IN_USE, the connection goes on
     * without one.
     */
    public void setClientId(String clientId, long nowMs, Completion<Nothing> completion) {
        if (failsAtOnce(completion)) {
            return;
        }
        if (!wire.attachments().isEmpty()) {
            throw new IllegalStateException("the connection is in use");
        }
        formerClientId = Optional.of(uplink.clientId());
        opening = Optional.of(completion);
        uplink.seekAs(clientId, nowMs);
    }

    /** Lets deliveries come: grants credit to all consumers, present and future. */
    public void start() {
        registry.startFlowing();
        registry.consumers().forEach(consumer -> grant(consumer, true));
    }

    /** Says good-bye after everything that was asked before; what was not answered fails. */
    public void close() {
        if (end.isEmpty()) {
            onTurnEnd();
            uplink.end();
            endWith(Failure.closed());
        }
    }

    /** Sends what was gathered: call when nothing more is to be done at the moment. */
    public void onTurnEnd() {
        if (!toAcknowledge.isEmpty()) {
            List<ConsumerState> dirty = List.copyOf(toAcknowledge);
            toAcknowledge.clear();
            dirty.forEach(this::sendAcknowledgments);
        }
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
            boolean wasReady = uplink.isReady();
            afterLoss(why, wasReady, uplink.onLost(why, nowMs));
        }
    }

    /** A time given to {@link EngineOutbox#wakeAt} has come. */
    public void onTimer(long nowMs) {
        if (!uplink.onTimer(nowMs)) {
            connectionFailed("no broker could serve it within the reconnect timeout; at last: " + uplink.lastLoss());
        }
    }

    void onWelcome(ServerFrame.Welcome welcome) {
        registry.onImage(welcome.image());
        uplink.onWelcome(welcome);
        if (wire.attachments().isEmpty()) {
            uplink.onHealthy();
        }
        formerClientId = Optional.empty();
        Optional<Completion<Nothing>> waiting = opening;
        opening = Optional.empty();
        boolean returning = everOpen && waiting.isEmpty();
        everOpen = true;
        wire.attachments().forEach(resumption::attach);
        waiting.ifPresent(completion -> completion.onDone(Nothing.NOTHING));
        if (returning) {
            outbox.onReconnected();
        }
    }

    void onRefused(ServerFrame.Refused refusal, long nowMs) {
        if (formerClientId.isPresent() && opening.isPresent() && !Uplink.isTransient(refusal.code())) {
            Completion<Nothing> waiting = opening.get();
            opening = Optional.empty();
            uplink.seekAs(formerClientId.get(), nowMs);
            waiting.onFailed(Failure.refused(refusal.code(), refusal.text()));
            return;
        }
        boolean wasReady = uplink.isReady();
        boolean goesOn = uplink.onRefused(refusal, nowMs);
        if (goesOn) {
            afterLoss(refusal.text(), wasReady, true);
        } else {
            endWith(Failure.refused(refusal.code(), refusal.text()));
        }
    }

    /** The broker cannot serve a partition at the moment: everything is tried again on a new link after a pause. */
    void onNotNow(String why, long nowMs) {
        afterLoss(why, true, uplink.restart(why, nowMs));
    }

    private void afterLoss(String why, boolean wasReady, boolean goesOn) {
        wire.onLinkLost();
        if (!goesOn) {
            connectionFailed(why);
        } else if (wasReady) {
            outbox.onInterrupted(why);
        }
    }

    private void connectionFailed(String why) {
        endWith(Failure.connectionLost("the connection to the broker is lost: " + why));
    }

    private void endWith(Failure failure) {
        end = Optional.of(failure);
        wire.failAll(failure);
        for (SessionState session : registry.sessions()) {
            session.producers.values().forEach(producer -> producer.failAll(failure));
        }
        for (ConsumerState consumer : registry.consumers()) {
            consumer.takePendingAcknowledgments();
            consumer.takePendingCompletions().forEach(completion -> completion.onFailed(failure));
        }
        Optional<Completion<Nothing>> waiting = opening;
        opening = Optional.empty();
        if (waiting.isPresent()) {
            waiting.get().onFailed(failure);
        } else if (failure.kind() != Failure.Kind.CLOSED) {
            outbox.onConnectionFailed(failure);
        }
    }

    private boolean failsAtOnce(Completion<?> completion) {
        end.ifPresent(completion::onFailed);
        return end.isPresent();
    }

    // Sessions and destinations

    /** Opens a session; nobody is asked. */
    public void openSession(int sessionId) {
        registry.add(new SessionState(sessionId));
    }

    /**
     * Closes a session whose consumers are closed: its transaction is rolled back, what it still holds goes back. Done when its
     * acknowledgments are durable too.
     */
    public void closeSession(int sessionId, Completion<Nothing> completion) {
        if (failsAtOnce(completion)) {
            return;
        }
        sendAcknowledgmentsOf(sessionId);
        SessionState session = registry.session(sessionId);
        session.endTransaction().ifPresent(TransactionState::onRolledBack);
        List<Integer> partitions = new ArrayList<>();
        for (Attachment attachment : wire.attachments()) {
            partitions.add(attachment.partition);
        }
        Completion<Nothing> closed = Completion.of(
                done -> session.whenAcknowledged(() -> {
                    registry.removeSession(session);
                    completion.onDone(Nothing.NOTHING);
                }),
                failure -> {
                    registry.removeSession(session);
                    completion.onFailed(failure);
                });
        if (partitions.isEmpty()) {
            closed.onDone(Nothing.NOTHING);
            return;
        }
        Countdown countdown = new Countdown(partitions.size(), closed);
        for (int partition : partitions) {
            submit(
                    partition,
                    Repetition.REPEATED_UNLESS_FORGOTTEN,
                    id -> new ClientFrame.CloseSession(partition, id, sessionId),
                    countdown);
        }
    }

    /**
     * Finds a destination.
     *
     * @param create create it if it is missing and that is allowed; a temporary one becomes ours
     * @param completion told the destination's partition
     */
    public void openDestination(DestinationName name, boolean create, Completion<Integer> completion) {
        if (failsAtOnce(completion)) {
            return;
        }
        DestinationState destination = destination(name, create);
        if (name.kind().isTemporary() && !destination.create && destination.isOpen()) {
            destination.state = DestinationState.State.CLOSED; // it may have gone with its connection: looked for anew
        }
        if (destination.isOpen()) {
            completion.onDone(destination.partition);
        } else {
            destination.waiting.add(completion);
            open(destination);
        }
    }

    /** Forgets what is known of a destination, which was deleted. */
    public void forgetDestination(DestinationName name) {
        registry.forget(name);
    }

    private DestinationState destination(DestinationName name, boolean create) {
        DestinationState known = registry.findDestination(name);
        if (known == null) {
            boolean allowed = !name.kind().isTemporary() || name.name().startsWith(temporaryPrefix);
            known = new DestinationState(name, registry.image().partitionOf(name), create && allowed);
            registry.add(known);
        }
        return known;
    }

    private void open(DestinationState destination) {
        if (destination.state != DestinationState.State.CLOSED) {
            return;
        }
        destination.state = DestinationState.State.OPENING;
        if (attached(destination.partition)) {
            resumption.openDestination(destination, () -> pumpAll(destination.partition));
        } else {
            resumption.openToo(wire.attachment(destination.partition), destination);
        }
    }

    /** Whether requests can be sent to a partition now; if not, its attachment is under way and will open what is OPENING. */
    private boolean attached(int partition) {
        Attachment attachment = wire.attachment(partition);
        if (attachment.state() == Attachment.State.DETACHED && uplink.isReady()) {
            resumption.attach(attachment);
        }
        return attachment.isLive();
    }

    private void submit(
            int partition,
            Repetition repetition,
            LongFunction<ClientFrame.Command> frame,
            Completion<Nothing> completion) {
        attached(partition);
        wire.submit(new Request(
                partition, repetition, frame, answer -> completion.onDone(Nothing.NOTHING), completion::onFailed));
    }

    // Producing

    /** Makes a session known as a producer on a partition; its number names its messages. */
    public void openProducer(int sessionId, int partition, Completion<ProducerIdentity> completion) {
        if (failsAtOnce(completion)) {
            return;
        }
        ProducerState producer = registry.session(sessionId).producer(partition);
        if (producer.isOpen()) {
            completion.onDone(producer.identity());
        } else {
            producer.opening.add(completion);
            open(producer);
        }
    }

    private void open(ProducerState producer) {
        if (producer.state == ProducerState.State.CLOSED) {
            producer.state = ProducerState.State.OPENING;
            if (attached(producer.partition)) {
                resumption.openProducer(producer, () -> pumpAll(producer.partition));
            } else {
                resumption.openToo(wire.attachment(producer.partition), producer);
            }
        }
    }

    /**
     * Sends a message. It is repeated after the loss of a link until it is confirmed or refused. The caller bounds how many
     * are under way.
     */
    public void send(SendRequest request, SendCompletion completion) {
        if (end.isPresent()) {
            completion.onFailed(end.get());
            return;
        }
        SessionState session = registry.session(request.sessionId());
        Optional<TransactionState> tx = request.transacted() ? Optional.of(session.transaction()) : Optional.empty();
        tx.ifPresent(open -> open.part(request.partition()).sends++);
        DestinationState destination = destination(request.destination(), true);
        ProducerState producer = session.producer(request.partition());
        producer.add(new PendingSend(request, destination, tx, completion));
        open(destination);
        open(producer);
        producer.pump(uplink, wire.isLive(request.partition()));
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
        if (!failsAtOnce(completion)) {
            ProducerState producer = registry.session(sessionId).producer(partition);
            producer.add(new PendingPiece(partition, sequence, piece, persistent, bytes, completion));
            open(producer);
            producer.pump(uplink, wire.isLive(partition));
        }
    }

    private void pumpAll(int partition) {
        for (ProducerState producer : registry.producersOn(partition)) {
            producer.pump(uplink, wire.isLive(partition));
        }
    }

    // Consuming

    /** Opens a consumer; deliveries come to {@link EngineOutbox#deliver}, from within this call's answer on. */
    public void openConsumer(ConsumerSpec spec, Completion<Nothing> completion) {
        openDestination(
                spec.destination(),
                true,
                Completion.of(
                        partition -> claimName(
                                spec, partition, Completion.of(free -> openOn(spec, completion), completion::onFailed)),
                        completion::onFailed));
    }

    /** A durable subscription has its name alone, whatever partitions topics lie on. */
    private void claimName(ConsumerSpec spec, int partition, Completion<Nothing> completion) {
        List<Integer> others = new ArrayList<>(partitions());
        others.remove((Integer) partition);
        SubscriptionSpec.Kind kind = spec.subscription().kind();
        if (kind == SubscriptionSpec.Kind.QUEUE || !kind.isDurable() || others.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
            return;
        }
        NameClaim claim = new NameClaim(others.size(), completion);
        for (int other : others) {
            unsubscribe(other, spec.subscription(), false, claim);
        }
    }

    private void openOn(ConsumerSpec spec, Completion<Nothing> completion) {
        ConsumerState consumer = new ConsumerState(spec, destination(spec.destination(), true));
        registry.add(consumer);
        attached(consumer.partition());
        wire.submit(new Request(
                consumer.partition(),
                Repetition.REPEATED,
                id -> resumption.openFrame(consumer, id),
                answer -> {
                    if (consumer.state == ConsumerState.State.OPENING) {
                        consumer.state = ConsumerState.State.OPEN;
                    }
                    completion.onDone(Nothing.NOTHING);
                    grant(consumer, true);
                },
                failure -> {
                    registry.remove(consumer);
                    completion.onFailed(failure);
                }));
    }

    /** Asks for one message, for a consumer without prefetch. */
    public void pull(int consumerId) {
        registry.consumer(consumerId).ifPresent(consumer -> {
            consumer.onPull();
            grant(consumer, true);
        });
    }

    /** The application waits for messages of a consumer whose credit was recalled. */
    public void wanted(int consumerId) {
        registry.consumer(consumerId).ifPresent(consumer -> {
            consumer.onWanted();
            grant(consumer, true);
        });
    }

    void onRecall(ConsumerState consumer) {
        List<LaneRange> unseen = outbox.recall(consumer.id());
        consumer.onRecalled();
        submitRelease(consumer, false, unseen, Completion.ignored()); // an empty one, too: it is waited for
    }

    /** Nobody waits any more: what a consumer without prefetch is given later goes back unseen. */
    public void endPull(int consumerId) {
        registry.consumer(consumerId).ifPresent(ConsumerState::onPullEnded);
    }

    /** The application has taken messages from what waits: there is room for others. */
    public void taken(int consumerId, int count) {
        registry.consumer(consumerId).ifPresent(consumer -> {
            consumer.onTaken(count);
            consumer.onWanted();
            grant(consumer, false);
        });
    }

    /** Done when everything that the broker can deliver now, within the credit, has been delivered. */
    public void drain(int consumerId, Completion<Nothing> completion) {
        Optional<ConsumerState> found = registry.consumer(consumerId);
        if (failsAtOnce(completion)) {
            return;
        }
        if (found.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
            return;
        }
        ConsumerState consumer = found.get();
        sendAcknowledgmentsOf(consumer.spec.sessionId());
        submit(
                consumer.partition(),
                Repetition.REPEATED_UNLESS_FORGOTTEN,
                id -> new ClientFrame.Drain(consumer.partition(), id, consumerId),
                completion);
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
        if (failsAtOnce(completion)) {
            return;
        }
        Optional<ConsumerState> found = registry.consumer(consumerId);
        if (found.isEmpty()) {
            completion.onFailed(Failure.refused(
                    ErrorCode.DELIVERY_UNKNOWN, "the consumer is gone, and with it what it had delivered"));
            return;
        }
        ConsumerState consumer = found.get();
        if (!consumer.hasPendingAcknowledgments()) {
            toAcknowledge.add(consumer);
        }
        consumer.addAcknowledgment(transacted, ranges, completion);
    }

    private void sendAcknowledgmentsOf(int sessionId) {
        for (ConsumerState consumer : registry.consumersOf(sessionId)) {
            if (toAcknowledge.remove(consumer)) {
                sendAcknowledgments(consumer);
            }
        }
    }

    private void sendAcknowledgments(ConsumerState consumer) {
        List<LaneRange> ranges = consumer.takePendingAcknowledgments();
        List<Completion<Nothing>> completions = consumer.takePendingCompletions();
        if (ranges.isEmpty()) {
            completions.forEach(completion -> completion.onDone(Nothing.NOTHING));
            return;
        }
        Optional<SessionState> found = registry.findSession(consumer.spec.sessionId());
        if (found.isEmpty()) {
            return;
        }
        SessionState session = found.get();
        long count = ranges.stream().mapToLong(LaneRange::count).sum();
        Optional<TransactionState> tx = Optional.empty();
        if (consumer.pendingTransacted()) {
            tx = Optional.of(session.transaction());
            tx.get().part(consumer.partition()).acknowledgments += count;
            tx.get().onAcknowledged(consumer, ranges);
        }
        long number = tx.map(open -> open.number).orElse(0L);
        boolean outright = tx.isEmpty();
        session.onAcknowledgmentSent();
        consumer.onAcknowledgmentSent(count);
        Runnable answered = () -> {
            consumer.onAcknowledgmentAnswered(count);
            if (outright) {
                consumer.onAcknowledgmentDone(ranges);
                removeIfDone(consumer);
            }
            grant(consumer, false);
        };
        submit(
                consumer.partition(),
                tx.isPresent() ? Repetition.OF_TRANSACTION : Repetition.REPEATED,
                id -> new ClientFrame.Acknowledge(consumer.partition(), id, session.id, consumer.id(), number, ranges),
                Completion.of(
                        done -> {
                            answered.run();
                            completions.forEach(completion -> completion.onDone(Nothing.NOTHING));
                            session.onAcknowledgmentAnswered();
                        },
                        failure -> {
                            answered.run();
                            completions.forEach(completion -> completion.onFailed(failure));
                            session.onAcknowledgmentAnswered();
                        }));
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
        if (failsAtOnce(completion)) {
            return;
        }
        Optional<ConsumerState> found = registry.consumer(consumerId);
        if (found.isEmpty() || ranges.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
            return;
        }
        ConsumerState consumer = found.get();
        sendAcknowledgmentsOf(consumer.spec.sessionId());
        submitRelease(consumer, seen, ranges, completion);
        if (!seen) {
            consumer.onTaken(ranges.stream().mapToLong(LaneRange::count).sum());
            grant(consumer, false);
        } else if (consumer.takesDeliveries() && registry.isFlowing() && consumer.spec.prefetch() > 0) {
            long count = ranges.stream().mapToLong(LaneRange::count).sum();
            consumer.onExtraCredit(count);
            sendCredit(consumer, count);
        }
    }

    void submitRelease(ConsumerState consumer, boolean seen, List<LaneRange> ranges, Completion<Nothing> completion) {
        LaneRangeSet release = consumer.beginRelease(ranges);
        registry.onReleasing(consumer);
        Runnable answered = () -> {
            consumer.endRelease(release);
            registry.onReleasing(consumer);
            removeIfDone(consumer);
        };
        submit(
                consumer.partition(),
                Repetition.REPEATED_UNLESS_FORGOTTEN,
                id -> new ClientFrame.Release(
                        consumer.partition(), id, consumer.spec.sessionId(), consumer.id(), seen, release.toList()),
                Completion.of(
                        done -> {
                            answered.run();
                            completion.onDone(Nothing.NOTHING);
                        },
                        failure -> {
                            answered.run();
                            completion.onFailed(failure);
                        }));
    }

    /**
     * Closes a consumer. What its session has seen of it can be acknowledged afterwards.
     *
     * @param unseen what the application never saw; it goes back to its place, uncounted
     */
    public void closeConsumer(int consumerId, List<LaneRange> unseen, Completion<Nothing> completion) {
        if (failsAtOnce(completion)) {
            return;
        }
        Optional<ConsumerState> found = registry.consumer(consumerId);
        if (found.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
            return;
        }
        ConsumerState consumer = found.get();
        sendAcknowledgmentsOf(consumer.spec.sessionId());
        consumer.state = ConsumerState.State.CLOSING;
        List<LaneRange> returned = consumer.isBrowser() ? List.of() : List.copyOf(unseen);
        Runnable closed = () -> {
            consumer.state = ConsumerState.State.CLOSED;
            consumer.onReleased(returned);
            removeIfDone(consumer);
        };
        submit(
                consumer.partition(),
                Repetition.REPEATED_UNLESS_FORGOTTEN,
                id -> new ClientFrame.CloseConsumer(consumer.partition(), id, consumerId, consumer.keptBut(returned)),
                Completion.of(
                        done -> {
                            closed.run();
                            completion.onDone(Nothing.NOTHING);
                        },
                        failure -> {
                            closed.run();
                            completion.onFailed(failure);
                        }));
    }

    private void removeIfDone(ConsumerState consumer) {
        if (consumer.state == ConsumerState.State.CLOSED && (!consumer.hasClaims() || consumer.isBrowser())) {
            registry.remove(consumer);
        }
    }

    void grant(ConsumerState consumer, boolean atOnce) {
        if (consumer.state == ConsumerState.State.OPEN && wire.isLive(consumer.partition())) {
            sendCredit(consumer, consumer.creditDue(registry.isFlowing(), atOnce));
        }
    }

    private void sendCredit(ConsumerState consumer, long count) {
        if (count > 0 && consumer.state == ConsumerState.State.OPEN && wire.isLive(consumer.partition())) {
            uplink.send(new ClientFrame.Credit(consumer.partition(), consumer.id(), (int) count));
        }
    }

    /** Asks for one piece of a large message that a consumer holds. */
    public void fetchPiece(int consumerId, int lane, long sequence, int piece, Completion<ByteBuffer> completion) {
        if (failsAtOnce(completion)) {
            return;
        }
        Optional<ConsumerState> found = registry.consumer(consumerId);
        if (found.isEmpty()) {
            completion.onFailed(Failure.refused(
                    ErrorCode.DELIVERY_UNKNOWN, "the consumer is gone, and with it the rest of the message's body"));
            return;
        }
        int partition = found.get().partition();
        attached(partition);
        wire.submit(new Request(
                partition,
                Repetition.REPEATED,
                id -> new ClientFrame.FetchPiece(partition, id, consumerId, lane, sequence, piece),
                answer -> {
                    if (answer instanceof ServerFrame.Piece got) {
                        completion.onDone(FrameReader.copy(got.bytes()));
                    } else {
                        completion.onFailed(Wire.unexpected(answer));
                    }
                },
                completion::onFailed));
    }

    // Transactions

    /** Commits what the session has sent and acknowledged as transacted; done when durable and visible. */
    public void commit(int sessionId, Completion<Nothing> completion) {
        if (failsAtOnce(completion)) {
            return;
        }
        sendAcknowledgmentsOf(sessionId);
        SessionState session = registry.session(sessionId);
        Optional<TransactionState> tx = session.endTransaction();
        if (tx.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
        } else {
            commits.commit(session, tx.get(), completion);
        }
    }

    /** Rolls back; what was acknowledged stays held by the session, to be {@linkplain #release released}. */
    public void rollback(int sessionId, Completion<Nothing> completion) {
        if (failsAtOnce(completion)) {
            return;
        }
        sendAcknowledgmentsOf(sessionId);
        SessionState session = registry.session(sessionId);
        Optional<TransactionState> tx = session.endTransaction();
        if (tx.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
        } else {
            commits.rollback(session, tx.get(), completion);
        }
    }

    // Everything else

    /** Deletes a durable subscription, wherever its topic lies, shared or not. */
    public void unsubscribe(SubscriptionSpec subscription, Completion<Nothing> completion) {
        if (failsAtOnce(completion)) {
            return;
        }
        List<PartitionInfo> partitions = registry.image().partitions();
        FirstSuccess answers = new FirstSuccess(partitions.size(), completion);
        for (PartitionInfo info : partitions) {
            unsubscribe(info.partition(), subscription, true, answers);
        }
    }

    private void unsubscribe(
            int partition, SubscriptionSpec subscription, boolean anyKind, Completion<Nothing> completion) {
        submit(
                partition,
                Repetition.REPEATED_UNLESS_FORGOTTEN,
                id -> new ClientFrame.Unsubscribe(partition, id, subscription, anyKind),
                completion);
    }

    /** Sends an administrative command to a partition; not repeated after the loss of a link. */
    public void admin(
            int partition,
            String verb,
            Map<String, String> arguments,
            Completion<List<Map<String, String>>> completion) {
        if (failsAtOnce(completion)) {
            return;
        }
        attached(partition);
        wire.submit(new Request(
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
        return registry.image().partitions().stream()
                .map(PartitionInfo::partition)
                .toList();
    }
}
