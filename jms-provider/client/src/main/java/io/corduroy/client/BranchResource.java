package io.corduroy.client;

import io.corduroy.protocol.BranchId;
import jakarta.jms.JMSException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a transaction manager speaks with the broker about one session, and about branches of others (X/Open XA; Jakarta
 * Transactions). Resources of one broker are the same resource manager, over whatever connections: they join each other's
 * branches, so that what a transaction consumes over one and sends over the other is committed in one phase.
 *
 * <p>Threads: the session's for {@code start} and {@code end}; any for the rest, also after the session is closed.
 */
final class BranchResource implements XAResource {

    private static final Logger LOG = LoggerFactory.getLogger(BranchResource.class);

    private final CorduroyXASession session;
    private final BrokerBranches broker;
    private volatile int timeoutSeconds;
    /** What the session is in now. Guarded by this. */
    private @Nullable GlobalBranch current;

    private int currentWork;
    /** What it was in when it was closed, of which the transaction manager will say that it ends. Guarded by this. */
    private @Nullable GlobalBranch closedIn;

    BranchResource(CorduroyXASession session) {
        this.session = session;
        this.broker = new BrokerBranches(session.core());
    }

    // Association

    @Override
    public synchronized void start(Xid xid, int flags) throws XAException {
        GlobalBranch.Key key = key(xid);
        try {
            session.requireOpen();
        } catch (JMSException e) {
            throw XAErrors.of(XAException.XAER_RMERR, "the session is closed", e);
        }
        if (current != null) {
            throw XAErrors.of(XAException.XAER_PROTO, "the session is in " + current.key.id() + "; end that first");
        }
        switch (flags) {
            case TMNOFLAGS -> begin(key);
            case TMJOIN, TMRESUME -> enterAgain(key, flags == TMRESUME);
            default -> throw XAErrors.of(XAException.XAER_INVAL, "start with flags 0x" + Integer.toHexString(flags));
        }
    }

    private void begin(GlobalBranch.Key key) throws XAException {
        GlobalBranch branch = GlobalBranch.begin(key);
        if (branch == null) {
            throw XAErrors.of(XAException.XAER_DUPID, key.id() + " has been started already; join it");
        }
        synchronized (branch) {
            if (timeoutSeconds > 0) {
                branch.limit(BranchTimer.after(timeoutSeconds, () -> onTimeout(branch)));
            }
            enter(branch);
        }
    }

    private void enterAgain(GlobalBranch.Key key, boolean resume) throws XAException {
        GlobalBranch branch = find(key);
        synchronized (branch) {
            if (branch.state() != GlobalBranch.State.OPEN) {
                throw XAErrors.of(
                        XAException.XAER_PROTO, key.id() + " is " + branch.state() + " and takes no more work");
            }
            if (branch.isRollbackOnly()) {
                throw branch.rollbackOnly();
            }
            if (resume && !branch.resume(session)) {
                throw XAErrors.of(XAException.XAER_PROTO, "this session has not suspended its work in " + key.id());
            }
            enter(branch);
        }
    }

    private void enter(GlobalBranch branch) {
        branch.enter();
        current = branch;
        currentWork = session.beginWork(branch.key.id());
    }

    @Override
    public synchronized void end(Xid xid, int flags) throws XAException {
        if (flags != TMSUCCESS && flags != TMFAIL && flags != TMSUSPEND) {
            throw XAErrors.of(XAException.XAER_INVAL, "end with flags 0x" + Integer.toHexString(flags));
        }
        GlobalBranch.Key key = key(xid);
        GlobalBranch branch = find(key);
        synchronized (branch) {
            if (current == branch) {
                leave(branch);
            } else if (closedIn == branch) {
                closedIn = null;
            } else if (flags == TMSUSPEND || !branch.resume(session)) {
                throw XAErrors.of(XAException.XAER_PROTO, "the session is not in " + key.id());
            }
            if (flags == TMSUSPEND) {
                branch.suspend(session);
            } else if (flags == TMFAIL) {
                branch.setRollbackOnly();
            }
        }
    }

    private void leave(GlobalBranch branch) {
        current = null;
        branch.leave(new BranchWork(session, currentWork, session.leaveBranch(currentWork)));
        if (branch.isTimedOut() && branch.isLeft()) {
            BranchTimer.soon(() -> onTimeout(branch));
        }
    }

