package io.corduroy.simulation.history;

/** How a send or a transaction ended, as its application knows it. */
public enum Outcome {
    /** Not ended yet. */
    PENDING,
    /** Confirmed: must be there. */
    CONFIRMED,
    /** The application was told that nobody knows. */
    UNKNOWN,
    /** Refused or rolled back: must not be there. */
    VOID
}
