package io.corduroy.broker;

import io.corduroy.broker.delivery.Consumer;
import io.corduroy.broker.delivery.SubscriptionDelivery;
import io.corduroy.broker.state.NumberMap;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Subscription;
import io.corduroy.broker.state.Transaction;
import io.corduroy.broker.state.TransactionName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.TransactionNumber;
import io.corduroy.protocol.frame.ClientFrame.Commit;
import io.corduroy.protocol.frame.ClientFrame.Prepare;
import io.corduroy.protocol.frame.ClientFrame.Rollback;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transactions on this partition: begun by their first send or acknowledgment, decided by one record. A part of a
 * transaction over several partitions is prepared before that; if another partition decides about it, nobody but
 * that one's decision ends it.
 */
final class Transactions {
    /** Parts in doubt, and commits remembered for others: beyond it nothing more is prepared. */
    static final int PREPARED_AT_MOST = 10_000;

    private final int partition;
    private final PartitionState state;
    private final Journal journal;
    private final InDoubt inDoubt;
    private final Decider decider;
    private final Redelivery redelivery;
    private long nextId;
    /** Those that an earlier epoch left open, until they are decided. */
    private final NumberMap<TransactionDraft> earlier = new NumberMap<>();
    /** Whose commit is decided and not yet applied. */
    private final NumberMap<TransactionDraft> committing = new NumberMap<>();

    Transactions(
            int partition,
            PartitionState state,
            Journal journal,
            InDoubt inDoubt,
            Decider decider,
            Redelivery redelivery) {
        this.partition = partition;
        this.state = state;
        this.journal = journal;
        this.inDoubt = inDoubt;
        this.decider = decider;
        this.redelivery = redelivery;
    }

    void onEpochStarted() {
        nextId = state.nextTransaction();
        state.transactions().forEach(open -> {
            TransactionDraft draft = TransactionDraft.of(open);
            if (draft.branch != null) {
                hold(draft, open);
            }
            earlier.put(open.id(), draft);
        });
    }

    /** Nobody claims what is prepared under a branch: if it is rolled back, this partition gives it back and counts. */
    private void hold(TransactionDraft draft, Transaction open) {
        open.forEachAcknowledged((number, range) -> {
            Subscription subscription = state.subscription(number);
            if (subscription != null) {
                draft.acknowledged.add(new TransactionDraft.HeldBefore(subscription, 0, range));
            }
        });
    }

    /** What is known of a transaction that is open in the state. */
    TransactionDraft earlier(Transaction open) {
        TransactionDraft draft = earlier.get(open.id());
        return draft == null ? TransactionDraft.of(open) : draft;
    }

    /**
     * The transaction of a session, begun if it is new.
     *
     * @return null if it was prepared or decided already
     */
    @Nullable
    TransactionDraft draft(AttachedClient client, int sessionId, long number) {
        AttachedClient.SessionSide session = client.session(sessionId);
        TransactionDraft draft = find(client, session, number);
        if (draft != null) {
            return draft.prepared ? null : draft;
        }
        if (isDecided(client, session, number)) {
            return null;
        }
        return begin(client, session, number);
    }

    TransactionDraft begin(AttachedClient client, AttachedClient.SessionSide session, long number) {
        TransactionDraft before = session.draft;
        if (before != null && before.waits()) {
            setAside(session, before);
        } else if (before != null) {
            abort(client, session, before); // the client began another one: it has given this one up
        }
        TransactionDraft begun =
                new TransactionDraft(nextId++, new TransactionName(client.instance, session.id, number));
        journal.appendPatiently(
                journal.write.transactionBegun(begun.id, client.client().number(), session.id, number));
        session.draft = begun;
        return begun;
    }

    private static void setAside(AttachedClient.SessionSide session, TransactionDraft draft) {
        session.draft = null;
        if (!draft.prepared) {
            session.ofBranches.put(draft.number, draft);
        }
    }

    @Nullable
    TransactionDraft find(AttachedClient client, AttachedClient.SessionSide session, long number) {
        if (session.draft == null) {
            session.draft = ofEarlierEpoch(client, session);
        }
        if (session.draft != null && session.draft.number == number) {
            return session.draft;
        }
        InDoubt.Part part = inDoubt.find(new TransactionName(client.instance, session.id, number));
        if (part != null) {
            return part.draft;
        }
        TransactionDraft aside = session.ofBranches.get(number);
        return aside == null && TransactionNumber.isOfBranch(number)
                ? ofEarlierEpoch(new TransactionName(client.instance, session.id, number))
                : aside;
    }

