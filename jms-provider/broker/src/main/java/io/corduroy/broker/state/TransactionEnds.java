package io.corduroy.broker.state;

import io.corduroy.protocol.LaneRange;

/** How transactions end: everything of one takes effect at once, or is undone. */
final class TransactionEnds {
    private final PartitionState state;

    TransactionEnds(PartitionState state) {
        this.state = state;
    }

    void applyCommitted(long id) {
        Transaction transaction = state.transactions.remove(id);
        if (transaction == null) {
            return;
        }
        remember(transaction, true);
        enqueueAll(transaction, transaction.durableSends());
        for (Transaction.Acknowledgment each : transaction.acknowledgments()) {
            Subscription subscription = state.subscriptions.get(each.subscription());
            if (subscription != null) {
                each.ranges().forEach(range -> state.lanes.acknowledge(subscription, range));
            }
        }
        Transaction.Sends transientToo = state.transientSends.remove(id);
        if (transientToo != null) {
            enqueueAll(transaction, transientToo);
        }
        state.listener.onCommitted(transaction);
    }

    private void enqueueAll(Transaction transaction, Transaction.Sends sends) {
        for (int i = 0; i < sends.count; i++) {
            Destination destination = state.destinations.get(sends.destinations[i]);
            if (destination != null && sends.dueTimes[i] != 0) {
                state.delay(
                        destination,
                        sends.lanes[i],
                        sends.positions[i],
                        sends.recordIndexes[i],
                        sends.recordBytes[i],
                        sends.expirations[i],
                        transaction.client(),
                        sends.dueTimes[i],
                        state.nextVolatileSubscription);
            } else if (destination != null) {
                state.lanes.enqueue(
                        destination,
                        sends.lanes[i],
                        sends.positions[i],
                        sends.recordIndexes[i],
                        sends.recordBytes[i],
                        sends.expirations[i],
                        transaction.client(),
                        null,
                        state.logId);
            }
            state.lanes.records(sends.lanes[i]).remove(sends.positions[i], sends.recordIndexes[i]);
        }
    }

    void applyAborted(long id) {
        Transaction transaction = state.transactions.get(id);
        if (transaction != null) {
            abort(transaction);
        }
    }

    void abort(Transaction transaction) {
        state.transactions.remove(transaction.id());
        remember(transaction, false);
        forget(transaction.durableSends());
        Transaction.Sends transientToo = state.transientSends.remove(transaction.id());
        if (transientToo != null) {
            forget(transientToo);
        }
        for (Transaction.Acknowledgment each : transaction.acknowledgments()) {
            Subscription subscription = state.subscriptions.get(each.subscription());
            if (subscription != null) {
                each.ranges().forEach(range -> undoAcknowledgment(subscription, range));
            }
        }
    }

    private void undoAcknowledgment(Subscription subscription, LaneRange range) {
        for (long s = range.firstSequence(); s <= range.lastSequence(); s++) {
            if (!state.listener.isHeld(subscription, range.lane(), s)) {
                state.lanes.giveBack(subscription, range.lane(), s);
            }
        }
    }

    private void forget(Transaction.Sends sends) {
        for (int i = 0; i < sends.count; i++) {
            state.lanes.records(sends.lanes[i]).remove(sends.positions[i], sends.recordIndexes[i]);
        }
    }

    private void remember(Transaction transaction, boolean committed) {
        transaction.client().remember(transaction.session(), transaction.number(), committed);
        state.preparations.onEnded(transaction, committed);
    }
}
