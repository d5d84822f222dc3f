package io.corduroy.broker.state;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.BranchFields;
import io.corduroy.broker.record.SettingsText;
import io.corduroy.broker.record.Varints;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.LaneRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a state as a sequence of items, packed into entries of a checkpoint. Equal durable states give equal bytes, however
 * they came about, so that the same bytes serve to compare replicas.
 *
 * <p>What a volatile subscription needs, and everything of the transient log, is not durable and left out. Every item
 * begins with its type; numbers and strings as in records:
 *
 * <pre>
 * 1 HEADER        version logId:8 epoch nextClient nextProducer nextDestination nextSubscription nextTransaction
 * 2 CLIENT        number instance:8 8 resumable clientId:s outcomes { session number committed + 2 * closed }
 * 3 PRODUCER      number client session lastSequence gaps { first last }
 * 4 DESTINATION   id kind name:s owner hasHadGroups
 * 5 SUBSCRIPTION  id destination kind clientId:s name:s noLocal selector:s unfiltered counts { key count }
 * 6 LANE          destination lane
 * 7 ENTRIES       count { 4 * sequence delta + 2 * was moved + has expiration, position delta:z, record index, [expiration],
 *                 [why it was moved] }
 * 8 LANE_END      nextSequence
 * 9 PROGRESS      subscription lane startSequence mark redeliveredBelow
 *                 runs { entries that it needs, entries that it does not }
 * 10 TRANSACTION  id client session number
 *                 sends { position recordIndex destination lane expiration recordBytes }
 *                 acknowledgments { subscription ranges { lane first length } }
 * 11 END          -
 * 12 SETTINGS     destination settings (if they are not the defaults)
 * 13 DELAYED_SEND transaction, which of its sends, due:z
 * 14 SCHEDULED    due:z position recordIndex recordBytes destination lane expiration:z subscriptionsBelow
 *                 sender (0, or 1 instance:8 8 clientId:s); in the order in which they will be delivered
 * 15 RESTING      subscription key until:z
 * 16 DEPARTED     number instance:8 8 clientId:s (a client that is gone; one of the transactions that follow is its)
 * 17 PREPARED     transaction decider others { partition }
 * 18 DECISION     transaction instance:8 8 session number others { partition }
 * 19 DENIED       instance:8 8 session number; oldest first
 * 20 LARGE        producer sequence bodyBytes
 *                 records { position recordIndex, how many sends and scheduled messages refer to it,
 *                 entries { destination lane sequence } }; none while its send has not come
 * 21 PIECES       { position delta:z recordIndex } of the LARGE before, in their order; several if they are many
 * 22 RETAINED_FROM sequence: the lane before retains everything from there on
 * 23 RETAINED     first sequence, count { position delta:z, 4 * record index + 2 * was moved + has expiration,
 *                 [expiration:z], [why it was moved], length, seconds since 1970 delta:z }; follows the ENTRIES of the lane
 * 24 DUPLICATES   destination count { 8 8 } oldest first; several if they are many; the destination that had a new one last comes last
 * 25 NAMED_SEND   transaction, which of its sends, duplicate id:8 8
 * 26 BRANCH       as BRANCH_PREPARED
 * 27 BRANCH_OUTCOME state, transaction, branch (of the one that was decided, as in BRANCH_DECIDED); oldest first
 * </pre>
 */
final class StateWriter extends ItemWriter {
    static final int VERSION = 1;
    static final int HAS_EXPIRATION = 1;
    static final int WAS_MOVED = 2;

