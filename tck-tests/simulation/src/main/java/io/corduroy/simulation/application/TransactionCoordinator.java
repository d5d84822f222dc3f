package io.corduroy.simulation.application;

import io.corduroy.client.engine.ClientEngine;
import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Failure;
import io.corduroy.client.engine.Nothing;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.LaneRange;
import io.corduroy.simulation.application.SimulatedBranch.Work;
import io.corduroy.simulation.history.BranchHistory;
import io.corduroy.simulation.history.Ledger;
import io.corduroy.simulation.history.Totals;
import io.corduroy.simulation.world.Chance;
import io.corduroy.simulation.world.World;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The transaction manager of a process: lets sessions into branches and ends these, in one phase or in two. It may die between any
 * two of its steps, and {@link BranchRecovery} of the process after it does what is left. Asks the engines as the client's
 * {@code BranchResource} does.
 */
final class TransactionCoordinator {

    private static final int OPEN_AT_MOST = 3;
    private static final int WORKS_AT_MOST = 4;
    private static final int DEATHS = 60;
    private static final int PAUSES = 12;
    private static final int ROLLBACKS = 8;
    private static final long USUAL_STEP_US = 100;
    private static final long LONGEST_PAUSE_US = 1_500_000;
    private static final long LONGEST_OPEN_US = 200_000;

    private final World world;
    private final BranchHistory history;
    private final Totals totals;
    private final Chance chance;
    private final DecisionLog log;
    private final Runnable death;
    private final List<SimulatedBranch> open = new ArrayList<>();
    private final BranchRecovery recovery;
    private boolean dead;
    private boolean calm;

    /**
     * One that has no branches yet.
     *
     * @param death lets the process die
     */
    TransactionCoordinator(World world, Ledger ledger, Chance chance, DecisionLog log, Runnable death) {
        this.world = world;
        this.history = ledger.branches();
        this.totals = ledger.totals();
        this.chance = chance;
        this.log = log;
        this.death = death;
        recovery = new BranchRecovery(world, ledger, log);
    }

    /** Looks from now on, over this connection, for what was left. */
    void recoverOver(SimulatedClient client) {
        recovery.start(client);
    }

    void die() {
        dead = true;
        recovery.stop();
    }

    void calmDown() {
        calm = true;
    }

    boolean isIdle() {
        return dead || (open.isEmpty() && recovery.isIdle());
    }

    // Sessions come and go

    /** A session enters a branch: a new one, or one that others are in, or were. */
    SimulatedBranch enter() {
        List<SimulatedBranch> joinable = open.stream()
                .filter(branch -> !branch.ending && branch.works.size() + branch.inside < WORKS_AT_MOST)
                .toList();
        boolean joins = !joinable.isEmpty() && (open.size() >= OPEN_AT_MOST || chance.oneIn(3));
        SimulatedBranch entered = joins ? chance.pick(joinable) : begin();
        entered.inside++;
        return entered;
    }

    private SimulatedBranch begin() {
        SimulatedBranch begun = new SimulatedBranch(history.begin(log.nextId()));
        open.add(begun);
        recovery.leaveAlone(begun.record.id());
        return begun;
    }

    /** A session has left a branch; if nobody comes back, it is ended. */
    void left(SimulatedBranch branch) {
        branch.inside--;
        long after = calm || !chance.oneIn(4) ? USUAL_STEP_US : chance.between(1_000L, LONGEST_OPEN_US);
        world.after(after, () -> {
            if (!dead && branch.inside == 0 && !branch.ending) {
                branch.ending = true;
                end(branch);
            }
        });
    }

    // Ending

    /** The next step, after a while; or never. */
    private void step(Runnable next) {
        if (!calm && chance.oneIn(DEATHS)) {
            totals.count("transaction managers killed between two steps");
            dead = true;
            world.after(0, death);
            return;
        }
        boolean pauses = !calm && chance.oneIn(PAUSES);
        world.after(pauses ? chance.between(1_000L, LONGEST_PAUSE_US) : chance.delayUs(USUAL_STEP_US), () -> {
            if (!dead) {
                next.run();
            }
        });
    }

    private interface Question<T> {
        void ask(ClientEngine engine, Completion<T> completion);
    }

    private static <T> void ask(
            SimulatedClient client, Question<T> question, Consumer<T> done, Consumer<Failure> failed) {
        client.call(() -> question.ask(client.engine, Completion.of(done, failed)));
    }

    private void end(SimulatedBranch branch) {
        List<Work> working = new ArrayList<>();
        int[] parts = new int[1];
        for (Work work : branch.works) {
            TransactionCoordinator.<List<Integer>>ask(
                    work.session().client,
                    (engine, completion) ->
                            engine.branchPartitions(work.session().id(), work.number(), completion),
                    partitions -> {
                        branch.partitions.addAll(partitions);
                        parts[0] += partitions.size();
                        if (!partitions.isEmpty()) {
                            working.add(work);
                        }
                    },
                    failure -> branch.rollbackOnly = true);
        }
        if (branch.rollbackOnly || (!calm && chance.oneIn(ROLLBACKS))) {
            step(() -> undo(branch));
        } else if (working.isEmpty()) {
            undo(branch);
        } else if (parts[0] == 1 && chance.oneIn(2)) {
            step(() -> commitAtOnce(branch, working.get(0)));
        } else {
            if (working.size() > 1) {
                totals.count("branches with work of several sessions");
            }
            if (branch.partitions.size() > 1) {
                totals.count("branches over several partitions");
            }
            boolean onePhase = chance.oneIn(6);
            step(() -> prepare(branch, working.iterator(), onePhase));
        }
    }

