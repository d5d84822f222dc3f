package io.corduroy.simulation.node;

import io.corduroy.log.sim.SimulatedCrash;
import io.corduroy.log.storage.Storage;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.MetadataImage;
import io.corduroy.simulation.history.Totals;
import io.corduroy.simulation.network.LinkEnd;
import io.corduroy.simulation.network.SimulatedLink;
import io.corduroy.simulation.world.Chance;
import io.corduroy.simulation.world.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One life of the node's process: its partitions and its links. Nothing of it happens any more once it is dead. */
public final class NodeProcess {

    final World world;
    final NodeSettings settings;
    final Chance chance;
    final Totals totals;
    final Mutant mutant;
    private final Storage storage;
    private final SimulatedNode node;
    private final List<SimulatedPartition> partitions = new ArrayList<>();
    private final TreeMap<ClientInstanceId, ClientLink> links = new TreeMap<>();
    private final List<ClientLink> allLinks = new ArrayList<>();
    private int pauses;
    private boolean dead;

    NodeProcess(
            World world,
            NodeSettings settings,
            Chance chance,
            Storage storage,
            SimulatedNode node,
            Totals totals,
            Mutant mutant) {
        this.world = world;
        this.settings = settings;
        this.chance = chance;
        this.storage = storage;
        this.node = node;
        this.totals = totals;
        this.mutant = mutant;
    }

    /** Recovers all partitions. */
    void start(long logId) throws IOException {
        node.onProcessStarted();
        for (int number = 1; number <= settings.partitions(); number++) {
            SimulatedPartition partition = new SimulatedPartition(this, number, node.watch(number));
            partitions.add(partition);
            partition.start(storage, logId + number);
        }
    }

    /** The process is gone; its links' other ends find out. */
    void die(boolean machine) {
        dead = true;
        allLinks.forEach(link -> link.side().vanish(machine));
        links.forEach((client, link) -> {
            if (link.isAttached()) {
                node.onClientAway(client);
            }
        });
    }

    /** Something of this process happens, now or after a while, if it is still alive then. */
    void after(long delayUs, Runnable action) {
        world.after(delayUs, () -> guarded(action));
    }

    void guarded(Runnable action) {
        if (dead) {
            return;
        }
        try {
            action.run();
        } catch (SimulatedCrash e) {
            node.onSimulatedCrash();
        } catch (RuntimeException e) {
            world.violated("the broker threw " + e);
            world.trace().onException(e);
        }
    }

    LinkEnd accept(SimulatedLink.Side side) {
        ClientLink link = new ClientLink(this, side);
        allLinks.add(link);
        side.pauseReading(pauses > 0);
        return link;
    }

    // Links

    /** Who greets takes the place of an older link of the same client. */
    void enter(ClientInstanceId client, ClientLink link) {
        ClientLink old = links.put(client, link);
        if (old != null) {
            old.giveWay();
        }
    }

    /** A partition has taken the client's link. */
    void onClientHere(ClientInstanceId client, int partition) {
        node.onClientHere(client, partition);
    }

    /** A partition has lost the client's link. */
    void onClientAway(ClientInstanceId client) {
        node.onClientAway(client);
    }

    boolean isClientIdTaken(String clientId, ClientInstanceId by) {
        return !clientId.isEmpty()
                && links.values().stream()
                        .anyMatch(link -> link.clientId().equals(clientId) && !by.equals(link.instance()));
    }

    void leave(ClientInstanceId client, ClientLink link) {
        allLinks.remove(link);
        links.remove(client, link);
    }

    /** A partition's disk is behind: nobody is read from until all have caught up. */
    void pauseReading(boolean paused) {
        pauses += paused ? 1 : -1;
        allLinks.forEach(link -> link.side().pauseReading(pauses > 0));
    }

    /** Answers that were due will never come: the clients have to know, and they know how to ask again. */
    void onPartitionFailed(int partition, Throwable why) {
        node.onPartitionFailed(this, partition, why);
        after(0, () -> List.copyOf(allLinks).forEach(link -> link.refuse(partition)));
    }

    void compareWithReplay() {
        node.compareWithReplay();
    }

    @Nullable
    ClientLink link(ClientInstanceId client) {
        return links.get(client);
    }

    SimulatedPartition partition(int number) {
        return partitions.get(number - 1);
    }

    public List<SimulatedPartition> partitions() {
        return partitions;
    }

    MetadataImage image() {
        return new MetadataImage(
                1,
                partitions.stream()
                        .map(p -> new MetadataImage.PartitionInfo(p.number(), 0, "", p.epoch(), p.logId()))
                        .toList());
    }
}
