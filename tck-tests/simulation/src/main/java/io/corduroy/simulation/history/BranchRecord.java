package io.corduroy.simulation.history;

import io.corduroy.protocol.BranchId;

/** A branch of a global transaction, as its transaction manager and operators know it. */
public final class BranchRecord {

    final BranchId id;
    final UnitOfWork unit;

    /** All of it is known to be prepared: who commits it now splits nothing. */
    boolean prepared;

    /** The transaction manager has written down that it is to be committed. */
    boolean decidedToCommit;

    /** Its commit was asked for without a decision: nobody knows before the answer. */
    boolean askedToCommit;

    /** An operator was about to decide. */
    boolean byHand;

    BranchRecord(BranchId id, UnitOfWork unit) {
        this.id = id;
        this.unit = unit;
    }

    public BranchId id() {
        return id;
    }

    /** All that is sent and acknowledged in it. */
    public UnitOfWork unit() {
        return unit;
    }

    /** Whether an operator may commit it without splitting it. */
    public boolean isPrepared() {
        return prepared;
    }

    /** Whether its outcome is known to somebody. */
    public boolean isEnded() {
        return unit.outcome() != Outcome.PENDING;
    }

    /** For a reader of a violation. */
    @Override
    public String toString() {
        return "branch " + id + " (" + unit
                + (decidedToCommit ? ", decided to commit" : "")
                + (askedToCommit ? ", asked to commit in one phase" : "")
                + (byHand ? ", decided by hand" : "")
                + ")";
    }
}
