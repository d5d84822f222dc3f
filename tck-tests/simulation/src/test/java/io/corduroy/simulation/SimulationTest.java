package io.corduroy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.simulation.history.Totals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs of one node through crashes, power cuts and broken links. System properties: {@code seeds} how many, {@code seed}
 * one of them with its trace, {@code partitions} how many partitions, {@code trace} how many of its last events are printed.
 */
class SimulationTest {

    private static final String ANY_NUMBER = "[0-9]+";

    @Test
    @DisabledIfSystemProperty(named = "seed", matches = ANY_NUMBER)
    void keepsItsPromisesWhateverBefalls() {
        Seeds runs = Seeds.run(1, Long.getLong("seeds", 300), Integer.getInteger("partitions", 1));

        System.out.println("simulation: " + runs.totals());
        assertThat(runs.failures()).isEmpty();
    }

    @Test
    @DisabledIfSystemProperty(named = "seed", matches = ANY_NUMBER)
    void runsMeanSomething() {
        Totals totals = Seeds.run(1, 300, 1).totals();

        for (String what : List.of(
                "kills",
                "power cuts",
                "crashes during recovery",
                "applications killed",
                "reconnections",
                "revocations",
                "redeliveries",
                "releases",
                "unseen at close",
                "drains",
                "reads",
                "checkpoints",
                "states compared",
                "messages owed to retention",
                "deliveries judged for order",
                "deliveries to exclusive consumers",
                "dead letters",
                "bodies in pieces",
                "bodies given up half way",
                "bodies lost half way",
                "looks over a whole queue",
                "messages browsed",
                "sends failed with DESTINATION_UNKNOWN",
                "full disks",
                "failed forces",
                "failed partitions",
                "turns on the reserve",
                "sends failed with RESOURCE_EXHAUSTED",
                "sends CONFIRMED",
                "sends UNKNOWN",
                "transactions CONFIRMED",
                "transactions VOID",
                "transactions UNKNOWN",
                "acknowledgments CONFIRMED",
                "branches undone",
                "branches not prepared",
                "branches refused in one phase",
                "branches with work of several sessions",
                "branches recovered COMMITTED",
                "branches recovered ROLLED_BACK",
                "branches HEURISTICALLY_ROLLED_BACK",
                "commits asked for again",
                "transaction managers killed between two steps")) {
            assertThat(totals.of(what)).as(what + " in " + totals).isPositive();
        }
        assertThat(totals.of("messages owed")).isGreaterThan(5_000);
        assertThat(totals.of("branches committed in two phases")).isGreaterThan(500);
        assertThat(totals.of("branches committed in one phase")).isGreaterThan(500);
    }

    @Test
    @DisabledIfSystemProperty(named = "seed", matches = ANY_NUMBER)
    void keepsThemOverThreePartitionsToo() {
        Seeds runs = Seeds.run(1, 100, 3);

        System.out.println("simulation of three partitions: " + runs.totals());
        assertThat(runs.failures()).isEmpty();
        assertThat(runs.totals().of("parts to prepare")).isGreaterThan(300);
        assertThat(runs.totals().of("messages between partitions")).isGreaterThan(300);
        assertThat(runs.totals().of("branches over several partitions")).isGreaterThan(100);
    }

    @Test
    @DisabledIfSystemProperty(named = "seed", matches = ANY_NUMBER)
    void theSameSeedGoesTheSameWay() {
        for (long seed = 1; seed <= 10; seed++) {
            Simulation once = new Simulation(seed, false).run();
            Simulation again = new Simulation(seed, true).run();

            assertThat(again.world().trace().hash())
                    .as("seed " + seed)
                    .isEqualTo(once.world().trace().hash());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "seed", matches = ANY_NUMBER)
    void replaysOneSeed() {
        long seed = Long.getLong("seed", 0);
        int partitions = Integer.getInteger("partitions", 1);
        Simulation run = new Simulation(seed, partitions, true).run();

        System.out.println("simulation: " + run.totals());
        if (!run.world().violations().isEmpty()) {
            run.world().trace().last(Integer.getInteger("trace", 100)).forEach(System.out::println);
            run.world().trace().exception().ifPresent(thrown -> thrown.printStackTrace(System.out));
        }
        assertThat(run.world().violations()).as(Seeds.replay(seed, partitions)).isEmpty();
    }
}