    static final int HEADER = 1;
    static final int CLIENT = 2;
    static final int PRODUCER = 3;
    static final int DESTINATION = 4;
    static final int SUBSCRIPTION = 5;
    static final int LANE = 6;
    static final int ENTRIES = 7;
    static final int LANE_END = 8;
    static final int PROGRESS = 9;
    static final int TRANSACTION = 10;
    static final int END = 11;
    static final int SETTINGS = 12;
    static final int DELAYED_SEND = 13;
    static final int SCHEDULED = 14;
    static final int RESTING = 15;
    static final int DEPARTED = 16;
    static final int PREPARED = 17;
    static final int DECISION = 18;
    static final int DENIED = 19;
    static final int LARGE = 20;
    static final int PIECES = 21;
    static final int RETAINED_FROM = 22;
    static final int RETAINED = 23;
    static final int DUPLICATES = 24;
    static final int NAMED_SEND = 25;
    static final int BRANCH = 26;
    static final int BRANCH_OUTCOME = 27;

    private static final int PIECES_PER_ITEM = 4_096;
    private static final int DUPLICATES_PER_ITEM = 4_096;

    private final PartitionState state;
    private final List<LaneWriter.FrozenLane> lanes = new ArrayList<>();

    StateWriter(PartitionState state) {
        this.state = state;
    }

    /** What is small is written at once; the entries of lanes are, on whatever thread, when the snapshot is asked for them. */
    StateSnapshot snapshot() {
        header();
        state.attachments.clients.forEach(this::client);
        state.attachments.producers.forEach(this::producer);
        state.destinations.all.forEach(this::destination);
        state.destinations.subscriptions.forEach(this::subscription);
        List<ByteBuffer> before = takeEntries();
        state.destinations.all.forEach(this::lanes);
        state.preparations.departed.forEach(this::departed);
        state.transactions.open.forEach(this::transaction);
        state.preparations.decisions().forEach(this::decision);
        state.preparations.forEachDenied(denied -> {
            begin(DENIED, 0);
            name(denied);
        });
        state.preparations.branches().forEachOutcome(this::outcome);
        Schedule schedule = state.schedules.of(false);
        for (int slot : schedule.sortedSlots()) {
            scheduled(schedule, slot);
        }
        state.largeMessages(false).forEach(this::large);
        state.duplicates.durable.forEach(this::duplicates);
        begin(END, 0);
        return new StateSnapshot(before, lanes, takeEntries());
    }

    private void header() {
        begin(HEADER, 0);
        Varints.put(out, VERSION);
        out.putLong(state.logId);
        Varints.put(out, state.epoch);
        Varints.put(out, state.attachments.nextClient);
        Varints.put(out, state.attachments.nextProducer);
        Varints.put(out, state.destinations.nextDestination);
        Varints.put(out, state.destinations.nextSubscription);
        Varints.put(out, state.transactions.nextTransaction);
    }

    private void client(Client client) {
        begin(CLIENT, 3 * client.clientId().length() + 30 * client.outcomesBySession.size());
        Varints.put(out, client.number());
        out.putLong(client.instance().high()).putLong(client.instance().low());
        Varints.put(out, client.resumable() ? 1 : 0);
        Varints.putString(out, client.clientId());
        Varints.put(out, client.outcomesBySession.size());
        client.outcomesBySession.forEach(outcome -> {
            Varints.put(out, outcome.session());
            Varints.put(out, outcome.number());
            Varints.put(out, (outcome.committed() ? 1 : 0) + (outcome.closed() ? 2 : 0));
        });
    }

    private void producer(Producer producer) {
        long[] gaps = producer.gaps();
        begin(PRODUCER, Varints.MAX_BYTES * gaps.length);
        Varints.put(out, producer.number());
        Varints.put(out, producer.client().number());
        Varints.put(out, producer.session());
        Varints.put(out, producer.lastSequence());
        Varints.put(out, gaps.length);
        for (long bound : gaps) {
            Varints.put(out, bound);
        }
    }

