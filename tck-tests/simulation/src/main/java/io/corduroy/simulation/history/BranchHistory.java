package io.corduroy.simulation.history;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The branches of a run. A branch is one unit of work, whoever took part in it; what it has come to by the broker is compared with
 * what its transaction manager has written down: a decision to commit is carried out, and without one there is no commit.
 */
public final class BranchHistory {

    private final Ledger ledger;
    private final Map<BranchId, BranchRecord> branches = new LinkedHashMap<>();

    BranchHistory(Ledger ledger) {
        this.ledger = ledger;
    }

    public BranchRecord begin(BranchId id) {
        BranchRecord branch = new BranchRecord(id, ledger.begin());
        if (branches.put(id, branch) != null) {
            throw new IllegalStateException("two branches " + id);
        }
        return branch;
    }

    public BranchRecord find(BranchId id) {
        BranchRecord branch = branches.get(id);
        if (branch == null) {
            throw new IllegalStateException("nobody has begun branch " + id);
        }
        return branch;
    }

    /** All that was done in it is prepared. */
    public void prepared(BranchRecord branch) {
        branch.prepared = true;
    }

    /** Everything is prepared, and the transaction manager writes down that it is to be committed. */
    public void decidedToCommit(BranchRecord branch) {
        branch.decidedToCommit = true;
        branch.unit.ending();
    }

    /** Its commit is asked for, and nothing is written down. */
    public void askedToCommit(BranchRecord branch) {
        branch.askedToCommit = true;
        branch.unit.ending();
    }

    /** An operator is about to decide. */
    public void byHand(BranchRecord branch, boolean commit) {
        branch.byHand = true;
        if (commit) {
            branch.unit.ending();
        }
    }

    /** The transaction manager has undone it before it asked anybody to prepare it. */
    public void undone(BranchRecord branch) {
        end(branch, Outcome.VOID, true);
    }

    /** Its commit in one phase was asked for, and nobody will ever know. */
    public void outcomeUnknown(BranchRecord branch) {
        end(branch, Outcome.UNKNOWN, true);
    }

    /**
     * The broker says what a branch has come to.
     *
     * @param everywhere whether all partitions with work of it are known to have heard of that
     */
    public void ended(BranchRecord branch, BranchState state, boolean everywhere) {
        if (state.isHeuristic() && !branch.byHand) {
            violated(branch, "was decided by hand, and by nobody", state);
        } else if (branch.decidedToCommit && !state.isCommitted() && !state.isHeuristic()) {
            violated(branch, "was prepared and is to be committed", state);
        } else if (state == BranchState.COMMITTED && !branch.decidedToCommit && !branch.askedToCommit) {
            violated(branch, "was never to be committed", state);
        }
        end(branch, state.isCommitted() ? Outcome.CONFIRMED : Outcome.VOID, everywhere);
    }

    private void violated(BranchRecord branch, String rule, BranchState state) {
        ledger.world.violated(branch + " " + rule + ", and is " + state);
    }

    private void end(BranchRecord branch, Outcome outcome, boolean everywhere) {
        Outcome before = branch.unit.outcome();
        if (before == Outcome.PENDING) {
            ledger.ended(branch.unit, outcome);
            if (!everywhere) {
                branch.unit.endsLater();
            }
        } else if (before != Outcome.UNKNOWN && before != outcome) {
            ledger.world.violated(branch + " is " + outcome + " all of a sudden");
        }
    }

    /** Nothing moves any more: what nobody has decided to commit was presumed to be rolled back. */
    void conclude() {
        for (BranchRecord branch : branches.values()) {
            if (branch.isEnded()) {
                continue;
            }
            if (branch.decidedToCommit) {
                ledger.world.violated(branch + " was prepared and is to be committed, and nobody did");
            } else if (!branch.askedToCommit && !branch.byHand) {
                undone(branch);
            }
        }
    }
}
