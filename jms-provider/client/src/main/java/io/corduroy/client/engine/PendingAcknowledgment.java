package io.corduroy.client.engine;

import io.corduroy.protocol.LaneRange;
import java.util.ArrayList;
import java.util.List;

/** What one session acknowledges of one consumer's deliveries in a turn: one frame. */
final class PendingAcknowledgment {

    final LaneRangeSet ranges = new LaneRangeSet();
    final List<Completion<Nothing>> completions = new ArrayList<>();
    boolean transacted;

    void add(boolean inTransaction, List<LaneRange> more, Completion<Nothing> completion) {
        transacted = inTransaction;
        ranges.addAll(more);
        if (completion.isAwaited()) {
            completions.add(completion);
        }
    }

    /** Whether nobody waits for it. */
    boolean isPatient() {
        return completions.isEmpty();
    }
}
