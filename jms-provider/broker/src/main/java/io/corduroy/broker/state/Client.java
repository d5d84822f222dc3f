package io.corduroy.broker.state;

import io.corduroy.protocol.ClientInstanceId;

/** A client instance that is attached to the partition, connected at the moment or expected back. */
public final class Client {
    private final long number;
    private final ClientInstanceId instance;
    private final boolean resumable;
    private final String clientId;
    final NumberMap<Producer> producersBySession = new NumberMap<>();
    final NumberMap<Outcome> outcomesBySession = new NumberMap<>();

    /** How the latest transaction of a session ended. */
    record Outcome(int session, long number, boolean committed) {}

    Client(long number, ClientInstanceId instance, boolean resumable, String clientId) {
        this.number = number;
        this.instance = instance;
        this.resumable = resumable;
        this.clientId = clientId;
    }

    /** Remembers how a session's transaction ended, unless it is an older one. */
    void remember(int session, long transaction, boolean committed) {
        Outcome latest = outcomesBySession.get(session);
        if (latest == null || latest.number() <= transaction) {
            outcomesBySession.put(session, new Outcome(session, transaction, committed));
        }
    }

    public long number() {
        return number;
    }

    public ClientInstanceId instance() {
        return instance;
    }

    public boolean resumable() {
        return resumable;
    }

    public String clientId() {
        return clientId;
    }
}