    /** The application has closed the session: that ends no branch, and what it did counts (6.2.15). */
    synchronized void onSessionClosed() {
        GlobalBranch branch = current;
        if (branch != null) {
            synchronized (branch) {
                leave(branch);
                closedIn = branch;
            }
        }
    }

    // Ending

    @Override
    public int prepare(Xid xid) throws XAException {
        GlobalBranch branch = find(key(xid));
        synchronized (branch) {
            return new BranchEnd(broker, branch).prepare();
        }
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        GlobalBranch.Key key = key(xid);
        GlobalBranch branch = GlobalBranch.find(key);
        if (branch == null) {
            commitOfOthers(key);
            return;
        }
        synchronized (branch) {
            if (onePhase) {
                new BranchEnd(broker, branch).commitInOnePhase();
            } else if (branch.state() == GlobalBranch.State.PREPARED) {
                new BranchEnd(broker, branch).commitPrepared();
            } else if (branch.state() == GlobalBranch.State.OPEN) {
                throw XAErrors.of(XAException.XAER_PROTO, key.id() + " is not prepared");
            } else {
                commitOfOthers(key); // ended while this call waited
            }
        }
    }

    private void commitOfOthers(GlobalBranch.Key key) throws XAException {
        XAErrors.requireCommitted(key.id(), broker.decideAnywhere(key.id(), true));
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        GlobalBranch.Key key = key(xid);
        GlobalBranch branch = GlobalBranch.find(key);
        if (branch == null) {
            XAErrors.requireRolledBack(key.id(), broker.decideAnywhere(key.id(), false));
            return;
        }
        synchronized (branch) {
            branch.requireLeft();
            new BranchEnd(broker, branch).rollBack();
        }
    }

    private void onTimeout(GlobalBranch branch) {
        synchronized (branch) {
            if (branch.state() != GlobalBranch.State.OPEN) {
                return;
            }
            branch.onTimedOut();
            if (branch.isLeft()) {
                LOG.warn("a branch has taken longer than its time-out and is rolled back: {}", branch.key.id());
                new BranchEnd(broker, branch).undoWork();
            }
        }
    }

    // Branches of whomever

    @Override
    public Xid[] recover(int flags) throws XAException {
        if ((flags & ~(TMSTARTRSCAN | TMENDRSCAN)) != 0) {
            throw XAErrors.of(XAException.XAER_INVAL, "recover with flags 0x" + Integer.toHexString(flags));
        }
        boolean begins = (flags & TMSTARTRSCAN) != 0; // and lists all at once: nothing is left for what follows
        return begins ? broker.list().toArray(new Xid[0]) : new Xid[0];
    }

    @Override
    public void forget(Xid xid) throws XAException {
        BranchId id = key(xid).id();
        if (!broker.forget(id)) {
            throw XAErrors.of(XAException.XAER_NOTA, "no decision by hand is known about " + id);
        }
    }

    // Time

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        if (seconds < 0) {
            throw XAErrors.of(XAException.XAER_INVAL, "a time-out of " + seconds + " seconds");
        }
        timeoutSeconds = seconds;
        return true;
    }

    @Override
    public int getTransactionTimeout() {
        return timeoutSeconds;
    }

    // Names

    @Override
    public boolean isSameRM(@Nullable XAResource other) throws XAException {
        return other == this || (other instanceof BranchResource that && broker.identity() == that.broker.identity());
    }

    private GlobalBranch.Key key(@Nullable Xid xid) throws XAException {
        if (xid == null) {
            throw XAErrors.of(XAException.XAER_INVAL, "an XID is needed");
        }
        try {
            return new GlobalBranch.Key(
                    broker.identity(),
                    new BranchId(xid.getFormatId(), xid.getGlobalTransactionId(), xid.getBranchQualifier()));
        } catch (IllegalArgumentException e) {
            throw XAErrors.of(XAException.XAER_INVAL, String.valueOf(e.getMessage()));
        }
    }

    private static GlobalBranch find(GlobalBranch.Key key) throws XAException {
        GlobalBranch branch = GlobalBranch.find(key);
        if (branch == null) {
            throw XAErrors.of(XAException.XAER_NOTA, "nobody here works in " + key.id());
        }
        return branch;
    }
}
