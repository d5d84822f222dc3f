package io.corduroy.simulation.history;

import io.corduroy.protocol.DestinationName;
import java.util.Optional;

/** A message as its sender knows it. */
public final class SentMessage {

    /**
     * What is fixed when it is sent.
     *
     * @param session whose messages come in the order of their sending: the session, in a branch the session's part of that
     * @param colour a property that selectors ask for
     */
    public record Facts(
            DestinationName destination,
            String session,
            boolean persistent,
            int priority,
            int colour,
            String group,
            long timeToLiveMs,
            long deliveryDelayMs) {}

    final long number;
    final Facts facts;
    final Optional<UnitOfWork> unit;
    final long sentTick;
    final long sentAtMs;
    final long sentInLife;

    boolean handedOut;

    /** It was handed out more than once. */
    boolean cameBack;

    private Outcome outcome = Outcome.PENDING;
    private long endedTick = Long.MAX_VALUE;

    SentMessage(long number, Facts facts, Optional<UnitOfWork> unit, long tick, long nowMs, long life) {
        this.number = number;
        this.facts = facts;
        this.unit = unit;
        this.sentTick = tick;
        this.sentAtMs = nowMs;
        this.sentInLife = life;
    }

    /** Its name in the whole run; the body is made from it. */
    public long number() {
        return number;
    }

    public Facts facts() {
        return facts;
    }

    public long sentAtMs() {
        return sentAtMs;
    }

    public boolean isTransacted() {
        return unit.isPresent();
    }

    void end(Outcome how, long tick) {
        outcome = how;
        endedTick = tick;
    }

    /** How the send ended, the transaction around it included. */
    Outcome outcome() {
        if (outcome == Outcome.VOID || unit.isEmpty()) {
            return outcome;
        }
        return unit.get().outcome();
    }

    boolean wasConfirmedBefore(long tick) {
        return outcome() == Outcome.CONFIRMED && unit.map(UnitOfWork::endedTick).orElse(endedTick) < tick;
    }

    /** For a reader of a violation. */
    @Override
    public String toString() {
        return "message " + number + " of " + facts.session + " (" + facts.destination + ", priority " + facts.priority
                + (facts.persistent ? "" : ", non-persistent")
                + (facts.group.isEmpty() ? "" : ", group " + facts.group)
                + unit.map(u -> ", " + u).orElse("") + ", " + outcome() + ")";
    }
}