    /** Work in a branch that an earlier epoch left, if it is not prepared. */
    private @Nullable TransactionDraft ofEarlierEpoch(TransactionName name) {
        TransactionDraft[] found = new TransactionDraft[1];
        earlier.forEach(draft -> {
            if (draft.name.equals(name) && !draft.prepared) {
                found[0] = draft;
            }
        });
        return found[0];
    }

    /**
     * The latest of the session's own that is open; one before it was prepared, and is left to its decider. Work in branches
     * is looked for by its number: what the session has set aside in this epoch is open, too.
     */
    private @Nullable TransactionDraft ofEarlierEpoch(AttachedClient client, AttachedClient.SessionSide session) {
        Transaction[] latest = new Transaction[1];
        state.transactions().forEach(open -> {
            if (open.client() == client.client
                    && open.session() == session.id
                    && !TransactionNumber.isOfBranch(open.number())
                    && open.number() > session.decidedTransaction
                    && (latest[0] == null || latest[0].number() < open.number())) {
                latest[0] = open;
            }
        });
        if (latest[0] == null) {
            return null;
        }
        InDoubt.Part part = inDoubt.get(latest[0].id());
        return part == null ? earlier(latest[0]) : part.draft;
    }

    /**
     * A consumer claims what was acknowledged in a transaction that is still open, of its own session or another one of the
     * client: the transaction keeps it, and returns it to that consumer if it is rolled back, so that nobody gets it before
     * it is released.
     */
    void claim(AttachedClient client, Consumer consumer, Subscription subscription, int lane, long sequence) {
        TransactionDraft draft =
                acknowledging(client, client.session(consumer.session()), subscription, lane, sequence);
        if (draft == null) {
            draft = ofOtherSession(client, consumer.session(), subscription, lane, sequence);
        }
        if (draft == null) {
            return;
        }
        LaneRange one = new LaneRange(lane, sequence, sequence);
        TransactionDraft.HeldBefore held = new TransactionDraft.HeldBefore(subscription, consumer.id(), one);
        if (draft.acknowledged.stream().noneMatch(each -> each.covers(held))) {
            draft.acknowledged.add(held);
        }
    }

    /** The transaction of a session, open or set aside, that acknowledges a message. */
    private @Nullable TransactionDraft acknowledging(
            AttachedClient client,
            AttachedClient.SessionSide session,
            Subscription subscription,
            int lane,
            long sequence) {
        if (session.draft == null) {
            session.draft = ofEarlierEpoch(client, session);
        }
        List<TransactionDraft> all = new ArrayList<>(1);
        if (session.draft != null) {
            all.add(session.draft);
        }
        session.ofBranches.forEach(all::add);
        earlier.forEach(draft -> {
            if (draft.waits() && !draft.prepared && isOf(draft, client, session)) {
                all.add(draft);
            }
        });
        for (TransactionDraft draft : all) {
            Transaction open = state.transactions().get(draft.id);
            if (open != null && open.acknowledges(subscription, lane, sequence)) {
                return draft;
            }
        }
        return null;
    }

    private static boolean isOf(TransactionDraft draft, AttachedClient client, AttachedClient.SessionSide session) {
        return draft.name.instance().equals(client.instance) && draft.name.session() == session.id;
    }

    private @Nullable TransactionDraft ofOtherSession(
            AttachedClient client, int consumersSession, Subscription subscription, int lane, long sequence) {
        TransactionDraft[] found = new TransactionDraft[1];
        state.transactions().forEach(open -> {
            if (found[0] == null && open.client() == client.client && open.session() != consumersSession) {
                found[0] = acknowledging(client, client.session(open.session()), subscription, lane, sequence);
            }
        });
        return found[0];
    }

    /** Whether a rollback would give something back to a consumer: of its own session, or of another one that acknowledges. */
    boolean mayReturnTo(AttachedClient client, Consumer consumer) {
        boolean[] found = {client.session(consumer.session()).draft != null};
        client.sessions.forEach(session -> found[0] |= session.draft != null && session.draft.hasOf(consumer.id()));
        client.sessions.forEach(session -> session.ofBranches.forEach(aside -> found[0] |= aside.hasOf(consumer.id())));
        earlier.forEach(left ->
                found[0] |= left.waits() && left.name.instance().equals(client.instance) && left.hasOf(consumer.id()));
        return found[0];
    }

