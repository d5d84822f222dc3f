package io.corduroy.broker.state;

import io.corduroy.protocol.BranchId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who decides about a prepared part of a transaction.
 *
 * @param decider the partition that decides, 0 if it is this one
 * @param others if it is this one: the other partitions with a part, which have to hear of a commit
 * @param branch if it is this one, and it waits to be told by a transaction manager: under which name
 * @param timeMs when such a branch was prepared, in milliseconds since 1970, else 0
 */
public record Prepared(
        int decider, List<Integer> others, @Nullable BranchId branch, long timeMs) {
    public Prepared {
        others = List.copyOf(others);
    }

    /** This partition's Commit is the decision. */
    public static Prepared decidesItself(List<Integer> others) {
        return new Prepared(0, others, null, 0);
    }

    /** Another partition's Commit is the decision. */
    public static Prepared decidedBy(int decider) {
        return new Prepared(decider, List.of(), null, 0);
    }

    /** A transaction manager's word to this partition is the decision. */
    public static Prepared ofBranch(BranchId branch, List<Integer> others, long timeMs) {
        return new Prepared(0, others, branch, timeMs);
    }

    /** Whether the decision falls on this partition, by its client or a transaction manager. */
    public boolean isDecidedHere() {
        return decider == 0;
    }

    /** Whether neither its client nor the end of it undoes the part. */
    public boolean isDecidedByOthers() {
        return decider != 0 || branch != null;
    }
}
