package io.corduroy.simulation.node;

import io.corduroy.broker.LogName;
import io.corduroy.broker.PartitionEngine;
import io.corduroy.broker.PartitionMessage;
import io.corduroy.broker.PartitionShell;
import io.corduroy.log.CheckpointTask;
import io.corduroy.log.FlushTask;
import io.corduroy.log.MaintenanceTask;
import io.corduroy.log.OpenedLog;
import io.corduroy.log.PartitionLog;
import io.corduroy.log.ReadTask;
import io.corduroy.log.sim.SimulatedDisk;
import io.corduroy.log.storage.Storage;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.simulation.history.Totals;
import io.corduroy.simulation.world.World;
import java.io.IOException;

/**
 * The state that is folded while messages flow, and what a new process folds from a copy of the disk, from its newest
 * checkpoint on and, if the log is still there from its beginning, without any: all have the same hash.
 */
final class StateComparison {

    private final World world;
    private final NodeSettings settings;
    private final SimulatedDisk disk;
    private final Totals totals;

    StateComparison(World world, NodeSettings settings, SimulatedDisk disk, Totals totals) {
        this.world = world;
        this.settings = settings;
        this.disk = disk;
        this.totals = totals;
    }

    /** Does nothing while something of the partition is not applied yet. */
    void check(SimulatedPartition partition) {
        if (!partition.engine().isSettled() || partition.engine().isFailed() || disk.isCrashed()) {
            return;
        }
        long expected = partition.engine().state().stateHash();
        SimulatedDisk copy = disk.copy(1);
        compare(partition, expected, copy, "a checkpoint and the batches after it");
        if (partition.isWhole()) {
            SimulatedDisk bare = disk.copy(1);
            String checkpoints = "/partition-" + partition.number() + "/checkpoint";
            bare.files().stream().filter(file -> file.startsWith(checkpoints)).forEach(bare::remove);
            compare(partition, expected, bare, "all batches from the first");
        }
    }

    private void compare(SimulatedPartition partition, long expected, SimulatedDisk copy, String from) {
        try {
            long found = replayed(partition.number(), copy.storage());
            totals.count("states compared");
            if (found != expected) {
                world.violated("partition " + partition.number() + " has a state of hash " + Long.toHexString(expected)
                        + ", and from " + from + " comes " + Long.toHexString(found));
            }
        } catch (IOException e) {
            world.violated("partition " + partition.number() + " cannot be read from " + from + ": " + e);
        }
    }

    private long replayed(int number, Storage storage) throws IOException {
        OpenedLog opened = PartitionLog.open(storage.directory("partition-" + number), settings.log());
        OpenedLog openedTransient =
                PartitionLog.open(storage.directory("transient-" + number), settings.transientLog());
        openedTransient.replay(batch -> {});
        PartitionEngine engine =
                new PartitionEngine(number, settings.broker(), opened.log(), openedTransient.log(), new NobodyShell());
        engine.recover(opened, 1, world.nowMs());
        return engine.state().stateHash();
    }

    /** Nothing comes of this engine but its state. */
    private static final class NobodyShell implements PartitionShell {
        @Override
        public void submitFlush(LogName log, FlushTask task) {}

        @Override
        public void submitRead(LogName log, ReadTask task) {}

        @Override
        public void submitCheckpoint(CheckpointTask task) {}

        @Override
        public void submitMaintenance(LogName log, MaintenanceTask task) {}

        @Override
        public void send(ClientInstanceId client, ServerFrame frame) {}

        @Override
        public void toPartition(int partition, PartitionMessage message) {}

        @Override
        public int partitionOf(DestinationName destination) {
            return 1;
        }

        @Override
        public boolean isWritable(ClientInstanceId client) {
            return false;
        }

        @Override
        public void wakeAt(long timeMs) {}

        @Override
        public void continueSoon() {}

        @Override
        public void pauseCommands(boolean paused) {}

        @Override
        public void failed(Throwable why) {
            throw new IllegalStateException("a copy of the disk fails", why);
        }
    }
}
