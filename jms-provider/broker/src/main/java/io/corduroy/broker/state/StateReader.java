package io.corduroy.broker.state;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.MalformedRecordException;
import io.corduroy.broker.record.Varints;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads into an empty state what {@link StateWriter} wrote, entry by entry. */
public final class StateReader {
    /** Volatile subscriptions of a time before the restart are gone: all that there will be are newer. */
    private static final int NO_VOLATILE_SUBSCRIPTION = 0;

    private final PartitionState state;
    private boolean ended;
    // The lane that is being read, and how many subscriptions may need its entries.
    private @Nullable Destination destination;
    private int laneNumber;
    private int needers;
    private long lastPosition;
    private @Nullable LargeMessage large;

    /**
     * Reads into a state.
     *
     * @param state empty
     */
    public StateReader(PartitionState state) {
        this.state = state;
    }

    /**
     * Reads the next entry.
     *
     * @throws IllegalStateException if it is of another version, or is no part of a state
     */
    public void accept(ByteBuffer entry) {
        try {
            while (entry.hasRemaining()) {
                item(entry);
            }
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("the checkpoint holds " + e.getMessage(), e);
        }
    }

    /** Whether the last entry was read. */
    public boolean hasEnded() {
        return ended;
    }

    private void item(ByteBuffer in) {
        int type = Varints.getInt(in);
        switch (type) {
            case StateWriter.HEADER -> header(in);
            case StateWriter.CLIENT -> client(in);
            case StateWriter.PRODUCER -> producer(in);
            case StateWriter.DESTINATION -> destination(in);
            case StateWriter.SUBSCRIPTION -> subscription(in);
            case StateWriter.LANE -> lane(in);
            case StateWriter.ENTRIES -> entries(in);
            case StateWriter.LANE_END -> currentLane().skipTo(Varints.get(in), lastPosition);
            case StateWriter.PROGRESS -> progress(in);
            case StateWriter.TRANSACTION -> transaction(in);
            case StateWriter.END -> ended = true;
            case StateWriter.SETTINGS -> settings(in);
            case StateWriter.DELAYED_SEND -> delayedSend(in);
            case StateWriter.SCHEDULED -> scheduled(in);
            case StateWriter.RESTING -> resting(in);
            case StateWriter.DEPARTED -> departed(in);
            case StateWriter.PREPARED -> state.preparations.applyPrepared(in);
            case StateWriter.DECISION ->
                state.preparations.remember(
                        new Decision(Varints.get(in), Preparations.name(in), Preparations.partitions(in)));
            case StateWriter.DENIED -> state.preparations.deny(Preparations.name(in));
            case StateWriter.LARGE -> large(in);
            case StateWriter.PIECES -> pieces(in);
            case StateWriter.RETAINED_FROM -> currentLane().restoreRetainedFrom(Varints.get(in));
            case StateWriter.RETAINED -> retained(in);
            case StateWriter.DUPLICATES -> duplicates(in);
            case StateWriter.NAMED_SEND -> namedSend(in);
            case StateWriter.BRANCH -> state.preparations.applyBranchPrepared(in);
            case StateWriter.BRANCH_OUTCOME -> state.preparations.branches().remember(Branches.outcome(in));
            default -> throw new MalformedRecordException("an item of type " + type);
        }
    }

    private void header(ByteBuffer in) {
        int version = Varints.getInt(in);
        if (version != StateWriter.VERSION) {
            throw new MalformedRecordException(
                    "a state of version " + version + ", this program reads " + StateWriter.VERSION);
        }
        state.logId = in.getLong();
        state.epoch = Varints.get(in);
        state.attachments.nextClient = Varints.get(in);
        state.attachments.nextProducer = Varints.get(in);
        state.destinations.nextDestination = Varints.get(in);
        state.destinations.nextSubscription = Varints.get(in);
        state.transactions.nextTransaction = Varints.get(in);
    }

