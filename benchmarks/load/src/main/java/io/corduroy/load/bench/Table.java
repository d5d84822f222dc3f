package io.corduroy.load.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All who take part in a scenario. Where it can be repeated they sit together, are warmed up one after the other, and then take turns of
 * a few seconds: machines that are shared differ from one minute to the next, compilers need long to finish, and neither is what
 * is compared. Otherwise each turn has new processes on a new directory.
 */
final class Table implements AutoCloseable {

    private static final List<String> WARM_UP = List.of("measure-ms=500");
    private static final List<String> TURN = List.of("warmup-ms=500");

    private final Round round;
    private final Scenario scenario;
    private final Map<String, Sitting> sittings = new LinkedHashMap<>();
    private final Failures failures;

    /** Hears of a turn that came to nothing. */
    interface Failures {
        void failed(Scenario scenario, Contender contender, int round, IOException why);
    }

    /** Starts and warms up those who can stay. */
    Table(Round round, Scenario scenario, List<Contender> contenders, Failures failures)
            throws IOException, InterruptedException {
        this.round = round;
        this.scenario = scenario;
        this.failures = failures;
        if (scenario.isRepeatable()) {
            for (Contender contender : contenders) {
                seat(contender);
            }
        }
    }

    private void seat(Contender contender) throws IOException, InterruptedException {
        try {
            Sitting sitting = round.sit(scenario, contender, 0);
            sittings.put(contender.name(), sitting);
            sitting.measure(0, WARM_UP);
        } catch (IOException e) {
            failures.failed(scenario, contender, 0, e);
            leave(contender);
        }
    }

    /** A provider's turn in a round; empty if it has failed. */
    Optional<Measurement> measure(Contender contender, int number) throws IOException, InterruptedException {
        try {
            if (!scenario.isRepeatable()) {
                return Optional.of(round.run(scenario, contender, number));
            }
            Sitting sitting = sittings.get(contender.name());
            return sitting == null ? Optional.empty() : Optional.of(sitting.measure(number, TURN));
        } catch (IOException e) {
            failures.failed(scenario, contender, number, e);
            leave(contender);
            return Optional.empty();
        }
    }

    /** What has failed once would only disturb the others. */
    private void leave(Contender contender) throws IOException {
        Sitting sitting = sittings.remove(contender.name());
        if (sitting != null) {
            sitting.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (Sitting sitting : sittings.values()) {
            sitting.close();
        }
    }
}
