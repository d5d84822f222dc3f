package io.corduroy.simulation.node;

import io.corduroy.broker.state.PartitionState;
import io.corduroy.log.sim.SimulatedCrash;
import io.corduroy.log.sim.SimulatedDisk;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.simulation.application.NodeView;
import io.corduroy.simulation.history.Ledger;
import io.corduroy.simulation.history.RetainedJudgment;
import io.corduroy.simulation.history.Totals;
import io.corduroy.simulation.network.SimulatedNetwork;
import io.corduroy.simulation.world.Chance;
import io.corduroy.simulation.world.World;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A machine with a disk on which the node's process runs, dies and starts again. */
public final class SimulatedNode implements NodeView {

    private static final long LONGEST_DOWN_US = 2_000_000;
    private static final int MOST_OPERATIONS = 40;
    /** A recovery changes little on the disk. */
    private static final int MOST_OPERATIONS_OF_RECOVERY = 5;

    static final int PIECE_BYTES = 4 << 10;

    private final World world;
    private final SimulatedNetwork network;
    private final NodeSettings settings;
    private final Ledger ledger;
    private final Totals totals;
    private final Mutant mutant;
    private final Chance chance;
    private final SimulatedDisk disk;
    private final DiskTrouble diskTrouble;
    private final TreeMap<ClientInstanceId, Long> awaySinceMs = new TreeMap<>();
    private final TreeMap<ClientInstanceId, Long> wasAwaySinceMs = new TreeMap<>();
    /** Partitions that may have given a client up without its having heard of it. */
    private final TreeMap<ClientInstanceId, TreeSet<Integer>> unaware = new TreeMap<>();

    private final TreeMap<Integer, DispatchWatch.Acknowledged> acknowledged = new TreeMap<>();
    private @Nullable NodeProcess process;
    private long life = 1;
    private boolean calm;

    public SimulatedNode(World world, SimulatedNetwork network, NodeSettings settings, Ledger ledger, Mutant mutant) {
        this.world = world;
        this.network = network;
        this.settings = settings;
        this.ledger = ledger;
        this.totals = ledger.totals();
        this.mutant = mutant;
        chance = world.chance("node");
        disk = new SimulatedDisk(chance.between(0, Long.MAX_VALUE - 1));
        diskTrouble = new DiskTrouble(world, disk, totals);
    }

    /** The process starts; it may die of the next crash while it recovers. */
    public void start() {
        if (!calm && life > 1 && chance.oneIn(4)) {
            disk.crashAfter(chance.between(0, MOST_OPERATIONS_OF_RECOVERY));
            totals.count("crashes planned during recovery");
        }
        NodeProcess starting =
                new NodeProcess(world, settings, chance, mutant.storage(disk.storage()), this, totals, mutant);
        process = starting;
        long failuresBefore = totals.of("failed forces");
        try {
            starting.start(chance.between(1, Long.MAX_VALUE - 1));
            totals.count("starts");
            network.listen(starting::accept);
        } catch (SimulatedCrash e) {
            totals.count("crashes during recovery");
            crash(chance.oneIn(2));
        } catch (IOException e) {
            if (failuresBefore == totals.of("failed forces")) {
                world.violated("does not start again: " + e);
            } else {
                crash(false); // and somebody tries again
            }
        }
    }

    /** The machine stops in the middle of one of its next disk operations. */
    public void crashSoon() {
        if (process != null) {
            disk.crashAfter(chance.between(0, MOST_OPERATIONS));
        }
    }

    /** The process dies, with the machine or alone, and starts again after a while. */
    public void crash(boolean power) {
        NodeProcess dying = process;
        if (dying == null) {
            return;
        }
        process = null;
        life++;
        totals.count(power ? "power cuts" : "kills");
        ledger.onCrash();
        world.note(power ? "power cut" : "kill", "node", life);
        network.stopListening();
        dying.die(power);
        if (power) {
            disk.powerCut();
        } else {
            disk.kill();
        }
        world.after(chance.between(1_000L, LONGEST_DOWN_US), this::start);
    }

    /** A disk operation of the process met the end of the machine. */
    void onSimulatedCrash() {
        crash(!chance.oneIn(3));
    }

    /** One of its partitions has stopped: somebody restarts it after a while. */
    void onPartitionFailed(NodeProcess failed, int partition, Throwable why) {
        totals.count("failed partitions");
        world.note("partition failed", why, partition);
        if (totals.of("failed forces") == 0) {
            world.violated("partition " + partition + " has stopped: " + why);
        }
        world.after(chance.between(1_000L, LONGEST_DOWN_US), () -> {
            if (process == failed) {
                crash(chance.oneIn(2));
            }
        });
    }

