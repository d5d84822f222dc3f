package io.corduroy.broker.state;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.MalformedRecordException;
import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.record.MoveReason;
import io.corduroy.broker.record.PieceRecord;
import io.corduroy.broker.record.RecordType;
import io.corduroy.broker.record.RelocatedRecord;
import io.corduroy.broker.record.SettingsText;
import io.corduroy.broker.record.Varints;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.InvalidArgumentException;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one partition. {@link #apply} is the only door for durable facts: the leader, a follower and
 * recovery use it alike. Messages of the transient log come in by {@link #applyTransient}; they, and the subscriptions
 * that {@link #subscribeVolatile} makes, are the leader's alone and no part of what a checkpoint holds.
 */
public final class PartitionState {
    static final DestinationName.Kind[] DESTINATION_KINDS = DestinationName.Kind.values();
    static final SubscriptionSpec.Kind[] SUBSCRIPTION_KINDS = SubscriptionSpec.Kind.values();

    final Lanes lanes;
    private final Moves moves;
    /** Delayed messages of the log, and of the transient log. */
    final Schedule schedule = new Schedule();

    private final Schedule transientSchedule = new Schedule();
    private final MessageRecord message = new MessageRecord();
    private final PieceRecord piece = new PieceRecord();
    private final RelocatedRecord relocated = new RelocatedRecord();
    private final Holders holders = new Holders(this);
    private final Retention retention = new Retention(this);
    private final TransactionEnds ends = new TransactionEnds(this);
    final Preparations preparations = new Preparations(this);
    StateListener listener = StateListener.NOBODY;

    long logId;
    long epoch;
    long nextClient = 1;
    long nextProducer = 1;
    long nextDestination = 1;
    long nextSubscription = 1;
    long nextTransaction = 1;
    int nextVolatileSubscription = -1;

    final NumberMap<Client> clients = new NumberMap<>();
    final NumberMap<Producer> producers = new NumberMap<>();
    final NumberMap<Destination> destinations = new NumberMap<>();
    final NumberMap<Subscription> subscriptions = new NumberMap<>();
    final NumberMap<Transaction> transactions = new NumberMap<>();
    /** Sends to the transient log by transaction: they come ahead of its first record, and are lost with the epoch. */
    final NumberMap<Transaction.Sends> transientSends = new NumberMap<>();
    // For look-ups only, never iterated.
    private final Map<ClientInstanceId, Client> clientsByInstance = new HashMap<>();
    private final Map<DestinationName, Destination> destinationsByName = new HashMap<>();
    private final Map<SubscriptionName, Subscription> subscriptionsByName = new HashMap<>();

    /** Durable and non-durable subscriptions have name spaces of their own (Jakarta Messaging 3.1, 4.2). */
    private record SubscriptionName(boolean durable, String clientId, String name) {
        static SubscriptionName of(SubscriptionSpec spec) {
            return new SubscriptionName(spec.kind().isDurable(), spec.clientId(), spec.name());
        }
    }

    /**
     * An empty state.
     *
     * @param durable counts what is live in the partition's log
     * @param transientLive counts what is live in its transient log
     */
    public PartitionState(Liveness durable, Liveness transientLive) {
        this.lanes = new Lanes(durable, transientLive);
        this.moves = new Moves(lanes);
    }

    /** From now on the listener is told. */
    public void listen(StateListener newListener) {
        listener = newListener;
        destinations.forEach(destination -> destination.traffic().reset());
    }

    // Applying

    /**
     * Applies a committed batch of the partition's log.
     *
     * @throws IllegalStateException if it holds something that makes no sense: the partition has to stop
     */
    public void apply(RecordBatch batch) {
        lanes.onApplying(batch.baseTimestampMs());
        for (int i = 0; i < batch.recordCount(); i++) {
            ByteBuffer record = batch.record(i);
            try {
                apply(batch, i, record);
            } catch (MalformedRecordException e) {
                throw new IllegalStateException(
                        "record " + i + " of the batch at position " + batch.position() + ": " + e.getMessage()
                                + "; the batch's checksum is right, so a later version may have written it",
                        e);
            }
        }
    }

    private void apply(RecordBatch batch, int index, ByteBuffer record) {
        int type = record.hasRemaining() ? record.get(0) : 0;
        if (type == RecordType.MESSAGE) {
            message.read(record, batch.baseTimestampMs());
            applyMessage(batch.position(), index);
            return;
        }
        if (type == RecordType.RELOCATED) {
            relocated.readHead(record);
            holders.relocate(false, relocated, batch.position(), index);
            return;
        }
        if (type == RecordType.PIECE) {
            applyPiece(false, record, batch.position(), index);
            return;
        }
        record.position(1);
        switch (type) {
            case RecordType.PARTITION_CREATED -> logId = record.getLong();
            case RecordType.EPOCH_STARTED -> applyEpochStarted(Varints.get(record));
            case RecordType.CLIENT_ATTACHED -> applyClientAttached(record);
            case RecordType.CLIENT_DETACHED -> applyClientDetached(Varints.get(record));
            case RecordType.PRODUCER_OPENED -> applyProducerOpened(Varints.get(record), Varints.getInt(record));
            case RecordType.SESSION_CLOSED -> applySessionClosed(Varints.get(record), Varints.getInt(record));
            case RecordType.DESTINATION_CREATED -> applyDestinationCreated(record);
            case RecordType.DESTINATION_ALTERED -> applyDestinationAltered(record);
            case RecordType.DESTINATION_DELETED -> applyDestinationDeleted(Varints.get(record));
            case RecordType.SUBSCRIPTION_CREATED -> applySubscriptionCreated(record);
            case RecordType.SUBSCRIPTION_DELETED -> applySubscriptionDeleted(Varints.get(record));
            case RecordType.DISPATCH_MARK -> applyDispatchMark(record);
            case RecordType.ACKNOWLEDGED -> applyAcknowledged(record);
            case RecordType.RELEASED -> applyReleased(record);
            case RecordType.DUE -> release(schedule, Varints.get(record), Varints.getInt(record));
            case RecordType.MOVED -> applyMoved(record);
            case RecordType.REMOVED -> applyRemoved(record);
            case RecordType.TRANSACTION_BEGUN -> applyTransactionBegun(record);
            case RecordType.TRANSACTION_PREPARED -> preparations.applyPrepared(record);
            case RecordType.TRANSACTION_COMMITTED -> ends.applyCommitted(Varints.get(record));
            case RecordType.TRANSACTION_ABORTED -> ends.applyAborted(Varints.get(record));
            case RecordType.TRANSACTIONS_FORGOTTEN -> preparations.applyForgotten(record);
            case RecordType.TRANSACTION_DENIED -> preparations.applyDenied(record);
            case RecordType.PIECES_DROPPED -> largeMessages(false).dropOpen(Varints.get(record), Varints.get(record));
            case RecordType.LET_GO -> retention.applyLetGo(record);
            case RecordType.MEASURED -> retention.applyMeasured(record);
            default -> throw new MalformedRecordException("record type " + type + " is not known");
        }
    }

    /** Applies a batch of the transient log: nothing but messages and pieces of them, new or relocated. */
    public void applyTransient(RecordBatch batch) {
        for (int i = 0; i < batch.recordCount(); i++) {
            ByteBuffer record = batch.record(i);
            switch (record.hasRemaining() ? record.get(0) : 0) {
                case RecordType.RELOCATED -> {
                    relocated.readHead(record);
                    holders.relocate(true, relocated, batch.position(), i);
                }
                case RecordType.PIECE -> applyPiece(true, record, batch.position(), i);
                case RecordType.PIECES_DROPPED -> {
                    record.position(1);
                    largeMessages(true).dropOpen(Varints.get(record), Varints.get(record));
                }
                default -> {
                    message.read(record, batch.baseTimestampMs());
                    applyTransientMessage(batch.position(), i);
                }
            }
        }
    }

    private void applyTransientMessage(long position, int index) {
        Producer producer = producers.get(message.producer());
        if (producer != null) {
            LargeMessages large = largeMessages(true);
            large.bind(producer.number(), message.sequence(), message.pieces(), position, index);
            applyTransient(position, index, producer);
            large.settle(position, index);
            listener.onSendApplied(producer, message.sequence());
        }
    }

    private void applyPiece(boolean transientLog, ByteBuffer record, long position, int index) {
        piece.read(record);
        Producer producer = producers.get(piece.producer());
        if (producer == null) {
            return; // closed meanwhile
        }
        int length = piece.bytes().remaining();
        largeMessages(transientLog).add(producer.number(), piece.sequence(), piece.piece(), length, position, index);
        listener.onPieceApplied(producer, piece.sequence(), piece.piece());
    }

    private void applyTransient(long position, int index, Producer producer) {
        int lane = message.priority()
                + (message.persistent() ? LaneRange.FIRST_PERSISTENT_FOR_NOBODY : LaneRange.FIRST_VOLATILE);
        Destination destination = destinations.get(message.destination());
        if (destination == null) {
            return; // deleted meanwhile
        }
        if (message.transaction() == 0) {
            arrive(destination, lane, position, index, producer.client());
            return;
        }
        Transaction.Sends sends = transientSends.get(message.transaction());
        if (sends == null) {
            sends = new Transaction.Sends();
            transientSends.put(message.transaction(), sends);
        }
        sends.add(position, index, message.recordBytes(), destination.id(), lane, message.expirationMs(), dueMs());
        lanes.records(lane).add(position, index);
    }

    private void applyMessage(long position, int index) {
        Producer producer = producers.get(message.producer());
        if (producer == null) {
            return; // closed meanwhile: nobody waits for a confirmation
        }
        if (producer.accept(message.sequence())) {
            LargeMessages large = largeMessages(false);
            large.bind(producer.number(), message.sequence(), message.pieces(), position, index);
            place(position, index, producer);
            large.settle(position, index);
        }
        listener.onSendApplied(producer, message.sequence());
    }

    private void place(long position, int index, Producer producer) {
        int lane = message.priority();
        Destination destination = destinations.get(message.destination());
        if (destination == null) {
            return; // deleted meanwhile
        }
        if (!message.groupId().isEmpty()) {
            destination.onGroup();
        }
        if (message.transaction() == 0) {
            arrive(destination, lane, position, index, producer.client());
            return;
        }
        Transaction transaction = transactions.get(message.transaction());
        if (transaction == null) {
            return; // rolled back meanwhile
        }
        transaction
                .durableSends()
                .add(position, index, message.recordBytes(), destination.id(), lane, message.expirationMs(), dueMs());
        lanes.records(lane).add(position, index);
    }

    /** When the message that is being applied may be delivered, 0 at once. */
    private long dueMs() {
        return message.deliveryDelayMs() == 0 ? 0 : message.deliveryTimeMs();
    }

    /** A message is there, now or later. */
    private void arrive(Destination destination, int lane, long position, int index, Client sender) {
        if (dueMs() == 0) {
            lanes.enqueue(
                    destination,
                    lane,
                    position,
                    index,
                    message.recordBytes(),
                    message.expirationMs(),
                    sender,
                    message,
                    logId);
        } else {
            int volatileAbove = message.repeated() ? 0 : nextVolatileSubscription;
            delay(
                    destination,
                    lane,
                    position,
                    index,
                    message.recordBytes(),
                    message.expirationMs(),
                    sender,
                    dueMs(),
                    volatileAbove);
        }
    }

    void delay(
            Destination destination,
            int lane,
            long position,
            int index,
            int recordBytes,
            long expirationMs,
            Client sender,
            long dueMs,
            int volatileAbove) {
        lanes.records(lane).add(position, index);
        destination.addScheduled(1);
        scheduleOf(lane)
                .add(
                        dueMs,
                        position,
                        index,
                        recordBytes,
                        destination.id(),
                        lane,
                        expirationMs,
                        (int) nextSubscription,
                        volatileAbove,
                        destination.isQueue() ? null : sender);
    }

    Schedule scheduleOf(int lane) {
        return lane < Lanes.FIRST_TRANSIENT ? schedule : transientSchedule;
    }

    /** Messages that may be delivered at a time enter their lanes. */
    private void release(Schedule from, long timeMs, int atMost) {
        for (int i = 0; i < atMost && from.nextDueMs() <= timeMs; i++) {
            int slot = from.first();
            Destination destination = destinations.get(from.destination(slot));
            if (destination != null) {
                destination.addScheduled(-1);
                lanes.enqueue(destination, from, slot);
            }
            lanes.records(from.lane(slot)).remove(from.position(slot), from.recordIndex(slot));
            from.removeFirst();
        }
    }

    private void applyEpochStarted(long newEpoch) {
        epoch = newEpoch;
        lanes.onEpochStarted(newEpoch);
        subscriptions.forEach(subscription -> {
            for (int lane = 0; lane < Lanes.FIRST_TRANSIENT; lane++) {
                LaneProgress progress = subscription.lane(lane);
                if (progress != null) {
                    progress.onEpochStarted();
                }
            }
        });
    }

    private void applyClientAttached(ByteBuffer record) {
        ClientInstanceId instance = new ClientInstanceId(record.getLong(), record.getLong());
        boolean resumable = Varints.get(record) != 0;
        String clientId = Varints.getString(record);
        if (!clientsByInstance.containsKey(instance)) {
            addClient(new Client(nextClient++, instance, resumable, clientId));
        }
    }

    void addClient(Client client) {
        clients.put(client.number(), client);
        clientsByInstance.put(client.instance(), client);
    }

    private void applyClientDetached(long number) {
        Client client = clients.remove(number);
        if (client == null) {
            return;
        }
        clientsByInstance.remove(client.instance());
        transactions.forEach(transaction -> {
            if (transaction.client() == client && !preparations.outlivesItsClient(transaction)) {
                ends.abort(transaction);
            }
        });
        client.producersBySession.forEach(this::removeProducer);
        destinations.forEach(destination -> {
            if (destination.owner() == number) {
                applyDestinationDeleted(destination.id());
            }
        });
    }

    private void applyProducerOpened(long clientNumber, int session) {
        Client client = clients.get(clientNumber);
        if (client != null && client.producersBySession.get(session) == null) {
            addProducer(new Producer(nextProducer++, client, session));
        }
    }

    void addProducer(Producer producer) {
        producers.put(producer.number(), producer);
        producer.client().producersBySession.put(producer.session(), producer);
    }

    private void applySessionClosed(long clientNumber, int session) {
        Client client = clients.get(clientNumber);
        if (client == null) {
            return;
        }
        Producer producer = client.producersBySession.remove(session);
        if (producer != null) {
            removeProducer(producer);
        }
        client.closeSession(session);
    }

    private void removeProducer(Producer producer) {
        producers.remove(producer.number());
        largeMessages(false).dropOpen(producer.number());
        largeMessages(true).dropOpen(producer.number());
    }

    private void applyDestinationCreated(ByteBuffer record) {
        DestinationName name = destinationName(record);
        long owner = Varints.get(record);
        DestinationSettings settings =
                record.hasRemaining() ? settings(DestinationSettings.DEFAULTS, record) : DestinationSettings.DEFAULTS;
        if (destinationsByName.containsKey(name) || (owner != 0 && clients.get(owner) == null)) {
            return;
        }
        Destination destination = new Destination((int) nextDestination++, name, owner, settings);
        addDestination(destination);
        if (destination.isQueue()) {
            addSubscription(
                    new Subscription((int) nextSubscription++, destination, SubscriptionSpec.OF_QUEUE, "", null, null));
        }
    }

    void addDestination(Destination destination) {
        destinations.put(destination.id(), destination);
        destinationsByName.put(destination.name(), destination);
        retention.onCreated(destination);
    }

    private void applyDestinationAltered(ByteBuffer record) {
        Destination destination = destinations.get(Varints.get(record));
        if (destination != null) {
            retention.alter(destination, settings(destination.settings(), record));
        }
    }

    private void applyDestinationDeleted(long id) {
        Destination destination = destinations.remove(id);
        if (destination == null) {
            return;
        }
        destinationsByName.remove(destination.name());
        destination.markDeleted();
        retention.onDeleted(destination);
        schedule.removeAll(destination.id(), lanes.records(0));
        transientSchedule.removeAll(destination.id(), lanes.records(Lanes.FIRST_TRANSIENT));
        for (Subscription each : List.copyOf(destination.subscriptions())) {
            remove(each);
        }
    }

    private void applySubscriptionCreated(ByteBuffer record) {
        Destination destination = destinations.get(Varints.get(record));
        SubscriptionSpec.Kind kind = kind(SUBSCRIPTION_KINDS, record);
        String clientId = Varints.getString(record);
        String name = Varints.getString(record);
        boolean noLocal = Varints.get(record) != 0;
        SubscriptionSpec spec = new SubscriptionSpec(kind, clientId, name, noLocal);
        String selector = Varints.getString(record);
        if (destination != null && !subscriptionsByName.containsKey(SubscriptionName.of(spec))) {
            addSubscription(new Subscription(
                    (int) nextSubscription++, destination, spec, selector, Lanes.parsed(selector), null));
        }
    }

    void addSubscription(Subscription subscription) {
        subscriptions.put(subscription.id(), subscription);
        subscription.destination().add(subscription);
        if (!subscription.spec().name().isEmpty()) {
            subscriptionsByName.put(SubscriptionName.of(subscription.spec()), subscription);
        }
    }

    private void applySubscriptionDeleted(long id) {
        Subscription subscription = subscriptions.get(id);
        if (subscription != null) {
            remove(subscription);
        }
    }

    private void remove(Subscription subscription) {
        subscriptions.remove(subscription.id());
        if (!subscription.spec().name().isEmpty()) {
            subscriptionsByName.remove(SubscriptionName.of(subscription.spec()));
        }
        lanes.releaseAll(subscription);
        subscription.destination().subscriptions().remove(subscription);
        subscription.markDeleted();
    }

    private void applyDispatchMark(ByteBuffer record) {
        Subscription subscription = subscriptions.get(Varints.get(record));
        int lane = lane(record);
        long sequence = Varints.get(record);
        LaneProgress progress = subscription == null ? null : subscription.lane(lane);
        if (subscription != null && progress != null) {
            progress.raiseDispatchMark(sequence);
            subscription.signal(lane);
        }
    }

    private void applyAcknowledged(ByteBuffer record) {
        Subscription subscription = subscriptions.get(Varints.get(record));
        long transactionId = Varints.get(record);
        List<LaneRange> ranges = ranges(record);
        if (subscription == null) {
            return;
        }
        if (transactionId == 0) {
            ranges.forEach(range -> lanes.acknowledge(subscription, range));
            return;
        }
        Transaction transaction = transactions.get(transactionId);
        if (transaction != null) {
            transaction.acknowledgments().add(new Transaction.Acknowledgment(subscription.id(), ranges));
            ranges.forEach(range -> lanes.take(subscription, range));
        }
    }

    private void applyReleased(ByteBuffer record) {
        Subscription subscription = subscriptions.get(Varints.get(record));
        long dueMs = Varints.get(record);
        List<LaneRange> ranges = ranges(record);
        if (subscription != null) {
            ranges.forEach(range -> lanes.countAndGiveBack(subscription, range, dueMs, listener));
        }
    }

    private void applyMoved(ByteBuffer record) {
        MoveReason reason = MoveReason.of(Varints.getInt(record));
        Subscription from = subscriptions.get(Varints.get(record));
        DestinationName target = destinationName(record);
        List<LaneRange> ranges = ranges(record);
        if (from != null) {
            move(reason, from, ranges, target);
        }
    }

    private void applyRemoved(ByteBuffer record) {
        Subscription from = subscriptions.get(Varints.get(record));
        MoveReason reason = MoveReason.of(Varints.getInt(record));
        List<LaneRange> ranges = ranges(record);
        if (from != null) {
            ranges.forEach(range -> moves.remove(reason, from, range));
        }
    }

    private void move(MoveReason reason, Subscription from, List<LaneRange> ranges, DestinationName to) {
        Destination target = destinationsByName.get(to);
        if (target == null) {
            ranges.forEach(range -> moves.stay(from, range));
        } else {
            ranges.forEach(range -> moves.move(reason, from, range, target, logId));
        }
    }

    private void applyTransactionBegun(ByteBuffer record) {
        long id = Varints.get(record);
        Client client = clients.get(Varints.get(record));
        int session = Varints.getInt(record);
        long number = Varints.get(record);
        nextTransaction = Math.max(nextTransaction, id + 1);
        if (client != null) {
            transactions.put(id, new Transaction(id, client, session, number));
        }
    }

    // What the leader does without a record

    /** Makes a subscription that does not survive the epoch. */
    public Subscription subscribeVolatile(
            Destination destination, SubscriptionSpec spec, String selector, ClientInstanceId subscriber) {
        Subscription subscription = new Subscription(
                nextVolatileSubscription--, destination, spec, selector, Lanes.parsed(selector), subscriber);
        addSubscription(subscription);
        return subscription;
    }

    /** Ends a subscription that {@link #subscribeVolatile} made. */
    public void unsubscribeVolatile(Subscription subscription) {
        if (subscription.isDurable()) {
            throw new IllegalArgumentException("subscription " + subscription.id() + " is durable");
        }
        if (!subscription.isDeleted()) {
            remove(subscription);
        }
    }

    /** Whether what happens to a message of this lane in this subscription is a record, or volatile. */
    public static boolean isDurable(Subscription subscription, int lane) {
        return subscription.isDurable() && lane < Lanes.FIRST_TRANSIENT;
    }

    // A subscription that has ended needs nothing: what was decided about its messages before must not touch others'
    // entries.

    /** Acknowledges what is volatile. */
    public void acknowledgeVolatile(Subscription subscription, LaneRange range) {
        requireVolatile(subscription, range);
        if (!subscription.isDeleted()) {
            lanes.acknowledge(subscription, range);
        }
    }

    /** Moves messages of the transient log; they stay if the target is gone. */
    public void moveVolatile(
            MoveReason reason, Subscription subscription, List<LaneRange> ranges, DestinationName target) {
        for (LaneRange range : ranges) {
            if (range.lane() < Lanes.FIRST_TRANSIENT) {
                throw new IllegalArgumentException("moving a message of lane " + range.lane() + " takes a record");
            }
        }
        if (!subscription.isDeleted()) {
            move(reason, subscription, ranges, target);
        }
    }

    /** Counts and returns what is volatile. */
    public void releaseVolatile(Subscription subscription, LaneRange range, long dueMs) {
        requireVolatile(subscription, range);
        if (!subscription.isDeleted()) {
            lanes.countAndGiveBack(subscription, range, dueMs, listener);
        }
    }

    /** Removes what is volatile. */
    public void removeVolatile(MoveReason reason, Subscription subscription, LaneRange range) {
        requireVolatile(subscription, range);
        if (!subscription.isDeleted()) {
            moves.remove(reason, subscription, range);
        }
    }

    private static void requireVolatile(Subscription subscription, LaneRange range) {
        if (isDurable(subscription, range.lane())) {
            throw new IllegalArgumentException("lane " + range.lane() + " of a durable subscription is not volatile");
        }
    }

    /** When the next delayed message of the log may be delivered: a DUE record is to be written then. */
    public long nextDueMs() {
        return schedule.nextDueMs();
    }

    /** When {@link #releaseTransient} has something to do next. */
    public long nextTransientDueMs() {
        return transientSchedule.nextDueMs();
    }

    /** Delayed messages of the transient log enter their lanes, no more than so many. */
    public void releaseTransient(long timeMs, int atMost) {
        release(transientSchedule, timeMs, atMost);
    }

    /** Takes what is pending of a range and not taken. */
    public void take(Subscription subscription, LaneRange range) {
        lanes.take(subscription, range);
    }

    /** Returns a delivery that does not count. */
    public void giveBack(Subscription subscription, int lane, long sequence) {
        lanes.giveBack(subscription, lane, sequence);
    }

    // Looking

    public long logId() {
        return logId;
    }

    public long epoch() {
        return epoch;
    }

    public long nextTransaction() {
        return nextTransaction;
    }

    public @Nullable Client client(ClientInstanceId instance) {
        return clientsByInstance.get(instance);
    }

    public NumberMap<Client> clients() {
        return clients;
    }

    public @Nullable Producer producer(long number) {
        return producers.get(number);
    }

    public @Nullable Producer producer(Client client, int session) {
        return client.producersBySession.get(session);
    }

    public @Nullable Destination destination(long id) {
        return destinations.get(id);
    }

    public @Nullable Destination destination(DestinationName name) {
        return destinationsByName.get(name);
    }

    public NumberMap<Destination> destinations() {
        return destinations;
    }

    public @Nullable Subscription subscription(long id) {
        return subscriptions.get(id);
    }

    public NumberMap<Subscription> subscriptions() {
        return subscriptions;
    }

    /** A named subscription of the same durability, client identifier and name. */
    public @Nullable Subscription subscription(SubscriptionSpec spec) {
        return subscriptionsByName.get(SubscriptionName.of(spec));
    }

    /** What is kept when it has been consumed. */
    public Retention retention() {
        return retention;
    }

    /** Who needs which record. */
    public Holders holders() {
        return holders;
    }

    /** Messages of one of the logs whose bodies are in pieces. */
    public LargeMessages largeMessages(boolean transientLog) {
        return lanes.records(transientLog ? Lanes.FIRST_TRANSIENT : 0).large();
    }

    public NumberMap<Transaction> transactions() {
        return transactions;
    }

    /** Transactions over several partitions. */
    public Preparations preparations() {
        return preparations;
    }

    /**
     * What became of a session's transaction.
     *
     * @return {@link ErrorCode#TRANSACTION_ROLLED_BACK} or, if it is not remembered, TRANSACTION_UNKNOWN; null if it
     *     was committed
     */
    public @Nullable ErrorCode outcome(Client client, int session, long number) {
        Client.Outcome outcome = client.outcomesBySession.get(session);
        if (outcome == null || outcome.number() != number) {
            return ErrorCode.TRANSACTION_UNKNOWN;
        }
        return outcome.committed() ? null : ErrorCode.TRANSACTION_ROLLED_BACK;
    }

    /** The number of the latest transaction of a session that was decided, 0 if none is remembered. */
    public long lastDecided(Client client, int session) {
        Client.Outcome outcome = client.outcomesBySession.get(session);
        return outcome == null ? 0 : outcome.number();
    }

    // Keeping

    /** The durable state as it is now; equal states give equal bytes. */
    public StateSnapshot snapshot() {
        return new StateWriter(this).snapshot();
    }

    /**
     * A digest of the durable state, to compare replicas, and replay with checkpoint and replay.
     *
     * @return CRC32C of the state's bytes in the lower half, their length in the upper one
     */
    public long stateHash() {
        CRC32C crc = new CRC32C();
        long length = 0;
        for (ByteBuffer entry : snapshot().entries()) {
            length += entry.remaining();
            crc.update(entry);
        }
        return length << 32 | crc.getValue();
    }

    /**
     * Visits where everything durable is that is still needed.
     *
     * @param visitor is told the position of a batch once per record that is needed in it
     */
    public void forEachNeededPosition(LongConsumer visitor) {
        destinations.forEach(destination -> {
            for (int number = 0; number < Lanes.FIRST_TRANSIENT; number++) {
                Lane lane = destination.laneIfPresent(number);
                for (long s = lane == null ? -1 : lane.nextLive(0); s >= 0 && lane != null; s = lane.nextLive(s + 1)) {
                    visitor.accept(lane.positionOf(s));
                }
            }
        });
        transactions.forEach(transaction -> {
            Transaction.Sends sends = transaction.durableSends();
            for (int i = 0; i < sends.count; i++) {
                visitor.accept(sends.positions[i]);
            }
        });
        for (int slot : schedule.sortedSlots()) {
            visitor.accept(schedule.position(slot));
        }
        largeMessages(false).forEachPosition(visitor);
    }

    // Checking

    /**
     * Checks what must hold between applies.
     *
     * @throws IllegalStateException if it does not
     */
    public void assertInvariants() {
        destinations.forEach(destination -> {
            for (int number = 0; number < LaneRange.LANES; number++) {
                Lane lane = destination.laneIfPresent(number);
                if (lane != null) {
                    lanes.assertInvariants(destination, number, lane);
                }
            }
        });
        largeMessages(false).assertInvariants();
        largeMessages(true).assertInvariants();
    }

    // Reading

    private static DestinationName destinationName(ByteBuffer record) {
        DestinationName.Kind kind = kind(DESTINATION_KINDS, record);
        return new DestinationName(kind, Varints.getString(record));
    }

    static DestinationSettings settings(DestinationSettings base, ByteBuffer record) {
        try {
            return base.with(SettingsText.get(record));
        } catch (InvalidArgumentException e) {
            throw new MalformedRecordException(String.valueOf(e.getMessage()));
        }
    }

    static int lane(ByteBuffer record) {
        int lane = Varints.getInt(record);
        if (lane >= LaneRange.LANES) {
            throw new MalformedRecordException("lane " + lane);
        }
        return lane;
    }

    static List<LaneRange> ranges(ByteBuffer record) {
        int count = Varints.getInt(record);
        if (count > record.remaining()) {
            throw new MalformedRecordException(count + " ranges in " + record.remaining() + " bytes");
        }
        List<LaneRange> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int lane = lane(record);
            long first = Varints.get(record);
            long length = Varints.get(record);
            if (first < 0 || length <= 0 || first + length < 0) {
                throw new MalformedRecordException("range of " + length + " sequences from " + first);
            }
            ranges.add(new LaneRange(lane, first, first + length - 1));
        }
        return ranges;
    }

    static <K> K kind(K[] kinds, ByteBuffer record) {
        int ordinal = Varints.getInt(record);
        if (ordinal >= kinds.length) {
            throw new MalformedRecordException("kind " + ordinal);
        }
        return kinds[ordinal];
    }
}
