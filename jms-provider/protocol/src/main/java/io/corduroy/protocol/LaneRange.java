package io.corduroy.protocol;

/**
 * Consecutive messages of one lane, named by their sequences; how deliveries are acknowledged, returned and claimed.
 *
 * @param lane 0–9: the priority of persistent messages; 10–19: 10 + the priority of non-persistent ones, which are
 *     numbered on their own because they are gone after a restart
 * @param firstSequence first message, inside
 * @param lastSequence last message, inside; not before the first
 */
public record LaneRange(int lane, long firstSequence, long lastSequence) {

    /** Lanes of one destination: ten priorities, persistent and not. */
    public static final int LANES = 20;

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
