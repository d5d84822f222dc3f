package io.corduroy.broker.delivery;

/**
 * Who answers for a message that was handed out and is not settled: its consumer; then the session that has acknowledged
 * it, or its transaction, until that is applied; or nobody, while it is on its way back.
 */
public interface Holder {
    /** Whether a consumer may get what follows such a message in its group, before the message is settled. */
    boolean isFollowedBy(Consumer consumer);

    /** Of what no session has any more, and no consumer may have yet. */
    enum Nobody implements Holder {
        /** It goes back to its place. */
        RETURNING,
        /** It rests for the redelivery delay. */
        RESTING;

        @Override
        public boolean isFollowedBy(Consumer consumer) {
            return false;
        }
    }
}
