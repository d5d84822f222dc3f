package io.corduroy.simulation.application;

import io.corduroy.protocol.BranchId;
import io.corduroy.simulation.history.BranchRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a transaction manager has written down: it survives the process. */
final class DecisionLog {

    private static final int FORMAT = 1;

    private final String name;
    private final Map<BranchId, BranchRecord> toCommit = new LinkedHashMap<>();
    private int lastBranch;

    /**
     * An empty one.
     *
     * @param name of the transaction manager, which no other in the run has
     */
    DecisionLog(String name) {
        this.name = name;
    }

    /** A name for a branch that was not used before. */
    BranchId nextId() {
        return new BranchId(FORMAT, bytes(name), bytes(String.valueOf(++lastBranch)));
    }

    /** Whether a branch is of this transaction manager, in this life or one before. */
    boolean isOwn(BranchId id) {
        return new String(id.globalTransaction(), StandardCharsets.UTF_8).equals(name);
    }

    void write(BranchRecord branch) {
        toCommit.put(branch.id(), branch);
    }

    /** It is committed, and nobody will ask for the decision again. */
    void remove(BranchRecord branch) {
        toCommit.remove(branch.id());
    }

    boolean isToCommit(BranchId id) {
        return toCommit.containsKey(id);
    }

    List<BranchRecord> toCommit() {
        return new ArrayList<>(toCommit.values());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
