package io.corduroy.broker;

import io.corduroy.broker.state.PartitionState;

/** What happens because time passes. The leader's clock decides, and says so by records. */
final class Clockwork {
    static final long NEVER = Long.MAX_VALUE;
    /** Messages that one record or turn is about. */
    private static final int AT_ONCE = 512;

    private final PartitionState state;
    private final Journal journal;
    private final Redelivery redelivery;
    private final Expiry expiry;
    private final RetentionSweep retention;
    private final RetentionMeasure measure;
    private boolean releasing;

    Clockwork(
            PartitionState state,
            Journal journal,
            Redelivery redelivery,
            Expiry expiry,
            RetentionSweep retention,
            RetentionMeasure measure) {
        this.state = state;
        this.journal = journal;
        this.redelivery = redelivery;
        this.expiry = expiry;
        this.retention = retention;
        this.measure = measure;
    }

    /**
     * Does what is due, or a part of it.
     *
     * @return whether there is more to do at once
     */
    boolean run() {
        long nowMs = journal.nowMs();
        boolean more = redelivery.run(AT_ONCE);
        releaseDelayed(nowMs);
        more |= expiry.sweep(AT_ONCE);
        expiry.removeFound();
        more |= retention.run();
        more |= measure.run();
        state.releaseTransient(nowMs, AT_ONCE);
        return more || state.nextTransientDueMs() <= nowMs;
    }

    /** Whether dispatch found something since then that can be removed now. */
    boolean hasFound() {
        return expiry.hasFound();
    }

    private void releaseDelayed(long nowMs) {
        if (releasing || state.nextDueMs() > nowMs) {
            return;
        }
        journal.append(journal.write.due(nowMs, AT_ONCE));
        releasing = true;
        journal.whenApplied(() -> releasing = false); // more may be due: the turn's end asks again
    }

    /** When there is something to do next; {@link #NEVER} if nothing waits. */
    long nextDueMs() {
        long durableMs = releasing ? NEVER : state.nextDueMs();
        return Math.min(Math.min(durableMs, state.nextTransientDueMs()), redelivery.nextDueMs());
    }
}
