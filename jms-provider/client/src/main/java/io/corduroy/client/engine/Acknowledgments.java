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
    private final List<ConsumerState> gathered = new ArrayList<>();

    Acknowledgments(Registry registry, Openings openings, Credits credits) {
        this.registry = registry;
        this.openings = openings;
        this.credits = credits;
    }

    void acknowledge(int consumerId, boolean transacted, List<LaneRange> ranges, Completion<Nothing> completion) {
        Optional<ConsumerState> found = registry.consumer(consumerId);
        if (found.isEmpty()) {
            completion.onFailed(Failure.refused(
                    ErrorCode.DELIVERY_UNKNOWN, "the consumer is gone, and with it what it had delivered"));
            return;
        }
        ConsumerState consumer = found.get();
        if (!consumer.hasPendingAcknowledgments()) {
            gathered.add(consumer);
        }
        consumer.addAcknowledgment(transacted, ranges, completion);
    }

    /** Sends what was gathered. */
    void sendAll() {
        if (!gathered.isEmpty()) {
            List<ConsumerState> dirty = List.copyOf(gathered);
            gathered.clear();
            dirty.forEach(this::send);
        }
    }

    /** Sends what was gathered of a session: what it asks next has to come behind. */
    void sendOf(int sessionId) {
        for (ConsumerState consumer : registry.consumersOf(sessionId)) {
            if (gathered.remove(consumer)) {
                send(consumer);
            }
        }
    }

    private void send(ConsumerState consumer) {
        List<LaneRange> ranges = consumer.takePendingAcknowledgments();
        List<Completion<Nothing>> completions = consumer.takePendingCompletions();
        if (ranges.isEmpty()) {
            completions.forEach(completion -> completion.onDone(Nothing.NOTHING));
            return;
        }
        Optional<SessionState> found = registry.findSession(consumer.spec.sessionId());
        if (found.isEmpty()) {
            return;
        }
        SessionState session = found.get();
        long count = ranges.stream().mapToLong(LaneRange::count).sum();
        Optional<TransactionState> tx = Optional.empty();
        if (consumer.pendingTransacted()) {
            tx = Optional.of(session.transaction());
            tx.get().part(consumer.partition()).acknowledgments += count;
            tx.get().onAcknowledged(consumer, ranges);
        }
        long number = tx.map(open -> open.number).orElse(0L);
        boolean outright = tx.isEmpty();
        session.onAcknowledgmentSent();
        consumer.onAcknowledgmentSent(count);
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
                id -> new ClientFrame.Acknowledge(consumer.partition(), id, session.id, consumer.id(), number, ranges),
                Completion.of(
                        done -> {
                            answered.run();
                            completions.forEach(completion -> completion.onDone(Nothing.NOTHING));
                            session.onAcknowledgmentAnswered();
                        },
                        failure -> {
                            answered.run();
                            completions.forEach(completion -> completion.onFailed(failure));
                            session.onAcknowledgmentAnswered();
                        }));
    }
}
