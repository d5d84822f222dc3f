package io.corduroy.simulation.application;

import io.corduroy.protocol.DestinationName;
import java.util.List;

/**
 * What a session does.
 *
 * @param acknowledges how it acknowledges; {@link Mode#TRANSACTED} also transacts its sends
 * @param sendsTo where it sends to; empty if it does not
 * @param window how many sends may be unconfirmed; 1 for a session that waits for each
 * @param unit how many steps make a transaction, or an acknowledgment in CLIENT mode
 * @param thinkUs how long the application usually takes for one step
 * @param delays whether it sends some messages with a delivery delay or a time to live
 * @param groups whether it sends messages in groups
 * @param mischief one step in so many is recover, rollback, close of a consumer …
 */
public record SessionPlan(
        Mode acknowledges,
        List<DestinationName> sendsTo,
        int window,
        int unit,
        long thinkUs,
        boolean delays,
        boolean groups,
        int mischief) {

    /** Acknowledgment modes. */
    public enum Mode {
        AUTO,
        CLIENT,
        TRANSACTED
    }

    public SessionPlan {
        sendsTo = List.copyOf(sendsTo);
    }
}