    private void client(ByteBuffer in) {
        long number = Varints.get(in);
        ClientInstanceId instance = new ClientInstanceId(in.getLong(), in.getLong());
        boolean resumable = Varints.get(in) != 0;
        Client client = new Client(number, instance, resumable, Varints.getString(in));
        int outcomes = Varints.getInt(in);
        for (int i = 0; i < outcomes; i++) {
            int session = Varints.getInt(in);
            long transaction = Varints.get(in);
            long flags = Varints.get(in);
            client.outcomesBySession.put(
                    session, new Client.Outcome(session, transaction, (flags & 1) != 0, (flags & 2) != 0));
        }
        state.attachments.add(client);
    }

    private void departed(ByteBuffer in) {
        long number = Varints.get(in);
        ClientInstanceId instance = new ClientInstanceId(in.getLong(), in.getLong());
        state.preparations.departed.put(number, new Client(number, instance, false, Varints.getString(in)));
    }

    private void producer(ByteBuffer in) {
        long number = Varints.get(in);
        Client client = clientOf(Varints.get(in));
        Producer producer = new Producer(number, client, Varints.getInt(in));
        long lastSequence = Varints.get(in);
        long[] gaps = new long[bounded(in, Varints.getInt(in))];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = Varints.get(in);
        }
        producer.restore(lastSequence, gaps);
        state.attachments.add(producer);
    }

    private void destination(ByteBuffer in) {
        int id = Varints.getInt(in);
        DestinationName name = RecordFields.destinationName(in);
        Destination restored = new Destination(id, name, Varints.get(in), DestinationSettings.DEFAULTS);
        if (Varints.get(in) != 0) {
            restored.onGroup();
        }
        state.destinations.add(restored);
    }

    private void settings(ByteBuffer in) {
        Destination of = destinationOf(Varints.get(in));
        state.retention().alter(of, RecordFields.settings(DestinationSettings.DEFAULTS, in));
    }

    private void subscription(ByteBuffer in) {
        int id = Varints.getInt(in);
        Destination of = destinationOf(Varints.get(in));
        SubscriptionSpec spec = RecordFields.subscriptionSpec(in);
        String selector = Varints.getString(in);
        Subscription subscription = new Subscription(id, of, spec, selector, Lanes.parsed(selector), null);
        if (Varints.get(in) != 0) {
            subscription.markUnfiltered(0);
        }
        int counts = Varints.getInt(in);
        for (int i = 0; i < counts; i++) {
            long key = Varints.get(in);
            subscription.deliveryCounts().put(key, Varints.getInt(in));
        }
        state.destinations.add(subscription);
    }

    private void lane(ByteBuffer in) {
        Destination of = destinationOf(Varints.get(in));
        destination = of;
        laneNumber = RecordFields.lane(in);
        needers = of.subscriptions().size();
        of.lane(laneNumber, 0);
    }

    private Lane currentLane() {
        if (destination == null) {
            throw new MalformedRecordException("entries without a lane");
        }
        return destination.lane(laneNumber, 0);
    }

    private void entries(ByteBuffer in) {
        Lane lane = currentLane();
        Destination of = destinationOf(destination == null ? 0 : destination.id());
        int count = Varints.getInt(in);
        long sequence = 0;
        long position = 0;
        for (int i = 0; i < count; i++) {
            long first = Varints.get(in);
            sequence += first >>> 2;
            position += Varints.getZigzag(in);
            int recordIndex = Varints.getInt(in);
            long expirationMs = (first & StateWriter.HAS_EXPIRATION) == 0 ? 0 : Varints.getZigzag(in);
            int moveReason = (first & StateWriter.WAS_MOVED) == 0 ? 0 : Varints.getInt(in);
            lane.skipTo(sequence, position);
            lastPosition = position;
            lane.append(position, recordIndex, needers, expirationMs);
            if (moveReason != 0) {
                lane.setMoveReasonOfLast(moveReason);
            }
            for (Subscription each : of.subscriptions()) {
                state.lanes.progress(each, laneNumber).onAppended(sequence, true);
            }
        }
    }

    private void retained(ByteBuffer in) {
        Lane lane = currentLane();
        Destination of = destinationOf(destination == null ? 0 : destination.id());
        long sequence = Varints.get(in);
        int count = bounded(in, Varints.getInt(in));
        long position = 0;
        long cameMs = 0;
        for (int i = 0; i < count; i++, sequence++) {
            position += Varints.getZigzag(in);
            int first = Varints.getInt(in);
            long expirationMs = (first & StateWriter.HAS_EXPIRATION) == 0 ? 0 : Varints.getZigzag(in);
            int moveReason = (first & StateWriter.WAS_MOVED) == 0 ? 0 : Varints.getInt(in);
            long lengthBytes = Varints.get(in);
            cameMs += Varints.getZigzag(in) * 1_000;
            lane.skipTo(sequence, position);
            lastPosition = position;
            lane.append(position, first >>> 2, needers, expirationMs, lengthBytes, cameMs);
            if (moveReason != 0) {
                lane.setMoveReasonOfLast(moveReason);
            }
            for (Subscription each : of.subscriptions()) {
                state.lanes.progress(each, laneNumber).onAppended(sequence, true);
            }
        }
    }

    private void progress(ByteBuffer in) {
        Subscription subscription = state.subscription(Varints.get(in));
        if (subscription == null) {
            throw new MalformedRecordException("progress of a subscription that is not there");
        }
        int number = RecordFields.lane(in);
        LaneProgress progress = state.lanes.progress(subscription, number);
        long start = Varints.get(in);
        long mark = Varints.get(in);
        long redeliveredBelow = Varints.get(in);
        int runs = Varints.getInt(in);
        long sequence = progress.lane().nextLive(0);
        for (int run = 0; run < runs; run++) {
            for (long left = Varints.get(in); left > 0; left--) {
                if (sequence < 0) {
                    throw new MalformedRecordException("more progress than there are entries");
                }
                if (run % 2 == 1) {
                    progress.acknowledge(sequence);
                }
                sequence = progress.lane().nextLive(sequence + 1);
            }
        }
        progress.restore(start, mark, redeliveredBelow);
    }

    private void transaction(ByteBuffer in) {
        long id = Varints.get(in);
        Client client = clientOf(Varints.get(in));
        int session = Varints.getInt(in);
        Transaction transaction = new Transaction(id, client, session, Varints.get(in));
        int sends = Varints.getInt(in);
        for (int i = 0; i < sends; i++) {
            long position = Varints.get(in);
            int recordIndex = Varints.getInt(in);
            int of = Varints.getInt(in);
            int lane = RecordFields.lane(in);
            long expirationMs = Varints.getZigzag(in);
            transaction.durableSends().add(position, recordIndex, Varints.getInt(in), of, lane, expirationMs, 0);
        }
        int acknowledgments = Varints.getInt(in);
        for (int i = 0; i < acknowledgments; i++) {
            acknowledgment(transaction, in);
        }
        state.transactions.open.put(id, transaction);
    }

    private void delayedSend(ByteBuffer in) {
        Transaction transaction = state.transactions.open.get(Varints.get(in));
        int send = Varints.getInt(in);
        if (transaction == null || send >= transaction.durableSends().count) {
            throw new MalformedRecordException("a delay of a send that is not there");
        }
        transaction.durableSends().dueTimes[send] = Varints.getZigzag(in);
    }

    private void namedSend(ByteBuffer in) {
        Transaction transaction = state.transactions.open.get(Varints.get(in));
        int send = Varints.getInt(in);
        if (transaction == null || send >= transaction.durableSends().count) {
            throw new MalformedRecordException("a duplicate id of a send that is not there");
        }
        transaction.durableSends().setDuplicateId(send, new DuplicateId(in.getLong(), in.getLong()));
    }

    private void duplicates(ByteBuffer in) {
        Destination of = destinationOf(Varints.get(in));
        int count = bounded(in, Varints.getInt(in));
        for (int i = 0; i < count; i++) {
            state.duplicates.durable.add(of.id(), new DuplicateId(in.getLong(), in.getLong()), Integer.MAX_VALUE);
        }
    }

    private void scheduled(ByteBuffer in) {
        long dueMs = Varints.getZigzag(in);
        long position = Varints.get(in);
        int recordIndex = Varints.getInt(in);
        int recordBytes = Varints.getInt(in);
        Destination of = destinationOf(Varints.get(in));
        int lane = RecordFields.lane(in);
        long expirationMs = Varints.getZigzag(in);
        int subscriptionsBelow = Varints.getInt(in);
        Client sender = null;
        if (Varints.get(in) != 0) { // it may be gone: its names are what noLocal needs
            ClientInstanceId instance = new ClientInstanceId(in.getLong(), in.getLong());
            sender = new Client(0, instance, false, Varints.getString(in));
        }
        of.addScheduled(1);
        state.schedules
                .of(false)
                .add(
                        dueMs,
                        position,
                        recordIndex,
                        recordBytes,
                        of.id(),
                        lane,
                        expirationMs,
                        subscriptionsBelow,
                        NO_VOLATILE_SUBSCRIPTION,
                        sender);
    }

    private void resting(ByteBuffer in) {
        Subscription subscription = state.subscription(Varints.get(in));
        long key = Varints.get(in);
        long untilMs = Varints.getZigzag(in);
        if (subscription == null) {
            throw new MalformedRecordException("a rest in a subscription that is not there");
        }
        subscription.setRestsUntilMs(Subscription.laneOf(key), Subscription.sequenceOf(key), untilMs);
    }

    private void large(ByteBuffer in) {
        LargeMessage message = new LargeMessage(Varints.get(in), Varints.get(in));
        message.restoreLength(Varints.get(in));
        int records = bounded(in, Varints.getInt(in));
        message.open = records == 0;
        LargeMessages all = state.largeMessages(false);
        for (int i = 0; i < records; i++) {
            LargeMessages.Reference reference = all.restore(message, Varints.get(in), Varints.getInt(in));
            reference.others = Varints.getInt(in);
            for (int entries = bounded(in, Varints.getInt(in)); entries > 0; entries--) {
                reference.entries.add(
                        new LargeMessages.Entry(Varints.getInt(in), RecordFields.lane(in), Varints.get(in)));
            }
        }
        all.restore(message);
        large = message;
    }

    private void pieces(ByteBuffer in) {
        LargeMessage of = large;
        if (of == null) {
            throw new MalformedRecordException("pieces without their message");
        }
        int count = bounded(in, Varints.getInt(in));
        long position = 0;
        for (int i = 0; i < count; i++) {
            position += Varints.getZigzag(in);
            of.add(position, Varints.getInt(in), 0);
        }
    }

    private void acknowledgment(Transaction transaction, ByteBuffer in) {
        int subscriptionId = Varints.getInt(in);
        List<LaneRange> ranges = RecordFields.ranges(in);
        transaction.acknowledgments().add(new Transaction.Acknowledgment(subscriptionId, new ArrayList<>(ranges)));
        Subscription subscription = state.subscription(subscriptionId);
        if (subscription != null) {
            ranges.forEach(range -> state.lanes.take(subscription, range));
        }
    }

    private static int bounded(ByteBuffer in, int count) {
        if (count > in.remaining()) {
            throw new MalformedRecordException(count + " numbers in " + in.remaining() + " bytes");
        }
        return count;
    }

    private Client clientOf(long number) {
        Client client = state.attachments.clients.get(number);
        client = client == null ? state.preparations.departed.get(number) : client;
        if (client == null) {
            throw new MalformedRecordException("a reference to client " + number + ", which is not there");
        }
        return client;
    }

    private Destination destinationOf(long id) {
        Destination found = state.destinations.get(id);
        if (found == null) {
            throw new MalformedRecordException("a reference to destination " + id + ", which is not there");
        }
        return found;
    }
}
