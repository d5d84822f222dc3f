package io.corduroy.client.engine;

import io.corduroy.client.engine.Request.Repetition;
import io.corduroy.client.engine.TransactionState.Part;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Ends transactions. On one partition a commit is one request; on several, all prepare in parallel, the first one's commit is
 * the decision, then the others commit.
 */
final class Commits {

    private final Wire wire;
    private final Registry registry;
    private final Acknowledgments acknowledgments;

    Commits(Wire wire, Registry registry, Acknowledgments acknowledgments) {
        this.wire = wire;
        this.registry = registry;
        this.acknowledgments = acknowledgments;
    }

    void commit(int sessionId, Completion<Nothing> completion) {
        acknowledgments.sendOf(sessionId);
        SessionState session = registry.session(sessionId);
        Optional<TransactionState> tx = session.endTransaction();
        if (tx.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
        } else {
            commit(session, tx.get(), completion);
        }
    }

    void rollback(int sessionId, Completion<Nothing> completion) {
        acknowledgments.sendOf(sessionId);
        SessionState session = registry.session(sessionId);
        Optional<TransactionState> tx = session.endTransaction();
        if (tx.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
        } else {
            rollback(session, tx.get(), completion);
        }
    }

    private void commit(SessionState session, TransactionState tx, Completion<Nothing> completion) {
        if (tx.doom().isPresent()) {
            Failure why = tx.doom().get();
            rollback(session, tx, Completion.of(done -> completion.onFailed(rolledBack(why)), completion::onFailed));
            return;
        }
        List<Part> parts = tx.parts();
        if (parts.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
            return;
        }
        tx.onCommitting();
        Part first = parts.get(0);
        if (parts.size() == 1) {
            afterSends(
                    session,
                    first,
                    () -> decide(
                            session,
                            tx,
                            first,
                            Completion.of(
                                    done -> onCommitted(tx, completion),
                                    failure -> onFailed(session, tx, failure, completion))),
                    failure -> onFailed(session, tx, failure, completion));
        } else {
            prepare(session, tx, parts, completion);
        }
    }

    private void prepare(SessionState session, TransactionState tx, List<Part> parts, Completion<Nothing> completion) {
        Part first = parts.get(0);
        List<Integer> participants = parts.stream().map(part -> part.partition).toList();
        Countdown countdown = new Countdown(
                parts.size(),
                Completion.of(
                        done -> decide(
                                session,
                                tx,
                                first,
                                Completion.of(
                                        decided -> commitOthers(session, tx, parts, completion),
                                        failure -> onFailed(session, tx, failure, completion))),
                        failure -> onFailed(session, tx, failure, completion)));
        for (Part part : parts) {
            afterSends(
                    session,
                    part,
                    () -> wire.submit(request(
                            Repetition.OF_TRANSACTION,
                            part.partition,
                            id -> new ClientFrame.Prepare(
                                    part.partition,
                                    id,
                                    session.id,
                                    tx.number,
                                    part.sends,
                                    part.acknowledgments,
                                    first.partition,
                                    participants),
                            countdown)),
                    countdown::onFailed);
        }
    }

    private void commitOthers(
            SessionState session, TransactionState tx, List<Part> parts, Completion<Nothing> completion) {
        Countdown countdown =
                new Countdown(parts.size() - 1, Completion.of(done -> onCommitted(tx, completion), failure -> {
                    // The decision is durable: whatever this part says, it will learn of it from the decider.
                    onCommitted(tx, completion);
                }));
        for (Part part : parts.subList(1, parts.size())) {
            wire.submit(request(
                    Repetition.REPEATED_UNLESS_FORGOTTEN,
                    part.partition,
                    id -> commitFrame(session, tx, part, id),
                    countdown));
        }
    }

    private void rollback(SessionState session, TransactionState tx, Completion<Nothing> completion) {
        tx.onRolledBack();
        List<Part> parts = tx.parts();
        if (parts.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
            return;
        }
        Countdown countdown = new Countdown(parts.size(), completion);
        for (Part part : parts) {
            session.producer(part.partition).pump(wire.uplink, wire.isLive(part.partition));
            wire.submit(request(
                    Repetition.REPEATED_UNLESS_FORGOTTEN,
                    part.partition,
                    id -> new ClientFrame.Rollback(part.partition, id, session.id, tx.number),
                    countdown));
        }
    }

    private void decide(SessionState session, TransactionState tx, Part part, Completion<Nothing> completion) {
        wire.submit(request(Repetition.DECISION, part.partition, id -> commitFrame(session, tx, part, id), completion));
    }

    private static ClientFrame.Commit commitFrame(SessionState session, TransactionState tx, Part part, long id) {
        return new ClientFrame.Commit(part.partition, id, session.id, tx.number, part.sends, part.acknowledgments);
    }

    private void afterSends(SessionState session, Part part, Runnable action, Consumer<Failure> failed) {
        session.producer(part.partition).whenAllSent(action, failed);
    }

    private static void onCommitted(TransactionState tx, Completion<Nothing> completion) {
        tx.onCommitted();
        completion.onDone(Nothing.NOTHING);
    }

    private void onFailed(SessionState session, TransactionState tx, Failure failure, Completion<Nothing> completion) {
        if (failure.kind() == Failure.Kind.REFUSED) {
            rollback(
                    session,
                    tx,
                    Completion.of(
                            done -> completion.onFailed(rolledBack(tx.doom().orElse(failure))),
                            ignored -> completion.onFailed(rolledBack(failure))));
        } else {
            tx.onDoomed(failure);
            if (failure.kind() == Failure.Kind.OUTCOME_UNKNOWN) {
                leaveToDecider(session, tx);
            }
            completion.onFailed(failure);
        }
    }

    /** Nobody brings the decision any more: a prepared part that hears of a rollback asks who decides about it. */
    private void leaveToDecider(SessionState session, TransactionState tx) {
        tx.parts().stream()
                .skip(1)
                .forEach(part -> wire.submit(request(
                        Repetition.REPEATED_UNLESS_FORGOTTEN,
                        part.partition,
                        id -> new ClientFrame.Rollback(part.partition, id, session.id, tx.number),
                        Completion.ignored())));
    }

    private static Failure rolledBack(Failure why) {
        return why.kind() == Failure.Kind.REFUSED
                ? Failure.refused(ErrorCode.TRANSACTION_ROLLED_BACK, "the transaction was rolled back: " + why.text())
                : why;
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
