package io.corduroy.broker;

import io.corduroy.log.FlushTask;
import io.corduroy.log.PartitionLog;

/** Has what was appended written and forced: one flush per log at a time, everything that came meanwhile in the next; and none for what nobody waits for, for a moment. */
final class Flushes {
    /** What the weaker durability may cost when the power fails. */
    private static final int FORCE_INTERVAL_MS = 1_000;

    private final Logs logs;
    private final Journal journal;
    private final PartitionShell shell;
    private long nextForceMs;

    Flushes(Logs logs, Journal journal, PartitionShell shell) {
        this.logs = logs;
        this.journal = journal;
        this.shell = shell;
    }

    /** Begins those that are due and not under way. */
    void begin() {
        begin(LogName.DURABLE);
        begin(LogName.TRANSIENT);
    }

    private void begin(LogName name) {
        PartitionLog log = logs.of(name);
        boolean unforced = name == LogName.DURABLE && log.forcedPosition() < log.writtenPosition();
        boolean forceDue = unforced && journal.nowMs() >= nextForceMs;
        if (name == LogName.DURABLE && !forceDue && !journal.isFlushDue()) {
            return;
        }
        FlushTask task = forceDue ? log.takeForcedFlush() : log.takeFlush();
        if (task != null) {
            if (name == LogName.DURABLE) {
                journal.onFlushTaken(task.endPosition());
            }
            nextForceMs = forceDue ? journal.nowMs() + FORCE_INTERVAL_MS : nextForceMs;
            shell.submitFlush(name, task);
        }
    }
}
