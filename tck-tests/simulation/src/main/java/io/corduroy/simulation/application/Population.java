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
        final DecisionLog log;
        Application application;

        Place(Scenario.Role role, DecisionLog log, Application application) {
            this.role = role;
            this.log = log;
            this.application = application;
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
        scenario.roles().forEach(this::fill);
        watch();
    }

    private void fill(Scenario.Role role) {
        DecisionLog log = new DecisionLog("manager " + places.size());
        places.add(new Place(role, log, spawn(role, log)));
    }

    private void watch() {
        world.after(RESPAWN_US, () -> {
            for (Place place : places) {
                if (place.application.isGone() && (!calm || place.role.outlivesTrouble())) {
                    place.application.kill(); // what is left of it
                    place.application = spawn(place.role, place.log);
                    if (calm) {
                        place.application.calmDown();
                    }
                }
            }
            watch();
        });
    }

    private Application spawn(Scenario.Role role, DecisionLog log) {
        List<SimulatedClient> clients = new ArrayList<>();
        for (int i = 0; i < role.connections(); i++) {
            clients.add(connection(role));
        }
        Application application = new Application(clients);
        if (role.profession() == Profession.GLOBAL) {
            Chance dice = world.chance(clients.get(0).name + " transactions");
            application.coordinate(new TransactionCoordinator(world, ledger, dice, log, application::kill));
        }
        for (int i = 0; i < role.sessions().size(); i++) {
            SimulatedClient client = clients.get(i % clients.size());
            client.add(play(role.profession(), role.sessions().get(i), client, application));
        }
        application.start();
        return application;
    }

    private SimulatedClient connection(Scenario.Role role) {
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
        return new SimulatedClient(world, network, ledger, node, config, "app " + number, replyAddresses);
    }

    private static SimulatedSession play(
            Profession profession, Scenario.SessionRole role, SimulatedClient client, Application application) {
        List<ConsumerPlan> consumers = role.consumers();
        if (profession == Profession.OPERATOR) {
            return new OperatorSession(client, role.plan());
        }
        if (profession == Profession.GLOBAL) {
            return new BranchSession(client, role.plan(), consumers, application.coordinator());
        }
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
        Application application = chance.pick(places).application;
        if (application.isGone()) {
            return;
        }
        if (chance.oneIn(3)) {
            ledger.totals().count("connections closed in the middle");
            application.close();
        } else {
            ledger.totals().count("applications killed");
            application.kill();
        }
    }

    /** From now on everybody finishes, and new applications consume whatever nobody else does. */
    public void calmDown() {
        calm = true;
        scenario.sweepers().forEach(this::fill);
        places.forEach(place -> place.application.calmDown());
    }

    /** For people who wonder why a run does not end. */
    public String whoIsBusy() {
        List<String> busy = new ArrayList<>();
        places.forEach(place -> busy.addAll(place.application.whoIsBusy()));
        return busy.toString();
    }

    /** Whether nobody waits for anything. */
    public boolean isIdle() {
        return places.stream().allMatch(place -> place.application.isIdle());
    }
}
