package io.corduroy.protocol;

/** What is known of a branch of a global transaction on the partition that keeps it; ordinals are on the wire and in the log. */
public enum BranchState {
    /** Never heard of, rolled back before it was prepared, or decided so long ago that it is forgotten. */
    UNKNOWN(false, false),
    /** Waits for the decision of its transaction manager, whatever happens. */
    PREPARED(false, false),
    /** Decided by the transaction manager. */
    COMMITTED(true, false),
    /** Decided by the transaction manager. */
    ROLLED_BACK(false, false),
    /** Decided by an operator; kept until the transaction manager has heard of it and says that it may be forgotten. */
    HEURISTICALLY_COMMITTED(true, true),
    /** Decided by an operator; kept as the other. */
    HEURISTICALLY_ROLLED_BACK(false, true);

    private final boolean committed;
    private final boolean heuristic;

    BranchState(boolean committed, boolean heuristic) {
        this.committed = committed;
        this.heuristic = heuristic;
    }

    /** How a decision is remembered. */
    public static BranchState decided(boolean commit, boolean byOperator) {
        if (byOperator) {
            return commit ? HEURISTICALLY_COMMITTED : HEURISTICALLY_ROLLED_BACK;
        }
        return commit ? COMMITTED : ROLLED_BACK;
    }

    /** Whether what was done in it took effect. */
    public boolean isCommitted() {
        return committed;
    }

    /** Whether somebody else than the transaction manager has decided. */
    public boolean isHeuristic() {
        return heuristic;
    }
}