    private boolean isDecided(AttachedClient client, AttachedClient.SessionSide session, long number) {
        return number <= session.decidedTransaction
                || number <= client.client().lastDecided(session.id)
                || decider.denies(new TransactionName(client.instance, session.id, number));
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
        if (!draft.prepared && !isWhole(draft, command.sends(), command.acknowledgments())) {
            refuseIncomplete(client, session, draft, command.sends(), command.acknowledgments(), command.requestId());
        } else {
            commit(draft);
            decided(session, draft);
            journal.doneWhenApplied(client.link, command.requestId());
        }
    }

    private void commit(TransactionDraft draft) {
        journal.append(journal.write.transactionCommitted(draft.id));
        onCommitting(draft);
    }

    void onCommitting(TransactionDraft draft) {
        earlier.remove(draft.id);
        committing.put(draft.id, draft);
        inDoubt.onEnding(draft);
    }

    static boolean isWhole(TransactionDraft draft, long sends, long acknowledgments) {
        return draft.sends == sends && draft.acknowledgments == acknowledgments;
    }

    void refuseIncomplete(
            AttachedClient client,
            AttachedClient.SessionSide session,
            TransactionDraft draft,
            long sends,
            long acknowledgments,
            long requestId) {
        abort(client, session, draft);
        AttachedClient.LinkSide link = client.link;
        String found = "transaction " + draft.number + " was rolled back: the partition has " + draft.sends
                + " sends and " + draft.acknowledgments + " acknowledgments of it, the client counts " + sends + " and "
                + acknowledgments;
        journal.whenApplied(() -> link.failed(requestId, ErrorCode.TRANSACTION_ROLLED_BACK, found));
    }

    static void decided(AttachedClient.SessionSide session, TransactionDraft draft) {
        if (session.draft == draft) {
            session.draft = null;
        }
        session.ofBranches.remove(draft.number);
        session.decidedTransaction = Math.max(session.decidedTransaction, draft.number);
    }

    void onPrepare(AttachedClient client, Prepare command) {
        AttachedClient.SessionSide session = client.session(command.sessionId());
        List<Integer> others = new ArrayList<>(command.participants());
        if (!others.remove((Integer) partition)
                || others.isEmpty()
                || others.contains(partition)
                || new HashSet<>(others).size() < others.size()
                || !command.participants().contains(command.decider())) {
            client.link.failed(
                    command.requestId(),
                    ErrorCode.INVALID_ARGUMENT,
                    "transaction " + command.transaction() + ": the participants " + command.participants()
                            + " have to be this partition, " + partition + ", and others, with the decider, "
                            + command.decider() + ", and each once");
            return;
        }
        TransactionDraft draft = find(client, session, command.transaction());
        if (draft == null) {
            answerOutcome(client, command.sessionId(), command.transaction(), command.requestId());
        } else if (draft.prepared) {
            journal.doneWhenApplied(client.link, command.requestId());
        } else if (!isWhole(draft, command.sends(), command.acknowledgments())) {
            refuseIncomplete(client, session, draft, command.sends(), command.acknowledgments(), command.requestId());
        } else if (inDoubt.size() + decider.remembered() >= PREPARED_AT_MOST) {
            client.link.failed(
                    command.requestId(),
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "partition " + partition + " waits for the outcome of " + PREPARED_AT_MOST
                            + " transactions over several partitions; one of those partitions must have stopped");
        } else {
            prepare(draft, command.decider(), others);
            journal.doneWhenApplied(client.link, command.requestId());
        }
    }

    private void prepare(TransactionDraft draft, int decidedBy, List<Integer> others) {
        boolean here = decidedBy == partition;
        journal.append(journal.write.transactionPrepared(draft.id, here ? 0 : decidedBy, here ? others : List.of()));
        draft.prepared = true;
        if (!here) {
            draft.decider = decidedBy;
            InDoubt.Part part = inDoubt.add(draft);
            if (TransactionNumber.isOfBranch(draft.name.number())) {
                part.giveUp(); // the session goes on: what it has acknowledged is its own no more
            }
        }
    }

