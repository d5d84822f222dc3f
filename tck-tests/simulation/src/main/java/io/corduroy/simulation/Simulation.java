package io.corduroy.simulation;

import io.corduroy.broker.BrokerConfig;
import io.corduroy.log.LogConfig;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.InvalidArgumentException;
import io.corduroy.simulation.application.Population;
import io.corduroy.simulation.application.Scenario;
import io.corduroy.simulation.history.FinalJudgment;
import io.corduroy.simulation.history.Ledger;
import io.corduroy.simulation.history.RetainedJudgment;
import io.corduroy.simulation.history.Totals;
import io.corduroy.simulation.network.SimulatedNetwork;
import io.corduroy.simulation.node.Mutant;
import io.corduroy.simulation.node.NodeSettings;
import io.corduroy.simulation.node.SimulatedNode;
import io.corduroy.simulation.world.Chance;
import io.corduroy.simulation.world.World;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One run: trouble for a while, then calm until everything has been consumed, then the judgment. */
public final class Simulation {

    private static final long SECOND_US = 1_000_000;
    private static final long LONGEST_CALM_US = 120 * SECOND_US;

    private final World world;
    private final Totals totals = new Totals();
    private final SimulatedNetwork network;
    private final SimulatedNode node;
    private final Ledger ledger;
    private final Population population;
    private final Weather weather;
    private final Function<DestinationName, DestinationSettings> newDestinations;
    private final long troubleUs;

    /** A run on one partition. */
    public Simulation(long seed, boolean keepsTrace) {
        this(seed, 1, keepsTrace);
    }

    /** A run whose queues and topics lie on so many partitions. */
    public Simulation(long seed, int partitions, boolean keepsTrace) {
        this(seed, partitions, keepsTrace, Mutant.NONE);
    }

    /** A run whose node breaks a rule. */
    public Simulation(long seed, int partitions, boolean keepsTrace, Mutant mutant) {
        world = new World(seed, keepsTrace);
        Chance chance = world.chance("scenario");
        troubleUs = chance.between(1, 4) * SECOND_US;
        network = new SimulatedNetwork(world, chance.pick(List.of(20L, 200L, 2_000L)), chance.oneIn(4));
        ledger = new Ledger(world, totals);
        int longestRecord = world.chance("longest record").pick(List.of(2 << 10, 8 << 10));
        Chance retention = world.chance("retention");
        NodeSettings settings = settings(chance, retention, partitions, longestRecord);
        newDestinations = settings.broker().newDestinations();
        node = new SimulatedNode(world, network, settings, ledger, mutant);
        Scenario scenario = new Scenario(chance, partitions).withBranches(world.chance("branches"));
        population = new Population(world, network, ledger, node, scenario);
        weather = new Weather(world);
    }

    private static NodeSettings settings(Chance chance, Chance retention, int partitions, int longestRecord) {
        long segment = chance.pick(List.of(16L << 10, 64L << 10, 256L << 10));
        LogConfig log = LogConfig.durable()
                .withMaxBatchBytes(chance.pick(List.of(256, 4 << 10, 16 << 10)), longestRecord)
                .withSegmentBytes(segment, segment)
                .withCacheBytes(
                        chance.pick(List.of(0L, 4L << 10, 1L << 20)), chance.pick(List.of(64L << 10, 1L << 20)));
        LogConfig transientLog = LogConfig.transientLog()
                .withMaxBatchBytes(4 << 10, longestRecord)
                .withSegmentBytes(64 << 10, 64 << 10)
                .withCacheBytes(1 << 20, 16 << 10);
        BrokerConfig broker = BrokerConfig.builder()
                .maxMessageBytes(longestRecord - (1 << 10))
                .graceMs(chance.pick(List.of(1_000L, 10_000L)))
                .checkpointBytes(chance.pick(List.of(2L << 10, 32L << 10, 8L << 20)))
                .newDestinations(destinations(chance, retention))
                .build();
        return new NodeSettings(
                partitions,
                broker,
                log,
                transientLog,
                chance.pick(List.of(5L, 50L)),
                chance.pick(List.of(50L, 500L, 5_000L)));
    }

    private static Function<DestinationName, DestinationSettings> destinations(Chance chance, Chance retention) {
        Map<String, String> changes = Map.of(
                "max-deliveries", chance.pick(List.of("unlimited", "3", "10")),
                "redelivery-delay", chance.pick(List.of("0", "0", "200ms")),
                "expiry-queue", chance.pick(List.of("", Scenario.DEAD_LETTERS)));
        try {
            DestinationSettings settings = DestinationSettings.DEFAULTS.with(changes);
            return Retentions.of(settings, retention);
        } catch (InvalidArgumentException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs to the end, or to the first violation. */
    public Simulation run() {
        world.after(0, () -> {
            node.start();
            population.start();
            weather.start(node, network, population);
        });
        world.run(troubleUs);
        weather.calmDown();
        node.calmDown();
        population.calmDown();
        untilNothingMoves();
        while (world.violations().isEmpty() && node.diskTrouble().isRecent()) {
            world.run(world.nowUs() + SECOND_US);
        }
        if (world.violations().isEmpty()) {
            node.compareWithReplay();
            node.requireNothingInDoubt();
            node.requireInOrder();
            new FinalJudgment(world, ledger, node.life(), newDestinations).judge();
            node.retained().forEach(new RetainedJudgment(world, ledger)::judge);
        }
        return this;
    }

    private void untilNothingMoves() {
        long end = world.nowUs() + LONGEST_CALM_US;
        long quietSince = world.nowUs();
        long deliveries = -1;
        while (world.violations().isEmpty() && world.nowUs() - quietSince < 20 * SECOND_US) {
            world.run(world.nowUs() + SECOND_US);
            boolean moved = totals.of("deliveries") != deliveries || !population.isIdle();
            deliveries = totals.of("deliveries");
            if (moved) {
                quietSince = world.nowUs();
            }
            if (world.nowUs() > end) {
                world.violated("does not come to rest within " + LONGEST_CALM_US / SECOND_US + " s of calm: "
                        + population.whoIsBusy());
            }
        }
    }

    public World world() {
        return world;
    }

    public Totals totals() {
        return totals;
    }
}
