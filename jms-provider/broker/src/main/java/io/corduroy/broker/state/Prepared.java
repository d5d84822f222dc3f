package io.corduroy.broker.state;

import java.util.List;

/**
 * Who decides about a prepared part of a transaction. (A part that somebody outside decides about, as XA has it, will
 * be a third case.)
 *
 * @param decider the partition that decides, 0 if it is this one
 * @param others if it is this one: the other partitions with a part, which have to hear of a commit
 */
public record Prepared(int decider, List<Integer> others) {
    public Prepared {
        others = List.copyOf(others);
    }

    /** This partition's Commit is the decision. */
    public static Prepared decidesItself(List<Integer> others) {
        return new Prepared(0, others);
    }

    /** Another partition's Commit is the decision. */
    public static Prepared decidedBy(int decider) {
        return new Prepared(decider, List.of());
    }

    public boolean isDecidedHere() {
        return decider == 0;
    }
}
