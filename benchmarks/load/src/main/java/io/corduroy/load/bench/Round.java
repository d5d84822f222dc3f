package io.corduroy.load.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What all runs of a comparison have in common. */
final class Round {

    private final Path contenders;
    private final Path directory;
    private final List<String> vm;
    private final List<String> furtherOptions;

    /**
     * @param contenders where the class paths of providers are
     * @param directory where servers may write, on the disk that is to be measured
     * @param vm options of the servers' VM
     * @param furtherOptions of the workload, after the scenario's own
     */
    Round(Path contenders, Path directory, List<String> vm, List<String> furtherOptions) {
        this.contenders = contenders;
        this.directory = directory;
        this.vm = List.copyOf(vm);
        this.furtherOptions = List.copyOf(furtherOptions);
    }

    /** Measures a provider once, with processes and a directory that are new. */
    Measurement run(Scenario scenario, Contender contender, int round) throws IOException, InterruptedException {
        try (Sitting sitting = sit(scenario, contender, round)) {
            return sitting.measure(round, List.of());
        }
    }

    /** Starts a provider that is to be measured several times. */
    Sitting sit(Scenario scenario, Contender contender, int number) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(contender.options());
        options.addAll(scenario.options());
        options.addAll(furtherOptions);
        return Sitting.start(scenario, contender, number, contenders, directory, vm, options);
    }
}
