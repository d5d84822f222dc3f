package io.corduroy.broker;

import io.corduroy.log.CheckpointTask;
import io.corduroy.log.FlushTask;
import io.corduroy.log.MaintenanceTask;
import io.corduroy.log.ReadTask;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.frame.ServerFrame;

/**
 * The effects of a partition. The real shell hands tasks to threads, the simulated one to its heap of events; either
 * brings the outcome back through the method of {@link PartitionEngine} that is named here, on the partition's thread
 * and never from within the call.
 */
public interface PartitionShell {
    /** Runs a flush: {@link PartitionEngine#onFlushed} or {@link PartitionEngine#onFlushFailed}. One per log at a time. */
    void submitFlush(LogName log, FlushTask task);

    /** Runs a read: {@link PartitionEngine#onRead} or {@link PartitionEngine#onReadFailed}. */
    void submitRead(LogName log, ReadTask task);

    /** Writes a checkpoint in the background: {@link PartitionEngine#onCheckpointed}. */
    void submitCheckpoint(CheckpointTask task);

    /** Runs maintenance in the background: {@link PartitionEngine#onMaintained}. */
    void submitMaintenance(LogName log, MaintenanceTask task);

    /** Sends a frame to a connected client. Payloads are shared with the log and stay valid. */
    void send(ClientInstanceId client, ServerFrame frame);

    /**
     * Says something to another partition, on whatever node it is led: {@link PartitionEngine#onPartitionMessage} there.
     * Messages may be lost, delayed and repeated.
     */
    void toPartition(int partition, PartitionMessage message);

    /** The partition that a destination is placed on; never changes. */
    int partitionOf(DestinationName destination);

    /** Whether the client's link takes deliveries now; if not, {@link PartitionEngine#onWritable} follows. */
    boolean isWritable(ClientInstanceId client);

    /** Calls {@link PartitionEngine#onTimer} at that time or soon after; an earlier time asked for replaces it. */
    void wakeAt(long timeMs);

    /** {@link PartitionEngine#onTurnEnd} is to be called again soon, after other events had their turn. */
    void continueSoon();

    /** Stops or resumes reading from clients: the disk is behind. */
    void pauseCommands(boolean paused);

    /** The partition is stopped, for good in this process: its disk failed. */
    void failed(Throwable why);
}
