package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random clients against one partition, with power cuts at any moment; {@link History} judges what they see. A seed
 * replays a run.
 */
class RandomWorkloadTest {
    private static final int STEPS = 400;
    private static final int RUNS = 10;

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 2_000})
    void confirmedSurvivesAcknowledgedStaysAwayAndTransactionsAreWhole(long firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            try {
                run(seed);
            } catch (RuntimeException | AssertionError e) {
                fail("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void run(long seed) {
        RandomWorkload workload = new RandomWorkload(seed);
        for (int step = 0; step < STEPS; step++) {
            workload.step();
        }
        workload.finish();

        assertThat(workload.history.deliveredCount()).isGreaterThan(0);
        assertThat(workload.pieces).isGreaterThan(0);
        assertThat(workload.hashOfReplay()).isEqualTo(workload.hash());
    }
}
