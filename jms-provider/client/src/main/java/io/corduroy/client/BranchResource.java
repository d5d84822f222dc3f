package io.corduroy.client;

import io.corduroy.client.GlobalBranch.Work;
import io.corduroy.client.engine.ClientEngine;
import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Nothing;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.frame.ServerFrame.BranchEntry;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
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

    /** Nobody waits so long: a connection that is lost fails what waits for it before. */
    private static final long FOR_EVER_MS = TimeUnit.DAYS.toMillis(1);

    private final CorduroyXASession session;
    private final ConnectionCore core;
    private volatile int timeoutSeconds;
    private volatile long broker;
    /** What the session is in now. Guarded by this. */
    private @Nullable GlobalBranch current;

    private int currentWork;
    /** What it was in when it was closed, of which the transaction manager will say that it ends. Guarded by this. */
    private @Nullable GlobalBranch closedIn;

    BranchResource(CorduroyXASession session) {
        this.session = session;
        this.core = session.core();
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
                throw rollbackOnly(branch);
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
        branch.leave(new Work(session, currentWork, session.leaveBranch(currentWork)));
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
            requireEndable(branch);
            Map<Work, List<Integer>> partitions = partitions(branch);
            if (partitions.isEmpty()) {
                branch.end();
                return XA_RDONLY;
            }
            prepare(branch, partitions);
            return XA_OK;
        }
    }

    /** Nobody works in it, and nothing speaks against its being prepared or committed. */
    private void requireEndable(GlobalBranch branch) throws XAException {
        if (branch.state() != GlobalBranch.State.OPEN || !branch.isLeft()) {
            throw XAErrors.of(
                    XAException.XAER_PROTO,
                    branch.key.id()
                            + (branch.isLeft() ? " is " + branch.state() : " has a session in it; end that first"));
        }
        if (branch.isRollbackOnly()) {
            XAException why = rollbackOnly(branch);
            undo(branch);
            throw why;
        }
    }

    private static XAException rollbackOnly(GlobalBranch branch) {
        return branch.isTimedOut()
                ? XAErrors.of(XAException.XA_RBTIMEOUT, branch.key.id() + " has taken longer than its time-out")
                : XAErrors.of(XAException.XA_RBROLLBACK, branch.key.id() + " was ended with TMFAIL");
    }

    /** Where the sessions have done something; those that have done nothing are left out. */
    private Map<Work, List<Integer>> partitions(GlobalBranch branch) throws XAException {
        Map<Work, List<Integer>> partitions = new LinkedHashMap<>();
        for (Work work : branch.works()) {
            List<Integer> found;
            try {
                found = call(
                        work.session().core(),
                        (engine, completion) ->
                                engine.branchPartitions(work.session().id(), work.number(), completion));
            } catch (JMSException e) {
                throw undoAfter(branch, e);
            }
            if (!found.isEmpty()) {
                partitions.put(work, found);
            }
        }
        return partitions;
    }

    private static int keeperOf(Map<Work, List<Integer>> partitions) {
        TreeSet<Integer> all = new TreeSet<>();
        partitions.values().forEach(all::addAll);
        return all.first();
    }

    private void prepare(GlobalBranch branch, Map<Work, List<Integer>> partitions) throws XAException {
        int keeper = keeperOf(partitions);
        branch.onPrepared(keeper); // from here on some of it may be
        for (Work work : partitions.keySet()) {
            try {
                prepare(branch, work, keeper, false);
            } catch (JMSException e) {
                throw undoAfter(branch, e);
            }
        }
    }

    private static void prepare(GlobalBranch branch, Work work, int keeper, boolean onePhase) throws JMSException {
        BranchId id = branch.key.id();
        BranchResource.<Nothing>call(
                work.session().core(),
                (engine, completion) ->
                        engine.prepareBranch(work.session().id(), work.number(), id, keeper, onePhase, completion));
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        GlobalBranch.Key key = key(xid);
        GlobalBranch branch = GlobalBranch.find(key);
        if (branch == null) {
            XAErrors.requireCommitted(key.id(), decideAnywhere(key.id(), true));
            return;
        }
        synchronized (branch) {
            if (onePhase) {
                commitInOnePhase(branch);
            } else if (branch.state() == GlobalBranch.State.PREPARED) {
                commitPrepared(branch);
            } else if (branch.state() == GlobalBranch.State.OPEN) {
                throw XAErrors.of(XAException.XAER_PROTO, key.id() + " is not prepared");
            } else {
                XAErrors.requireCommitted(key.id(), decideAnywhere(key.id(), true));
            }
        }
    }

    private void commitInOnePhase(GlobalBranch branch) throws XAException {
        requireEndable(branch);
        Map<Work, List<Integer>> partitions = partitions(branch);
        if (partitions.isEmpty()) {
            branch.end();
        } else if (partitions.size() == 1
                && partitions.values().iterator().next().size() == 1) {
            int keeper = keeperOf(partitions);
            branch.onPrepared(keeper);
            try {
                prepare(branch, partitions.keySet().iterator().next(), keeper, true);
            } catch (JMSException e) {
                throw undoAfter(branch, e);
            }
            finishCommitted(branch);
        } else {
            prepare(branch, partitions);
            commitPrepared(branch);
        }
    }

    private void commitPrepared(GlobalBranch branch) throws XAException {
        BranchId id = branch.key.id();
        BranchState outcome = decide(branch.keeper(), id, true);
        if (outcome.isCommitted()) {
            finishCommitted(branch);
        } else {
            finishRolledBack(branch, false);
        }
        XAErrors.requireCommitted(id, outcome);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        GlobalBranch.Key key = key(xid);
        GlobalBranch branch = GlobalBranch.find(key);
        if (branch == null) {
            XAErrors.requireRolledBack(key.id(), decideAnywhere(key.id(), false));
            return;
        }
        synchronized (branch) {
            if (!branch.isLeft()) {
                throw XAErrors.of(XAException.XAER_PROTO, key.id() + " has a session in it; end that first");
            }
            if (branch.state() == GlobalBranch.State.OPEN) {
                finishRolledBack(branch, true);
            } else if (branch.state() == GlobalBranch.State.PREPARED) {
                BranchState outcome = decide(branch.keeper(), key.id(), false);
                if (outcome.isCommitted()) {
                    finishCommitted(branch);
                } else {
                    finishRolledBack(branch, false);
                }
                if (outcome != BranchState.UNKNOWN) {
                    XAErrors.requireRolledBack(key.id(), outcome);
                }
            }
        }
    }

    // With the branch's lock held

    /** Undoes what can be undone, and says why. If the broker is out of reach, recovery finds what is prepared. */
    private XAException undoAfter(GlobalBranch branch, JMSException why) {
        LOG.debug("a branch is undone: {}", branch.key.id(), why);
        if (!XAErrors.isRefusal(why)) {
            if (branch.state() == GlobalBranch.State.OPEN) {
                undo(branch);
                return XAErrors.of(XAException.XA_RBCOMMFAIL, "the work is lost with the connection", why);
            }
            branch.end(); // whether it is prepared, or committed, only the broker knows
            return XAErrors.of(XAException.XAER_RMFAIL, "the broker is out of reach, the outcome not known", why);
        }
        undo(branch);
        return XAErrors.of(XAException.XA_RBROLLBACK, branch.key.id() + " was rolled back", why);
    }

    private void undo(GlobalBranch branch) {
        if (branch.state() == GlobalBranch.State.PREPARED) {
            try {
                decide(branch.keeper(), branch.key.id(), false);
            } catch (XAException e) {
                LOG.debug("cannot undo what is prepared of {}; recovery will", branch.key.id(), e);
            }
        }
        finishRolledBack(branch, true);
    }

    private static void finishCommitted(GlobalBranch branch) {
        for (Work work : branch.works()) {
            tell(
                    work,
                    (engine, completion) ->
                            engine.finishCommitted(work.session().id(), work.number(), branch.keeper(), completion));
        }
        branch.end();
    }

    /** Undoes what is not prepared, and lets what was received come again, if the broker does not do that by itself. */
    private static void finishRolledBack(GlobalBranch branch, boolean mayHold) {
        for (Work work : branch.works()) {
            tell(
                    work,
                    (engine, completion) ->
                            engine.finishRolledBack(work.session().id(), work.number(), completion));
            if (mayHold && !work.seen().isEmpty()) {
                try {
                    work.session().redeliver(work.seen());
                } catch (JMSException e) {
                    LOG.debug("messages of an undone branch come again later: {}", e.getMessage());
                }
            }
        }
        branch.end();
    }

    private static void tell(Work work, BiConsumer<ClientEngine, Completion<Nothing>> question) {
        try {
            BranchResource.<Nothing>call(work.session().core(), question);
        } catch (JMSException e) {
            LOG.debug("the outcome of a branch is decided, and its connection lost: {}", e.getMessage());
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
                finishWork(branch);
            }
        }
    }

    /** Its work is undone and its name kept, so that the transaction manager hears why. */
    private static void finishWork(GlobalBranch branch) {
        for (Work work : List.copyOf(branch.works())) {
            tell(
                    work,
                    (engine, completion) ->
                            engine.finishRolledBack(work.session().id(), work.number(), completion));
            try {
                work.session().redeliver(work.seen());
            } catch (JMSException e) {
                LOG.debug("messages of an undone branch come again later: {}", e.getMessage());
            }
            work.seen().clear();
        }
    }

    // Branches of whomever

    @Override
    public Xid[] recover(int flags) throws XAException {
        if ((flags & ~(TMSTARTRSCAN | TMENDRSCAN)) != 0) {
            throw XAErrors.of(XAException.XAER_INVAL, "recover with flags 0x" + Integer.toHexString(flags));
        }
        if ((flags & TMSTARTRSCAN) == 0) {
            return new Xid[0]; // the scan's beginning has listed all
        }
        List<Xid> found = new ArrayList<>();
        try {
            for (int partition : partitions()) {
                for (BranchEntry entry : BranchResource.<List<BranchEntry>>call(
                        core, (engine, completion) -> engine.recoverBranches(partition, completion))) {
                    found.add(new BranchXid(entry.branch()));
                }
            }
        } catch (JMSException e) {
            throw XAErrors.of(XAException.XAER_RMFAIL, "cannot list branches", e);
        }
        return found.toArray(new Xid[0]);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        BranchId id = key(xid).id();
        boolean known = false;
        try {
            for (int partition : partitions()) {
                BranchState was = call(core, (engine, completion) -> engine.forgetBranch(partition, id, completion));
                known |= was != BranchState.UNKNOWN;
            }
        } catch (JMSException e) {
            throw XAErrors.of(XAException.XAER_RMFAIL, "cannot forget " + id, e);
        }
        if (!known) {
            throw XAErrors.of(XAException.XAER_NOTA, "no decision by hand is known about " + id);
        }
    }

    private BranchState decideAnywhere(BranchId id, boolean commit) throws XAException {
        BranchState outcome = BranchState.UNKNOWN;
        try {
            for (int partition : partitions()) {
                BranchState there = decide(partition, id, commit);
                outcome = there == BranchState.UNKNOWN ? outcome : there;
            }
        } catch (JMSException e) {
            throw XAErrors.of(XAException.XAER_RMFAIL, "cannot decide about " + id, e);
        }
        return outcome;
    }

    private BranchState decide(int partition, BranchId id, boolean commit) throws XAException {
        try {
            return call(core, (engine, completion) -> engine.decideBranch(partition, id, commit, completion));
        } catch (JMSException e) {
            throw XAErrors.of(XAException.XAER_RMFAIL, "cannot decide about " + id, e);
        }
    }

    private List<Integer> partitions() throws JMSException {
        return call(core, (engine, completion) -> completion.onDone(engine.partitions()));
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
        return other == this || (other instanceof BranchResource that && broker() == that.broker());
    }

    private long broker() throws XAException {
        if (broker == 0) {
            try {
                broker = BranchResource.<Long>call(
                        core, (engine, completion) -> completion.onDone(engine.brokerIdentity()));
            } catch (JMSException e) {
                throw XAErrors.of(XAException.XAER_RMFAIL, "the broker is out of reach", e);
            }
        }
        return broker;
    }

    private GlobalBranch.Key key(@Nullable Xid xid) throws XAException {
        if (xid == null) {
            throw XAErrors.of(XAException.XAER_INVAL, "an XID is needed");
        }
        try {
            return new GlobalBranch.Key(
                    broker(), new BranchId(xid.getFormatId(), xid.getGlobalTransactionId(), xid.getBranchQualifier()));
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

    /** A transaction manager's thread may be interrupted for reasons of its own: that decides nothing. */
    private static <T> T call(ConnectionCore core, BiConsumer<ClientEngine, Completion<T>> question)
            throws JMSException {
        Optional<T> answer = core.askQuietly(FOR_EVER_MS, question);
        return answer.orElseThrow(() -> new JMSException("no answer from the broker", "CONNECTION_LOST"));
    }
}
