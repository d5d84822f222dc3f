package io.corduroy.simulation.node;

import io.corduroy.broker.ClientInfo;
import io.corduroy.broker.LogName;
import io.corduroy.broker.PartitionEngine;
import io.corduroy.broker.PartitionMessage;
import io.corduroy.broker.PartitionShell;
import io.corduroy.broker.state.Client;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Producer;
import io.corduroy.log.Admission;
import io.corduroy.log.CheckpointTask;
import io.corduroy.log.FlushTask;
import io.corduroy.log.MaintenanceTask;
import io.corduroy.log.OpenedLog;
import io.corduroy.log.PartitionLog;
import io.corduroy.log.ReadTask;
import io.corduroy.log.SegmentInfo;
import io.corduroy.log.storage.Storage;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.MetadataImage;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.simulation.history.RetainedJudgment;
import io.corduroy.simulation.world.Alarm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A partition's engine with a shell of simulated threads: tasks take their time, turns end when they end. */
public final class SimulatedPartition {

    private static final int TURNS_PER_CHECK = 32;
    private static final int TURNS_PER_COMPARISON = 500;
    private static final int LOST_MESSAGES = 10;
    private static final int NO_ROOM_BYTES = 64;
    private static final long LATE_FLUSH_US = 20_000;

    private final NodeProcess process;
    private final int number;
    private final DispatchWatch watch;
    private @Nullable PartitionEngine engine;
    private @Nullable PartitionLog log;
    private @Nullable Alarm alarm;
    private long alarmMs = Long.MAX_VALUE;
    private boolean turnScheduled;

    SimulatedPartition(NodeProcess process, int number, DispatchWatch watch) {
        this.process = process;
        this.number = number;
        this.watch = watch;
    }

    void start(Storage storage, long logId) throws IOException {
        OpenedLog opened = PartitionLog.open(storage.directory("partition-" + number), process.settings.log());
        OpenedLog openedTransient =
                PartitionLog.open(storage.directory("transient-" + number), process.settings.transientLog());
        openedTransient.replay(batch -> {
            throw new IllegalStateException("the transient log is not empty after a restart");
        });
        opened.cut().ifPresent(cut -> process.totals.count("torn tails"));
        log = opened.log();
        PartitionEngine starting = new PartitionEngine(
                number, process.settings.broker(), opened.log(), openedTransient.log(), new Shell());
        engine = starting;
        starting.recover(opened, logId, process.world.nowMs());
        endTurnSoon();
    }

    /** Whether no segment was ever deleted: they follow each other from position 0 on. */
    boolean isWhole() {
        long end = 0;
        for (SegmentInfo segment : log().segments()) {
            if (segment.basePosition() != end) {
                return false;
            }
            end = segment.endPosition();
        }
        return true;
    }

    void requireOpen() {
        if (engine().isFailed() || log().admission() != Admission.OPEN) {
            process.world.violated("partition " + number + " takes no messages: failed " + engine().isFailed()
                    + ", admission " + log().admission());
        }
    }

    /** Who was away for the grace period is gone, and so are its temporary queues. */
    void requireOwnersOfTemporaryQueues() {
        PartitionState state = engine().state();
        state.destinations().forEach(destination -> {
            if (destination.name().kind().isTemporary()) {
                process.totals.count("temporary queues in the end");
                Client owner = state.clients().get(destination.owner());
                if (owner == null || process.link(owner.instance()) == null) {
                    process.world.violated(destination.name() + " is there, and its owner is not");
                }
            }
        });
    }

