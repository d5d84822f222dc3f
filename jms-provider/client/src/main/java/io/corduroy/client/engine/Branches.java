package io.corduroy.client.engine;

import io.corduroy.client.engine.Request.Repetition;
import io.corduroy.client.engine.TransactionState.Part;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.frame.ServerFrame.BranchEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Work of sessions in branches of global transactions (X/Open XA). A session enters a branch and leaves it; what it did meanwhile
 * is a transaction of its own, which waits under a number until it is prepared under the branch's name and decided. One partition
 * keeps the branch; the others with work of it hear from there what was decided.
 */
final class Branches {

    private final Wire wire;
    private final Registry registry;
    private final Openings openings;
    private final Acknowledgments acknowledgments;

    Branches(Wire wire, Registry registry, Openings openings, Acknowledgments acknowledgments) {
        this.wire = wire;
        this.registry = registry;
        this.openings = openings;
        this.acknowledgments = acknowledgments;
    }

    // Working

    void enter(int sessionId) {
        acknowledgments.sendOf(sessionId);
        registry.session(sessionId).enterBranch();
    }

    void leave(int sessionId, int work, Map<Integer, List<LaneRange>> seen) {
        seen.forEach((consumerId, ranges) ->
                acknowledgments.acknowledgeThrough(sessionId, consumerId, true, ranges, Completion.ignored()));
        acknowledgments.sendOf(sessionId);
        registry.session(sessionId).leaveBranch(work);
    }

    List<Integer> partitions(int sessionId, int work) {
        return registry.session(sessionId).branchWork(work).map(TransactionState::parts).orElse(List.of()).stream()
                .map(part -> part.partition)
                .toList();
    }

    // Ending

    void prepare(
            int sessionId, int work, BranchId branch, int keeper, boolean onePhase, Completion<Nothing> completion) {
        SessionState session = registry.session(sessionId);
        Optional<TransactionState> found = session.branchWork(work);
        if (found.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
            return;
        }
        TransactionState tx = found.get();
        if (tx.doom().isPresent()) {
            completion.onFailed(tx.doom().get());
            return;
        }
        List<Part> parts = new ArrayList<>(tx.parts());
        if (!tx.hasPart(keeper)) {
            parts.add(new Part(keeper)); // nothing of it is there but the decision
        }
        List<Integer> participants = List.copyOf(
                new TreeSet<>(parts.stream().map(part -> part.partition).toList()));
        Countdown countdown = Countdown.ofAllAnswers( // only then is it known what the session has no more
                parts.size(),
                Completion.of(
                        done -> {
                            tx.onPrepared();
                            completion.onDone(Nothing.NOTHING);
                        },
                        failure -> completion.onFailed(reason(tx, failure))));
        for (Part part : parts) {
            LongFunction<ClientFrame.Command> frame = part.partition == keeper
                    ? id -> new ClientFrame.PrepareBranch(
                            keeper,
                            id,
                            sessionId,
                            tx.number,
                            part.sends,
                            part.acknowledgments,
                            onePhase,
                            branch,
                            participants)
                    : id -> new ClientFrame.Prepare(
                            part.partition,
                            id,
                            sessionId,
                            tx.number,
                            part.sends,
                            part.acknowledgments,
                            keeper,
                            participants);
            Repetition repetition = onePhase ? Repetition.DECISION : Repetition.OF_TRANSACTION;
            part.givenUp = true; // unless it is refused
            Completion<Nothing> answer = Completion.of(countdown::onDone, failure -> {
                part.givenUp = failure.kind() != Failure.Kind.REFUSED;
                countdown.onFailed(failure);
            });
            Runnable send = () -> openings.submit(request(repetition, part.partition, frame, answer));
            if (tx.hasPart(part.partition)) {
                session.producer(part.partition).whenAllSent(send, answer::onFailed);
            } else {
                send.run();
            }
        }
    }

    /** Who is refused hears what was lost before; whether a commit in one phase was done is not known from that. */
    private static Failure reason(TransactionState tx, Failure failure) {
        return failure.kind() == Failure.Kind.REFUSED ? tx.doom().orElse(failure) : failure;
    }

