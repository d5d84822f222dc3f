package io.corduroy.client;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a branch in which sessions of this process have worked is prepared, committed and rolled back. The lowest partition with
 * work of it keeps the branch; one record there decides about all.
 *
 * <p>The branch's lock is held by all callers.
 */
final class BranchEnd {

    private static final Logger LOG = LoggerFactory.getLogger(BranchEnd.class);

    private final BrokerBranches broker;
    private final GlobalBranch branch;
    private final BranchId id;

    /**
     * @param broker as the resource reaches it by which the transaction manager asks
     */
    BranchEnd(BrokerBranches broker, GlobalBranch branch) {
        this.broker = broker;
        this.branch = branch;
        this.id = branch.key.id();
    }

    /** Answers as {@link XAResource#prepare} does. */
    int prepare() throws XAException {
        requireEndable();
        List<Part> parts = parts();
        if (parts.isEmpty()) {
            branch.end();
            return XAResource.XA_RDONLY;
        }
        prepare(parts);
        return XAResource.XA_OK;
    }

    void commitInOnePhase() throws XAException {
        requireEndable();
        List<Part> parts = parts();
        if (parts.isEmpty()) {
            branch.end();
        } else if (parts.size() == 1 && parts.get(0).partitions().size() == 1) {
            commitAtOnce(parts.get(0));
        } else {
            prepare(parts);
            commitPrepared();
        }
    }

    void commitPrepared() throws XAException {
        BranchState outcome = broker.decide(branch.keeper(), id, true);
        finish(outcome);
        XAErrors.requireCommitted(id, outcome);
    }

    void rollBack() throws XAException {
        if (branch.state() == GlobalBranch.State.OPEN) {
            undoWork();
            branch.end();
        } else if (branch.state() == GlobalBranch.State.PREPARED) {
            BranchState outcome = broker.decide(branch.keeper(), id, false);
            finish(outcome);
            if (outcome != BranchState.UNKNOWN) { // nobody knows of it: then nothing of it will ever be committed
                XAErrors.requireRolledBack(id, outcome);
            }
        }
    }

    /** Its work is undone and its name kept, so that the transaction manager hears why. */
    void undoWork() {
        List.copyOf(branch.works()).forEach(BranchWork::undo);
    }

    /** Nobody works in it, and nothing speaks against its being prepared or committed. */
    private void requireEndable() throws XAException {
        if (branch.state() != GlobalBranch.State.OPEN) {
            throw XAErrors.of(XAException.XAER_PROTO, id + " is " + branch.state());
        }
        branch.requireLeft();
        if (branch.isSuspended()) {
            throw XAErrors.of(
                    XAException.XAER_PROTO, id + " has a session that has suspended its work in it; end that first");
        }
        if (branch.isRollbackOnly()) {
            undoWork();
            branch.end();
            throw branch.rollbackOnly();
        }
    }

    /** Where a session has done something in it. */
    private record Part(BranchWork work, List<Integer> partitions) {}

    /** What sessions have done; those that have done nothing are left out. */
    private List<Part> parts() throws XAException {
        List<Part> parts = new ArrayList<>();
        for (BranchWork work : branch.works()) {
            List<Integer> found;
            try {
                found = work.partitions();
            } catch (JMSException e) {
                throw undoOpen(e);
            }
            if (!found.isEmpty()) {
                parts.add(new Part(work, found));
            }
        }
        return parts;
    }

    private static int keeperOf(List<Part> parts) {
        TreeSet<Integer> all = new TreeSet<>();
        parts.forEach(part -> all.addAll(part.partitions()));
        return all.first();
    }

    private void prepare(List<Part> parts) throws XAException {
        int keeper = keeperOf(parts);
        branch.onPrepared(keeper); // from here on some of it may be
        for (Part part : parts) {
            try {
                part.work().prepare(id, keeper, false);
            } catch (JMSException e) {
                throw undoPrepared(parts, e);
            }
        }
    }

    private void commitAtOnce(Part only) throws XAException {
        int keeper = only.partitions().get(0);
        branch.onPrepared(keeper);
        try {
            only.work().prepare(id, keeper, true);
        } catch (JMSException e) {
            if (XAErrors.isRefusal(e)) {
                throw undoPrepared(List.of(only), e);
            }
            branch.end(); // whether it is committed, only the broker knows
            throw XAErrors.of(XAException.XAER_RMFAIL, "the broker is out of reach, the outcome not known", e);
        }
        finish(BranchState.COMMITTED);
    }

    private void finish(BranchState outcome) {
        for (BranchWork work : branch.works()) {
            if (outcome.isCommitted()) {
                work.onCommitted(branch.keeper());
            } else {
                work.undo();
            }
        }
        branch.end();
    }

    // When something goes wrong

    private XAException undoOpen(JMSException why) {
        undoWork();
        branch.end();
        return undone(why);
    }

    /**
     * The vote is no, so nothing of it may stay prepared: any connection that has worked in it can say so. If none reaches the
     * broker, the transaction manager's recovery finds what is prepared.
     */
    private XAException undoPrepared(List<Part> parts, JMSException why) {
        boolean decided = isRolledBackBy(broker)
                || parts.stream().anyMatch(part -> isRolledBackBy(part.work().broker()));
        undoWork();
        branch.end();
        return decided
                ? undone(why)
                : XAErrors.of(XAException.XAER_RMFAIL, "the broker is out of reach, the outcome not known", why);
    }

    private boolean isRolledBackBy(BrokerBranches reached) {
        try {
            return !reached.decide(branch.keeper(), id, false).isCommitted();
        } catch (XAException e) {
            LOG.debug("cannot undo what is prepared of {}: {}", id, e.getMessage());
            return false;
        }
    }

    private XAException undone(JMSException why) {
        LOG.debug("a branch is undone: {}", id, why);
        return XAErrors.isRefusal(why)
                ? XAErrors.of(XAException.XA_RBROLLBACK, id + " was rolled back", why)
                : XAErrors.of(XAException.XA_RBCOMMFAIL, "the work is lost with the connection", why);
    }
}
