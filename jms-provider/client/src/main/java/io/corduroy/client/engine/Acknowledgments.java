package io.corduroy.client.engine;

import io.corduroy.client.engine.Request.Repetition;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers the acknowledgments of a turn by consumer, and sends them before whatever has to find them done. */
final class Acknowledgments {

    private final Registry registry;
    private final Openings openings;
    private final Credits credits;
    private final List<Gathered> gathered = new ArrayList<>();

    /** Mostly the session is the consumer's own; an application server's sessions acknowledge what another one consumed. */
    private record Gathered(int sessionId, ConsumerState consumer) {}

    Acknowledgments(Registry registry, Openings openings, Credits credits) {
        this.registry = registry;
        this.openings = openings;
        this.credits = credits;
    }

    void acknowledge(int consumerId, boolean transacted, List<LaneRange> ranges, Completion<Nothing> completion) {
        registry.consumer(consumerId)
                .ifPresentOrElse(
                        consumer -> acknowledge(consumer.spec.sessionId(), consumer, transacted, ranges, completion),
                        () -> completion.onFailed(unknown()));
    }

    void acknowledgeThrough(
            int sessionId, int consumerId, boolean transacted, List<LaneRange> ranges, Completion<Nothing> completion) {
        registry.consumer(consumerId)
                .ifPresentOrElse(
                        consumer -> acknowledge(sessionId, consumer, transacted, ranges, completion),
                        () -> completion.onFailed(unknown()));
    }

    private static Failure unknown() {
        return Failure.refused(ErrorCode.DELIVERY_UNKNOWN, "the consumer is gone, and with it what it had delivered");
    }

    private void acknowledge(
            int sessionId,
            ConsumerState consumer,
            boolean transacted,
            List<LaneRange> ranges,
            Completion<Nothing> completion) {
        if (!consumer.hasPendingAcknowledgments(sessionId)) {
            gathered.add(new Gathered(sessionId, consumer));
        }
        consumer.addAcknowledgment(sessionId, transacted, ranges, completion);
    }

    /** Sends what was gathered. */
    void sendAll() {
        if (!gathered.isEmpty()) {
            List<Gathered> dirty = List.copyOf(gathered);
            gathered.clear();
            dirty.forEach(this::send);
        }
    }

    /** Sends what was gathered of a session, or of its consumers: what it asks next has to come behind. */
    void sendOf(int sessionId) {
        if (!gathered.isEmpty()) {
            List<Gathered> dirty = new ArrayList<>();
            gathered.removeIf(each -> isOf(sessionId, each) && dirty.add(each));
            dirty.forEach(this::send);
        }
    }

    private static boolean isOf(int sessionId, Gathered each) {
        return each.sessionId() == sessionId || each.consumer().spec.sessionId() == sessionId;
    }

    private void send(Gathered each) {
        ConsumerState consumer = each.consumer();
        PendingAcknowledgment pending = consumer.takePendingAcknowledgments(each.sessionId());
        List<LaneRange> ranges = pending.ranges.toList();
        List<Completion<Nothing>> completions = pending.completions;
        if (ranges.isEmpty()) {
            completions.forEach(completion -> completion.onDone(Nothing.NOTHING));
            return;
        }
        Optional<SessionState> found = registry.findSession(each.sessionId());
        if (found.isEmpty()) {
            completions.forEach(completion -> completion.onFailed(Failure.sessionClosed()));
            return;
        }
        SessionState session = found.get();
        long count = ranges.stream().mapToLong(LaneRange::count).sum();
        Optional<TransactionState> tx = Optional.empty();
        if (pending.transacted) {
            tx = Optional.of(session.transaction());
            tx.get().part(consumer.partition()).acknowledgments += count;
            tx.get().onAcknowledged(consumer, ranges);
        }
        long number = tx.map(open -> open.number).orElse(0L);
        boolean outright = tx.isEmpty();
        session.onAcknowledgmentSent();
        consumer.onAcknowledgmentSent(count);
        boolean patient = outright && pending.isPatient() && !consumer.needsConfirmations();
        int[] sent = {0};
        Runnable answered = () -> {
            consumer.onAcknowledgmentAnswered(count);
            if (outright) {
                consumer.onAcknowledgmentDone(ranges);
                registry.removeIfDone(consumer);
            }
            credits.grant(consumer, false);
        };
        openings.submit(
                consumer.partition(),
                tx.isPresent() ? Repetition.OF_TRANSACTION : Repetition.REPEATED,
                id -> {
                    sent[0]++;
                    return new ClientFrame.Acknowledge(
                            consumer.partition(), id, session.id, consumer.id(), number, ranges, patient);
                },
                Completion.of(
                        done -> {
                            answered.run();
                            completions.forEach(completion -> completion.onDone(Nothing.NOTHING));
                            session.onAcknowledgmentAnswered();
                        },
                        failure -> {
                            boolean wasDone = outright && sent[0] > 1 && isSettledBefore(consumer, failure);
                            answered.run();
                            completions.forEach(completion -> {
                                if (wasDone) {
                                    completion.onDone(Nothing.NOTHING);
                                } else {
                                    completion.onFailed(failure);
                                }
                            });
                            session.onAcknowledgmentAnswered();
                        }));
    }

    /**
     * Whether an acknowledgment that was repeated had been applied before: a closed consumer holds nothing any more then, and
     * is forgotten when it has said so on the new link. As long as the broker knows this client nobody else can have got what
     * it held.
     */
    private static boolean isSettledBefore(ConsumerState consumer, Failure failure) {
        return failure.code() == ErrorCode.DELIVERY_UNKNOWN
                && consumer.state == ConsumerState.State.CLOSED
                && !consumer.wasForgotten();
    }
}