    /** The branch is committed where it is kept: the other partitions with work of it hear so, if they have not yet. */
    void finishCommitted(int sessionId, int work, int keeper, Completion<Nothing> completion) {
        TransactionState tx = take(sessionId, work);
        List<Part> others = tx == null
                ? List.of()
                : tx.parts().stream().filter(part -> part.partition != keeper).toList();
        if (tx == null || others.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
            return;
        }
        Countdown countdown = new Countdown(others.size(), completion);
        // The decision is durable: whatever one of them says, it will learn of it from who keeps the branch.
        Completion<Nothing> told = Completion.of(countdown::onDone, failure -> countdown.onDone(Nothing.NOTHING));
        for (Part part : others) {
            LongFunction<ClientFrame.Command> frame = id ->
                    new ClientFrame.Commit(part.partition, id, sessionId, tx.number, part.sends, part.acknowledgments);
            openings.submit(request(Repetition.REPEATED_UNLESS_FORGOTTEN, part.partition, frame, told));
        }
    }

    /**
     * Undoes what is not prepared; what is prepared asks who keeps the branch.
     *
     * @param seen what was received in it, by consumer
     * @param completion told what of that the session still holds
     */
    void finishRolledBack(
            int sessionId,
            int work,
            Map<Integer, List<LaneRange>> seen,
            Completion<Map<Integer, List<LaneRange>>> completion) {
        TransactionState tx = take(sessionId, work);
        if (tx == null || tx.parts().isEmpty()) {
            completion.onDone(Map.of());
            return;
        }
        tx.onRolledBack();
        Map<Integer, List<LaneRange>> held = heldOf(tx, seen);
        Countdown countdown =
                new Countdown(tx.parts().size(), Completion.of(done -> completion.onDone(held), completion::onFailed));
        for (Part part : tx.parts()) {
            registry.session(sessionId).producer(part.partition).pump(wire.uplink, wire.isLive(part.partition));
            LongFunction<ClientFrame.Command> frame =
                    id -> new ClientFrame.Rollback(part.partition, id, sessionId, tx.number);
            openings.submit(request(Repetition.REPEATED_UNLESS_FORGOTTEN, part.partition, frame, countdown));
        }
    }

    private Map<Integer, List<LaneRange>> heldOf(TransactionState tx, Map<Integer, List<LaneRange>> seen) {
        Set<Integer> givenUp = new HashSet<>();
        tx.parts().stream().filter(part -> part.givenUp).forEach(part -> givenUp.add(part.partition));
        Map<Integer, List<LaneRange>> held = new LinkedHashMap<>(seen);
        held.keySet()
                .removeIf(id -> registry.consumer(id)
                        .filter(consumer -> !givenUp.contains(consumer.partition()))
                        .isEmpty());
        return held;
    }

    private @Nullable TransactionState take(int sessionId, int work) {
        Optional<SessionState> session = registry.findSession(sessionId);
        Optional<TransactionState> found = session.flatMap(each -> each.branchWork(work));
        session.ifPresent(each -> each.forgetBranchWork(work));
        return found.orElse(null);
    }

    // For transaction managers

    void decide(int partition, BranchId branch, boolean commit, Completion<BranchState> completion) {
        ask(partition, id -> new ClientFrame.DecideBranch(partition, id, branch, commit), completion);
    }

    void forget(int partition, BranchId branch, Completion<BranchState> completion) {
        ask(partition, id -> new ClientFrame.ForgetBranch(partition, id, branch), completion);
    }

    private void ask(int partition, LongFunction<ClientFrame.Command> frame, Completion<BranchState> completion) {
        openings.submit(new Request(
                partition,
                Repetition.REPEATED,
                frame,
                answer -> {
                    if (answer instanceof ServerFrame.BranchDecided decided) {
                        completion.onDone(decided.state());
                    } else {
                        completion.onFailed(Wire.unexpected(answer));
                    }
                },
                completion::onFailed));
    }

    void recover(int partition, Completion<List<BranchEntry>> completion) {
        recover(partition, 0, new ArrayList<>(), completion);
    }

    private void recover(
            int partition, long after, List<BranchEntry> gathered, Completion<List<BranchEntry>> completion) {
        openings.submit(new Request(
                partition,
                Repetition.REPEATED,
                id -> new ClientFrame.RecoverBranches(partition, id, after),
                answer -> {
                    if (!(answer instanceof ServerFrame.Branches page)) {
                        completion.onFailed(Wire.unexpected(answer));
                        return;
                    }
                    gathered.addAll(page.branches());
                    if (page.next() == 0) {
                        completion.onDone(gathered);
                    } else {
                        recover(partition, page.next(), gathered, completion);
                    }
                },
                completion::onFailed));
    }

    private static Request request(
            Repetition repetition,
            int partition,
            LongFunction<ClientFrame.Command> frame,
            Completion<Nothing> completion) {
        return new Request(
                partition, repetition, frame, answer -> completion.onDone(Nothing.NOTHING), completion::onFailed);
    }
}
