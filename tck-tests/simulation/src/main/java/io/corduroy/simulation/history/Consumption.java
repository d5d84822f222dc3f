package io.corduroy.simulation.history;

import java.util.ArrayList;
import java.util.List;

/** What became of one message for one subscription. */
public final class Consumption {

    final SentMessage message;
    final SubscriptionRecord subscription;
    final List<AcknowledgmentAttempt> attempts = new ArrayList<>();
    int timesSeen;
    int lastCount;
    long lastSeenInLife;

    /** Who has it confirmed that this message is done with; empty if nobody. */
    String acknowledgedBy = "";

    /** It went to the dead letters, from this subscription or another one of the topic. */
    boolean movedAway;

    Consumption(SentMessage message, SubscriptionRecord subscription) {
        this.message = message;
        this.subscription = subscription;
    }

    /** What selectors ask for. */
    public int colour() {
        return message.facts.colour();
    }

    boolean isAcknowledged() {
        return !acknowledgedBy.isEmpty();
    }

    boolean mayBeAcknowledged() {
        return movedAway || isAcknowledged() || attempts.stream().anyMatch(AcknowledgmentAttempt::mayHaveWorked);
    }

    /** Whether who had it last has rolled back: then it is there for who had it before, and has asked to acknowledge it. */
    boolean wasGivenBack() {
        return attempts.stream().anyMatch(attempt -> attempt.outcome == Outcome.VOID && !attempt.cameBack);
    }

    @Override
    public String toString() {
        return message + " for " + subscription.name();
    }
}
