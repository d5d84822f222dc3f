package io.corduroy.broker;

import io.corduroy.broker.state.Branches;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Prepared;
import io.corduroy.broker.state.Transaction;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.TransactionNumber;
import io.corduroy.protocol.frame.ClientFrame.DecideBranch;
import io.corduroy.protocol.frame.ClientFrame.ForgetBranch;
import io.corduroy.protocol.frame.ClientFrame.PrepareBranch;
import io.corduroy.protocol.frame.ClientFrame.RecoverBranches;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.frame.ServerFrame.BranchEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Branches of global transactions that this partition keeps (X/Open XA): prepared by their clients, listed for recovery, decided
 * by whoever speaks for the transaction manager, or by an operator (decisions/0012). The first decision stands; whoever comes
 * later is told what it was. Partitions with a part of it hear of a rollback at once, and if not, when they ask.
 */
final class GlobalBranches {
    private static final Logger LOG = LoggerFactory.getLogger(GlobalBranches.class);

    /** Operators' decisions that are not forgotten: beyond it there are no further ones. */
    private static final int HEURISTIC_AT_MOST = 10_000;

    private static final int LISTED_AT_ONCE = 1_000;

    private final int partition;
    private final PartitionState state;
    private final Journal journal;
    private final Clients clients;
    private final Transactions transactions;
    private final InDoubt inDoubt;
    private final Decider decider;
    /** Appended and not yet applied; for look-ups only. */
    private final Map<BranchId, BranchState> deciding = new HashMap<>();

    GlobalBranches(
            int partition,
            PartitionState state,
            Journal journal,
            Clients clients,
            Transactions transactions,
            InDoubt inDoubt,
            Decider decider) {
        this.partition = partition;
        this.state = state;
        this.journal = journal;
        this.clients = clients;
        this.transactions = transactions;
        this.inDoubt = inDoubt;
        this.decider = decider;
    }

    private Branches known() {
        return state.preparations().branches();
    }

    /** What has been decided about a branch so far, appended or applied. */
    private BranchState stateOf(BranchId branch) {
        if (!inDoubt.of(branch).isEmpty()) {
            return BranchState.PREPARED;
        }
        return deciding.getOrDefault(branch, known().state(branch));
    }

    private boolean isDecided(BranchId branch) {
        BranchState found = stateOf(branch);
        return found != BranchState.UNKNOWN && found != BranchState.PREPARED;
    }

    // Preparing

    void onPrepare(AttachedClient client, PrepareBranch command) {
        List<Integer> others = new ArrayList<>(command.participants());
        String wrong = mistake(command, others);
        if (wrong != null) {
            client.link.failed(command.requestId(), ErrorCode.INVALID_ARGUMENT, wrong);
            return;
        }
        AttachedClient.SessionSide session = client.session(command.sessionId());
        boolean empty = command.sends() == 0 && command.acknowledgments() == 0;
        TransactionDraft draft = transactions.find(client, session, command.transaction());
        if (draft == null && empty && !isDecided(command.branch())) {
            draft = transactions.begin(client, session, command.transaction()); // nothing is here but the decision
        }
        if (draft == null) {
            answerOutcome(client, command);
        } else if (draft.prepared) {
            answerAgain(client, command, draft);
        } else if (isDecided(command.branch())) {
            transactions.abort(client, session, draft);
            refuse(client, command, ErrorCode.TRANSACTION_ROLLED_BACK, command.branch() + " was decided before this");
        } else if (!Transactions.isWhole(draft, command.sends(), command.acknowledgments())) {
            transactions.refuseIncomplete(
                    client, session, draft, command.sends(), command.acknowledgments(), command.requestId());
        } else if (command.onePhase()) {
            commitAtOnce(session, draft, command.branch());
            journal.doneWhenApplied(client.link, command.requestId());
        } else if (inDoubt.size() + decider.remembered() >= Transactions.PREPARED_AT_MOST) {
            refuse(client, command, ErrorCode.RESOURCE_EXHAUSTED, tooMany());
        } else {
            prepare(session, draft, command.branch(), others);
            journal.doneWhenApplied(client.link, command.requestId());
        }
    }

    private @Nullable String mistake(PrepareBranch command, List<Integer> others) {
        boolean participates = others.remove((Integer) partition);
        boolean once = !others.contains(partition) && new HashSet<>(others).size() == others.size();
        if (!participates || !once || (command.onePhase() && !others.isEmpty())) {
            return command.branch() + ": the participants " + command.participants() + " have to be this partition, "
                    + partition + ", and others, each once; in one phase no others";
        }
        if (!TransactionNumber.isOfBranch(command.transaction())) {
            return "transaction " + command.transaction() + " is its session's own; work in branches has even numbers";
        }
        return null;
    }

    private String tooMany() {
        return "partition " + partition + " has " + Transactions.PREPARED_AT_MOST + " prepared transactions; let their"
                + " transaction managers recover, or decide about them with the \"transaction\" commands";
    }

    private static void refuse(AttachedClient client, PrepareBranch command, ErrorCode code, String text) {
        AttachedClient.LinkSide link = client.link;
        link.failed(command.requestId(), code, text);
    }

    private void answerAgain(AttachedClient client, PrepareBranch command, TransactionDraft draft) {
        if (command.branch().equals(draft.branch)) {
            journal.doneWhenApplied(client.link, command.requestId());
        } else {
            String text = "transaction " + draft.number + " is prepared already, and not under " + command.branch();
            refuse(client, command, ErrorCode.INVALID_ARGUMENT, text);
        }
    }

