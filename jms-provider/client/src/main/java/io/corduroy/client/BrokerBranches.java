package io.corduroy.client;

import io.corduroy.client.engine.ClientEngine;
import io.corduroy.client.engine.Completion;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.frame.ServerFrame.BranchEntry;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;

/** What a transaction manager asks a broker about branches, of whomever, over one connection; each call waits for the answer. */
final class BrokerBranches {

    /** Nobody waits so long: a connection that is lost fails what waits for it before. */
    private static final long FOR_EVER_MS = TimeUnit.DAYS.toMillis(1);

    private final ConnectionCore core;
    private volatile long identity;

    BrokerBranches(ConnectionCore core) {
        this.core = core;
    }

    /** Which broker this is: connections to the same one say the same. */
    long identity() throws XAException {
        if (identity == 0) {
            try {
                identity = BrokerBranches.<Long>call(
                        core, (engine, completion) -> completion.onDone(engine.brokerIdentity()));
            } catch (JMSException e) {
                throw XAErrors.of(XAException.XAER_RMFAIL, "the broker is out of reach", e);
            }
        }
        return identity;
    }

    /** What is prepared, and what an operator has decided. */
    List<Xid> list() throws XAException {
        List<Xid> found = new ArrayList<>();
        try {
            for (int partition : partitions()) {
                for (BranchEntry entry : BrokerBranches.<List<BranchEntry>>call(
                        core, (engine, completion) -> engine.recoverBranches(partition, completion))) {
                    found.add(new BranchXid(entry.branch()));
                }
            }
        } catch (JMSException e) {
            throw XAErrors.of(XAException.XAER_RMFAIL, "cannot list branches", e);
        }
        return found;
    }

    /** Forgets what an operator has decided; false if nothing is known of that. */
    boolean forget(BranchId id) throws XAException {
        boolean known = false;
        try {
            for (int partition : partitions()) {
                BranchState was = call(core, (engine, completion) -> engine.forgetBranch(partition, id, completion));
                known |= was != BranchState.UNKNOWN;
            }
        } catch (JMSException e) {
            throw XAErrors.of(XAException.XAER_RMFAIL, "cannot forget " + id, e);
        }
        return known;
    }

    /** Decides about a branch, whichever partition keeps it. */
    BranchState decideAnywhere(BranchId id, boolean commit) throws XAException {
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

    /** Decides about a branch that a partition keeps. */
    BranchState decide(int partition, BranchId id, boolean commit) throws XAException {
        try {
            return call(core, (engine, completion) -> engine.decideBranch(partition, id, commit, completion));
        } catch (JMSException e) {
            throw XAErrors.of(XAException.XAER_RMFAIL, "cannot decide about " + id, e);
        }
    }

    private List<Integer> partitions() throws JMSException {
        return call(core, (engine, completion) -> completion.onDone(engine.partitions()));
    }

    /** A transaction manager's thread may be interrupted for reasons of its own: that decides nothing. */
    static <T> T call(ConnectionCore core, BiConsumer<ClientEngine, Completion<T>> question) throws JMSException {
        Optional<T> answer = core.askQuietly(FOR_EVER_MS, question);
        return answer.orElseThrow(() -> new JMSException("no answer from the broker", "CONNECTION_LOST"));
    }
}
