package io.corduroy.broker;

import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.StateSnapshot;
import io.corduroy.log.Admission;
import io.corduroy.log.CheckpointTask;
import io.corduroy.log.PartitionLog;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the state is written down, and has it done: when the log has grown so much that a restart would read long,
 * and when there is disk space to be had by it, for a dead segment is deleted only after two checkpoints.
 */
final class Checkpointing {
    /** A large state is written less often, so that it never makes up most of what is written. */
    private static final int GROWTH_PER_STATE = 4;
    /** Under steady traffic two distances' worth of segments wait for their checkpoints anyway. */
    private static final int DISTANCES_OF_DEAD_SEGMENTS = 4;

    private static final long PAUSE_AFTER_FAILURE_MS = 5_000;

    private final BrokerConfig config;
    private final PartitionLog log;
    private final PartitionState state;
    private final PartitionShell shell;
    private @Nullable StateSnapshot underWay;
    private long lastStateBytes;
    private long notBeforeMs = Long.MIN_VALUE;

    Checkpointing(BrokerConfig config, PartitionLog log, PartitionState state, PartitionShell shell) {
        this.config = config;
        this.log = log;
        this.state = state;
        this.shell = shell;
    }

    /** Begins a checkpoint if one is worth it. */
    void consider(long nowMs) {
        if (underWay == null && nowMs >= notBeforeMs && isWorthwhile()) {
            begin();
        }
    }

    private boolean isWorthwhile() {
        long grown = log.appliedPosition() - log.checkpointPosition();
        long distance = Math.max(config.checkpointBytes(), GROWTH_PER_STATE * lastStateBytes);
        if (grown >= distance) {
            return true;
        }
        long dead = log.deadBytesAwaitingCheckpoints();
        return dead > 0 && (log.admission() == Admission.RESERVE_ONLY || dead >= DISTANCES_OF_DEAD_SEGMENTS * distance);
    }

    /** Begins a checkpoint of everything that is applied, unless one is under way. */
    void begin() {
        if (underWay != null) {
            return;
        }
        StateSnapshot snapshot = state.snapshot();
        CheckpointTask task = log.checkpoint(snapshot);
        if (task != null) {
            underWay = snapshot;
            shell.submitCheckpoint(task);
        }
    }

    void onEnded(CheckpointTask.Result result, long nowMs) {
        StateSnapshot written = underWay;
        underWay = null;
        log.onCheckpointed(result);
        if (result.failure().isPresent()) {
            notBeforeMs = nowMs + PAUSE_AFTER_FAILURE_MS;
        } else if (written != null) {
            lastStateBytes = written.writtenBytes();
        }
    }
}
