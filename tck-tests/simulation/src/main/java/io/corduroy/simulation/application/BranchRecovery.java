package io.corduroy.simulation.application;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Failure;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.frame.ServerFrame.BranchEntry;
import io.corduroy.simulation.history.BranchHistory;
import io.corduroy.simulation.history.BranchRecord;
import io.corduroy.simulation.history.Ledger;
import io.corduroy.simulation.history.Totals;
import io.corduroy.simulation.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through what the broker lists, again and again: commits what is written down, rolls back what is not, and lets operators'
 * decisions be forgotten. What is written down and not listed is asked for, since the answer to its commit may have been lost.
 */
final class BranchRecovery {

    private static final long EVERY_US = 1_000_000;

    private final World world;
    private final BranchHistory history;
    private final Totals totals;
    private final DecisionLog log;
    /** Branches of this process, which it ends by itself; for look-ups only. */
    private final Set<BranchId> ownAffairs = new HashSet<>();

    /** What is still to be done in this pass. */
    private final ArrayDeque<Runnable> steps = new ArrayDeque<>();

    private @Nullable SimulatedClient client;
    private boolean stopped;
    private boolean foundNothing;

    BranchRecovery(World world, Ledger ledger, DecisionLog log) {
        this.world = world;
        this.history = ledger.branches();
        this.totals = ledger.totals();
        this.log = log;
    }

    void start(SimulatedClient over) {
        client = over;
        pass();
    }

    void stop() {
        stopped = true;
    }

    void leaveAlone(BranchId branch) {
        ownAffairs.add(branch);
    }

    void takeOver(BranchId branch) {
        ownAffairs.remove(branch);
        foundNothing = false;
    }

    /** Whether the last pass has found nothing, and nothing is left. */
    boolean isIdle() {
        return foundNothing && log.toCommit().isEmpty();
    }

    private SimulatedClient client() {
        SimulatedClient open = client;
        if (open == null) {
            throw new IllegalStateException("recovery has not started");
        }
        return open;
    }

    private void pass() {
        if (stopped || client().isGone()) {
            return;
        }
        if (!client().isOpen()) {
            world.after(EVERY_US, this::pass);
            return;
        }
        List<BranchRecord> written =
                log.toCommit().stream().filter(branch -> isLeft(branch.id())).toList();
        Set<BranchId> listed = new HashSet<>();
        boolean[] foundAny = new boolean[1];
        client().engine
                .partitions()
                .forEach(partition -> steps.add(() -> {
                    this.<List<BranchEntry>>ask(
                            completion -> client().engine.recoverBranches(partition, completion), entries -> {
                                for (BranchEntry entry : entries) {
                                    if (log.isOwn(entry.branch()) && isLeft(entry.branch())) {
                                        foundAny[0] = true;
                                        listed.add(entry.branch());
                                        resolve(partition, entry);
                                    }
                                }
                            });
                }));
        steps.add(() -> {
            written.stream().filter(branch -> !listed.contains(branch.id())).forEach(this::askWhetherCommitted);
            next();
        });
        steps.add(() -> {
            foundNothing = !foundAny[0];
            world.after(EVERY_US, this::pass);
        });
        next();
    }

    private boolean isLeft(BranchId branch) {
        return !ownAffairs.contains(branch);
    }

    private void next() {
        Runnable step = steps.poll();
        if (step != null && !stopped) {
            step.run();
        }
    }

    private <T> void ask(Consumer<Completion<T>> question, Consumer<T> done) {
        client().call(() -> question.accept(Completion.of(
                answer -> {
                    if (!stopped) {
                        done.accept(answer);
                        next();
                    }
                },
                this::onFailed)));
    }

    private void onFailed(Failure failure) {
        world.note("recovery failed", failure, 0);
        steps.clear();
        world.after(EVERY_US, this::pass);
    }

    private void resolve(int partition, BranchEntry entry) {
        BranchRecord branch = history.find(entry.branch());
        if (entry.state().isHeuristic()) {
            forget(partition, branch, entry.state());
            return;
        }
        boolean commit = log.isToCommit(entry.branch());
        steps.addFirst(() -> this.<BranchState>ask(
                completion -> client().engine.decideBranch(partition, entry.branch(), commit, completion), state -> {
                    totals.count("branches recovered " + state);
                    if (state.isHeuristic()) {
                        forget(partition, branch, state);
                    } else {
                        history.ended(branch, state, false);
                        log.remove(branch);
                    }
                }));
    }

    private void forget(int partition, BranchRecord branch, BranchState state) {
        history.ended(branch, state, false);
        log.remove(branch);
        steps.addFirst(() -> this.<BranchState>ask(
                completion -> client().engine.forgetBranch(partition, branch.id(), completion),
                was -> totals.count("branches forgotten " + was)));
    }

    /** The first decision stands, and is remembered: whoever asks again hears that it was committed. */
    private void askWhetherCommitted(BranchRecord branch) {
        List<BranchState> states = new ArrayList<>();
        steps.addFirst(() -> {
            totals.count("commits asked for again");
            history.ended(branch, states.isEmpty() ? BranchState.UNKNOWN : states.get(0), false);
            log.remove(branch);
            next();
        });
        for (int partition : client().engine.partitions()) {
            steps.addFirst(() -> this.<BranchState>ask(
                    completion -> client().engine.decideBranch(partition, branch.id(), true, completion), state -> {
                        if (state != BranchState.UNKNOWN) {
                            states.add(state);
                        }
                        if (state.isHeuristic()) {
                            forget(partition, branch, state);
                        }
                    }));
        }
    }
}
