package io.corduroy.simulation.history;

import java.util.ArrayList;
import java.util.List;

/** A transaction as its application knows it. */
public final class UnitOfWork {

    final long number;
    final List<SentMessage> sends = new ArrayList<>();
    final List<AcknowledgmentAttempt> acknowledgments = new ArrayList<>();
    private Outcome outcome = Outcome.PENDING;
    private boolean ending;
    private long endedTick = Long.MAX_VALUE;

    UnitOfWork(long number) {
        this.number = number;
    }

    Outcome outcome() {
        return outcome;
    }

    long endedTick() {
        return endedTick;
    }

    /** Its commit is asked for: from now on its messages may be seen. */
    public void ending() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    void end(Outcome how, long tick) {
        outcome = how;
        endedTick = tick;
    }

    /** It has an outcome, and takes effect somewhere a little later. */
    void endsLater() {
        endedTick = Long.MAX_VALUE;
    }

    @Override
    public String toString() {
        return "transaction " + number + " " + outcome;
    }
}
