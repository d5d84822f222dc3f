package io.corduroy.broker.state;

import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A client instance that is attached to the partition, connected at the moment or expected back. */
public final class Client {
    private final long number;
    private final ClientInstanceId instance;
    private final boolean resumable;
    private final String clientId;
    final NumberMap<Producer> producersBySession = new NumberMap<>();
    final NumberMap<Outcome> outcomesBySession = new NumberMap<>();

    /**
     * Outcomes of closed sessions are kept this long, since a client whose link is lost while it closes a session asks
     * once more about the commit before that.
     */
    private static final int CLOSED_SESSIONS = 64;

    /** How the latest transaction of a session ended; a closed one has no further ones. */
    record Outcome(int session, long number, boolean committed, boolean closed) {}

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
            outcomesBySession.put(session, new Outcome(session, transaction, committed, false));
        }
    }

    /** Forgets how sessions ended that were closed long ago: a connection may open a session per message. */
    void closeSession(int session) {
        Outcome latest = outcomesBySession.get(session);
        if (latest == null || latest.closed()) {
            return;
        }
        outcomesBySession.put(session, new Outcome(session, latest.number(), latest.committed(), true));
        int closed = 0;
        Outcome lowest = null;
        for (long key : outcomesBySession.sortedKeys()) {
            Outcome each = outcomesBySession.get(key);
            if (each != null && each.closed()) {
                closed++;
                lowest = lowest == null ? each : lowest;
            }
        }
        if (closed > CLOSED_SESSIONS && lowest != null) {
            outcomesBySession.remove(lowest.session());
        }
    }

    /** The producer of a session, null if it has not opened one. */
    public @Nullable Producer producer(int session) {
        return producersBySession.get(session);
    }

    /**
     * What became of a session's transaction.
     *
     * @return {@link ErrorCode#TRANSACTION_ROLLED_BACK} or, if it is not remembered, TRANSACTION_UNKNOWN; null if it
     *     was committed
     */
    public @Nullable ErrorCode outcome(int session, long transaction) {
        Outcome outcome = outcomesBySession.get(session);
        if (outcome == null || outcome.number() != transaction) {
            return ErrorCode.TRANSACTION_UNKNOWN;
        }
        return outcome.committed() ? null : ErrorCode.TRANSACTION_ROLLED_BACK;
    }

    /** The number of the latest transaction of a session that was decided, 0 if none is remembered. */
    public long lastDecided(int session) {
        Outcome outcome = outcomesBySession.get(session);
        return outcome == null ? 0 : outcome.number();
    }

    /** Whether the state has anything of a session. */
    public boolean knowsSession(int session) {
        Outcome latest = outcomesBySession.get(session);
        return producersBySession.get(session) != null || (latest != null && !latest.closed());
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
