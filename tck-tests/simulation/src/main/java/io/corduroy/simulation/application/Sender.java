package io.corduroy.simulation.application;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Failure;
import io.corduroy.client.engine.ProducerIdentity;
import io.corduroy.client.engine.SendCompletion;
import io.corduroy.client.engine.SendRequest;
import io.corduroy.protocol.DestinationName;
import io.corduroy.simulation.history.BranchRecord;
import io.corduroy.simulation.history.Letter;
import io.corduroy.simulation.history.Outcome;
import io.corduroy.simulation.history.SentMessage;
import io.corduroy.simulation.history.UnitOfWork;
import io.corduroy.simulation.world.Chance;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.TreeMap;

/** The sending half of a session. */
final class Sender {

    static final int COLOURS = 4;
    private static final int GROUPS = 3;
    private static final int LONGEST_BODY = 600;
    private static final int LARGE = 12;
    private static final int REPLIES = 5;
    private static final int MOST_PIECES = 4;

    private final SimulatedSession session;
    private final SessionPlan plan;
    private final TreeMap<DestinationName, Integer> partitions = new TreeMap<>();
    private final TreeMap<Integer, Long> lastSequences = new TreeMap<>();
    private int unconfirmed;

    Sender(SimulatedSession session, SessionPlan plan) {
        this.session = session;
        this.plan = plan;
    }

    boolean mayNotSend() {
        return plan.sendsTo().isEmpty() || unconfirmed >= plan.window();
    }

    boolean sendsNowhere() {
        return plan.sendsTo().isEmpty();
    }

    boolean isIdle() {
        return unconfirmed == 0;
    }

    /** Sends a message somewhere, or first finds out where that is. */
    void send(Optional<UnitOfWork> unit) {
        send(unit, session.name());
    }

    /**
     * The same in a branch, which may be committed before or after others of the session; and if the session has been in it
     * before, then partitions other than the keeper hear of either part when they do.
     */
    void send(BranchRecord branch, int work) {
        send(Optional.of(branch.unit()), session.name() + " in " + branch.id() + "/" + work);
    }

    private void send(Optional<UnitOfWork> unit, String ordered) {
        ReplyAddresses replies = session.client.replyAddresses;
        DestinationName destination = !replies.isEmpty() && session.chance.oneIn(REPLIES)
                ? replies.pick(session.chance)
                : session.chance.pick(plan.sendsTo());
        Integer partition = partitions.get(destination);
        if (partition == null) {
            find(destination);
            return;
        }
        SentMessage message =
                session.client.ledger.sending(factsFor(destination, ordered), unit, session.client.lifeKnown());
        SentMessage.Facts facts = message.facts();
        long sequence = lastSequences.merge(partition, 1L, Long::sum);
        int pieceBytes = session.client.node.pieceBytes();
        if (pieceBytes == 0 || !session.chance.oneIn(LARGE)) {
            send(message, partition, sequence, 0, Letter.write(message, session.chance.between(0, LONGEST_BODY)));
            return;
        }
        session.client.ledger.totals().count("bodies in pieces");
        ByteBuffer letter = Letter.write(message, session.chance.between(pieceBytes, MOST_PIECES * pieceBytes));
        PieceSending pieces = new PieceSending(session, partition, sequence, facts.persistent(), Letter.bodyOf(letter));
        pieces.run(
                () -> send(message, partition, sequence, pieces.count(), Letter.head(letter)),
                () -> session.client.ledger.givenUp(message));
    }

    private void send(SentMessage message, int partition, long sequence, int pieces, ByteBuffer letter) {
        SentMessage.Facts facts = message.facts();
        unconfirmed++;
        session.client.engine.send(
                new SendRequest(
                        session.id(),
                        facts.destination(),
                        partition,
                        sequence,
                        message.isTransacted(),
                        facts.persistent(),
                        facts.priority(),
                        message.sentAtMs(),
                        facts.timeToLiveMs(),
                        facts.deliveryDelayMs(),
                        facts.group(),
                        pieces,
                        letter),
                new SendCompletion() {
                    @Override
                    public void onConfirmed(ProducerIdentity identity) {
                        ended(message, Outcome.CONFIRMED);
                    }

                    @Override
                    public void onFailed(Failure failure) {
                        session.client.ledger.totals().count("sends failed with " + failure.code());
                        session.client.world.note("send failed", message + ": " + failure, message.number());
                        ended(message, SimulatedSession.outcomeOf(failure));
                    }
                });
    }

    private void ended(SentMessage message, Outcome outcome) {
        unconfirmed--;
        session.client.ledger.sent(message, outcome);
        session.wake();
    }

    private void find(DestinationName destination) {
        session.await();
        session.client.engine.openDestination(
                destination,
                true,
                Completion.of(
                        partition -> {
                            partitions.put(destination, partition);
                            session.proceed();
                        },
                        failure -> session.proceed()));
    }

    private SentMessage.Facts factsFor(DestinationName destination, String ordered) {
        Chance chance = session.chance;
        boolean extraordinary = plan.delays() && chance.oneIn(10);
        return new SentMessage.Facts(
                destination,
                ordered,
                !chance.oneIn(4),
                chance.oneIn(3) ? chance.between(0, 9) : 4,
                chance.between(0, COLOURS - 1),
                plan.groups() && chance.oneIn(2) ? "group " + chance.between(1, GROUPS) : "",
                extraordinary && chance.oneIn(2) ? chance.between(1, 2_000) : 0,
                extraordinary && chance.oneIn(2) ? chance.between(1, 3_000) : 0);
    }
}
