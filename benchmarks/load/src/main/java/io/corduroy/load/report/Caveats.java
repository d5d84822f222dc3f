package io.corduroy.load.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What a reader has to know before believing a figure, as far as the runs themselves tell it. */
final class Caveats {

    private static final int ENOUGH_ROUNDS = 5;
    private static final double STEADY = 1.3;

    private Caveats() {}

    static List<String> of(Results results) {
        List<String> all = new ArrayList<>();
        for (Run run : results.wrong()) {
            all.add("WRONG: " + run.contender() + " in " + run.scenario() + ", round "
                    + run.round().replaceFirst(".*#", "") + ": " + run.wrongs()
                    + ". Such a round counts in no median and no ratio.");
        }
        int rounds = fewestRounds(results);
        if (rounds < ENOUGH_ROUNDS) {
            all.add("Only " + rounds + (rounds == 1 ? " round" : " rounds")
                    + " of some scenario: a median of fewer than " + ENOUGH_ROUNDS
                    + " says little on a shared machine.");
        }
        List<String> noisy = noisy(results);
        if (!noisy.isEmpty()) {
            all.add(String.format(
                    Locale.ROOT,
                    "Rounds of the same provider differ by more than %.0f %% in: %s. Trust ratios within rounds, not figures.",
                    (STEADY - 1) * 100,
                    String.join(", ", noisy)));
        }
        all.add("Server and client have one processor each and share memory, caches and the disk of one machine; "
                + "there is no network between them.");
        all.add("With many producers the client's processor is the limit; then a ratio says less than servers differ.");
        return Collections.unmodifiableList(all);
    }

    private static int fewestRounds(Results results) {
        return results.scenarios().stream()
                .flatMap(scenario -> results.contenders(scenario).stream().map(each -> results.of(scenario, each)))
                .mapToInt(List::size)
                .min()
                .orElse(0);
    }

    private static List<String> noisy(Results results) {
        return results.scenarios().stream()
                .filter(scenario -> results.contenders(scenario).stream().anyMatch(each -> {
                    double[] rates = results.of(scenario, each).stream()
                            .mapToDouble(Figure.PER_SECOND::of)
                            .sorted()
                            .toArray();
                    return rates.length > 0 && rates[rates.length - 1] > STEADY * rates[0];
                }))
                .toList();
    }
}
