package io.corduroy.server.partition;

import io.corduroy.broker.ClientInfo;
import io.corduroy.broker.LogName;
import io.corduroy.broker.PartitionEngine;
import io.corduroy.broker.PartitionMessage;
import io.corduroy.broker.PartitionShell;
import io.corduroy.log.CheckpointTask;
import io.corduroy.log.FlushTask;
import io.corduroy.log.MaintenanceTask;
import io.corduroy.log.PartitionLog;
import io.corduroy.log.ReadTask;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.server.metrics.FlushMeter;
import io.corduroy.server.metrics.PartitionSnapshot;
import io.corduroy.transport.Cancellable;
import io.corduroy.transport.Loop;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition at work: gives its engine the loop, the clock, the disk's threads and the clients, and stops it, not the
 * process, when its disk or its own logic fails.
 *
 * <p>A turn: whatever came in is given to the engine one by one; at the loop's end of the turn the engine seals, starts a flush
 * if none runs, applies and dispatches. So what arrives together is written together, without a timer.
 */
public final class PartitionRunner implements PartitionShell, PartitionDoor {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionRunner.class);
    private static final long NEVER = Long.MAX_VALUE;

    private final int number;
    private final Loop loop;
    private final DiskThreads disks;
    private final Neighbours neighbours;
    private final LongSupplier clockMs;
    private final FlushMeter durableFlushes = new FlushMeter();

    // Owned by the loop, once it has been started.
    private final Map<ClientInstanceId, ClientPort> ports = new HashMap<>();
    private final TrafficRates traffic = new TrafficRates();
    private final FlushPlace flushPlace = new FlushPlace();
    private @Nullable PartitionEngine engine;
    private @Nullable PartitionLog log;
    private @Nullable Cancellable timer;
    private long timerAtMs = NEVER;
    private final Queue<Step> atNextTurnEnd = new ArrayDeque<>();
    private Consumer<Throwable> whenFailed = cause -> {};
    private boolean endOfTurnAsked;
    private boolean commandsPaused;
    private boolean checkpointing;
    private Runnable whenCheckpointed = () -> {};
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private volatile @Nullable Throwable failure;
    private volatile long recoveryMs;

    /**
     * A runner without an engine yet: the engine needs it first.
     *
     * @param number of the partition
     * @param loop owns the partition
     * @param neighbours the other partitions of the node; once started it is one of them
     * @param clockMs wall clock
     */
    public PartitionRunner(int number, Loop loop, DiskThreads disks, Neighbours neighbours, LongSupplier clockMs) {
        this.number = number;
        this.loop = loop;
        this.disks = disks;
        this.neighbours = neighbours;
        this.clockMs = clockMs;
    }

    /**
     * Begins, with an engine that has recovered. Any thread.
     *
     * @param recoveredLog the engine's log, for its figures
     * @return completed with the engine's identity when it is ready for clients; fails if it stops before
     */
    public CompletableFuture<PartitionIdentity> start(PartitionEngine recovered, PartitionLog recoveredLog) {
        CompletableFuture<PartitionIdentity> ready = new CompletableFuture<>();
        neighbours.enter(this);
        loop.execute(() -> {
            whenFailed = ready::completeExceptionally;
            engine = recovered;
            log = recoveredLog;
            guarded(running -> {
                running.onTimer(clockMs.getAsLong());
                running.whenDone(() -> ready.complete(new PartitionIdentity(
                        running.state().epoch(), running.state().logId())));
            });
        });
        return ready;
    }

    /**
     * What the world calls a recovered partition by.
     *
     * @param epoch the reign that began
     * @param logId random identity of its log
     */
    public record PartitionIdentity(long epoch, long logId) {}

    /**
     * Does and flushes everything that was asked for so far, and writes a checkpoint. Any thread.
     *
     * @return completed when that is on the disk, or the partition has stopped
     */
    public CompletableFuture<Void> stop() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        later(() -> {
            if (failure != null) {
                stopped.complete(null);
                return;
            }
            whenFailed = cause -> stopped.complete(null);
            whenAnswered(() -> checkpoint(() -> stopped.complete(null)));
        });
        return stopped;
    }

    /**
     * Told when the partition stops by itself, for its disk failed or it found itself in an impossible state. Any thread.
     *
     * @return completed with the reason, never failed
     */
    public CompletableFuture<Throwable> whenFailed() {
        return failed.copy();
    }

    // What links say

    @Override
    public int number() {
        return number;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public void connect(ClientLogin client, ClientPort port) {
        ports.put(client.instance(), port);
        if (commandsPaused) {
            port.pauseReading(number);
        }
        ClientInfo info =
                new ClientInfo(client.resumable(), client.clientId(), client.vouchedUser(), client.userIdRequired());
        guarded(running -> running.onConnected(client.instance(), info));
    }

    @Override
    public void execute(ClientInstanceId client, ClientFrame.Command command) {
        if (failure != null) {
            ClientPort port = ports.get(client);
            if (port != null) {
                FailedPartition.answer(command, port);
            }
            return;
        }
        guarded(running -> running.onCommand(client, command, clockMs.getAsLong()));
    }

    @Override
    public void onWritable(ClientInstanceId client) {
        guarded(running -> running.onWritable(client));
    }

    @Override
    public void disconnect(ClientInstanceId client, ClientPort port, boolean orderly) {
        if (failure != null) {
            ports.remove(client, port);
            if (orderly) {
                port.onFarewell(number);
            }
            return;
        }
        if (orderly) {
            // Everything it said before has to be done and answered; only then its sessions end.
            whenAnswered(() -> leave(client, port));
        } else {
            ports.remove(client, port);
            guarded(running -> running.onDisconnected(client, false, clockMs.getAsLong()));
        }
    }

    private void leave(ClientInstanceId client, ClientPort port) {
        if (ports.remove(client, port)) {
            guarded(running -> running.onDisconnected(client, true, clockMs.getAsLong()));
        }
        port.onFarewell(number);
    }

    // What other partitions say

    @Override
    public void toPartition(int partition, PartitionMessage message) {
        neighbours.tell(partition, message);
    }

    @Override
    public int partitionOf(DestinationName destination) {
        return neighbours.partitionOf(destination);
    }

    /** Never within the call: also a partition on the same loop has its turn for it. */
    void onPartitionMessage(PartitionMessage message) {
        tell(running -> running.onPartitionMessage(message, clockMs.getAsLong()));
    }

    // What the engine wants done

    @Override
    public void submitFlush(LogName name, FlushTask task) {
        if (name == LogName.DURABLE && flushPlace.isHere(task, System.nanoTime())) {
            later(() -> {
                long startNs = System.nanoTime();
                flush(name, task, this::guarded);
                long nowNs = System.nanoTime();
                flushPlace.onDoneHere(nowNs - startNs, nowNs);
            });
        } else {
            disks.flush().submit(() -> flush(name, task, this::tell));
        }
    }

    private void flush(LogName name, FlushTask task, Consumer<Step> told) {
        long startNs = System.nanoTime();
        try {
            FlushTask.Result result = task.run();
            if (name == LogName.DURABLE) {
                durableFlushes.record(task, System.nanoTime() - startNs);
            }
            told.accept(running -> running.onFlushed(name, result, clockMs.getAsLong()));
        } catch (IOException e) {
            told.accept(running -> running.onFlushFailed(name, e));
        } catch (RuntimeException | Error e) {
            told.accept(running -> fail(e));
        }
    }

    @Override
    public void submitRead(LogName name, ReadTask task) {
        disks.read().submit(() -> {
            try {
                ReadTask.Result result = task.run();
                tell(running -> running.onRead(name, result));
            } catch (IOException e) {
                tell(running -> running.onReadFailed(name, task, e));
            } catch (RuntimeException | Error e) {
                tell(running -> fail(e));
            }
        });
    }

    @Override
    public void submitCheckpoint(CheckpointTask task) {
        checkpointing = true;
        disks.background().submit(() -> {
            try {
                CheckpointTask.Result result = task.run();
                tell(running -> onCheckpointed(running, result));
            } catch (RuntimeException | Error e) {
                tell(running -> fail(e));
            }
        });
    }

    private void onCheckpointed(PartitionEngine running, CheckpointTask.Result result) {
        checkpointing = false;
        running.onCheckpointed(result);
        Runnable next = whenCheckpointed;
        whenCheckpointed = () -> {};
        next.run();
    }

    /** Writes down everything that is applied by now. */
    private void checkpoint(Runnable then) {
        if (checkpointing) {
            whenCheckpointed = () -> checkpoint(then); // the one under way knows less than we do now
            return;
        }
        guarded(PartitionEngine::checkpoint);
        if (checkpointing) {
            whenCheckpointed = then;
        } else {
            then.run();
        }
    }

    @Override
    public void submitMaintenance(LogName name, MaintenanceTask task) {
        disks.background().submit(() -> {
            try {
                MaintenanceTask.Result result = task.run();
                tell(running -> running.onMaintained(name, result));
            } catch (RuntimeException | Error e) {
                tell(running -> fail(e));
            }
        });
    }

    @Override
    public void send(ClientInstanceId client, ServerFrame frame) {
        ClientPort port = ports.get(client);
        if (port != null) {
            port.send(frame);
        }
    }

    @Override
    public boolean isWritable(ClientInstanceId client) {
        ClientPort port = ports.get(client);
        return port != null && port.isWritable();
    }

    @Override
    public void wakeAt(long timeMs) {
        if (timeMs >= timerAtMs) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerAtMs = timeMs;
        timer = loop.schedule(Math.max(0, timeMs - clockMs.getAsLong()), this::onTimer);
    }

    @Override
    public void continueSoon() {
        later(this::askForEndOfTurn);
    }

    @Override
    public void pauseCommands(boolean paused) {
        commandsPaused = paused;
        for (ClientPort port : List.copyOf(ports.values())) {
            if (paused) {
                port.pauseReading(number);
            } else {
                port.resumeReading(number);
            }
        }
    }

    @Override
    public void failed(Throwable why) {
        fail(why);
    }

    // Turns

    private interface Step {
        void run(PartitionEngine running);
    }

    /** Lets the engine do something and see the end of this turn; what it throws is an impossible state, which stops it. */
    private void guarded(Step step) {
        PartitionEngine running = engine;
        if (failure != null || running == null) {
            return;
        }
        try {
            step.run(running);
            askForEndOfTurn();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void askForEndOfTurn() {
        if (!endOfTurnAsked) {
            endOfTurnAsked = true;
            loop.atEndOfTurn(this::endTurn);
        }
    }

    private void endTurn() {
        endOfTurnAsked = false;
        PartitionEngine running = engine;
        if (failure != null || running == null) {
            return;
        }
        try {
            running.onTurnEnd(clockMs.getAsLong());
            while (!atNextTurnEnd.isEmpty()) {
                atNextTurnEnd.remove().run(running);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** When all that came so far is applied, and after the end of that turn, which sends the last confirmations. */
    private void whenAnswered(Runnable task) {
        atNextTurnEnd.add(running -> running.whenDone(() -> atNextTurnEnd.add(later -> task.run())));
        askForEndOfTurn();
    }

    private void onTimer() {
        timer = null;
        timerAtMs = NEVER;
        guarded(running -> running.onTimer(clockMs.getAsLong()));
    }

    /** From another thread, or another partition, to the loop. */
    private void tell(Step step) {
        later(() -> guarded(step));
    }

    private void later(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug(
                    "partition {}: the loop has stopped, an outcome is dropped",
                    number,
                    e); // as by a kill: recovery knows
        }
    }

    // Ends

    /** Why the partition stopped, if it did. Any thread. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** How long recovery took, for the counters. */
    public void onRecovered(long tookMs) {
        recoveryMs = tookMs;
    }

    /**
     * Looks at the partition. Any thread; the looking is done on the loop.
     *
     * @param maxDestinations so many have figures of their own
     */
    public CompletableFuture<PartitionSnapshot> snapshot(int maxDestinations) {
        CompletableFuture<PartitionSnapshot> taken = new CompletableFuture<>();
        try {
            loop.execute(() -> {
                PartitionEngine running = Objects.requireNonNull(engine, "not started");
                PartitionLog of = Objects.requireNonNull(log, "not started");
                taken.complete(look(running, of, maxDestinations));
            });
        } catch (RejectedExecutionException e) {
            taken.completeExceptionally(e);
        }
        return taken;
    }

    private PartitionSnapshot look(PartitionEngine running, PartitionLog of, int maxDestinations) {
        DestinationRanking ranking = new DestinationRanking(running, traffic, clockMs.getAsLong());
        return new PartitionSnapshot(
                number,
                failure != null,
                running.state().epoch(),
                of.endPosition(),
                of.appliedPosition(),
                of.endPosition() - of.writtenPosition(),
                of.segments().size(),
                running.state().destinations().size(),
                running.state().clients().size(),
                ranking.messages(),
                ranking.rates(),
                recoveryMs,
                durableFlushes,
                ranking.deepest(maxDestinations));
    }

    private void fail(Throwable why) {
        if (failure != null) {
            return;
        }
        failure = why;
        whenFailed.accept(why);
        failed.complete(why);
        LOG.error(
                "PARTITION {} HAS STOPPED and takes nothing more until the server is restarted; what was confirmed is safe in"
                        + " its log. The other partitions go on.",
                number,
                why);
        if (timer != null) {
            timer.cancel();
        }
        // Answers that were due will never come: the clients have to know, and they know how to ask again.
        List.copyOf(ports.values())
                .forEach(port -> port.refuse(
                        ErrorCode.PARTITION_FAILED,
                        "partition " + number + " has stopped: " + Objects.toString(why.getMessage(), why.toString())));
    }
}
