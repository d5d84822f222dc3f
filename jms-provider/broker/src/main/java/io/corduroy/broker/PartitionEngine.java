package io.corduroy.broker;

import io.corduroy.broker.delivery.Dispatcher;
import io.corduroy.broker.state.Client;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.Liveness;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.log.CheckpointTask;
import io.corduroy.log.FlushTask;
import io.corduroy.log.LogFullException;
import io.corduroy.log.MaintenanceTask;
import io.corduroy.log.OpenedLog;
import io.corduroy.log.PartitionLog;
import io.corduroy.log.ReadTask;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One partition: its two logs, its state machine and its deliveries, composed without a thread, a clock or a file.
 *
 * <p>Life: make it, {@link #recover}, then tell it what happens. After every burst of events (one is enough) call
 * {@link #onTurnEnd}: it applies what came to the transient log, dispatches, and starts a flush if none runs. Answers to
 * what has to be durable come after {@link #onFlushed}, in the order of the commands. All methods are for the one
 * thread that owns the partition; times are milliseconds since 1970 and never run backwards by more than a client
 * may notice.
 *
 * <p>After {@link PartitionShell#failed} it answers every command with {@link ErrorCode#PARTITION_FAILED} and does nothing else.
 */
public final class PartitionEngine {
    private static final int TURNS_PER_RUN = 64;

    private final int partition;
    private final BrokerConfig config;
    private final Logs logs;
    private final PartitionShell shell;
    private final PartitionState state;
    private final Journal journal;
    private final Dispatcher dispatcher;
    private final Clients clients;
    private final Transactions transactions;
    private final InDoubt inDoubt;
    private final Agreement agreement;
    private final Sends sends;
    private final Deliveries deliveries;
    private final CommandRouter router;
    private final HeldBack heldBack;
    private final Chores chores = new Chores();
    private final AdminTables tables;
    private final Clockwork clockwork;
    private final Redelivery redelivery;
    private final OldestMessages oldest;
    private final Flushes flushes;
    private final Maintenance maintenance;

    private boolean started;
    private @Nullable Throwable failure;
    private boolean paused;
    private long wakeAskedForMs = Long.MAX_VALUE;

    /**
     * Composes a partition.
     *
     * @param partition its number, 1 or more
     * @param log as opened, not replayed yet
     * @param transientLog replayed (it is empty) and without an epoch
     * @throws IllegalArgumentException if a log has no room for the messages that the configuration lets in
     */
    public PartitionEngine(
            int partition, BrokerConfig config, PartitionLog log, PartitionLog transientLog, PartitionShell shell) {
        config.requireFit(log.config());
        config.requireFit(transientLog.config());
        this.partition = partition;
        this.config = config;
        this.logs = new Logs(log, transientLog);
        this.shell = shell;
        state = new PartitionState(new LogLiveness(log), new LogLiveness(transientLog));
        journal = new Journal(log, transientLog, state, config);
        heldBack = new HeldBack(log, transientLog, journal);
        PartitionPort port = new PartitionPort(partition, config, logs, state, journal, shell);
        dispatcher = new Dispatcher(port);
        oldest = new OldestMessages(port, dispatcher);
        Placement placement = new Placement(partition, shell);
        Removals removals = new Removals(state, journal, placement);
        redelivery = new Redelivery(state, journal, removals);
        inDoubt = new InDoubt(partition, state, journal, shell);
        Decider decider = new Decider(partition, state.preparations(), journal, shell);
        transactions = new Transactions(partition, state, journal, inDoubt, decider, redelivery);
        clients = new Clients(partition, config, state, journal, dispatcher, shell);
        GlobalBranches branches =
                new GlobalBranches(partition, state, journal, clients, transactions, inDoubt, decider);
        agreement = new Agreement(partition, state, journal, clients, transactions, inDoubt, decider);
        sends = new Sends(partition, config, state, journal, transactions, clients);
        Expiry expiry = new Expiry(state, journal, dispatcher, removals);
        port.use(expiry);
        deliveries = new Deliveries(state, journal, dispatcher, transactions, redelivery, clients);
        Subscriptions subscriptions = new Subscriptions(state, journal, deliveries, transactions);
        RetentionSweep retention = new RetentionSweep(partition, state, journal);
        RetentionMeasure measure = new RetentionMeasure(state, journal, port, dispatcher);
        clockwork = new Clockwork(state, journal, redelivery, expiry, retention, measure);
        tables = new AdminTables(partition, state, dispatcher, log);
        TransactionTable transactionTable = new TransactionTable(partition, state, inDoubt);
        Administration administration = new Administration(
                partition, state, journal, dispatcher, port, chores, tables, transactionTable, branches, placement);
        router = new CommandRouter(
                partition,
                config,
                state,
                journal,
                clients,
                sends,
                transactions,
                branches,
                deliveries,
                subscriptions,
                administration);
        clients.use(new SessionEnds(sends, transactions, inDoubt, deliveries, subscriptions));
        flushes = new Flushes(logs, journal, shell);
        maintenance = new Maintenance(config, logs, state, journal, shell);
    }

    // Beginning

    /**
     * Rebuilds the state from the log and begins a new epoch. Blocks on the disk; call it before the loop runs.
     *
     * @param opened the log that this was made with
     * @param newLogId random identity for a log that is empty; ignored otherwise
     * @throws IOException if the log cannot be read
     */
    public void recover(OpenedLog opened, long newLogId, long nowMs) throws IOException {
        journal.setNow(nowMs);
        new Rebuilding(partition, logs.durable(), state).run(opened);
        state.listen(new LeaderListener(sends, transactions, redelivery, dispatcher));
        redelivery.onRecovered();
        transactions.onEpochStarted();
        agreement.onEpochStarted(config.graceMs());
        deliveries.onEpochStarted();
        beginEpoch(newLogId);
        maintenance.hurry();
    }

    private void beginEpoch(long newLogId) {
        long epoch = Math.max(logs.durable().epoch(), state.epoch()) + 1;
        logs.durable().beginEpoch(epoch);
        logs.transientLog().beginEpoch(Math.max(epoch, logs.transientLog().epoch() + 1));
        if (state.logId() == 0) {
            journal.append(journal.write.partitionCreated(newLogId));
        }
        journal.append(journal.write.epochStarted(epoch));
        List<Client> earlier = clients.attached();
        journal.whenApplied(() -> {
            started = true;
            clients.onEpochStarted(earlier);
        });
    }

    // Clients

    /** A link of a client is up; a second one of the same instance takes the first one's place. */
    public void onConnected(ClientInstanceId client, ClientInfo info) {
        clients.onConnected(client, info);
    }

    /** A client commands something; payloads need to be valid only during the call. */
    public void onCommand(ClientInstanceId instance, ClientFrame.Command command, long nowMs) {
        journal.setNow(nowMs);
        AttachedClient client = clients.find(instance);
        if (client == null) {
            return; // it is gone already: the link will notice
        }
        if (failure != null) {
            router.refuse(
                    client,
                    command,
                    ErrorCode.PARTITION_FAILED,
                    "the disk of partition " + partition + " failed (" + failure.getMessage()
                            + "); see the server's log");
            return;
        }
        if (heldBack.mustWait(client, command)) {
            heldBack.add(client, command);
        } else {
            execute(client, command);
        }
    }

    private void execute(AttachedClient client, ClientFrame.Command command) {
        try {
            router.route(client, command);
        } catch (LogFullException e) {
            router.refuse(client, command, ErrorCode.RESOURCE_EXHAUSTED, String.valueOf(e.getMessage()));
        }
    }

    /**
     * A client's link is down.
     *
     * @param orderly it said Bye and will not come back
     */
    public void onDisconnected(ClientInstanceId instance, boolean orderly, long nowMs) {
        journal.setNow(nowMs);
        AttachedClient client = clients.find(instance);
        if (client != null && failure == null) {
            clients.onDisconnected(client, orderly);
        }
    }

    /**
     * Runs a task when everything that was decided so far is applied, at once if nothing is pending. What had to be
     * answered is answered by the end of that turn.
     */
    public void whenDone(Runnable task) {
        heldBack.whenEmpty(() -> journal.whenApplied(task));
    }

    /** Another partition says something; what cannot be answered now is dropped, for it will be said again. */
    public void onPartitionMessage(PartitionMessage message, long nowMs) {
        journal.setNow(nowMs);
        if (started && failure == null && !journal.isStuck()) {
            agreement.onMessage(message);
        }
    }

    /** The client's link takes deliveries again. */
    public void onWritable(ClientInstanceId client) {
        clients.onWritable(client);
    }

    // Turns and time

    /** A burst of events is over. */
    public void onTurnEnd(long nowMs) {
        journal.setNow(nowMs);
        if (failure != null) {
            return;
        }
        heldBack.release(this::execute);
        journal.applyTransient();
        sends.flushConfirmations();
        if (started && !journal.isStuck()) {
            agreement.run();
            boolean more = clockwork.run();
            more |= chores.run();
            more |= dispatcher.run(TURNS_PER_RUN);
            if (more || clockwork.hasFound()) {
                shell.continueSoon();
            }
        }
        relocate();
        flushes.begin();
        maintenance.consider(heldBack.isBusy()); // a log that waits for its next segment is looked after at once
        wake();
        pause(journal.isStuck()
                || heldBack.isBusy()
                || !heldBack.isEmpty()
                || journal.pendingBytes() > config.maxPendingBytes());
    }

    private void relocate() {
        if (started && maintenance.relocate()) {
            shell.continueSoon();
        } else if (maintenance.isWaitingForTime()) {
            shell.wakeAt(nextDueMs());
        }
    }

    /** Asks to be woken when something is due next, unless it will be woken earlier anyway. */
    private void wake() {
        long dueMs = nextDueMs();
        if (started && !journal.isStuck()) {
            dueMs = Math.min(Math.min(dueMs, clockwork.nextDueMs()), dispatcher.nextDueMs());
        }
        dueMs = Math.min(dueMs, journal.flushDueMs());
        if (dueMs < wakeAskedForMs) {
            wakeAskedForMs = dueMs;
            shell.wakeAt(dueMs);
        }
    }

    /**
     * Starts a checkpoint of everything that is applied, unless one is under way. Before an orderly stop call it once
     * {@link #isSettled}: the next start then has nothing to replay.
     */
    public void checkpoint() {
        maintenance.checkpoint();
    }

    /** Whether everything appended is durable and applied. */
    public boolean isSettled() {
        return journal.pendingBytes() == 0;
    }

    private long nextDueMs() {
        if (!started || journal.isStuck()) { // whatever else is due waits as well
            return started ? Math.min(maintenance.nextRoundMs(), clients.nextDueMs()) : maintenance.nextRoundMs();
        }
        long othersMs = Math.min(clients.nextDueMs(), agreement.nextDueMs());
        return Math.min(Math.min(maintenance.nextRoundMs(), othersMs), maintenance.nextRelocationMs());
    }

    private void pause(boolean pause) {
        if (pause != paused) {
            paused = pause;
            shell.pauseCommands(pause);
        }
    }

    /** It is as late as {@link PartitionShell#wakeAt} asked for, or later. */
    public void onTimer(long nowMs) {
        journal.setNow(nowMs);
        if (failure == null && started) {
            clients.onTimer();
        }
        wakeAskedForMs = Long.MAX_VALUE;
        wake();
    }

    // Tasks

    /** A flush has ended: what it made durable is applied and answered. */
    public void onFlushed(LogName name, FlushTask.Result result, long nowMs) {
        journal.setNow(nowMs);
        if (failure != null) {
            return;
        }
        logs.of(name).onFlushed(result);
        if (name == LogName.DURABLE) {
            tables.onFlushed(result.forced());
            journal.applyCommitted();
            sends.flushConfirmations();
        }
    }

    /** A flush failed: the partition stops, unless it was the transient log's and the disk was merely full. */
    public void onFlushFailed(LogName name, IOException cause) {
        logs.of(name).onFlushFailed(cause);
        if (logs.of(name).isFailed()) {
            fail(cause);
        }
    }

    private void fail(Throwable why) {
        if (failure == null) {
            failure = why;
            journal.drop();
            sends.drop();
            shell.failed(why);
        }
    }

    /** A read has ended. */
    public void onRead(LogName name, ReadTask.Result result) {
        logs.of(name).onRead(result);
        maintenance.onRead(name, result);
        dispatcher.onRead(name == LogName.TRANSIENT, result.task().position());
    }

    /** A read failed: bytes that were once confirmed cannot be had, so the partition stops. */
    public void onReadFailed(LogName name, ReadTask task, IOException cause) {
        logs.of(name).onReadFailed(task);
        fail(cause);
    }

    /** A checkpoint was written, or not. */
    public void onCheckpointed(CheckpointTask.Result result) {
        maintenance.onCheckpointed(result);
        if (failure == null && logs.durable().isFailed()) {
            fail(result.failure().orElseThrow());
        }
        maintenance.hurry();
    }

    /** Maintenance has ended. */
    public void onMaintained(LogName name, MaintenanceTask.Result result) {
        logs.of(name).onMaintained(result);
        if (failure == null) {
            journal.goOn();
        }
        maintenance.hurry();
    }

    // Looking

    /**
     * When the oldest message of a destination came that is still to be consumed; asked every few seconds, it costs no
     * scan and waits for no disk, and may lag behind by one or two askings.
     *
     * @return milliseconds since 1970, by the leader's clock; empty if there is none, or it is not known yet
     */
    public OptionalLong oldestMessageMs(Destination destination) {
        long cameMs = failure == null ? oldest.cameMs(destination) : OldestMessages.NONE;
        return cameMs == OldestMessages.NONE ? OptionalLong.empty() : OptionalLong.of(cameMs);
    }

    /** The folded state, for those who look at it on the partition's thread. */
    public PartitionState state() {
        return state;
    }

    /** Whether the partition has stopped. */
    public boolean isFailed() {
        return failure != null;
    }

    /**
     * Checks what must hold between events.
     *
     * @throws IllegalStateException if it does not
     */
    public void assertInvariants() {
        state.assertInvariants();
        state.subscriptions()
                .forEach(subscription -> dispatcher.of(subscription).assertInvariants());
    }

    private record LogLiveness(PartitionLog log) implements Liveness {
        @Override
        public void addLive(long batchPosition) {
            log.addLive(batchPosition);
        }

        @Override
        public void removeLive(long batchPosition) {
            log.removeLive(batchPosition);
        }
    }
}