    /** Nothing of it was ever to be prepared. */
    private void undo(SimulatedBranch branch) {
        history.undone(branch.record);
        totals.count("branches undone");
        finishRolledBack(branch);
    }

    private void commitAtOnce(SimulatedBranch branch, Work work) {
        history.askedToCommit(branch.record);
        TransactionCoordinator.<Nothing>ask(
                work.session().client,
                (engine, completion) -> engine.prepareBranch(
                        work.session().id(), work.number(), branch.record.id(), branch.keeper(), true, completion),
                done -> {
                    totals.count("branches committed in one phase");
                    history.ended(branch.record, BranchState.COMMITTED, true);
                    finishCommitted(branch);
                },
                failure -> {
                    if (failure.kind() == Failure.Kind.REFUSED) {
                        totals.count("branches refused in one phase");
                        history.undone(branch.record);
                        finishRolledBack(branch);
                    } else {
                        history.outcomeUnknown(branch.record);
                        leaveToRecovery(branch);
                    }
                });
    }

    /** One work after the other; then the decision. */
    private void prepare(SimulatedBranch branch, Iterator<Work> left, boolean onePhase) {
        if (!left.hasNext()) {
            onPrepared(branch, onePhase);
            return;
        }
        Work work = left.next();
        TransactionCoordinator.<Nothing>ask(
                work.session().client,
                (engine, completion) -> engine.prepareBranch(
                        work.session().id(), work.number(), branch.record.id(), branch.keeper(), false, completion),
                done -> {
                    step(() -> prepare(branch, left, onePhase));
                },
                failure -> {
                    totals.count("branches not prepared");
                    if (failure.kind() == Failure.Kind.REFUSED) {
                        step(() -> decide(branch, false));
                    } else {
                        leaveToRecovery(branch);
                    }
                });
    }

    /** Nothing is visible before the decision, which is written down, unless this is the only resource that takes part. */
    private void onPrepared(SimulatedBranch branch, boolean onePhase) {
        totals.count("branches prepared");
        history.prepared(branch.record);
        if (!calm && chance.oneIn(ROLLBACKS)) {
            step(() -> decide(branch, false)); // another resource did not prepare
            return;
        }
        if (onePhase) {
            history.askedToCommit(branch.record);
        } else {
            history.decidedToCommit(branch.record);
            log.write(branch.record);
        }
        step(() -> decide(branch, true));
    }

    private void decide(SimulatedBranch branch, boolean commit) {
        TransactionCoordinator.<BranchState>ask(
                branch.works.get(0).session().client,
                (engine, completion) -> engine.decideBranch(branch.keeper(), branch.record.id(), commit, completion),
                state -> step(() -> onDecided(branch, state)),
                failure -> leaveToRecovery(branch));
    }

    private void onDecided(SimulatedBranch branch, BranchState state) {
        totals.count("branches " + state);
        if (state.isHeuristic()) {
            history.ended(branch.record, state, false);
            recovery.takeOver(branch.record.id()); // which lets it be forgotten
        } else if (!state.isCommitted()) {
            history.ended(branch.record, state, true);
            log.remove(branch.record);
        }
        if (state.isCommitted()) {
            finishCommitted(branch);
        } else {
            finishRolledBack(branch);
        }
    }

    /** The works hear of it one by one; when all have, it is committed everywhere. */
    private void finishCommitted(SimulatedBranch branch) {
        Iterator<Work> works = branch.works.iterator();
        finishCommitted(branch, works);
    }

    private void finishCommitted(SimulatedBranch branch, Iterator<Work> left) {
        if (left.hasNext()) {
            Work work = left.next();
            Runnable next = () -> step(() -> finishCommitted(branch, left));
            TransactionCoordinator.<Nothing>ask(
                    work.session().client,
                    (engine, completion) ->
                            engine.finishCommitted(work.session().id(), work.number(), branch.keeper(), completion),
                    done -> next.run(),
                    failure -> next.run());
            return;
        }
        if (!branch.record.isEnded()) {
            totals.count("branches committed in two phases");
            history.ended(branch.record, BranchState.COMMITTED, true);
        }
        log.remove(branch.record);
        open.remove(branch);
    }

    /** Undoes what is not prepared, and lets what was received come again, if the broker does not do that by itself. */
    private void finishRolledBack(SimulatedBranch branch) {
        open.remove(branch);
        for (Work work : branch.works) {
            BranchSession session = work.session();
            TransactionCoordinator.<Map<Integer, List<LaneRange>>>ask(
                    session.client,
                    (engine, completion) -> engine.finishRolledBack(
                            session.id(), work.number(), BranchSession.byConsumer(work.seen()), completion),
                    held -> session.release(work.seen().stream()
                            .filter(each -> held.containsKey(each.consumerId))
                            .toList()),
                    failure -> {});
        }
    }

    /** What becomes of it is not known here: what is not prepared is undone, what is asks the keeper, which hears from recovery. */
    private void leaveToRecovery(SimulatedBranch branch) {
        totals.count("branches left to recovery");
        finishRolledBack(branch);
        recovery.takeOver(branch.record.id());
    }
}
