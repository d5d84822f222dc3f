package io.corduroy.broker.state;

import io.corduroy.broker.record.BranchFields;
import io.corduroy.broker.record.Varints;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.LaneRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transactions that are not decided, and how they end: everything of one takes effect at once, or is undone. */
final class OpenTransactions {
    private final Lanes lanes;
    private final Schedules schedules;
    private final Attachments attachments;
    private final Destinations destinations;
    private final Duplicates duplicates;
    private StateListener listener = StateListener.NOBODY;

    long nextTransaction = 1;
    final NumberMap<Transaction> open = new NumberMap<>();
    /** Sends to the transient log by transaction: they come ahead of its first record, and are lost with the epoch. */
    final NumberMap<Transaction.Sends> transientSends = new NumberMap<>();

    final Preparations preparations;

    OpenTransactions(
            Lanes lanes,
            Schedules schedules,
            Attachments attachments,
            Destinations destinations,
            Duplicates duplicates) {
        this.duplicates = duplicates;
        this.lanes = lanes;
        this.schedules = schedules;
        this.attachments = attachments;
        this.destinations = destinations;
        preparations = new Preparations(open, attachments);
    }

    void listen(StateListener newListener) {
        listener = newListener;
    }

    void applyBegun(ByteBuffer record) {
        long id = Varints.get(record);
        Client client = attachments.clients.get(Varints.get(record));
        int session = Varints.getInt(record);
        long number = Varints.get(record);
        nextTransaction = Math.max(nextTransaction, id + 1);
        if (client != null) {
            open.put(id, new Transaction(id, client, session, number));
        }
    }

    /** What was sent to the transient log in a transaction, which need not have begun. */
    Transaction.Sends transientSendsOf(long id) {
        Transaction.Sends sends = transientSends.get(id);
        if (sends == null) {
            sends = new Transaction.Sends();
            transientSends.put(id, sends);
        }
        return sends;
    }

    void applyCommitted(long id) {
        Transaction transaction = open.remove(id);
        if (transaction == null) {
            return;
        }
        remember(transaction, true);
        enqueueAll(transaction, transaction.durableSends());
        for (Transaction.Acknowledgment each : transaction.acknowledgments()) {
            Subscription subscription = destinations.subscription(each.subscription());
            if (subscription != null) {
                each.ranges().forEach(range -> lanes.acknowledge(subscription, range));
            }
        }
        Transaction.Sends transientToo = transientSends.remove(id);
        if (transientToo != null) {
            enqueueAll(transaction, transientToo);
        }
        listener.onCommitted(transaction);
    }

    private void enqueueAll(Transaction transaction, Transaction.Sends sends) {
        for (int i = 0; i < sends.count; i++) {
            Destination destination = comesTo(sends, i);
            if (destination != null && sends.dueTimes[i] != 0) {
                schedules.add(
                        destination,
                        sends.lanes[i],
                        sends.positions[i],
                        sends.recordIndexes[i],
                        sends.recordBytes[i],
                        sends.expirations[i],
                        transaction.client(),
                        sends.dueTimes[i],
                        destinations.nextSubscription,
                        destinations.nextVolatileSubscription());
            } else if (destination != null) {
                lanes.enqueueUnread(
                        destination,
                        sends.lanes[i],
                        sends.positions[i],
                        sends.recordIndexes[i],
                        sends.recordBytes[i],
                        sends.expirations[i],
                        transaction.client());
            }
            lanes.records(sends.lanes[i]).remove(sends.positions[i], sends.recordIndexes[i]);
        }
    }

    /** Where a committed send goes; null if that is gone, or has had the message. */
    private @Nullable Destination comesTo(Transaction.Sends sends, int send) {
        Destination destination = destinations.get(sends.destinations[send]);
        DuplicateId id = sends.duplicateId(send);
        boolean isDuplicate =
                destination != null && id != null && !duplicates.accept(destination, sends.lanes[send], id);
        return isDuplicate ? null : destination;
    }

    /** Everything that is prepared under a branch ends, and so does a transaction that is all of it without having been prepared. */
    void applyBranchDecided(ByteBuffer record) {
        BranchState state = BranchFields.state(record);
        long unprepared = Varints.get(record);
        BranchId branch = BranchFields.get(record);
        List<Transaction> parts = new ArrayList<>(preparations.branches().take(branch));
        Transaction whole = open.get(unprepared);
        if (whole != null) {
            parts.add(whole);
        }
        for (Transaction part : parts) {
            preparations.branches().remember(new Branches.Outcome(branch, part.id(), state));
            if (state.isCommitted()) {
                applyCommitted(part.id());
            } else {
                abort(part);
            }
        }
    }

    void applyAborted(long id) {
        Transaction transaction = open.get(id);
        if (transaction != null) {
            abort(transaction);
        }
    }

    /** The client is gone: what it has not prepared is undone. */
    void onClientGone(Client client) {
        open.forEach(transaction -> {
            if (transaction.client() == client && !preparations.outlivesItsClient(transaction)) {
                abort(transaction);
            }
        });
    }

    private void abort(Transaction transaction) {
        open.remove(transaction.id());
        remember(transaction, false);
        forget(transaction.durableSends());
        Transaction.Sends transientToo = transientSends.remove(transaction.id());
        if (transientToo != null) {
            forget(transientToo);
        }
        for (Transaction.Acknowledgment each : transaction.acknowledgments()) {
            Subscription subscription = destinations.subscription(each.subscription());
            if (subscription != null) {
                each.ranges().forEach(range -> undoAcknowledgment(subscription, range));
            }
        }
    }

    private void undoAcknowledgment(Subscription subscription, LaneRange range) {
        for (long s = range.firstSequence(); s <= range.lastSequence(); s++) {
            if (!listener.isHeld(subscription, range.lane(), s)) {
                lanes.giveBack(subscription, range.lane(), s);
            }
        }
    }

    private void forget(Transaction.Sends sends) {
        for (int i = 0; i < sends.count; i++) {
            lanes.records(sends.lanes[i]).remove(sends.positions[i], sends.recordIndexes[i]);
        }
    }

    private void remember(Transaction transaction, boolean committed) {
        transaction.client().remember(transaction.session(), transaction.number(), committed);
        preparations.onEnded(transaction, committed);
    }
}