    @SuppressWarnings("EnumOrdinal") // the kind's ordinal is its number in the log, as its Javadoc says
    private void destination(Destination destination) {
        begin(DESTINATION, 3 * destination.name().name().length());
        Varints.put(out, destination.id());
        Varints.put(out, destination.name().kind().ordinal());
        Varints.putString(out, destination.name().name());
        Varints.put(out, destination.owner());
        Varints.put(out, destination.hasHadGroups() ? 1 : 0);
        Map<String, String> settings = destination.settings().differencesFrom(DestinationSettings.DEFAULTS);
        if (!settings.isEmpty()) {
            begin(SETTINGS, 3 * SettingsText.characters(settings));
            Varints.put(out, destination.id());
            SettingsText.put(out, settings);
        }
    }

    @SuppressWarnings("EnumOrdinal") // the kind's ordinal is its number in the log, as its Javadoc says
    private void subscription(Subscription subscription) {
        if (!subscription.isDurable()) {
            return;
        }
        int characters = subscription.spec().clientId().length()
                + subscription.spec().name().length()
                + subscription.selectorText().length();
        long[] keys = durableCounts(subscription);
        begin(SUBSCRIPTION, 3 * characters + 2 * Varints.MAX_BYTES * keys.length);
        Varints.put(out, subscription.id());
        Varints.put(out, subscription.destination().id());
        Varints.put(out, subscription.spec().kind().ordinal());
        Varints.putString(out, subscription.spec().clientId());
        Varints.putString(out, subscription.spec().name());
        Varints.put(out, subscription.spec().noLocal() ? 1 : 0);
        Varints.putString(out, subscription.selectorText());
        Varints.put(out, subscription.unfiltered() ? 1 : 0);
        Varints.put(out, keys.length);
        for (long key : keys) {
            Varints.put(out, key);
            Varints.put(out, subscription.deliveryCounts().get(key));
        }
        resting(subscription);
    }

    private void resting(Subscription subscription) {
        subscription.forEachResting(0, (key, untilMs) -> {
            if (Subscription.laneOf(key) < Lanes.FIRST_TRANSIENT) {
                begin(RESTING, 0);
                Varints.put(out, subscription.id());
                Varints.put(out, key);
                Varints.putZigzag(out, untilMs);
            }
        });
    }

    private static long[] durableCounts(Subscription subscription) {
        long[] keys = subscription.deliveryCounts().sortedKeys();
        int durable = 0;
        for (long key : keys) {
            if ((key & 31) < Lanes.FIRST_TRANSIENT) {
                keys[durable++] = key;
            }
        }
        return Arrays.copyOf(keys, durable);
    }

    private void lanes(Destination destination) {
        for (int number = 0; number < Lanes.FIRST_TRANSIENT; number++) {
            Lane lane = destination.laneIfPresent(number);
            if (lane != null && lane.nextSequence() > 0) {
                lanes.add(frozen(destination, number, lane.frozen()));
            }
        }
    }

    private LaneWriter.FrozenLane frozen(Destination destination, int number, Lane frozenLane) {
        List<LaneWriter.FrozenProgress> durable = new ArrayList<>(1);
        for (Subscription each : destination.subscriptions()) {
            if (each.isDurable()) {
                LaneProgress progress = state.lanes.progress(each, number);
                durable.add(new LaneWriter.FrozenProgress(each.id(), progress.frozen(frozenLane)));
            }
        }
        return new LaneWriter.FrozenLane(destination.id(), number, frozenLane, durable);
    }

