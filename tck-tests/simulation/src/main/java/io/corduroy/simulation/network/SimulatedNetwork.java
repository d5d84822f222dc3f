package io.corduroy.simulation.network;

import io.corduroy.simulation.world.Chance;
import io.corduroy.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All links to the one node, and what befalls them. */
public final class SimulatedNetwork {

    private static final long LONGEST_STALL_US = 3_000_000;

    private final World world;
    private final Chance chance;
    private final NetworkConditions conditions;
    private final boolean asObjects;
    private final Wire codec = new Wire();
    private final List<SimulatedLink> links = new ArrayList<>();
    private @Nullable Acceptor acceptor;
    private int connected;
    private long broken;

    /** Who takes new links on the node's side. */
    @FunctionalInterface
    public interface Acceptor {
        LinkEnd accept(SimulatedLink.Side side);
    }

    /**
     * @param usualTravelUs how long a frame usually takes one way
     * @param asObjects whether frames travel as objects, as within one process, and not as bytes
     */
    public SimulatedNetwork(World world, long usualTravelUs, boolean asObjects) {
        this.world = world;
        this.asObjects = asObjects;
        chance = world.chance("network faults");
        conditions = new NetworkConditions(world.chance("network delays"), usualTravelUs);
    }

    /** The node takes links from now on. */
    public void listen(Acceptor newAcceptor) {
        acceptor = newAcceptor;
    }

    /** Nobody listens any more. */
    public void stopListening() {
        acceptor = null;
    }

    /** Asks for a link; the end is told when it stands or that it cannot be had. */
    public SimulatedLink.Side connect(LinkEnd end) {
        SimulatedLink link = new SimulatedLink(world, conditions, codec, asObjects, ++connected, end);
        links.removeIf(SimulatedLink::isClosed);
        world.after(conditions.travelUs(0), () -> arrive(link, end));
        return link.client();
    }

    private void arrive(SimulatedLink link, LinkEnd end) {
        if (link.client().isClosed()) {
            return;
        }
        if (acceptor == null) {
            link.server().vanish(false); // connection refused
            return;
        }
        links.add(link);
        link.accepted(acceptor.accept(link.server()));
        world.after(conditions.travelUs(0), () -> {
            if (!link.client().isClosed()) {
                end.onOpened();
            }
        });
    }

    /** Something happens to one of the links: a cut, half a cut, or a reader that does not read. */
    public void disturb() {
        links.removeIf(SimulatedLink::isClosed);
        if (links.isEmpty()) {
            return;
        }
        SimulatedLink link = chance.pick(links);
        boolean upwards = chance.oneIn(2);
        switch (chance.between(0, 3)) {
            case 0 -> link.cut();
            case 1 -> link.breakHalf(upwards);
            case 2 -> link.reset();
            default -> {
                link.stall(upwards, chance.between(1_000L, LONGEST_STALL_US));
                world.note("stalled", upwards ? "up" : "down", 0);
                return;
            }
        }
        broken++;
        world.note("broken", "a link", 0);
    }

    public long brokenCount() {
        return broken;
    }
}
