package io.corduroy.global;

import java.util.function.BiConsumer;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/** A resource around which something happens before and after it prepares and commits. */
final class HookedResource implements XAResource {

    private final XAResource real;
    /** Told the method, and whether it is about to begin. */
    private final BiConsumer<String, Boolean> hook;

    HookedResource(XAResource real, BiConsumer<String, Boolean> hook) {
        this.real = real;
        this.hook = hook;
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        hook.accept("prepare", true);
        int vote = real.prepare(xid);
        hook.accept("prepare", false);
        return vote;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        hook.accept("commit", true);
        real.commit(xid, onePhase);
        hook.accept("commit", false);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        real.rollback(xid);
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        real.start(xid, flags);
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        real.end(xid, flags);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        real.forget(xid);
    }

    @Override
    public Xid[] recover(int flag) throws XAException {
        return real.recover(flag);
    }

    @Override
    public boolean isSameRM(@Nullable XAResource other) throws XAException {
        return real.isSameRM(other instanceof HookedResource hooked ? hooked.real : other);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return real.getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return real.setTransactionTimeout(seconds);
    }
}
