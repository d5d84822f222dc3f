package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.broker.state.Liveness;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.StateReader;
import io.corduroy.log.CheckpointTask;
import io.corduroy.log.FlushTask;
import io.corduroy.log.LogConfig;
import io.corduroy.log.MaintenanceTask;
import io.corduroy.log.OpenedLog;
import io.corduroy.log.PartitionLog;
import io.corduroy.log.ReadTask;
import io.corduroy.log.SegmentInfo;
import io.corduroy.log.sim.SimulatedDisk;
import io.corduroy.log.storage.Storage;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Twin of the shell: runs tasks when it is told to, so that a crash can be placed between deciding, flushing and
 * applying. A crash forgets everything but the storage.
 */
final class TestPartition implements PartitionShell {
    static final long LOG_ID = 0xC0FFEE;
    static final LogConfig SMALL = LogConfig.durable()
            .withMaxBatchBytes(64 << 10, 256 << 10)
            .withSegmentBytes(1 << 20, 1 << 20)
            .withSpares(1, 2, 128 << 10);
    private static final LogConfig SMALL_TRANSIENT =
            LogConfig.transientLog().withMaxBatchBytes(64 << 10, 256 << 10).withSegmentBytes(1 << 20, 1 << 20);

    final SimulatedDisk disk;
    private final LogConfig logConfig;
    final BrokerConfig config;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final Map<ClientInstanceId, TestClient> clients = new HashMap<>();
    private final Set<ClientInstanceId> unwritable = new HashSet<>();

    final int number;
    /** Takes what is said to other partitions. */
    BiConsumer<Integer, PartitionMessage> neighbours = (to, message) -> {};

    ToIntFunction<DestinationName> placement = this::everythingIsHere;

    PartitionEngine engine;
    PartitionLog log;

    @Nullable
    Throwable failure;

    long nowMs = 1_000_000;
    long wakeAtMs = Long.MAX_VALUE;
    boolean again;
    boolean checking = true;
    /** How many reads were asked for so far. */
    int reads;

    TestPartition() {
        this(BrokerConfig.defaults());
    }

    TestPartition(BrokerConfig config) {
        this(config, SMALL, 1);
    }

    TestPartition(BrokerConfig config, LogConfig logConfig, long seed) {
        this(1, config, logConfig, seed);
    }

    TestPartition(int number, BrokerConfig config, LogConfig logConfig, long seed) {
        this.number = number;
        this.config = config.toBuilder()
                .maxMessageBytes(
                        Math.min(config.maxMessageBytes(), Math.min(logConfig.maxRecordBytes(), 256 << 10) - 512))
                .build();
        this.logConfig = logConfig;
        disk = new SimulatedDisk(seed);
        open();
        settle();
    }

    private int everythingIsHere(DestinationName destination) {
        return number;
    }

