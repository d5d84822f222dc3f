package io.corduroy.simulation.application;

import io.corduroy.client.engine.Completion;
import io.corduroy.protocol.AdminVerb;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.frame.ServerFrame.BranchEntry;
import io.corduroy.simulation.history.BranchHistory;
import io.corduroy.simulation.history.BranchRecord;
import java.util.List;
import java.util.Map;

/** An operator who now and then decides by hand about a branch that is prepared, whatever its transaction manager is about. */
final class OperatorSession extends SimulatedSession {

    OperatorSession(SimulatedClient client, SessionPlan plan) {
        super(client, plan);
    }

    @Override
    void step() {
        if (isCalm()) {
            return;
        }
        int partition = chance.pick(client.engine.partitions());
        await();
        client.engine.recoverBranches(
                partition,
                Completion.of(
                        branches -> {
                            look(partition, branches);
                            proceed();
                        },
                        failure -> proceed()));
    }

    private void look(int partition, List<BranchEntry> branches) {
        List<BranchEntry> prepared = branches.stream()
                .filter(branch -> branch.state() == BranchState.PREPARED)
                .toList();
        if (!prepared.isEmpty() && !isCalm()) {
            decide(partition, client.ledger.branches(), chance.pick(prepared));
        }
    }

    /** Who commits a branch before all of it is prepared splits it: operators ask the application first. */
    private void decide(int partition, BranchHistory history, BranchEntry entry) {
        BranchRecord branch = history.find(entry.branch());
        boolean commit = branch.isPrepared() && chance.oneIn(2);
        history.byHand(branch, commit);
        client.ledger.totals().count("decisions by hand");
        AdminVerb verb = commit ? AdminVerb.TRANSACTION_COMMIT : AdminVerb.TRANSACTION_ROLLBACK;
        await();
        client.engine.admin(
                partition,
                verb.key(),
                Map.of("branch", entry.branch().toString()),
                Completion.of(rows -> proceed(), failure -> proceed()));
    }
}