    /** Nobody has anything left to consume, or retained: all bodies are gone but those that somebody has begun and may go on with. */
    void requireNoBodiesKept() {
        PartitionState state = engine().state();
        long[] waiting = new long[1];
        state.subscriptions().forEach(subscription -> waiting[0] += subscription.depth());
        state.retention().destinations().forEach(destination -> waiting[0] += destination.retainedCount());
        for (boolean transientLog : new boolean[] {false, true}) {
            state.largeMessages(transientLog).forEach(body -> {
                Producer producer = state.producer(body.producer());
                boolean mayGoOn = body.isOpen()
                        && producer != null
                        && process.link(producer.client().instance()) != null;
                if (!mayGoOn && (body.isOpen() || waiting[0] == 0)) {
                    process.world.violated("partition " + number + " keeps " + body.pieces()
                            + " pieces of a body that nobody needs: send " + body.sequence() + " of producer "
                            + body.producer());
                }
            });
        }
    }

    /** What each of its destinations that retain has retained. */
    List<RetainedJudgment.Retained> retained() {
        List<RetainedJudgment.Retained> retained = new ArrayList<>();
        RetainedMessages messages = new RetainedMessages(log());
        engine().state().retention().destinations().forEach(each -> retained.add(messages.of(each)));
        return retained;
    }

    private PartitionLog log() {
        PartitionLog opened = log;
        if (opened == null) {
            throw new IllegalStateException("partition " + number + " has not started");
        }
        return opened;
    }

    public int number() {
        return number;
    }

    public PartitionEngine engine() {
        PartitionEngine running = engine;
        if (running == null) {
            throw new IllegalStateException("partition " + number + " has not started");
        }
        return running;
    }

    long epoch() {
        return engine().state().epoch();
    }

    long logId() {
        return engine().state().logId();
    }

    // What links tell

    void onConnected(ClientInstanceId client, ClientInfo info) {
        engine().onConnected(client, info);
        watch.onConnected(client);
        endTurnSoon();
    }

    void onCommand(ClientInstanceId client, ClientFrame.Command command) {
        watch.onCommand(client, command);
        if (command instanceof ClientFrame.Prepare) {
            process.totals.count("parts to prepare");
        }
        process.mutant.onCommand(
                command,
                heard -> engine().onCommand(client, heard, process.world.nowMs()),
                answer -> say(client, answer));
        endTurnSoon();
    }

    private void say(ClientInstanceId client, ServerFrame frame) {
        ClientLink link = process.link(client);
        if (link != null) {
            watch.onSend(client, frame);
            link.side().send(frame);
        }
    }

    void onDisconnected(ClientInstanceId client, boolean orderly) {
        watch.onDisconnected(client, orderly);
        if (process.mutant.hearsOfLostLinks()) {
            engine().onDisconnected(client, orderly, process.world.nowMs());
        }
        endTurnSoon();
    }

    void onWritable(ClientInstanceId client) {
        engine().onWritable(client);
        endTurnSoon();
    }

    private void onPartitionMessage(PartitionMessage message) {
        if (message instanceof PartitionMessage.TellOutcome told) {
            watch.onOutcome(told.transaction());
        }
        engine().onPartitionMessage(message, process.world.nowMs());
        endTurnSoon();
    }

    private void endTurnSoon() {
        if (!turnScheduled) {
            turnScheduled = true;
            process.after(process.chance.delayUs(process.settings.usualTurnUs()), () -> {
                turnScheduled = false;
                engine().onTurnEnd(process.world.nowMs());
                countFullness();
                if (process.chance.oneIn(TURNS_PER_CHECK)) {
                    engine().assertInvariants();
                }
                if (process.chance.oneIn(TURNS_PER_COMPARISON)) {
                    process.compareWithReplay();
                }
            });
        }
    }

    private void countFullness() {
        if (log().admission() == Admission.RESERVE_ONLY) {
            process.totals.count(log().preparedBytes() < NO_ROOM_BYTES ? "turns without room" : "turns on the reserve");
        }
    }

    /** The effects of the engine. */
    private final class Shell implements PartitionShell {

