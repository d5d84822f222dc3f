package io.corduroy.client;

import io.corduroy.protocol.BranchId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import javax.transaction.xa.XAException;
import org.jspecify.annotations.Nullable;

/**
 * A branch of a global transaction as far as sessions of this process work in it.
 *
 * <pre>
 *   OPEN → PREPARED → ENDED, or OPEN → ENDED
 * </pre>
 *
 * Sessions come and go while it is OPEN. Guarded by itself; the lock is held while the broker is asked about the branch.
 */
final class GlobalBranch {

    /** How far it has come. */
    enum State {
        OPEN,
        PREPARED,
        ENDED
    }

    /** What tells branches apart in this process: two brokers may well have the same. */
    record Key(long broker, BranchId id) {}

    private static final ConcurrentMap<Key, GlobalBranch> ALL = new ConcurrentHashMap<>();

    final Key key;
    private final List<BranchWork> works = new ArrayList<>();
    private final List<CorduroyXASession> suspended = new ArrayList<>();
    private int inside;
    private State state = State.OPEN;
    private int keeper;
    private boolean rollbackOnly;
    private boolean timedOut;
    private @Nullable Future<?> timeout;

    GlobalBranch(Key key) {
        this.key = key;
    }

    static @Nullable GlobalBranch find(Key key) {
        return ALL.get(key);
    }

    /** A new one, null if there is one of the name. */
    static @Nullable GlobalBranch begin(Key key) {
        GlobalBranch begun = new GlobalBranch(key);
        return ALL.putIfAbsent(key, begun) == null ? begun : null;
    }

    /** Nobody in this process has anything to do with it any more. */
    void end() {
        state = State.ENDED;
        ALL.remove(key, this);
        if (timeout != null) {
            timeout.cancel(false);
        }
        works.forEach(work -> work.session().onWorkDecided(work.seen()));
        works.clear();
    }

    void limit(Future<?> newTimeout) {
        timeout = newTimeout;
    }

    void onTimedOut() {
        timedOut = true;
        rollbackOnly = true;
    }

    // Sessions

    void enter() {
        inside++;
    }

    /** A session leaves it, with what it has done. */
    void leave(BranchWork work) {
        inside--;
        works.add(work);
    }

    void suspend(CorduroyXASession session) {
        suspended.add(session);
    }

    /** Whether the session had suspended its work in it; not any more. */
    boolean resume(CorduroyXASession session) {
        return suspended.remove(session);
    }

    boolean isSuspended() {
        return !suspended.isEmpty();
    }

    /** Whether no session is in it at the moment. */
    boolean isLeft() {
        return inside == 0;
    }

    void requireLeft() throws XAException {
        if (!isLeft()) {
            throw XAErrors.of(XAException.XAER_PROTO, key.id() + " has a session in it; end that first");
        }
    }

    List<BranchWork> works() {
        return works;
    }

    // Its end

    void onPrepared(int keptBy) {
        state = State.PREPARED;
        keeper = keptBy;
    }

    /** The partition that keeps it, once it is prepared. */
    int keeper() {
        return keeper;
    }

    State state() {
        return state;
    }

    void setRollbackOnly() {
        rollbackOnly = true;
    }

    boolean isRollbackOnly() {
        return rollbackOnly;
    }

    boolean isTimedOut() {
        return timedOut;
    }

    /** Why it can only be rolled back. */
    XAException rollbackOnly() {
        return timedOut
                ? XAErrors.of(XAException.XA_RBTIMEOUT, key.id() + " has taken longer than its time-out")
                : XAErrors.of(XAException.XA_RBROLLBACK, key.id() + " was ended with TMFAIL");
    }
}
