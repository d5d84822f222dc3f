package io.corduroy.simulation.application;

import io.corduroy.simulation.history.BranchRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A branch that sessions of a process work in, or have worked in. */
final class SimulatedBranch {

    /** What a session has done between entering and leaving it. */
    record Work(BranchSession session, int number, List<HeldDelivery> seen) {}

    final BranchRecord record;
    final List<Work> works = new ArrayList<>();

    final TreeSet<Integer> partitions = new TreeSet<>();

    /** How many sessions are in it now. */
    int inside;

    /** Nobody enters it any more. */
    boolean ending;

    /** Somebody in it has failed. */
    boolean rollbackOnly;

    SimulatedBranch(BranchRecord record) {
        this.record = record;
    }

    int keeper() {
        return partitions.first();
    }
}
