package io.corduroy.micro;

import io.corduroy.broker.BrokerConfig;
import io.corduroy.broker.ClientInfo;
import io.corduroy.broker.LogName;
import io.corduroy.broker.PartitionEngine;
import io.corduroy.broker.PartitionMessage;
import io.corduroy.broker.PartitionShell;
import io.corduroy.log.CheckpointTask;
import io.corduroy.log.FlushTask;
import io.corduroy.log.LogConfig;
import io.corduroy.log.MaintenanceTask;
import io.corduroy.log.OpenedLog;
import io.corduroy.log.PartitionLog;
import io.corduroy.log.ReadTask;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** A partition with one client and no thread: every task is run at once, on a disk that costs nothing. */
final class Turntable implements PartitionShell {

    private static final ClientInstanceId CLIENT = new ClientInstanceId(7, 1);

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PartitionEngine engine;
    private final Consumer<ServerFrame> said;
    private long nowMs = Samples.NOW_MS;
    private boolean again;

    /** @param said takes what the partition says to the client */
    Turntable(Consumer<ServerFrame> said) {
        this.said = said;
        VoidStorage disk = new VoidStorage();
        try {
            OpenedLog opened = PartitionLog.open(disk.directory("log"), LogConfig.durable());
            OpenedLog volatileLog = PartitionLog.open(disk.directory("transient"), LogConfig.transientLog());
            volatileLog.replay(batch -> {});
            engine = new PartitionEngine(1, BrokerConfig.defaults(), opened.log(), volatileLog.log(), this);
            engine.recover(opened, 0xC0FFEE, nowMs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settle();
        engine.onConnected(CLIENT, new ClientInfo(true, "", ""));
    }

    /** Says something without waiting for what comes of it. */
    void tell(ClientFrame.Command command) {
        engine.onCommand(CLIENT, command, nowMs);
    }

    /** Ends the turn, and runs tasks and turns until nothing is left to do. */
    void settle() {
        turn();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            turn();
        }
    }

    /** As each millisecond of a busy server does. */
    void tick() {
        nowMs++;
        engine.onTimer(nowMs);
    }

    private void turn() {
        do {
            again = false;
            engine.onTurnEnd(nowMs);
        } while (again);
    }

    @Override
    public void submitFlush(LogName name, FlushTask task) {
        tasks.add(() -> {
            try {
                engine.onFlushed(name, task.run(), nowMs);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void submitRead(LogName name, ReadTask task) {
        throw new IllegalStateException("everything lies in the tail cache, but " + name + " is read");
    }

    @Override
    public void submitCheckpoint(CheckpointTask task) {
        tasks.add(() -> engine.onCheckpointed(task.run()));
    }

    @Override
    public void submitMaintenance(LogName name, MaintenanceTask task) {
        tasks.add(() -> engine.onMaintained(name, task.run()));
    }

    @Override
    public void send(ClientInstanceId client, ServerFrame frame) {
        said.accept(frame);
    }

    @Override
    public void toPartition(int partition, PartitionMessage message) {
        throw new IllegalStateException("there is no partition " + partition);
    }

    @Override
    public int partitionOf(DestinationName destination) {
        return 1;
    }

    @Override
    public boolean isWritable(ClientInstanceId client) {
        return true;
    }

    @Override
    public void wakeAt(long timeMs) {}

    @Override
    public void continueSoon() {
        again = true;
    }

    @Override
    public void pauseCommands(boolean paused) {}

    @Override
    public void failed(Throwable why) {
        throw new IllegalStateException("the partition failed", why);
    }
}
