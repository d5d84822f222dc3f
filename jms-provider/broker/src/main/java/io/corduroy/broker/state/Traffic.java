package io.corduroy.broker.state;

/** What happened to the messages of a destination since this node started: for statistics, and no part of the state. */
public final class Traffic {
    private long sent;
    private long acknowledged;
    private long redelivered;
    private long expired;
    private long deadLettered;

    Traffic() {}

    void reset() {
        sent = 0;
        acknowledged = 0;
        redelivered = 0;
        expired = 0;
        deadLettered = 0;
    }

    void onSent() {
        sent++;
    }

    void onAcknowledged() {
        acknowledged++;
    }

    /** A message is delivered that may have been delivered before. */
    public void onRedelivered() {
        redelivered++;
    }

    void onExpired() {
        expired++;
    }

    void onDeadLettered() {
        deadLettered++;
    }

    /** Messages that came, those that were moved here included. */
    public long sent() {
        return sent;
    }

    /** Messages that were acknowledged, or purged. */
    public long acknowledged() {
        return acknowledged;
    }

    public long redelivered() {
        return redelivered;
    }

    public long expired() {
        return expired;
    }

    public long deadLettered() {
        return deadLettered;
    }
}
