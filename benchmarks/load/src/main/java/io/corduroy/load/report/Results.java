package io.corduroy.load.report;

import java.util.List;
import java.util.function.Predicate;

/**
 * All runs that a report is made of.
 *
 * @param ours name of the contender that is compared with the others
 */
record Results(String ours, List<Run> runs) {

    Results {
        runs = List.copyOf(runs);
    }

    /** In the order in which they were measured. */
    List<String> scenarios() {
        return runs.stream().map(Run::scenario).distinct().toList();
    }

    /** Ours first, then in the order in which they were measured. */
    List<String> contenders() {
        List<String> all = runs.stream().map(Run::contender).distinct().toList();
        return all.stream()
                .sorted((a, b) -> Boolean.compare(b.equals(ours), a.equals(ours)))
                .toList();
    }

    List<String> contenders(String scenario) {
        return contenders().stream()
                .filter(each -> !of(scenario, each).isEmpty())
                .toList();
    }

    List<Run> of(String scenario, String contender) {
        return runs.stream()
                .filter(run ->
                        run.scenario().equals(scenario) && run.contender().equals(contender))
                .toList();
    }

    List<Run> wrong() {
        return runs.stream().filter(run -> !run.isRight()).toList();
    }

    boolean has(String scenario, Figure figure) {
        return runs.stream().anyMatch(run -> run.scenario().equals(scenario) && !Double.isNaN(figure.of(run)));
    }

    /** Median over rounds, those left out that were wrong; NaN if none is left. */
    double median(String scenario, String contender, Figure figure) {
        return Median.of(of(scenario, contender).stream()
                .filter(Run::isRight)
                .mapToDouble(figure::of)
                .filter(value -> !Double.isNaN(value))
                .toArray());
    }

    /** Ours by theirs, round by round, where both were right. */
    List<Double> ratios(String scenario, String peer, Figure figure) {
        return of(scenario, ours).stream()
                .filter(Run::isRight)
                .flatMap(mine -> of(scenario, peer).stream()
                        .filter(Run::isRight)
                        .filter(theirs -> theirs.round().equals(mine.round()))
                        .map(theirs -> figure.of(mine) / figure.of(theirs)))
                .filter(Double::isFinite)
                .toList();
    }

    /** Those whose name passes, without ours. */
    List<String> peers(String scenario, Predicate<String> name) {
        return contenders(scenario).stream()
                .filter(each -> !each.equals(ours) && name.test(each))
                .toList();
    }
}
