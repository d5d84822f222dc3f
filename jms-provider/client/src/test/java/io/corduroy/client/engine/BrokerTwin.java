package io.corduroy.client.engine;

import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.MetadataImage;
import io.corduroy.protocol.Origin;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A broker of one partition and one lane per destination in memory, the network to it, and the application behind the engine. Frames wait
 * in two queues until {@link #run}; the link can be cut at any of them, and what was in flight is lost with it.
 */
public final class BrokerTwin implements EngineOutbox, ClientFrame.Handler, ClientFrame.CommandHandler {

    static final long LOG_ID = 77;

    /** Small, so that a large message is small. */
    static final int PIECE_BYTES = 1_000;

    /** A stored message. */
    static final class Stored {
        final int destinationId;
        final String text;
        final long producer;
        final long sequence;
        ByteBuffer bytes = ByteBuffer.allocate(0);
        List<ByteBuffer> pieces = List.of();
        int takenBy;
        int deliveries;
        boolean acknowledged;
        boolean persistent = true;

        Stored(int destinationId, String text, long producer, long sequence) {
            this.destinationId = destinationId;
            this.text = text;
            this.producer = producer;
            this.sequence = sequence;
        }
    }

    private static final class Open {
        final int destinationId;
        final boolean durable;
        long credit;
        boolean connected = true;

        Open(int destinationId, boolean durable, long credit) {
            this.destinationId = destinationId;
            this.durable = durable;
            this.credit = credit;
        }
    }

    private static final class Transaction {
        final List<Stored> sends = new ArrayList<>();
        final List<Stored> acknowledged = new ArrayList<>();
    }

    final ClientEngine engine;
    long nowMs = 1_000;

    // The network
    private int link;
    private boolean open;
    private @Nullable Consumer<ServerFrame> answers;
    private final ArrayDeque<ClientFrame> toBroker = new ArrayDeque<>();
    private final ArrayDeque<ServerFrame> toClient = new ArrayDeque<>();
    private long wakeAtMs = Long.MAX_VALUE;
    final List<ClientFrame> received = new ArrayList<>();
    final List<String> connects = new ArrayList<>();
    Predicate<ClientFrame> cutBefore = frame -> false;
    Predicate<ClientFrame> cutAfter = frame -> false;
    boolean unreachable;
    Optional<ServerFrame.Refused> refusal = Optional.empty();
    boolean refusalOnce;
    Predicate<ClientFrame.Send> rejects = send -> false;
    ErrorCode rejectionCode = ErrorCode.RESOURCE_EXHAUSTED;
    boolean refusesAcknowledgments;

    /** Whether the next message whose body is fetched goes back instead, as after a grace period. */
    public volatile boolean takesBackDuringFetch;

    // The broker
    final TreeMap<Long, Stored> messages = new TreeMap<>();
    private long nextMessage;
    private long epoch = 1;
    /** How many partitions there are; they differ in nothing but their numbers. */
    int partitions = 1;

    private final Set<Integer> known = new HashSet<>();
    private final Map<String, Integer> destinations = new HashMap<>();
    private final Map<Integer, Long> producers = new HashMap<>();
    private final Map<Long, Long> lastSequences = new HashMap<>();
    private long nextProducer = 1;
    private final Map<Integer, Open> consumers = new HashMap<>();
    private final Map<Long, Transaction> transactions = new HashMap<>();
    private final Set<Long> committed = new HashSet<>();
    private final Map<Long, TreeMap<Integer, ByteBuffer>> pieces = new HashMap<>();
    private Set<Stored> claimed = new HashSet<>();

    // The application
    final List<Delivery> delivered = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final ArrayDeque<Delivery> unseen = new ArrayDeque<>();
    boolean accepting = true;

    public BrokerTwin() {
        this(config(60_000));
    }

    BrokerTwin(EngineConfig config) {
        engine = new ClientEngine(config, this, new SplittableRandom(1));
    }

    static EngineConfig config(long reconnectTimeoutMs) {
        return new EngineConfig(
                new io.corduroy.protocol.ClientInstanceId(1, 2),
                List.of("a:1", "b:2"),
                "",
                "",
                "",
                10_000,
                true,
                "test",
                1,
                reconnectTimeoutMs,
                10,
                1_000);
    }

    /** Runs the network until nothing is under way; time passes as far as the engine waits for it, up to a bound. */
    void run() {
        for (int step = 0; step < 100_000; step++) {
            engine.onTurnEnd();
            if (!toBroker.isEmpty()) {
                ClientFrame frame = toBroker.remove();
                if (cutBefore.test(frame)) {
                    cut();
                } else {
                    received.add(frame);
                    frame.dispatch(this);
                    dispatch();
                    if (cutAfter.test(frame)) {
                        cut();
                    }
                }
            } else if (!toClient.isEmpty()) {
                engine.onFrame(link, toClient.remove(), nowMs);
            } else if (pendingConnect) {
                pendingConnect = false;
                if (unreachable) {
                    engine.onLinkClosed(link, "refused", nowMs);
                } else {
                    open = true;
                    engine.onLinkOpened(link);
                }
            } else if (wakeAtMs != Long.MAX_VALUE) {
                nowMs = Math.max(nowMs, wakeAtMs);
                wakeAtMs = Long.MAX_VALUE;
                engine.onTimer(nowMs);
            } else {
                return;
            }
        }
        throw new AssertionError("the engine and the broker never come to rest");
    }

    private boolean pendingConnect;

    void cut() {
        open = false;
        toBroker.clear();
        toClient.clear();
        consumers.values().forEach(consumer -> consumer.connected = false);
        claimed = new HashSet<>();
        engine.onLinkClosed(link, "cut", nowMs);
    }

    /** As a kill does; what was in memory only is lost with the epoch. */
    void restart() {
        epoch++;
        messages.values().removeIf(message -> !message.persistent || !isDurable(message.takenBy));
        transactions.values().forEach(tx -> tx.sends.removeIf(stored -> !stored.persistent));
        transactions.values().forEach(tx -> tx.acknowledged.removeIf(stored -> !isDurable(stored.takenBy)));
        pieces.clear();
        cut();
    }

    private boolean isDurable(int consumerId) {
        Open consumer = consumers.get(consumerId);
        return consumer == null || consumer.durable;
    }

    /** As after the grace period. */
    void forget() {
        known.clear();
        producers.clear();
        consumers.clear();
        transactions.clear();
        destinations.clear();
        messages.values().forEach(message -> message.takenBy = 0);
    }

    List<String> texts() {
        return messages.values().stream().map(message -> message.text).toList();
    }

    List<String> unacknowledged() {
        return messages.values().stream()
                .filter(message -> !message.acknowledged)
                .map(message -> message.text)
                .toList();
    }

    long sent(Class<? extends ClientFrame> type) {
        return received.stream().filter(type::isInstance).count();
    }

    private void dispatch() {
        for (Map.Entry<Integer, Open> entry : consumers.entrySet()) {
            Open consumer = entry.getValue();
            for (Map.Entry<Long, Stored> message : messages.entrySet()) {
                Stored stored = message.getValue();
                if (consumer.connected
                        && consumer.credit > 0
                        && stored.destinationId == consumer.destinationId
                        && stored.takenBy == 0
                        && !stored.acknowledged) {
                    consumer.credit--;
                    stored.takenBy = entry.getKey();
                    stored.deliveries++;
                    claimed.add(stored);
                    answer(new ServerFrame.Deliver(
                            1,
                            entry.getKey(),
                            4,
                            message.getKey(),
                            stored.deliveries,
                            stored.producer,
                            stored.sequence,
                            0,
                            0,
                            0,
                            stored.pieces.stream()
                                    .mapToLong(ByteBuffer::remaining)
                                    .sum(),
                            stored.pieces.size(),
                            Origin.HERE,
                            stored.bytes));
                }
            }
        }
    }

    private void answer(ServerFrame frame) {
        if (answers != null) {
            answers.accept(frame);
        } else if (open) {
            toClient.add(frame);
        }
    }

    /** Another client than the engine in here says something; the answers go where {@link #answerTo} has said. */
    public void handle(ClientFrame frame) {
        received.add(frame);
        frame.dispatch(this);
        dispatch();
    }

    /** Sends all answers to a link instead of the engine in here. */
    public void answerTo(Consumer<ServerFrame> link) {
        answers = link;
    }

    private void done(ClientFrame.Command command, long requestId) {
        answer(new ServerFrame.Done(command.partition(), requestId));
    }

    // What the engine asks of the network and the application

    @Override
    public void connect(int number, String address) {
        connects.add(address);
        link = number;
        pendingConnect = true;
    }

    @Override
    public void send(int number, ClientFrame frame) {
        if (!open || number != link) {
            throw new AssertionError("sent on a link that is not open: " + frame);
        }
        toBroker.add(frame);
    }

    @Override
    public void onWelcome(int number, ServerFrame.Welcome welcome) {}

    @Override
    public void close(int number, String reason) {
        open = false;
        toBroker.clear();
        toClient.clear();
    }

    @Override
    public void closeAfter(int number, ClientFrame lastFrame) {
        toBroker.add(lastFrame);
    }

    @Override
    public void wakeAt(long timeMs) {
        wakeAtMs = timeMs;
    }

    @Override
    public boolean deliver(Delivery delivery) {
        if (accepting) {
            delivered.add(delivery);
            unseen.add(delivery);
        }
        return accepting;
    }

    @Override
    public List<LaneRange> revoke(int consumerId) {
        List<LaneRange> dropped = unseen.stream()
                .map(delivery -> new LaneRange(delivery.lane(), delivery.sequence(), delivery.sequence()))
                .toList();
        unseen.clear();
        events.add("revoked " + consumerId + ": " + dropped.size());
        return dropped;
    }

    @Override
    public List<LaneRange> recall(int consumerId) {
        return revoke(consumerId);
    }

    @Override
    public void onBrowsed(int consumerId) {
        events.add("browsed " + consumerId);
    }

    @Override
    public void onConsumerClosed(int consumerId, Failure failure) {
        events.add("closed " + consumerId + ": " + failure.code());
    }

    @Override
    public void onProducerOpened(int sessionId, int partition, ProducerIdentity identity) {
        events.add("producer " + identity.number());
    }

    @Override
    public void onInterrupted(String why) {
        events.add("interrupted");
    }

    @Override
    public void onReconnected() {
        events.add("reconnected");
    }

    @Override
    public void onConnectionFailed(Failure failure) {
        events.add("failed: " + failure.kind());
    }

    // What the broker does with frames

    @Override
    public void onHello(ClientFrame.Hello frame) {
        if (refusal.isPresent()) {
            answer(refusal.get());
            refusal = refusalOnce ? Optional.empty() : refusal;
            return;
        }
        MetadataImage image = new MetadataImage(
                1,
                IntStream.rangeClosed(1, partitions)
                        .mapToObj(number -> new MetadataImage.PartitionInfo(number, 1, "", 1, LOG_ID))
                        .toList());
        answer(new ServerFrame.Welcome(1, 1, image, 4 << 20, 1 << 30, PIECE_BYTES, PIECE_BYTES, 10_000));
    }

    @Override
    public void onBye(ClientFrame.Bye frame) {
        open = false;
    }

    @Override
    public void onCommand(ClientFrame.Command frame) {
        frame.dispatch((ClientFrame.CommandHandler) this);
    }

    @Override
    public void onAttach(ClientFrame.Attach command) {
        boolean knownBefore = !known.add(command.partition());
        answer(new ServerFrame.Attached(command.partition(), command.requestId(), epoch, knownBefore, 1));
    }

    @Override
    public void onResumed(ClientFrame.Resumed command) {
        for (Stored message : messages.values()) {
            if (message.takenBy != 0 && !claimed.contains(message) && !inTransaction(message)) {
                message.takenBy = 0;
            }
        }
        done(command, command.requestId());
    }

    private boolean inTransaction(Stored message) {
        return transactions.values().stream().anyMatch(tx -> tx.acknowledged.contains(message));
    }

    @Override
    public void onOpenDestination(ClientFrame.OpenDestination command) {
        if (command.destination().name().equals("missing")) {
            answer(new ServerFrame.Failed(1, command.requestId(), ErrorCode.DESTINATION_UNKNOWN, "no such queue"));
            return;
        }
        int id = destinations.computeIfAbsent(command.destination().name(), name -> name.hashCode() & 0xffff);
        answer(new ServerFrame.DestinationOpened(command.partition(), command.requestId(), id));
    }

    @Override
    public void onOpenProducer(ClientFrame.OpenProducer command) {
        long number =
                producers.computeIfAbsent(100 * command.partition() + command.sessionId(), session -> nextProducer++);
        answer(new ServerFrame.ProducerOpened(
                command.partition(), command.requestId(), number, lastSequences.getOrDefault(number, 0L)));
    }

    @Override
    public void onSend(ClientFrame.Send command) {
        if (rejects.test(command)) {
            answer(new ServerFrame.SendRejected(1, command.producer(), command.sequence(), rejectionCode, "full"));
            return;
        }
        if (!producers.containsValue(command.producer())) {
            throw new AssertionError("sent under a number that is not known: " + command);
        }
        if (command.sequence() > lastSequences.getOrDefault(command.producer(), 0L)) {
            lastSequences.put(command.producer(), command.sequence());
            Stored stored = new Stored(
                    command.destinationId(), Texts.decode(command.message()), command.producer(), command.sequence());
            stored.bytes = copy(command.message());
            stored.persistent = command.persistent();
            stored.pieces = List.copyOf(
                    pieces.getOrDefault(command.sequence(), new TreeMap<>()).values());
            if (stored.pieces.size() != command.pieces()) {
                throw new AssertionError("pieces are missing: " + command);
            }
            if (command.transaction() == 0) {
                messages.put(nextMessage++, stored);
            } else {
                transaction(command.transaction()).sends.add(stored);
            }
        }
        answer(new ServerFrame.SendConfirmed(
                command.partition(), command.producer(), command.sequence(), command.sequence()));
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    private Transaction transaction(long number) {
        return transactions.computeIfAbsent(number, any -> new Transaction());
    }

    @Override
    public void onSendPiece(ClientFrame.SendPiece command) {
        pieces.computeIfAbsent(command.sequence(), sequence -> new TreeMap<>())
                .put(command.piece(), copy(command.bytes()));
        answer(new ServerFrame.PieceConfirmed(1, command.producer(), command.sequence(), command.piece()));
    }

    @Override
    public void onOpenConsumer(ClientFrame.OpenConsumer command) {
        if (command.selector().equals("broken")) {
            answer(new ServerFrame.Failed(1, command.requestId(), ErrorCode.INVALID_SELECTOR, "column 1"));
            return;
        }
        consumers.put(
                command.consumerId(),
                new Open(command.destinationId(), command.subscription().kind().isDurable(), command.credit()));
        for (Stored message : named(command.held())) {
            if (!message.acknowledged && (message.takenBy == 0 || message.takenBy == command.consumerId())) {
                message.takenBy = command.consumerId();
                claimed.add(message);
            }
        }
        done(command, command.requestId());
    }

    private List<Stored> named(List<LaneRange> ranges) {
        List<Stored> found = new ArrayList<>();
        for (LaneRange range : ranges) {
            found.addAll(messages.subMap(range.firstSequence(), true, range.lastSequence(), true)
                    .values());
        }
        return found;
    }

    @Override
    public void onCredit(ClientFrame.Credit command) {
        Open consumer = consumers.get(command.consumerId());
        if (consumer == null) {
            throw new AssertionError("credit for a consumer that is not open: " + command);
        }
        consumer.credit += command.add();
    }

    @Override
    public void onDrain(ClientFrame.Drain command) {
        dispatch();
        answer(new ServerFrame.Drained(1, command.requestId(), command.consumerId()));
    }

    @Override
    public void onCloseConsumer(ClientFrame.CloseConsumer command) {
        consumers.remove(command.consumerId());
        List<Stored> kept = named(command.kept());
        for (Stored message : messages.values()) {
            boolean held = message.takenBy == command.consumerId() && !message.acknowledged && !inTransaction(message);
            if (held && !kept.contains(message)) {
                message.takenBy = 0;
                message.deliveries--;
            }
        }
        done(command, command.requestId());
    }

    @Override
    public void onCloseSession(ClientFrame.CloseSession command) {
        messages.values().forEach(message -> message.takenBy = 0);
        done(command, command.requestId());
    }

    @Override
    public void onAcknowledge(ClientFrame.Acknowledge command) {
        if (refusesAcknowledgments) {
            answer(new ServerFrame.Failed(1, command.requestId(), ErrorCode.DELIVERY_UNKNOWN, "others have them"));
            return;
        }
        for (Stored message : named(command.ranges())) {
            if (command.transaction() == 0) {
                message.acknowledged = true;
            } else if (!transaction(command.transaction()).acknowledged.contains(message) && !message.acknowledged) {
                transaction(command.transaction()).acknowledged.add(message);
            }
        }
        done(command, command.requestId());
    }

    @Override
    public void onRelease(ClientFrame.Release command) {
        for (Stored message : named(command.ranges())) {
            if (message.takenBy == command.consumerId()) {
                message.takenBy = 0;
                message.deliveries -= command.seen() ? 0 : 1;
            }
        }
        done(command, command.requestId());
    }

    @Override
    public void onFetchPiece(ClientFrame.FetchPiece command) {
        if (takesBackDuringFetch) {
            takesBackDuringFetch = false;
            Objects.requireNonNull(messages.get(command.sequence())).takenBy = 0;
            answer(new ServerFrame.Failed(1, command.requestId(), ErrorCode.DELIVERY_UNKNOWN, "not held any more"));
            return;
        }
        answer(new ServerFrame.Piece(
                1,
                command.requestId(),
                Objects.requireNonNull(messages.get(command.sequence())).pieces.get(command.piece())));
    }

    @Override
    public void onCommit(ClientFrame.Commit command) {
        Transaction tx = transactions.remove(command.transaction());
        if (committed.contains(command.transaction())) {
            done(command, command.requestId());
        } else if (tx != null
                && tx.sends.size() == command.sends()
                && tx.acknowledged.size() == command.acknowledgments()) {
            tx.sends.forEach(stored -> messages.put(nextMessage++, stored));
            tx.acknowledged.forEach(stored -> stored.acknowledged = true);
            committed.add(command.transaction());
            done(command, command.requestId());
        } else {
            answer(new ServerFrame.Failed(
                    1, command.requestId(), ErrorCode.TRANSACTION_ROLLED_BACK, "sends or acknowledgments are missing"));
        }
    }

    @Override
    public void onRollback(ClientFrame.Rollback command) {
        transactions.remove(command.transaction());
        done(command, command.requestId());
    }

    @Override
    public void onPrepare(ClientFrame.Prepare command) {
        done(command, command.requestId());
    }

    @Override
    public void onPrepareBranch(ClientFrame.PrepareBranch command) {
        done(command, command.requestId());
    }

    @Override
    public void onDecideBranch(ClientFrame.DecideBranch command) {
        BranchState state = BranchState.decided(command.commit(), false);
        answer(new ServerFrame.BranchDecided(command.partition(), command.requestId(), state));
    }

    @Override
    public void onRecoverBranches(ClientFrame.RecoverBranches command) {
        answer(new ServerFrame.Branches(command.partition(), command.requestId(), 0, List.of()));
    }

    @Override
    public void onForgetBranch(ClientFrame.ForgetBranch command) {
        answer(new ServerFrame.BranchDecided(command.partition(), command.requestId(), BranchState.UNKNOWN));
    }

    @Override
    public void onUnsubscribe(ClientFrame.Unsubscribe command) {
        answer(new ServerFrame.Failed(1, command.requestId(), ErrorCode.SUBSCRIPTION_UNKNOWN, "no such subscription"));
    }

    @Override
    public void onAdmin(ClientFrame.Admin command) {
        answer(new ServerFrame.Rows(1, command.requestId(), List.of(Map.of("verb", command.verb()))));
    }
}
