package io.corduroy.client;

import io.corduroy.client.engine.Nothing;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.LaneRange;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session has done between entering a branch and leaving it; the calls go over the session's own connection.
 *
 * @param number the session's name for it
 * @param seen what was received in it, by consumer
 */
record BranchWork(CorduroyXASession session, int number, Map<Integer, List<LaneRange>> seen) {

    private static final Logger LOG = LoggerFactory.getLogger(BranchWork.class);

    /** Where something was done; empty if nothing was. */
    List<Integer> partitions() throws JMSException {
        return BrokerBranches.call(
                session.core(), (engine, completion) -> engine.branchPartitions(session.id(), number, completion));
    }

    /** Durable on return. */
    void prepare(BranchId branch, int keeper, boolean onePhase) throws JMSException {
        BrokerBranches.<Nothing>call(
                session.core(),
                (engine, completion) ->
                        engine.prepareBranch(session.id(), number, branch, keeper, onePhase, completion));
    }

    /** The broker as the connection of this work reaches it. */
    BrokerBranches broker() {
        return new BrokerBranches(session.core());
    }

    void onCommitted(int keeper) {
        try {
            BrokerBranches.<Nothing>call(
                    session.core(),
                    (engine, completion) -> engine.finishCommitted(session.id(), number, keeper, completion));
        } catch (JMSException e) {
            LOG.debug("a branch is committed, and a connection with work of it lost: {}", e.getMessage());
        }
    }

    /** Undoes what is not decided elsewhere: what the session holds of what it has received comes again. */
    void undo() {
        try {
            Map<Integer, List<LaneRange>> held = BrokerBranches.call(
                    session.core(),
                    (engine, completion) -> engine.finishRolledBack(session.id(), number, seen, completion));
            held.keySet().forEach(seen::remove); // once is enough
            if (!held.isEmpty()) {
                session.redeliver(held);
            }
        } catch (JMSException e) {
            LOG.debug("messages of an undone branch come again later: {}", e.getMessage());
        }
    }
}