        @Override
        public void submitFlush(LogName name, FlushTask task) {
            if (process.mutant.confirmsBeforeFlush()) {
                confirmAndFlush(name, task);
                return;
            }
            process.after(takes(), () -> {
                try {
                    FlushTask.Result result = task.run();
                    process.after(takes(), () -> {
                        engine().onFlushed(name, result, process.world.nowMs());
                        endTurnSoon();
                    });
                } catch (IOException e) {
                    process.after(takes(), () -> {
                        engine().onFlushFailed(name, e);
                        endTurnSoon();
                    });
                }
            });
        }

        private void confirmAndFlush(LogName name, FlushTask task) {
            FlushTask.Result claimed = new FlushTask.Result(task.endPosition(), task.forces());
            process.after(1, () -> {
                engine().onFlushed(name, claimed, process.world.nowMs());
                endTurnSoon();
            });
            process.after(LATE_FLUSH_US, () -> {
                try {
                    task.run();
                } catch (IOException e) {
                    process.world.note("a late flush failed", e, 0);
                }
            });
        }

        @Override
        public void submitRead(LogName name, ReadTask task) {
            process.totals.count("reads");
            process.after(takes(), () -> {
                try {
                    ReadTask.Result result = task.run();
                    process.after(takes(), () -> {
                        engine().onRead(name, result);
                        endTurnSoon();
                    });
                } catch (IOException e) {
                    process.after(takes(), () -> {
                        engine().onReadFailed(name, task, e);
                        endTurnSoon();
                    });
                }
            });
        }

        @Override
        public void submitCheckpoint(CheckpointTask task) {
            process.totals.count("checkpoints");
            process.after(takes(), () -> {
                CheckpointTask.Result result = task.run();
                process.after(takes(), () -> {
                    engine().onCheckpointed(result);
                    endTurnSoon();
                });
            });
        }

        @Override
        public void submitMaintenance(LogName name, MaintenanceTask task) {
            process.totals.count("maintenance");
            process.after(takes(), () -> {
                MaintenanceTask.Result result = task.run();
                process.after(takes(), () -> {
                    engine().onMaintained(name, result);
                    endTurnSoon();
                });
            });
        }

        private long takes() {
            return process.chance.delayUs(process.settings.usualFlushUs());
        }

        @Override
        public void send(ClientInstanceId client, ServerFrame frame) {
            process.mutant.onFrame(frame, heard -> say(client, heard));
        }

        /** Now and then it is lost on the way, or comes twice, as it may between nodes. */
        @Override
        public void toPartition(int partition, PartitionMessage message) {
            process.totals.count("messages between partitions");
            int times = process.chance.oneIn(LOST_MESSAGES) ? 0 : process.chance.oneIn(LOST_MESSAGES) ? 2 : 1;
            for (int i = 0; i < times; i++) {
                process.after(
                        takes(),
                        () -> process.partition(partition).onPartitionMessage(process.mutant.between(message)));
            }
        }

        @Override
        public int partitionOf(DestinationName destination) {
            return MetadataImage.partitionOf(destination, process.settings.partitions());
        }

        @Override
        public boolean isWritable(ClientInstanceId client) {
            ClientLink link = process.link(client);
            return link != null && link.side().isWritable();
        }

        @Override
        public void wakeAt(long timeMs) {
            if (timeMs < alarmMs) {
                if (alarm != null) {
                    alarm.cancel();
                }
                alarmMs = timeMs;
                long lateUs = process.chance.delayUs(process.settings.usualTurnUs());
                alarm = process.world.after(
                        process.world.untilUs(timeMs) + lateUs,
                        () -> process.guarded(() -> {
                            alarmMs = Long.MAX_VALUE;
                            engine().onTimer(process.world.nowMs());
                            endTurnSoon();
                        }));
            }
        }

        @Override
        public void continueSoon() {
            endTurnSoon();
        }

        @Override
        public void pauseCommands(boolean paused) {
            process.totals.count("pauses of reading");
            process.pauseReading(paused);
        }

        @Override
        public void failed(Throwable why) {
            process.onPartitionFailed(number, why);
        }
    }
}
