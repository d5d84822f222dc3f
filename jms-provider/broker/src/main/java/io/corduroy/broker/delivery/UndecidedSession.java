package io.corduroy.broker.delivery;

/**
 * A session as far as a transaction of it goes that is not decided: once the session goes on without the transaction, what
 * was acknowledged in it may come back, and is followed by nobody.
 */
public final class UndecidedSession implements Holder {
    private final SessionName session;
    private boolean givenUp;

    /** Of a transaction that the session is in. */
    public UndecidedSession(SessionName session) {
        this.session = session;
    }

    /** The session does not count on the transaction any more. */
    public void giveUp() {
        givenUp = true;
    }

    @Override
    public boolean isFollowedBy(Consumer consumer) {
        return !givenUp && session.isFollowedBy(consumer);
    }
}