    private void answerOutcome(AttachedClient client, int sessionId, long number, long requestId) {
        AttachedClient.LinkSide link = client.link;
        journal.whenApplied(() -> {
            ErrorCode outcome = client.client().outcome(sessionId, number);
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
        session.ofBranches.forEach(aside -> abort(client, session, aside));
        earlier.forEach(left -> {
            if (left.waits() && !left.prepared && isOf(left, client, session)) {
                abort(client, session, left);
            }
        });
    }

    void abort(AttachedClient client, AttachedClient.SessionSide session, TransactionDraft draft) {
        if (draft.isDecidedElsewhere()) {
            inDoubt.giveUp(draft);
            decided(session, draft);
            return;
        }
        journal.append(journal.write.transactionAborted(draft.id));
        earlier.remove(draft.id);
        draft.holder.giveUp();
        decided(session, draft);
        holdAgain(client, draft);
    }

    private void holdAgain(AttachedClient client, TransactionDraft draft) {
        for (TransactionDraft.HeldBefore each : draft.acknowledged) {
            Consumer open = client.consumers.get(each.consumerId());
            Consumer holder = open == null ? client.stale.get(each.consumerId()) : open;
            SubscriptionDelivery delivery = holder == null ? null : holder.delivery();
            if (holder == null || delivery == null || delivery.subscription() != each.subscription()) {
                returnAcknowledged(each); // its consumer is gone, and nobody will release it
                continue;
            }
            for (long s = each.range().firstSequence(); s <= each.range().lastSequence(); s++) {
                delivery.hold(holder, each.range().lane(), s);
            }
        }
    }

    // What other partitions say

    /** Whether a commit is decided and not yet applied. */
    boolean isCommitting(TransactionName name) {
        boolean[] found = new boolean[1];
        committing.forEach(each -> found[0] |= each.name.equals(name));
        return found[0];
    }

    /**
     * Rolls back what is open of a transaction that this partition decides about.
     *
     * @return whether anything was open
     */
    boolean rollBack(AttachedClient client, TransactionName name) {
        AttachedClient.SessionSide session = client.session(name.session());
        TransactionDraft draft = find(client, session, name.number());
        if (draft == null || draft.isDecidedElsewhere()) {
            return false;
        }
        abort(client, session, draft);
        return true;
    }

    /** Whether the session has had a later word, or this one was decided. */
    boolean isDecided(AttachedClient client, TransactionName name) {
        return isDecided(client, client.session(name.session()), name.number());
    }

    /** The decider has committed. */
    void commit(InDoubt.Part part, @Nullable AttachedClient client) {
        commit(part.draft);
        decided(client, part.draft);
    }

    static void decided(@Nullable AttachedClient client, TransactionDraft draft) {
        AttachedClient.SessionSide session = client == null ? null : client.sessions.get(draft.name.session());
        if (session != null) {
            decided(session, draft);
        }
    }

    /** The decider has rolled back. Who has not given the part up holds again what it had acknowledged in it. */
    void rollBack(InDoubt.Part part, @Nullable AttachedClient client) {
        journal.append(journal.write.transactionAborted(part.draft.id));
        onRollingBack(part.draft);
        decided(client, part.draft);
        if (client != null && !part.givenUp) {
            holdAgain(client, part.draft);
        } else {
            returnAcknowledged(part.draft);
        }
    }

    void onRollingBack(TransactionDraft draft) {
        earlier.remove(draft.id);
        draft.holder.giveUp();
        inDoubt.onEnding(draft);
    }

    void returnAcknowledged(TransactionDraft draft) {
        draft.acknowledged.forEach(this::returnAcknowledged);
    }

    /** What an application saw comes back counted; nobody gets it before the record that counts is applied. */
    private void returnAcknowledged(TransactionDraft.HeldBefore held) {
        if (!held.subscription().isDeleted()) {
            redelivery.release(held.subscription(), List.of(held.range()));
        }
    }

    /** The durable part is visible: now the rest. */
    void onCommitted(Transaction transaction) {
        inDoubt.onCommitted(transaction);
        decider.onCommitted(transaction);
        TransactionDraft draft = committing.remove(transaction.id());
        if (draft == null) {
            return;
        }
        for (TransactionDraft.HeldBefore each : draft.acknowledged) {
            if (each.isVolatile() && !each.subscription().isDeleted()) {
                state.volatileChanges().acknowledge(each.subscription(), each.range());
            }
        }
    }
}
