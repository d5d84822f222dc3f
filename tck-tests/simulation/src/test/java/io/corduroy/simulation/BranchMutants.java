package io.corduroy.simulation;

import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.frame.ClientFrame.Command;
import io.corduroy.protocol.frame.ClientFrame.DecideBranch;
import io.corduroy.protocol.frame.ClientFrame.PrepareBranch;
import io.corduroy.protocol.frame.ClientFrame.RecoverBranches;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.frame.ServerFrame.BranchDecided;
import io.corduroy.simulation.node.Mutant;
import java.util.List;
import java.util.function.Consumer;

/** Partitions that do with branches of global transactions something else than they are told, or say so. */
final class BranchMutants {

    private BranchMutants() {}

    private interface Hearing {
        void onCommand(Command command, Consumer<Command> partition, Consumer<ServerFrame> client);
    }

    private static Mutant hearing(Hearing hearing) {
        return new Mutant() {
            @Override
            public void onCommand(Command command, Consumer<Command> partition, Consumer<ServerFrame> client) {
                hearing.onCommand(command, partition, client);
            }
        };
    }

    /** The transaction manager takes it for done. */
    static Mutant commitsNothing() {
        return hearing((command, partition, client) -> {
            if (command instanceof DecideBranch d && d.commit()) {
                client.accept(new BranchDecided(d.partition(), d.requestId(), BranchState.COMMITTED));
            } else {
                partition.accept(command);
            }
        });
    }

    static Mutant preparesNothing() {
        return hearing((command, partition, client) -> {
            if (command instanceof PrepareBranch p && !p.onePhase()) {
                client.accept(new ServerFrame.Done(p.partition(), p.requestId()));
            } else {
                partition.accept(command);
            }
        });
    }

    /** What is committed in one phase is only prepared. */
    static Mutant onlyPrepares() {
        return hearing((command, partition, client) ->
                partition.accept(command instanceof PrepareBranch p ? prepare(p, false) : command));
    }

    /** What is to be prepared is committed, where that can be. */
    static Mutant commitsWhatIsToBePrepared() {
        return hearing((command, partition, client) -> {
            boolean alone =
                    command instanceof PrepareBranch p && p.participants().size() == 1;
            partition.accept(alone && command instanceof PrepareBranch p ? prepare(p, true) : command);
        });
    }

    private static PrepareBranch prepare(PrepareBranch p, boolean onePhase) {
        return new PrepareBranch(
                p.partition(),
                p.requestId(),
                p.sessionId(),
                p.transaction(),
                p.sends(),
                p.acknowledgments(),
                onePhase,
                p.branch(),
                p.participants());
    }

    static Mutant rollsBackWhatIsToBeCommitted() {
        return hearing((command, partition, client) -> partition.accept(
                command instanceof DecideBranch d
                        ? new DecideBranch(d.partition(), d.requestId(), d.branch(), false)
                        : command));
    }

    static Mutant commitsWhatIsToBeRolledBack() {
        return hearing((command, partition, client) -> partition.accept(
                command instanceof DecideBranch d
                        ? new DecideBranch(d.partition(), d.requestId(), d.branch(), true)
                        : command));
    }

    static Mutant listsNothing() {
        return hearing((command, partition, client) -> {
            if (command instanceof RecoverBranches r) {
                client.accept(new ServerFrame.Branches(r.partition(), r.requestId(), 0, List.of()));
            } else {
                partition.accept(command);
            }
        });
    }
}
