package io.corduroy.simulation.application;

import io.corduroy.client.engine.EngineConfig;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer;
import io.corduroy.simulation.history.Ledger;
import io.corduroy.simulation.network.SimulatedNetwork;
import io.corduroy.simulation.world.Chance;
import io.corduroy.simulation.world.World;
import java.util.ArrayList;
import java.util.List;

/** All applications of a run: who is there, who dies and comes again, and who clears up in the end. */
public final class Population {

    private static final long RESPAWN_US = 500_000;

    private final World world;
    private final SimulatedNetwork network;
    private final Ledger ledger;
    private final NodeView node;
    private final Scenario scenario;
    private final Chance chance;
    private final ReplyAddresses replyAddresses = new ReplyAddresses();
    private final List<Place> places = new ArrayList<>();
    private boolean calm;
    private int spawned;

    /** A role in the run: its application may die, and another takes its place. */
    private static final class Place {
        final Scenario.Role role;
        SimulatedClient client;

        Place(Scenario.Role role, SimulatedClient client) {
            this.role = role;
            this.client = client;
        }
    }

    public Population(World world, SimulatedNetwork network, Ledger ledger, NodeView node, Scenario scenario) {
        this.world = world;
        this.network = network;
        this.ledger = ledger;
        this.node = node;
        this.scenario = scenario;
        chance = world.chance("population");
    }

    /** Starts one application per role. */
    public void start() {
        for (Scenario.Role role : scenario.roles()) {
            places.add(new Place(role, spawn(role)));
        }
        watch();
    }

    private void watch() {
        world.after(RESPAWN_US, () -> {
            for (Place place : places) {
                if (place.client.isGone() && (!calm || place.role.outlivesTrouble())) {
                    place.client = spawn(place.role);
                    if (calm) {
                        place.client.calmDown();
                    }
                }
            }
            watch();
        });
    }

    private SimulatedClient spawn(Scenario.Role role) {
        int number = ++spawned;
        EngineConfig config = new EngineConfig(
                new ClientInstanceId(world.seed(), number),
                List.of("node"),
                role.clientId(),
                "",
                "",
                0,
                true,
                "simulated",
                3,
                role.reconnectTimeoutMs(),
                10,
                1_000);
        SimulatedClient client =
                new SimulatedClient(world, network, ledger, node, config, "app " + number, replyAddresses);
        for (Scenario.SessionRole session : role.sessions()) {
            client.add(play(session, client));
        }
        client.start();
        return client;
    }

    private static SimulatedSession play(Scenario.SessionRole role, SimulatedClient client) {
        List<ConsumerPlan> consumers = role.consumers();
        if (consumers.isEmpty()) {
            return new ProducingSession(client, role.plan());
        }
        if (consumers.get(0).mode() == OpenConsumer.Mode.BROWSE) {
            return new BrowsingSession(client, role.plan(), consumers.get(0));
        }
        List<ConsumerPlan> own = consumers.stream()
                .map(plan -> plan.of(client.config.instance()))
                .toList();
        return new ConsumingSession(client, role.plan(), own);
    }

    /** One of the applications dies, or closes its connection in the middle of its work. */
    public void strike() {
        SimulatedClient client = chance.pick(places).client;
        if (client.isGone()) {
            return;
        }
        if (chance.oneIn(3)) {
            ledger.totals().count("connections closed in the middle");
            client.close();
        } else {
            ledger.totals().count("applications killed");
            client.kill();
        }
    }

    /** From now on everybody finishes, and new applications consume whatever nobody else does. */
    public void calmDown() {
        calm = true;
        for (Scenario.Role role : scenario.sweepers()) {
            places.add(new Place(role, spawn(role)));
        }
        places.forEach(place -> place.client.calmDown());
    }

    /** For people who wonder why a run does not end. */
    public String whoIsBusy() {
        List<String> busy = new ArrayList<>();
        for (Place place : places) {
            place.client.sessions().stream()
                    .filter(session -> !place.client.isGone() && !session.isIdle())
                    .forEach(session -> busy.add(session.toString()));
        }
        return busy.toString();
    }

    /** Whether nobody waits for anything. */
    public boolean isIdle() {
        return places.stream().allMatch(place -> place.client.isIdle());
    }
}
