package io.corduroy.broker;

import io.corduroy.broker.state.PartitionState;
import io.corduroy.log.CheckpointTask;
import io.corduroy.log.MaintenanceTask;
import io.corduroy.log.ReadTask;

/** Keeps the logs short and ready: checkpoints, relocation, and what the logs do themselves with their segments. */
final class Maintenance {
    private static final int INTERVAL_MS = 1_000;

    private final Logs logs;
    private final Journal journal;
    private final PartitionShell shell;
    private final Checkpointing checkpointing;
    private final Relocation relocation;
    private final Relocation transientRelocation;
    private long nextRoundMs;

    Maintenance(BrokerConfig config, Logs logs, PartitionState state, Journal journal, PartitionShell shell) {
        this.logs = logs;
        this.journal = journal;
        this.shell = shell;
        checkpointing = new Checkpointing(config, logs.durable(), state, shell);
        long pace = config.relocationBytesPerSecond();
        relocation = new Relocation(LogName.DURABLE, logs.durable(), state, journal, shell, pace);
        transientRelocation = new Relocation(LogName.TRANSIENT, logs.transientLog(), state, journal, shell, pace);
    }

    /**
     * Relocates a portion.
     *
     * @return whether there is more to do at once
     */
    boolean relocate() {
        boolean more = !journal.isStuck() && relocation.run();
        return transientRelocation.run() || more;
    }

    boolean isWaitingForTime() {
        return relocation.isWaitingForTime() || transientRelocation.isWaitingForTime();
    }

    /** When to relocate the next portion. */
    long nextRelocationMs() {
        return Math.min(relocation.nextDueMs(), transientRelocation.nextDueMs());
    }

    /** The next round is due. */
    void hurry() {
        nextRoundMs = journal.nowMs();
    }

    long nextRoundMs() {
        return nextRoundMs;
    }

    /** Begins what is worth it, if a round is due or a log waits for its next segment. */
    void consider(boolean urgent) {
        if (journal.nowMs() < nextRoundMs && !urgent) {
            return;
        }
        nextRoundMs = journal.nowMs() + INTERVAL_MS;
        checkpointing.consider(journal.nowMs());
        begin(LogName.DURABLE);
        begin(LogName.TRANSIENT);
        relocation.consider();
        transientRelocation.consider();
    }

    private void begin(LogName name) {
        MaintenanceTask task = logs.of(name).takeMaintenance(journal.nowMs());
        if (task != null) {
            shell.submitMaintenance(name, task);
        }
    }

    /** Begins a checkpoint of everything that is applied, unless one is under way. */
    void checkpoint() {
        checkpointing.begin();
    }

    void onRead(LogName name, ReadTask.Result result) {
        (name == LogName.DURABLE ? relocation : transientRelocation).onRead(result);
    }

    void onCheckpointed(CheckpointTask.Result result) {
        checkpointing.onEnded(result, journal.nowMs());
    }
}