    private void open() {
        try {
            Storage storage = disk.storage();
            OpenedLog opened = PartitionLog.open(storage.directory("log"), logConfig);
            OpenedLog openedTransient = PartitionLog.open(storage.directory("transient"), SMALL_TRANSIENT);
            openedTransient.replay(batch -> {});
            log = opened.log();
            engine = new PartitionEngine(number, config, log, openedTransient.log(), this);
            engine.recover(opened, LOG_ID, nowMs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a state would be that was rebuilt from the disk alone. */
    PartitionState rebuilt(SimulatedDisk from) {
        try {
            OpenedLog opened = PartitionLog.open(from.storage().directory("log"), logConfig);
            Liveness nobody = new Liveness() {
                @Override
                public void addLive(long batchPosition) {}

                @Override
                public void removeLive(long batchPosition) {}
            };
            PartitionState state = new PartitionState(nobody, nobody);
            opened.restore(new StateReader(state)::accept);
            opened.replay(state::apply);
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless the log alone, and the newest checkpoint with what came after it, give the state that is. */
    void assertRebuilt() {
        SimulatedDisk withoutCheckpoint = disk.copy(1);
        withoutCheckpoint.files().stream()
                .filter(file -> file.contains("checkpoint"))
                .forEach(withoutCheckpoint::remove);
        long live = engine.state().stateHash();
        assertThat(rebuilt(withoutCheckpoint).stateHash()).isEqualTo(live);
        engine.checkpoint();
        settle();
        assertThat(rebuilt(disk.copy(1)).stateHash()).isEqualTo(live);
    }

    /** The power goes: forgets everything that is not on the disk, and starts again. */
    void crash() {
        crash(() -> {});
    }

    /** The same, and something happens while the new epoch begins. */
    void crash(Runnable meanwhile) {
        disk.powerCut();
        tasks.clear();
        clients.values().forEach(TestClient::onLinkLost);
        clients.clear();
        unwritable.clear();
        wakeAtMs = Long.MAX_VALUE;
        again = false;
        open();
        meanwhile.run();
        settle();
    }

    TestClient connect(TestClient client) {
        clients.put(client.id, client);
        engine.onConnected(client.id, new ClientInfo(client.resumable, client.clientId, client.user));
        return client;
    }

    void disconnect(TestClient client, boolean orderly) {
        clients.remove(client.id, client);
        client.onLinkLost();
        engine.onDisconnected(client.id, orderly, nowMs);
        settle();
    }

    void command(TestClient client, ClientFrame.Command command) {
        engine.onCommand(client.id, command, nowMs);
    }

    /** The end of a burst, without running any task. */
    void turn() {
        do {
            again = false;
            engine.onTurnEnd(nowMs);
            check();
        } while (again);
    }

    /** Runs tasks and turns until nothing is left to do, also for what nobody waits for. */
    void settle() {
        settleAtOnce();
        if (!engine.isFailed() && !engine.isSettled()) {
            nowMs += Patience.MAX_MS;
            settleAtOnce();
        }
    }

    /** Runs tasks and turns until nothing is left to do at this time. */
    void settleAtOnce() {
        turn();
        while (!tasks.isEmpty()) {
            tasks.remove().run();
            check();
            turn();
        }
    }

    /** Runs one task, without a turn after it. */
    void runOneTask() {
        tasks.remove().run();
        check();
    }

    int waitingTasks() {
        return tasks.size();
    }

    private void check() {
        if (checking) {
            engine.assertInvariants();
        }
    }

    void advance(long ms) {
        nowMs += ms;
        engine.onTimer(nowMs);
        settle();
    }

    void setWritable(TestClient client, boolean writable) {
        if (writable) {
            unwritable.remove(client.id);
            engine.onWritable(client.id);
        } else {
            unwritable.add(client.id);
        }
    }

    @Override
    public void submitFlush(LogName name, FlushTask task) {
        tasks.add(() -> {
            FlushTask.Result result;
            try {
                result = task.run();
            } catch (IOException e) {
                engine.onFlushFailed(name, e);
                return;
            }
            engine.onFlushed(name, result, nowMs);
        });
    }

    @Override
    public void submitRead(LogName name, ReadTask task) {
        reads++;
        tasks.add(() -> {
            ReadTask.Result result;
            try {
                result = task.run();
            } catch (IOException e) {
                engine.onReadFailed(name, task, e);
                return;
            }
            engine.onRead(name, result);
        });
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
        TestClient connected = clients.get(client);
        if (connected != null) {
            connected.received.add(frame);
        }
    }

    @Override
    public void toPartition(int partition, PartitionMessage message) {
        neighbours.accept(partition, message);
    }

    @Override
    public int partitionOf(DestinationName destination) {
        return placement.applyAsInt(destination);
    }

    @Override
    public boolean isWritable(ClientInstanceId client) {
        return clients.containsKey(client) && !unwritable.contains(client);
    }

    @Override
    public void wakeAt(long timeMs) {
        wakeAtMs = timeMs;
    }

    @Override
    public void continueSoon() {
        again = true;
    }

    @Override
    public void pauseCommands(boolean paused) {}

    @Override
    public void failed(Throwable why) {
        failure = why;
    }

    /** Records of the durable log that something needs. */
    long liveRecords() {
        return log.segments().stream().mapToLong(SegmentInfo::liveRecords).sum();
    }

    long depth(int destination) {
        return Objects.requireNonNull(engine.state().destination(destination))
                .subscriptions()
                .get(0)
                .depth();
    }
}
