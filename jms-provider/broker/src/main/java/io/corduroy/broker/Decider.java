package io.corduroy.broker;

import io.corduroy.broker.state.Decision;
import io.corduroy.broker.state.NumberMap;
import io.corduroy.broker.state.Preparations;
import io.corduroy.broker.state.Prepared;
import io.corduroy.broker.state.Transaction;
import io.corduroy.broker.state.TransactionName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Answers for the transactions over several partitions that are decided here. A commit is remembered, and told again and
 * again, until every other partition with a part in it has confirmed it; a rollback is what is not remembered (presumed abort).
 */
final class Decider {
    static final int TELL_AGAIN_MS = 1_000;
    private static final int TOLD_AT_ONCE = 256;
    /** Confirmed commits are forgotten by one record for so many, or after a while. */
    private static final int FORGOTTEN_AT_ONCE = 64;

    private static final int FORGET_AFTER_MS = 1_000;

    private final int partition;
    private final Preparations preparations;
    private final Journal journal;
    private final PartitionShell shell;
    private final NumberMap<Unconfirmed> unconfirmed = new NumberMap<>();
    private final List<Long> toForget = new ArrayList<>();
    /** Appended and not yet applied; for look-ups only. */
    private final Set<TransactionName> denying = new HashSet<>();

    private long nextTellMs = Clockwork.NEVER;
    private long forgetAtMs = Clockwork.NEVER;

    /** A commit that some have not confirmed yet. */
    private static final class Unconfirmed {
        final Decision decision;
        final List<Integer> by;
        long tellAtMs;

        Unconfirmed(Decision decision, long tellAtMs) {
            this.decision = decision;
            this.by = new ArrayList<>(decision.others());
            this.tellAtMs = tellAtMs;
        }
    }

    Decider(int partition, Preparations preparations, Journal journal, PartitionShell shell) {
        this.partition = partition;
        this.preparations = preparations;
        this.journal = journal;
        this.shell = shell;
    }

    /** Nobody knows who has heard of what: all are told. */
    void onEpochStarted() {
        preparations.decisions().forEach(decision -> remind(decision, journal.nowMs()));
    }

    private void remind(Decision decision, long tellAtMs) {
        unconfirmed.put(decision.transaction(), new Unconfirmed(decision, tellAtMs));
        nextTellMs = Math.min(nextTellMs, tellAtMs);
    }

    /** A commit is applied: its client tells the others, and if they do not confirm it, so does this partition. */
    void onCommitted(Transaction transaction) {
        Decision decision = preparations.decisions().get(transaction.id());
        if (decision != null) {
            Prepared prepared = transaction.prepared();
            boolean clientTells = prepared == null || prepared.branch() == null;
            remind(decision, clientTells ? journal.nowMs() + TELL_AGAIN_MS : journal.nowMs());
        }
    }

    /** Somebody's part of the commit is durable. */
    void onConfirmed(int from, TransactionName name) {
        Decision decision = preparations.decision(name);
        Unconfirmed waiting = decision == null ? null : unconfirmed.get(decision.transaction());
        if (decision == null || waiting == null) {
            return; // confirmed before
        }
        waiting.by.remove((Integer) from);
        if (waiting.by.isEmpty()) {
            unconfirmed.remove(decision.transaction());
            toForget.add(decision.transaction());
            forgetAtMs = Math.min(forgetAtMs, journal.nowMs() + FORGET_AFTER_MS);
        }
    }

    // Answering

    /** Whether a transaction was, or is being, excluded from ever being committed here. */
    boolean denies(TransactionName name) {
        return denying.contains(name) || preparations.isDenied(name);
    }

    /**
     * Makes sure that a transaction of which nothing is known here will not be committed here, and runs an action then.
     */
    void deny(TransactionName name, Runnable then) {
        if (!denies(name)) {
            journal.append(journal.write.transactionDenied(name.instance(), name.session(), name.number()));
            denying.add(name);
            journal.whenApplied(() -> denying.remove(name));
        }
        journal.whenApplied(then);
    }

    /** Says what became of a transaction, which is durable. */
    void tell(int to, TransactionName name, boolean committed) {
        shell.toPartition(to, new PartitionMessage.TellOutcome(partition, name, committed));
    }

    // Time

    /** Tells those who did not confirm, and forgets what all have confirmed. */
    void run() {
        if (forgetAtMs <= journal.nowMs() || toForget.size() >= FORGOTTEN_AT_ONCE) {
            journal.append(journal.write.transactionsForgotten(toForget));
            toForget.clear();
            forgetAtMs = Clockwork.NEVER;
        }
        if (nextTellMs <= journal.nowMs()) {
            tellAgain();
        }
    }

    private void tellAgain() {
        int[] told = new int[1];
        nextTellMs = Clockwork.NEVER;
        unconfirmed.forEach(waiting -> {
            if (waiting.tellAtMs <= journal.nowMs() && told[0] < TOLD_AT_ONCE) {
                waiting.tellAtMs = journal.nowMs() + TELL_AGAIN_MS;
                told[0]++;
                waiting.by.forEach(other -> tell(other, waiting.decision.name(), true));
            }
            nextTellMs = Math.min(nextTellMs, waiting.tellAtMs);
        });
    }

    /** When {@link #run} has something to do next; {@link Clockwork#NEVER} if nothing. */
    long nextDueMs() {
        return Math.min(nextTellMs, forgetAtMs);
    }

    /** How many commits are remembered here for others. */
    int remembered() {
        return preparations.decisions().size();
    }
}
