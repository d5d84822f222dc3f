package io.corduroy.broker;

import io.corduroy.broker.state.NumberMap;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Prepared;
import io.corduroy.broker.state.Transaction;
import io.corduroy.broker.state.TransactionName;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.ClientInstanceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parts that are prepared here and decided elsewhere. As long as its client goes on with a transaction, the client brings the
 * decision; when the client has given it up, or is gone, the decider is asked, again and again until it answers. What is
 * prepared under a branch waits for its transaction manager and asks nobody.
 */
final class InDoubt {
    static final int ASK_AGAIN_MS = 1_000;
    private static final int ASKED_AT_ONCE = 256;

    private final int partition;
    private final PartitionState state;
    private final Journal journal;
    private final PartitionShell shell;
    /** By the partition's number of the transaction. */
    private final NumberMap<Part> parts = new NumberMap<>();
    /** Those whose end is not appended; for look-ups only. */
    private final Map<TransactionName, Part> undecided = new HashMap<>();

    private final Map<BranchId, List<Part>> byBranch = new HashMap<>(); // for look-ups only

    private long nextAskMs = Clockwork.NEVER;

    /** One of them. */
    static final class Part {
        final TransactionDraft draft;
        /** Its client does not count on it any more. */
        boolean givenUp;
        /** Its end is appended. */
        private boolean ending;

        private long askAtMs = Clockwork.NEVER;

        private Part(TransactionDraft draft) {
            this.draft = draft;
        }

        void giveUp() {
            givenUp = true;
            draft.holder.giveUp();
        }
    }

    InDoubt(int partition, PartitionState state, Journal journal, PartitionShell shell) {
        this.partition = partition;
        this.state = state;
        this.journal = journal;
        this.shell = shell;
    }

    /** What an earlier epoch left: its client has the grace period to bring the decision, if it may come back at all. */
    void onEpochStarted(long graceMs, Function<Transaction, TransactionDraft> drafts) {
        state.transactions().forEach(open -> {
            Prepared prepared = open.prepared();
            if (prepared != null && prepared.branch() != null) {
                add(drafts.apply(open)).giveUp();
            } else if (prepared != null && !prepared.isDecidedHere()) {
                Part part = add(drafts.apply(open));
                boolean mayReturn = !state.preparations().isLeftBehind(open)
                        && open.client().resumable();
                if (!mayReturn) {
                    part.giveUp();
                }
                askAt(part, journal.nowMs() + (mayReturn ? graceMs : 0));
            }
        });
    }

    Part add(TransactionDraft draft) {
        Part part = new Part(draft);
        parts.put(draft.id, part);
        undecided.put(draft.name, part);
        if (draft.branch != null) {
            List<Part> all = byBranch.computeIfAbsent(draft.branch, name -> new ArrayList<>(1));
            all.add(part);
            all.sort(Comparator.comparingLong(each -> each.draft.id));
        }
        return part;
    }

    private void askAt(Part part, long timeMs) {
        if (part.draft.branch != null) {
            return; // a transaction manager comes by itself
        }
        part.askAtMs = timeMs;
        nextAskMs = Math.min(nextAskMs, timeMs);
    }

    /** Parts that are prepared under a branch, as far as their end is not appended, in the order of their numbers. */
    List<Part> of(BranchId branch) {
        List<Part> found = new ArrayList<>(1);
        for (Part part : byBranch.getOrDefault(branch, List.of())) {
            if (!part.ending) {
                found.add(part);
            }
        }
        return found;
    }

    /** The client has gone on without it: whatever it acknowledged is its session's no more. */
    void giveUp(TransactionDraft draft) {
        Part part = parts.get(draft.id);
        if (part != null && !part.ending) {
            part.giveUp();
            askAt(part, journal.nowMs());
        }
    }

    /** The client is gone. */
    void onGone(ClientInstanceId instance) {
        parts.forEach(part -> {
            if (part.draft.name.instance().equals(instance) && !part.ending) {
                part.giveUp();
                askAt(part, journal.nowMs());
            }
        });
    }

    /** The part that the partition has under its own number. */
    @Nullable
    Part get(long transaction) {
        return parts.get(transaction);
    }

    /** The undecided part of a transaction. */
    @Nullable
    Part find(TransactionName name) {
        return undecided.get(name);
    }

    /** Its end is appended: nobody is asked any more. */
    void onEnding(TransactionDraft draft) {
        Part part = parts.get(draft.id);
        if (part != null) {
            part.ending = true;
            part.askAtMs = Clockwork.NEVER;
            undecided.remove(draft.name);
            if (draft.branch != null) {
                byBranch.remove(draft.branch); // they end together
            }
            journal.whenApplied(() -> parts.remove(draft.id));
        }
    }

    /** A commit is applied: the decider has one less to remember it for. */
    void onCommitted(Transaction transaction) {
        Prepared prepared = transaction.prepared();
        if (prepared != null && !prepared.isDecidedHere()) {
            confirm(prepared.decider(), transaction.name());
        }
    }

    /** It need not be told any more. */
    void confirm(int decider, TransactionName name) {
        shell.toPartition(decider, new PartitionMessage.ConfirmOutcome(partition, name));
    }

    /** Asks about what is due. */
    void run() {
        if (nextAskMs > journal.nowMs()) {
            return;
        }
        List<Part> due = new ArrayList<>();
        nextAskMs = Clockwork.NEVER;
        parts.forEach(part -> {
            if (part.askAtMs <= journal.nowMs() && due.size() < ASKED_AT_ONCE) {
                due.add(part);
                part.askAtMs = journal.nowMs() + ASK_AGAIN_MS;
            }
            nextAskMs = Math.min(nextAskMs, part.askAtMs);
        });
        for (Part part : due) {
            shell.toPartition(part.draft.decider, new PartitionMessage.AskOutcome(partition, part.draft.name));
        }
    }

    /** When somebody is to be asked next; {@link Clockwork#NEVER} if nobody. */
    long nextDueMs() {
        return nextAskMs;
    }

    /** Whether the decider is being asked about a transaction. */
    boolean isAsking(long transaction) {
        Part part = parts.get(transaction);
        return part != null && part.askAtMs != Clockwork.NEVER;
    }

    int size() {
        return parts.size();
    }
}
