package io.corduroy.client;

import io.corduroy.client.engine.ClientEngine;
import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Nothing;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.LaneRange;
import jakarta.jms.JMSException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
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
        tell((engine, completion) -> engine.finishCommitted(session.id(), number, keeper, completion));
    }

    /** It is decided where the branch is kept: what is prepared hears it there. */
    void onRolledBack() {
        tell((engine, completion) -> engine.finishRolledBack(session.id(), number, completion));
    }

    /** Undoes what is not prepared: what was received comes again. */
    void undo() {
        onRolledBack();
        Map<Integer, List<LaneRange>> returning = new LinkedHashMap<>(seen);
        seen.clear(); // once is enough
        if (!returning.isEmpty()) {
            try {
                session.redeliver(returning);
            } catch (JMSException e) {
                LOG.debug("messages of an undone branch come again later: {}", e.getMessage());
            }
        }
    }

    private void tell(BiConsumer<ClientEngine, Completion<Nothing>> what) {
        try {
            BrokerBranches.<Nothing>call(session.core(), what);
        } catch (JMSException e) {
            LOG.debug("the outcome of a branch is decided, and its connection lost: {}", e.getMessage());
        }
    }
}
