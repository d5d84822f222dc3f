package io.corduroy.broker;

import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Subscription;
import io.corduroy.protocol.LaneRange;
import java.util.ArrayList;
import java.util.List;

/** A transaction as far as it was decided about, ahead of what is applied. */
final class TransactionDraft {
    final long id;
    final int session;
    final long number;
    long sends;
    long acknowledgments;
    final List<HeldBefore> acknowledged = new ArrayList<>();

    /** What a consumer held when it was acknowledged: it gets it back if the transaction is rolled back. */
    record HeldBefore(Subscription subscription, int consumerId, LaneRange range) {
        boolean isVolatile() {
            return !PartitionState.isDurable(subscription, range.lane());
        }

        boolean covers(HeldBefore other) {
            return subscription == other.subscription
                    && range.lane() == other.range.lane()
                    && range.firstSequence() <= other.range.firstSequence()
                    && other.range.lastSequence() <= range.lastSequence();
        }
    }

    TransactionDraft(long id, int session, long number) {
        this.id = id;
        this.session = session;
        this.number = number;
    }
}
