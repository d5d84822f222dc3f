package io.corduroy.broker;

import io.corduroy.broker.delivery.Consumer;
import io.corduroy.broker.state.Client;
import io.corduroy.protocol.ClientInstanceId;
import java.util.List;

/** Ends what a session has, when it is closed or its client is gone. */
final class SessionEnds implements Clients.Sessions {
    private final Sends sends;
    private final Transactions transactions;
    private final InDoubt inDoubt;
    private final Deliveries deliveries;
    private final Subscriptions subscriptions;

    SessionEnds(
            Sends sends,
            Transactions transactions,
            InDoubt inDoubt,
            Deliveries deliveries,
            Subscriptions subscriptions) {
        this.sends = sends;
        this.transactions = transactions;
        this.inDoubt = inDoubt;
        this.deliveries = deliveries;
        this.subscriptions = subscriptions;
    }

    @Override
    public void rollBack(AttachedClient client, AttachedClient.SessionSide session) {
        transactions.abort(client, session);
    }

    @Override
    public void closeConsumer(Consumer consumer) {
        deliveries.returnSeen(consumer, consumer.heldRanges());
        deliveries.onClose(consumer, List.of());
    }

    @Override
    public void discard(Consumer stale) {
        subscriptions.discard(stale);
    }

    @Override
    public void endSession(Client client, AttachedClient.SessionSide session) {
        sends.onSessionClosed(client, session);
    }

    @Override
    public void onGone(ClientInstanceId client) {
        inDoubt.onGone(client);
    }
}
