package io.corduroy.simulation.application;

import io.corduroy.protocol.LaneRange;
import io.corduroy.simulation.history.AcknowledgmentAttempt;
import io.corduroy.simulation.history.Consumption;
import io.corduroy.simulation.history.Ledger;
import io.corduroy.simulation.history.Outcome;
import org.jspecify.annotations.Nullable;

/** What a session has seen, and does not know to be acknowledged. */
final class HeldDelivery {

    final int consumerId;
    final LaneRange range;
    final Consumption consumption;

    @Nullable
    AcknowledgmentAttempt attempt;

    HeldDelivery(int consumerId, LaneRange range, Consumption consumption) {
        this.consumerId = consumerId;
        this.range = range;
        this.consumption = consumption;
    }

    void ended(Ledger ledger, Outcome outcome, String by) {
        if (attempt != null) {
            ledger.ended(attempt, outcome, by);
        }
    }
}