    private void transaction(Transaction transaction) {
        Transaction.Sends sends = transaction.durableSends();
        int ranges = 0;
        for (Transaction.Acknowledgment each : transaction.acknowledgments()) {
            ranges += 2 + each.ranges().size();
        }
        begin(TRANSACTION, Varints.MAX_BYTES * (6 * sends.count + 3 * ranges));
        Varints.put(out, transaction.id());
        Varints.put(out, transaction.client().number());
        Varints.put(out, transaction.session());
        Varints.put(out, transaction.number());
        Varints.put(out, sends.count);
        for (int i = 0; i < sends.count; i++) {
            Varints.put(out, sends.positions[i]);
            Varints.put(out, sends.recordIndexes[i]);
            Varints.put(out, sends.destinations[i]);
            Varints.put(out, sends.lanes[i]);
            Varints.putZigzag(out, sends.expirations[i]);
            Varints.put(out, sends.recordBytes[i]);
        }
        Varints.put(out, transaction.acknowledgments().size());
        for (Transaction.Acknowledgment each : transaction.acknowledgments()) {
            Varints.put(out, each.subscription());
            Varints.put(out, each.ranges().size());
            for (LaneRange range : each.ranges()) {
                Varints.put(out, range.lane());
                Varints.put(out, range.firstSequence());
                Varints.put(out, range.count());
            }
        }
        delayedSends(transaction);
        namedSends(transaction);
        prepared(transaction);
    }

    private void departed(Client client) {
        begin(DEPARTED, 3 * client.clientId().length());
        Varints.put(out, client.number());
        out.putLong(client.instance().high()).putLong(client.instance().low());
        Varints.putString(out, client.clientId());
    }

    private void prepared(Transaction transaction) {
        Prepared prepared = transaction.prepared();
        BranchId branch = prepared == null ? null : prepared.branch();
        if (prepared != null && branch != null) {
            begin(BRANCH, Varints.MAX_BYTES * prepared.others().size() + BranchFields.MAX_BYTES);
            Varints.put(out, transaction.id());
            Varints.put(out, prepared.timeMs());
            partitions(prepared.others());
            BranchFields.put(out, branch);
        } else if (prepared != null) {
            begin(PREPARED, Varints.MAX_BYTES * prepared.others().size());
            Varints.put(out, transaction.id());
            Varints.put(out, prepared.decider());
            partitions(prepared.others());
        }
    }

    private void outcome(Branches.Outcome outcome) {
        begin(BRANCH_OUTCOME, BranchFields.MAX_BYTES);
        BranchFields.put(out, outcome.state());
        Varints.put(out, outcome.number());
        BranchFields.put(out, outcome.branch());
    }

    private void decision(Decision decision) {
        begin(DECISION, Varints.MAX_BYTES * decision.others().size());
        Varints.put(out, decision.transaction());
        name(decision.name());
        partitions(decision.others());
    }

    private void name(TransactionName name) {
        out.putLong(name.instance().high()).putLong(name.instance().low());
        Varints.put(out, name.session());
        Varints.put(out, name.number());
    }

    private void partitions(List<Integer> partitions) {
        Varints.put(out, partitions.size());
        partitions.forEach(partition -> Varints.put(out, partition));
    }

    private void delayedSends(Transaction transaction) {
        Transaction.Sends sends = transaction.durableSends();
        for (int i = 0; i < sends.count; i++) {
            if (sends.dueTimes[i] != 0) {
                begin(DELAYED_SEND, 0);
                Varints.put(out, transaction.id());
                Varints.put(out, i);
                Varints.putZigzag(out, sends.dueTimes[i]);
            }
        }
    }

    private void namedSends(Transaction transaction) {
        Transaction.Sends sends = transaction.durableSends();
        for (int i = 0; i < sends.count; i++) {
            DuplicateId id = sends.duplicateId(i);
            if (id != null) {
                begin(NAMED_SEND, 0);
                Varints.put(out, transaction.id());
                Varints.put(out, i);
                out.putLong(id.high()).putLong(id.low());
            }
        }
    }

    private void duplicates(int destination, Set<DuplicateId> ids) {
        int left = ids.size();
        int room = 0;
        for (DuplicateId id : ids) {
            if (room == 0) {
                room = Math.min(left, DUPLICATES_PER_ITEM);
                begin(DUPLICATES, 2 * Long.BYTES * room);
                Varints.put(out, destination);
                Varints.put(out, room);
            }
            out.putLong(id.high()).putLong(id.low());
            room--;
            left--;
        }
    }

