package io.corduroy.simulation.history;

/** An application has asked to acknowledge one delivery; {@link Outcome#VOID} if that was refused or rolled back. */
public final class AcknowledgmentAttempt {

    final Consumption consumption;
    Outcome outcome = Outcome.PENDING;

    /** The message was delivered again since: this attempt has had no effect. */
    boolean cameBack;

    /** Its session may go on with what comes later before this has an outcome. */
    boolean inBranch;

    AcknowledgmentAttempt(Consumption consumption) {
        this.consumption = consumption;
    }

    boolean mayHaveWorked() {
        return outcome != Outcome.VOID && !cameBack;
    }
}
