package io.corduroy.broker;

import io.corduroy.broker.delivery.Consumer;
import io.corduroy.broker.delivery.SubscriptionDelivery;
import io.corduroy.broker.state.NumberMap;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Subscription;
import io.corduroy.broker.state.Transaction;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame.Commit;
import io.corduroy.protocol.frame.ClientFrame.Rollback;
import org.jspecify.annotations.Nullable;

/** Transactions on this partition: begun by their first send or acknowledgment, decided by one record. */
final class Transactions {
    private final PartitionState state;
    private final Journal journal;
    private long nextId;
    /** Whose commit is decided and not yet applied. */
    private final NumberMap<TransactionDraft> committing = new NumberMap<>();

    Transactions(PartitionState state, Journal journal) {
        this.state = state;
        this.journal = journal;
    }

    void onEpochStarted() {
        nextId = state.nextTransaction();
    }

    /**
     * The transaction of a session, begun if it is new.
     *
     * @return null if it was decided already
     */
    @Nullable
    TransactionDraft draft(AttachedClient client, int sessionId, long number) {
        AttachedClient.SessionSide session = client.session(sessionId);
        TransactionDraft draft = find(client, session, number);
        if (draft != null) {
            return draft;
        }
        if (isDecided(client, session, number)) {
            return null;
        }
        if (session.draft != null) {
            abort(client, session, session.draft); // the client began another one: it has given this one up
        }
        TransactionDraft begun = new TransactionDraft(nextId++, sessionId, number);
        journal.append(journal.write.transactionBegun(begun.id, client.client().number(), sessionId, number));
        session.draft = begun;
        return begun;
    }

    private @Nullable TransactionDraft find(AttachedClient client, AttachedClient.SessionSide session, long number) {
        if (session.draft == null) {
            session.draft = ofEarlierEpoch(client, session);
        }
        return session.draft != null && session.draft.number == number ? session.draft : null;
    }

    private @Nullable TransactionDraft ofEarlierEpoch(AttachedClient client, AttachedClient.SessionSide session) {
        for (long id : state.transactions().sortedKeys()) {
            Transaction open = state.transactions().get(id);
            if (open != null
                    && open.client() == client.client
                    && open.session() == session.id
                    && open.number() > session.decidedTransaction) {
                TransactionDraft draft = new TransactionDraft(id, session.id, open.number());
                draft.sends = open.sendCount();
                draft.acknowledgments = open.acknowledgmentCount();
                return draft;
            }
        }
        return null;
    }

    /**
     * A session claims what it had acknowledged in a transaction that is still open: the transaction keeps it, and
     * returns it to that consumer if it is rolled back, so that nobody gets it before the session releases it.
     */
    void claim(AttachedClient client, Consumer consumer, Subscription subscription, int lane, long sequence) {
        AttachedClient.SessionSide session = client.session(consumer.session());
        if (session.draft == null) {
            session.draft = ofEarlierEpoch(client, session);
        }
        TransactionDraft draft = session.draft;
        Transaction open = draft == null ? null : state.transactions().get(draft.id);
        if (draft == null || open == null || !open.acknowledges(subscription, lane, sequence)) {
            return;
        }
        LaneRange one = new LaneRange(lane, sequence, sequence);
        TransactionDraft.HeldBefore held = new TransactionDraft.HeldBefore(subscription, consumer.id(), one);
        if (draft.acknowledged.stream().noneMatch(each -> each.covers(held))) {
            draft.acknowledged.add(held);
        }
    }

    private boolean isDecided(AttachedClient client, AttachedClient.SessionSide session, long number) {
        return number <= session.decidedTransaction || number <= state.lastDecided(client.client(), session.id);
    }

    void onCommit(AttachedClient client, Commit command) {
        AttachedClient.SessionSide session = client.session(command.sessionId());
        TransactionDraft draft = find(client, session, command.transaction());
        if (draft == null) {
            boolean empty = command.sends() == 0 && command.acknowledgments() == 0;
            if (empty && !isDecided(client, session, command.transaction())) {
                journal.doneWhenApplied(client.link, command.requestId());
            } else {
                answerOutcome(client, command.sessionId(), command.transaction(), command.requestId());
            }
            return;
        }
        if (draft.sends != command.sends() || draft.acknowledgments != command.acknowledgments()) {
            abort(client, session, draft);
            AttachedClient.LinkSide link = client.link;
            String found = "transaction " + draft.number + " was rolled back: the partition has " + draft.sends
                    + " sends and " + draft.acknowledgments + " acknowledgments of it, the client counts "
                    + command.sends() + " and " + command.acknowledgments();
            journal.whenApplied(() -> link.failed(command.requestId(), ErrorCode.TRANSACTION_ROLLED_BACK, found));
        } else {
            journal.append(journal.write.transactionCommitted(draft.id));
            committing.put(draft.id, draft);
            decided(session, draft);
            journal.doneWhenApplied(client.link, command.requestId());
        }
    }

    private static void decided(AttachedClient.SessionSide session, TransactionDraft draft) {
        session.draft = null;
        session.decidedTransaction = draft.number;
    }

    private void answerOutcome(AttachedClient client, int sessionId, long number, long requestId) {
        AttachedClient.LinkSide link = client.link;
        journal.whenApplied(() -> {
            ErrorCode outcome = state.outcome(client.client(), sessionId, number);
            if (outcome == null) {
                link.done(requestId);
            } else {
                link.failed(
                        requestId,
                        ErrorCode.TRANSACTION_ROLLED_BACK,
                        "transaction " + number + " of session " + sessionId + " was rolled back or is not known");
            }
        });
    }

    void onRollback(AttachedClient client, Rollback command) {
        AttachedClient.SessionSide session = client.session(command.sessionId());
        TransactionDraft draft = find(client, session, command.transaction());
        if (draft != null) {
            abort(client, session, draft);
        }
        journal.doneWhenApplied(client.link, command.requestId());
    }

    /** Rolls back whatever the session has under way. */
    void abort(AttachedClient client, AttachedClient.SessionSide session) {
        TransactionDraft draft = session.draft == null ? ofEarlierEpoch(client, session) : session.draft;
        if (draft != null) {
            abort(client, session, draft);
        }
    }

    private void abort(AttachedClient client, AttachedClient.SessionSide session, TransactionDraft draft) {
        journal.append(journal.write.transactionAborted(draft.id));
        decided(session, draft);
        for (TransactionDraft.HeldBefore each : draft.acknowledged) {
            Consumer holder = client.consumers.get(each.consumerId());
            SubscriptionDelivery delivery = holder == null ? null : holder.delivery();
            for (long s = each.range().firstSequence(); s <= each.range().lastSequence(); s++) {
                if (holder != null && delivery != null && delivery.subscription() == each.subscription()) {
                    delivery.hold(holder, each.range().lane(), s);
                } else if (each.isVolatile()) {
                    state.giveBack(each.subscription(), each.range().lane(), s);
                }
            }
        }
    }

    /** The durable part is visible: now the rest. */
    void onCommitted(Transaction transaction) {
        TransactionDraft draft = committing.remove(transaction.id());
        if (draft == null) {
            return;
        }
        for (TransactionDraft.HeldBefore each : draft.acknowledged) {
            if (each.isVolatile() && !each.subscription().isDeleted()) {
                state.acknowledgeVolatile(each.subscription(), each.range());
            }
        }
    }
}
