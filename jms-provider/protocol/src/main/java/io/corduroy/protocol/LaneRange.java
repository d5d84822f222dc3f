package io.corduroy.protocol;

/**
 * Consecutive messages of one lane, named by their sequences; how deliveries are acknowledged, returned and claimed.
 *
 * @param lane 0–9: the priority of persistent messages; 10–19: 10 + the priority of non-persistent ones, which are
 *     numbered on their own because they are gone after a restart; 20–29: 20 + the priority of persistent messages that
 *     nobody durable waits for, and which are gone after a restart as well
 * @param firstSequence first message, inside
 * @param lastSequence last message, inside; not before the first
 */
public record LaneRange(int lane, long firstSequence, long lastSequence) {

    /** Lanes of one destination: ten priorities, persistent and not, and persistent for nobody durable. */
    public static final int LANES = 30;

    /** Lanes from here on are gone after a restart. */
    public static final int FIRST_VOLATILE = 10;

    /** Lanes from here on hold messages that were sent as persistent, but kept for nobody durable. */
    public static final int FIRST_PERSISTENT_FOR_NOBODY = 20;

    /** Checks order and range. */
    public LaneRange {
        if (lane < 0 || lane >= LANES || firstSequence < 0 || lastSequence < firstSequence) {
            throw new IllegalArgumentException(
                    "lane " + lane + ", sequences " + firstSequence + " to " + lastSequence + " are no range");
        }
    }

    /**
     * How many messages.
     *
     * @return 1 or more
     */
    public long count() {
        return lastSequence - firstSequence + 1;
    }
}
