package io.corduroy.broker;

import io.corduroy.broker.delivery.Dispatcher;
import io.corduroy.broker.delivery.SubscriptionDelivery;
import io.corduroy.broker.state.Producer;
import io.corduroy.broker.state.StateListener;
import io.corduroy.broker.state.Subscription;
import io.corduroy.broker.state.Transaction;

/** Tells those who answer and deliver what has been applied. */
final class LeaderListener implements StateListener {
    private final Sends sends;
    private final Transactions transactions;
    private final Redelivery redelivery;
    private final Dispatcher dispatcher;

    LeaderListener(Sends sends, Transactions transactions, Redelivery redelivery, Dispatcher dispatcher) {
        this.sends = sends;
        this.transactions = transactions;
        this.redelivery = redelivery;
        this.dispatcher = dispatcher;
    }

    @Override
    public void onSendApplied(Producer producer, long sequence) {
        sends.onApplied(producer, sequence);
    }

    @Override
    public void onPieceApplied(Producer producer, long sequence, int piece) {
        sends.onPieceApplied(producer, sequence, piece);
    }

    @Override
    public void onCommitted(Transaction transaction) {
        transactions.onCommitted(transaction);
    }

    @Override
    public void onResting(Subscription subscription, int lane, long sequence, long dueMs) {
        redelivery.onResting(subscription, lane, sequence, dueMs);
        dispatcher.of(subscription).onResting(lane, sequence);
    }

    @Override
    public boolean isHeld(Subscription subscription, int lane, long sequence) {
        boolean held = subscription.watcher() instanceof SubscriptionDelivery delivery
                && delivery.holder(lane, sequence) != null;
        return held || redelivery.isReturning(subscription, lane, sequence);
    }
}
