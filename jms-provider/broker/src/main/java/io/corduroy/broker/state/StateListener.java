package io.corduroy.broker.state;

/** What the leader wants to know while records are applied; nobody listens while a log is replayed. */
public interface StateListener {
    /** Nobody listens. */
    StateListener NOBODY = new StateListener() {
        @Override
        public void onSendApplied(Producer producer, long sequence) {}

        @Override
        public void onPieceApplied(Producer producer, long sequence, int piece) {}

        @Override
        public void onCommitted(Transaction transaction) {}

        @Override
        public void onResting(Subscription subscription, int lane, long sequence, long dueMs) {}

        @Override
        public boolean isHeld(Subscription subscription, int lane, long sequence) {
            return false;
        }
    };

    /** The send is there, or was there before. */
    void onSendApplied(Producer producer, long sequence);

    /** The piece is there, or was there before. */
    void onPieceApplied(Producer producer, long sequence, int piece);

    /** The durable part of a transaction has become visible. */
    void onCommitted(Transaction transaction);

    /** A released message is to stay hidden until a time. */
    void onResting(Subscription subscription, int lane, long sequence, long dueMs);

    /** Whether a consumer holds a delivery, so that it stays taken when its acknowledgment is undone. */
    boolean isHeld(Subscription subscription, int lane, long sequence);
}