    /** No trouble from now on. */
    public void calmDown() {
        calm = true;
        diskTrouble.repair();
        disk.crashAfter(Long.MAX_VALUE);
    }

    /** What befalls the disk alone. */
    public DiskTrouble diskTrouble() {
        return diskTrouble;
    }

    public boolean isUp() {
        return process != null;
    }

    public @Nullable NodeProcess process() {
        return process;
    }

    /** For a partition of a process that starts. */
    DispatchWatch watch(int partition) {
        DispatchWatch.Acknowledged known =
                acknowledged.computeIfAbsent(partition, number -> new DispatchWatch.Acknowledged());
        return new DispatchWatch(world, this, partition, known, ledger);
    }

    /** Compares the state of each partition with what a new process would make of the disk. */
    public void compareWithReplay() {
        NodeProcess running = process;
        if (running != null) {
            running.partitions()
                    .forEach(partition -> new StateComparison(world, settings, disk, totals).check(partition));
        }
    }

    /** The disk has had room for a while, and all is consumed: each partition takes messages again, and keeps no bodies. */
    public void requireInOrder() {
        NodeProcess running = process;
        if (running != null) {
            running.partitions().forEach(SimulatedPartition::requireOpen);
            running.partitions().forEach(SimulatedPartition::requireNoBodiesKept);
            running.partitions().forEach(SimulatedPartition::requireOwnersOfTemporaryQueues);
        }
    }

    /** What each destination that retains has retained. */
    public List<RetainedJudgment.Retained> retained() {
        NodeProcess running = process;
        return running == null
                ? List.of()
                : running.partitions().stream()
                        .flatMap(partition -> partition.retained().stream())
                        .toList();
    }

    /** Everybody has gone or come to rest: no partition waits for what another one says about a transaction. */
    public void requireNothingInDoubt() {
        NodeProcess running = process;
        if (running == null) {
            return;
        }
        for (SimulatedPartition partition : running.partitions()) {
            PartitionState state = partition.engine().state();
            state.transactions().forEach(transaction -> {
                if (transaction.prepared() != null) {
                    world.violated("prepared on partition " + partition.number() + ", and nobody decides: "
                            + transaction.name());
                }
            });
            state.preparations()
                    .branches()
                    .forEachHeuristic(outcome -> world.violated(
                            "decided by hand on partition " + partition.number() + ", and not forgotten: " + outcome));
            state.preparations()
                    .decisions()
                    .forEach(decision -> world.violated("committed by partition " + partition.number()
                            + ", and not confirmed by all: " + decision));
        }
    }

    @Override
    public int pieceBytes() {
        return settings.log().maxRecordBytes() > 2 * PIECE_BYTES - 1 ? PIECE_BYTES : 0;
    }

    @Override
    public long life() {
        return life;
    }

    // Who is given up

    /** One partition learns it after the other, and the client hears later what they say. */
    void onClientHere(ClientInstanceId client, int partition) {
        Long since = awaySinceMs.remove(client);
        if (since != null) {
            wasAwaySinceMs.put(client, since);
        }
        Long wasSince = wasAwaySinceMs.get(client);
        if (wasSince != null && world.nowMs() - wasSince >= settings.broker().graceMs()) {
            TreeSet<Integer> partitions = unaware.computeIfAbsent(client, c -> new TreeSet<>());
            partitions.add(partition);
            if (since != null) { // the others have given it up as well, and nobody has said so
                IntStream.rangeClosed(1, settings.partitions()).forEach(partitions::add);
            }
        }
    }

    @Override
    public void onAttached(ClientInstanceId client, int partition) {
        TreeSet<Integer> partitions = unaware.get(client);
        if (partitions != null) {
            partitions.remove(partition);
        }
    }

    @Override
    public boolean hasGivenUp(ClientInstanceId client, int partition) {
        TreeSet<Integer> partitions = unaware.get(client);
        return hasGivenUp(client) || (partitions != null && partitions.contains(partition));
    }

    void onClientAway(ClientInstanceId client) {
        awaySinceMs.put(client, world.nowMs());
    }

    /** The process is new: whoever was here is awaited from now on, or from before. */
    void onProcessStarted() {
        awaySinceMs.replaceAll((client, since) -> hasGivenUp(client) ? since : Long.valueOf(world.nowMs()));
    }

    @Override
    public boolean hasGivenUp(ClientInstanceId client) {
        Long since = awaySinceMs.get(client);
        return since != null && world.nowMs() - since >= settings.broker().graceMs();
    }
}