    private void commitAtOnce(AttachedClient.SessionSide session, TransactionDraft draft, BranchId branch) {
        journal.append(journal.write.branchDecided(BranchState.COMMITTED, draft.id, branch));
        onDeciding(branch, BranchState.COMMITTED);
        transactions.onCommitting(draft);
        Transactions.decided(session, draft);
    }

    private void prepare(
            AttachedClient.SessionSide session, TransactionDraft draft, BranchId branch, List<Integer> others) {
        journal.append(journal.write.branchPrepared(draft.id, journal.nowMs(), others, branch));
        draft.prepared = true;
        draft.branch = branch;
        draft.others = List.copyOf(others);
        if (session.draft == draft) {
            session.draft = null;
        }
        session.ofBranches.remove(draft.number);
        inDoubt.add(draft).giveUp(); // the session goes on: what it has acknowledged is its own no more
    }

    /** It is not there: committed in one phase and asked for again, or gone. */
    private void answerOutcome(AttachedClient client, PrepareBranch command) {
        AttachedClient.LinkSide link = client.link;
        journal.whenApplied(() -> {
            if (command.onePhase() && known().state(command.branch()) == BranchState.COMMITTED) {
                link.done(command.requestId());
            } else {
                String text = "the work of session " + command.sessionId() + " in " + command.branch()
                        + " was rolled back or is not known";
                link.failed(command.requestId(), ErrorCode.TRANSACTION_ROLLED_BACK, text);
            }
        });
    }

    // Deciding

    void onDecide(AttachedClient client, DecideBranch command) {
        AttachedClient.LinkSide link = client.link;
        decide(
                command.branch(),
                command.commit(),
                false,
                outcome -> link.send(new ServerFrame.BranchDecided(partition, command.requestId(), outcome)));
    }

    /**
     * Commits or rolls back what is prepared under a branch, unless that was decided before.
     *
     * @param then told what the branch has come to when that is durable
     */
    void decide(BranchId branch, boolean commit, boolean byOperator, Consumer<BranchState> then) {
        List<InDoubt.Part> parts = inDoubt.of(branch);
        if (!parts.isEmpty()) {
            BranchState outcome = BranchState.decided(commit, byOperator);
            if (byOperator) {
                LOG.warn("an operator decides about a branch: partition={} branch={} {}", partition, branch, outcome);
            }
            journal.append(journal.write.branchDecided(outcome, 0, branch));
            onDeciding(branch, outcome);
            parts.forEach(part -> end(part, commit));
        }
        journal.whenApplied(() -> then.accept(known().state(branch)));
    }

    private void onDeciding(BranchId branch, BranchState outcome) {
        deciding.put(branch, outcome);
        journal.whenApplied(() -> deciding.remove(branch, outcome));
    }

    private void end(InDoubt.Part part, boolean commit) {
        if (commit) {
            transactions.onCommitting(part.draft);
        } else {
            transactions.onRollingBack(part.draft);
            transactions.returnAcknowledged(part.draft);
            journal.whenApplied(() -> part.draft.others.forEach(other -> decider.tell(other, part.draft.name, false)));
        }
        Transactions.decided(clients.find(part.draft.name.instance()), part.draft);
    }

    /** Whether an operator may decide: each decision is kept until somebody has forgotten it. */
    boolean mayDecideByHand() {
        return known().heuristicCount() < HEURISTIC_AT_MOST;
    }

    void onForget(AttachedClient client, ForgetBranch command) {
        AttachedClient.LinkSide link = client.link;
        BranchState was = forget(command.branch());
        journal.whenApplied(() -> link.send(new ServerFrame.BranchDecided(partition, command.requestId(), was)));
    }

    /**
     * An operator's decision is kept no longer.
     *
     * @return what it was, UNKNOWN if there was none
     */
    BranchState forget(BranchId branch) {
        Branches.Outcome outcome = known().heuristic(branch);
        if (outcome == null) {
            return BranchState.UNKNOWN;
        }
        journal.append(journal.write.branchForgotten(branch));
        return outcome.state();
    }

    // Listing

    void onRecover(AttachedClient client, RecoverBranches command) {
        List<Branches.Outcome> all = new ArrayList<>();
        state.transactions().forEach(open -> {
            Prepared prepared = open.prepared();
            BranchId branch = prepared == null ? null : prepared.branch();
            if (branch != null && isFirstOf(branch, open)) {
                all.add(new Branches.Outcome(branch, open.id(), BranchState.PREPARED));
            }
        });
        known().forEachHeuristic(all::add);
        all.removeIf(each -> each.number() <= command.after());
        all.sort(Comparator.comparingLong(Branches.Outcome::number));
        boolean more = all.size() > LISTED_AT_ONCE;
        List<Branches.Outcome> page = more ? all.subList(0, LISTED_AT_ONCE) : all;
        long next = more ? page.get(page.size() - 1).number() : 0;
        client.link.send(new ServerFrame.Branches(
                partition,
                command.requestId(),
                next,
                page.stream()
                        .map(each -> new BranchEntry(each.branch(), each.state()))
                        .toList()));
    }

    private boolean isFirstOf(BranchId branch, Transaction transaction) {
        return known().prepared(branch).get(0) == transaction;
    }
}
