package io.corduroy.broker.state;

import io.corduroy.broker.record.BranchFields;
import io.corduroy.broker.record.Varints;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is durable of branches of global transactions that this partition keeps: which transactions are prepared under them, and
 * how the latest ended. An operator's decision is kept until it is forgotten on purpose, since the transaction manager has to
 * hear of it; its own it need hear of only if the answer was lost.
 */
public final class Branches {
    /** As many ordinary outcomes are kept, the newest. */
    static final int OUTCOMES_AT_MOST = 1_024;

    /** For look-ups, and in the order of the transactions' numbers within a branch. */
    private final Map<BranchId, List<Transaction>> prepared = new HashMap<>();

    private final Map<BranchId, Outcome> outcomes = new LinkedHashMap<>(); // oldest first
    private final Map<BranchId, Outcome> heuristic = new LinkedHashMap<>(); // oldest first

    /**
     * How one ended.
     *
     * @param number of a transaction of it, which no other branch has
     */
    public record Outcome(BranchId branch, long number, BranchState state) {}

    // Applying

    void onPrepared(BranchId branch, Transaction transaction) {
        List<Transaction> parts = prepared.computeIfAbsent(branch, name -> new ArrayList<>(1));
        parts.add(transaction);
        parts.sort(Comparator.comparingLong(Transaction::id));
    }

    /** Takes away the transactions that are prepared under a branch, in the order of their numbers. */
    List<Transaction> take(BranchId branch) {
        List<Transaction> parts = prepared.remove(branch);
        return parts == null ? List.of() : parts;
    }

    void remember(Outcome outcome) {
        if (outcome.state().isHeuristic()) {
            heuristic.put(outcome.branch(), outcome);
            return;
        }
        outcomes.remove(outcome.branch());
        outcomes.put(outcome.branch(), outcome);
        if (outcomes.size() > OUTCOMES_AT_MOST) {
            outcomes.remove(outcomes.keySet().iterator().next());
        }
    }

    void applyForgotten(ByteBuffer record) {
        heuristic.remove(BranchFields.get(record));
    }

    static Outcome outcome(ByteBuffer in) {
        BranchState state = BranchFields.state(in);
        long number = Varints.get(in);
        return new Outcome(BranchFields.get(in), number, state);
    }

    // Looking

    /** What a branch has come to. */
    public BranchState state(BranchId branch) {
        Outcome outcome = heuristic.get(branch);
        if (prepared.containsKey(branch)) {
            return BranchState.PREPARED;
        }
        outcome = outcome == null ? outcomes.get(branch) : outcome;
        return outcome == null ? BranchState.UNKNOWN : outcome.state();
    }

    /** The transactions that are prepared under a branch. */
    public List<Transaction> prepared(BranchId branch) {
        return prepared.getOrDefault(branch, List.of());
    }

    /** What an operator has decided about a branch and nobody has forgotten. */
    public @Nullable Outcome heuristic(BranchId branch) {
        return heuristic.get(branch);
    }

    /** How many operator's decisions are kept. */
    public int heuristicCount() {
        return heuristic.size();
    }

    /** Visits operators' decisions, oldest first. */
    public void forEachHeuristic(Consumer<Outcome> visitor) {
        heuristic.values().forEach(visitor);
    }

    void forEachOutcome(Consumer<Outcome> visitor) {
        outcomes.values().forEach(visitor);
        heuristic.values().forEach(visitor);
    }
}
