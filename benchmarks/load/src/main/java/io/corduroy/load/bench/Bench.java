package io.corduroy.load.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that compares providers. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Compares Corduroy with other providers, in rounds, one after the other within each, on one processor for the",
            "server and one for the client. A run in which a message is lost, comes twice or out of order fails.",
            "",
            "Example: bench --contenders corduroy,artemis-nio --rounds 5 blocking-1 blocking-32"
        })
public final class Bench implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "SCENARIO", description = "What to measure, one or more of: ${SCENARIOS}.")
    private List<String> scenarios = List.of();

    @Option(
            names = "--contenders",
            split = ",",
            paramLabel = "NAME",
            description = "Who takes part, the first compared with the others (default: ${DEFAULT-VALUE}).")
    private List<String> contenders = List.of("corduroy", "artemis-nio");

    @Option(names = "--rounds", paramLabel = "N", description = "How often each (default: ${DEFAULT-VALUE}).")
    private int rounds = 5;

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "Of the workload, after the scenario's own, such as body-bytes=100 or measure-ms=30000.")
    private List<String> options = new ArrayList<>();

    @Option(
            names = "--vm",
            split = " ",
            paramLabel = "OPTIONS",
            description = "Of the servers' VM (default: ${DEFAULT-VALUE}).")
    private List<String> vm = List.of("-Xms1g", "-Xmx1g");

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where servers write, on the disk that is measured (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("target", "bench");

    @Option(
            names = "--classpaths",
            paramLabel = "DIR",
            description = "Where contenders were built (default: ${DEFAULT-VALUE}).")
    private Path classPaths = Path.of("benchmarks", "contenders");

    private final PrintStream out = System.out;

    /** Runs the command line. */
    public static void main(String[] args) {
        System.setProperty("SCENARIOS", Scenario.names());
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("bench: " + e.getMessage());
                    return 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Contender> all = contenders.stream().map(Contender::named).toList();
        if (!Child.canPin()) {
            out.println("no taskset, or one processor only: server and client share what there is");
        }
        Round round = new Round(classPaths, directory, vm, options);
        boolean right = true;
        for (Scenario named : scenarios.stream().map(Scenario::named).toList()) {
            Scenario scenario = named.needsHalfRate() ? named.at(halfRate(round, all)) : named;
            List<Contender> able = new ArrayList<>();
            for (Contender contender : all) {
                if (contender.can(scenario)) {
                    able.add(contender);
                } else {
                    out.printf("%-20s         %-14s has no such thing%n", scenario.name(), contender.name());
                }
            }
            List<Measurement> measured = new ArrayList<>();
            Table table = new Table(round, scenario, able, this::failed);
            try (table) {
                for (int number = 1; number <= rounds; number++) {
                    for (Contender contender : able) {
                        Optional<Measurement> one = table.measure(contender, number);
                        one.ifPresent(measured::add);
                        one.ifPresent(this::report);
                        right &= one.isPresent() && one.get().result().isRight();
                    }
                }
            }
            out.printf(
                    "%n%s, median of %d rounds:%n%s%n",
                    scenario.name(), rounds, new Comparison(measured).table(contenders));
        }
        return right ? 0 : 1;
    }

    /** The others are measured all the same. */
    private void failed(Scenario scenario, Contender contender, int round, IOException why) {
        out.printf("%-20s round %d  %-14s FAILED: %s%n", scenario.name(), round, contender.name(), why.getMessage());
    }

    /** Half of what the best of the others reaches. */
    private int halfRate(Round round, List<Contender> all) throws IOException, InterruptedException {
        double most = 0;
        for (Contender contender : all.subList(Math.min(1, all.size() - 1), all.size())) {
            most = Math.max(
                    most, round.run(Scenario.maximum(), contender, 0).result().perSecond());
        }
        return Math.max(1, (int) (most / 2));
    }

    private void report(Measurement one) {
        out.printf(
                "%-20s round %d  %-14s %,10.0f/s  p50 %,8.0f µs  p99 %,8.0f µs%s%n",
                one.scenario(),
                one.round(),
                one.contender(),
                one.result().perSecond(),
                one.p(50),
                one.p(99),
                one.result().isRight()
                        ? ""
                        : "  WRONG: lost " + one.result().lost() + ", duplicates "
                                + one.result().duplicates() + ", out of order "
                                + one.result().disordered());
        out.println("    " + one.settings());
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve("results.jsonl"),
                    one.asJson() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            try (PrintStream histogram = new PrintStream(
                    directory
                            .resolve(one.scenario() + "-" + one.contender() + "-" + one.round() + ".hgrm")
                            .toFile(),
                    StandardCharsets.UTF_8)) {
                one.result().latencies().outputPercentileDistribution(histogram, 1_000.0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