    private void scheduled(Schedule schedule, int slot) {
        Client sender = schedule.sender(slot);
        begin(SCHEDULED, sender == null ? 0 : 3 * sender.clientId().length());
        Varints.putZigzag(out, schedule.dueMs(slot));
        Varints.put(out, schedule.position(slot));
        Varints.put(out, schedule.recordIndex(slot));
        Varints.put(out, schedule.recordBytes(slot));
        Varints.put(out, schedule.destination(slot));
        Varints.put(out, schedule.lane(slot));
        Varints.putZigzag(out, schedule.expirationMs(slot));
        Varints.put(out, schedule.subscriptionsBelow(slot));
        Varints.put(out, sender == null ? 0 : 1);
        if (sender != null) {
            out.putLong(sender.instance().high()).putLong(sender.instance().low());
            Varints.putString(out, sender.clientId());
        }
    }

    /** What only a volatile subscription needs is left out, pieces and all. */
    private void large(LargeMessage message) {
        List<LargeMessages.Reference> references = new ArrayList<>(1);
        int entries = 0;
        for (LargeMessages.Reference each : message.references) {
            int durable = durableEntries(each).size();
            if (each.others + durable > 0) {
                references.add(each);
                entries += durable;
            }
        }
        if (references.isEmpty() && !message.open) {
            return;
        }
        references.sort(Comparator.comparingLong((LargeMessages.Reference each) -> each.address.position())
                .thenComparingInt(each -> each.address.recordIndex()));
        begin(LARGE, Varints.MAX_BYTES * (4 * references.size() + 3 * entries));
        Varints.put(out, message.producer());
        Varints.put(out, message.sequence());
        Varints.put(out, message.bodyBytes());
        Varints.put(out, references.size());
        references.forEach(this::reference);
        for (int from = 0; from < message.pieces(); from += PIECES_PER_ITEM) {
            pieces(message, from, Math.min(message.pieces(), from + PIECES_PER_ITEM));
        }
    }

    private List<LargeMessages.Entry> durableEntries(LargeMessages.Reference reference) {
        return reference.entries.stream()
                .filter(this::isNeededDurably)
                .sorted(Comparator.comparingInt(LargeMessages.Entry::destination)
                        .thenComparingInt(LargeMessages.Entry::lane)
                        .thenComparingLong(LargeMessages.Entry::sequence))
                .toList();
    }

    /** By a subscription that is, or because it is retained. */
    private boolean isNeededDurably(LargeMessages.Entry entry) {
        Destination destination = state.destinations.get(entry.destination());
        if (destination != null) {
            Lane lane = destination.laneIfPresent(entry.lane());
            if (lane != null && lane.isRetained(entry.sequence())) {
                return true;
            }
            for (Subscription each : destination.subscriptions()) {
                LaneProgress progress = each.isDurable() ? each.lane(entry.lane()) : null;
                if (progress != null && progress.isPending(entry.sequence())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void reference(LargeMessages.Reference reference) {
        List<LargeMessages.Entry> entries = durableEntries(reference);
        Varints.put(out, reference.address.position());
        Varints.put(out, reference.address.recordIndex());
        Varints.put(out, reference.others);
        Varints.put(out, entries.size());
        for (LargeMessages.Entry entry : entries) {
            Varints.put(out, entry.destination());
            Varints.put(out, entry.lane());
            Varints.put(out, entry.sequence());
        }
    }

    private void pieces(LargeMessage message, int from, int end) {
        begin(PIECES, 2 * Varints.MAX_BYTES * (end - from));
        Varints.put(out, end - from);
        long lastPosition = 0;
        for (int piece = from; piece < end; piece++) {
            long position = message.positionOf(piece);
            Varints.putZigzag(out, position - lastPosition);
            Varints.put(out, message.recordIndexOf(piece));
            lastPosition = position;
        }
    }
}
