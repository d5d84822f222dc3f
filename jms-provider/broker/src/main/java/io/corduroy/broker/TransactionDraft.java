package io.corduroy.broker;

import io.corduroy.broker.delivery.SessionName;
import io.corduroy.broker.delivery.UndecidedSession;
import io.corduroy.broker.state.Prepared;
import io.corduroy.broker.state.Subscription;
import io.corduroy.broker.state.Transaction;
import io.corduroy.broker.state.TransactionName;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.TransactionNumber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction as far as it was decided about, ahead of what is applied. */
final class TransactionDraft {
    final long id;
    final TransactionName name;
    final long number;
    long sends;
    long acknowledgments;
    final List<HeldBefore> acknowledged = new ArrayList<>();
    /** Who answers for what was acknowledged in it. */
    final UndecidedSession holder;
    /** Nothing is added to it any more, and its counts were right. */
    boolean prepared;
    /** The other partition that decides about it, 0 if there is none. */
    int decider;
    /** The branch that it is prepared under, for a transaction manager to decide about. */
    @Nullable
    BranchId branch;
    /** If so: the other partitions with a part of it. */
    List<Integer> others = List.of();

    /** What a consumer held when it was acknowledged: it gets it back if the transaction is rolled back. */
    record HeldBefore(Subscription subscription, int consumerId, LaneRange range) {
        boolean isVolatile() {
            return !subscription.isDurable(range.lane());
        }

        boolean covers(HeldBefore other) {
            return subscription == other.subscription
                    && range.lane() == other.range.lane()
                    && range.firstSequence() <= other.range.firstSequence()
                    && other.range.lastSequence() <= range.lastSequence();
        }
    }

    TransactionDraft(long id, TransactionName name) {
        this.id = id;
        this.name = name;
        this.number = name.number();
        this.holder = new UndecidedSession(new SessionName(name.instance(), name.session()));
    }

    /** Of what an earlier epoch left open. */
    static TransactionDraft of(Transaction open) {
        TransactionDraft draft = new TransactionDraft(open.id(), open.name());
        draft.sends = open.sendCount();
        draft.acknowledgments = open.acknowledgmentCount();
        Prepared prepared = open.prepared();
        if (prepared != null) {
            draft.prepared = true;
            draft.decider = prepared.decider();
            draft.branch = prepared.branch();
            draft.others = prepared.others();
        }
        return draft;
    }

    /** Whether it has acknowledged something that a consumer held. */
    boolean hasOf(int consumerId) {
        return acknowledged.stream().anyMatch(held -> held.consumerId() == consumerId);
    }

    /** Whether it is not for its client, nor for this partition, to roll it back. */
    boolean isDecidedElsewhere() {
        return prepared && (decider != 0 || branch != null);
    }

    /** Whether its session may go on without its being given up. */
    boolean waits() {
        return TransactionNumber.isOfBranch(number);
    }
}
