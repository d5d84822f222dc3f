package io.corduroy.client.engine;

import io.corduroy.client.engine.Request.Repetition;
import io.corduroy.protocol.frame.ClientFrame;
import java.util.ArrayList;
import java.util.List;

/** Opens and closes sessions. */
final class Sessions {

    private final EngineOutbox outbox;
    private final Wire wire;
    private final Registry registry;
    private final Openings openings;
    private final Acknowledgments acknowledgments;

    Sessions(EngineOutbox outbox, Wire wire, Registry registry, Openings openings, Acknowledgments acknowledgments) {
        this.outbox = outbox;
        this.wire = wire;
        this.registry = registry;
        this.openings = openings;
        this.acknowledgments = acknowledgments;
    }

    void open(int sessionId) {
        registry.add(new SessionState(sessionId));
    }

    void close(int sessionId, Completion<Nothing> completion) {
        acknowledgments.sendOf(sessionId);
        SessionState session = registry.session(sessionId);
        session.onClosing();
        session.endTransaction().ifPresent(TransactionState::onRolledBack);
        List<Integer> partitions = new ArrayList<>();
        for (Attachment attachment : wire.attachments()) {
            partitions.add(attachment.partition);
        }
        Completion<Nothing> closed = Completion.of(
                done -> session.whenAcknowledged(() -> {
                    remove(session);
                    completion.onDone(Nothing.NOTHING);
                }),
                failure -> {
                    remove(session);
                    completion.onFailed(failure);
                });
        if (partitions.isEmpty()) {
            closed.onDone(Nothing.NOTHING);
            return;
        }
        Countdown countdown = new Countdown(partitions.size(), closed);
        for (int partition : partitions) {
            openings.submit(
                    partition,
                    Repetition.REPEATED_UNLESS_FORGOTTEN,
                    id -> new ClientFrame.CloseSession(partition, id, sessionId),
                    countdown);
        }
    }

    /** Browsers, and consumers that were opened while the session was being closed, end with it. */
    private void remove(SessionState session) {
        List<ConsumerState> ending = registry.consumersOf(session.id);
        registry.removeSession(session);
        ending.forEach(consumer -> outbox.onConsumerClosed(consumer.id(), Failure.sessionClosed()));
    }
}
