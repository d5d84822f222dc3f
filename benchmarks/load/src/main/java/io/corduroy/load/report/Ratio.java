package io.corduroy.load.report;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Ours compared with the peer that does best against it, in one figure of one scenario.
 *
 * @param peer the best of those with the same target
 * @param rounds ours by theirs in each round in which both were right; may be empty
 */
record Ratio(
        String scenario,
        Figure figure,
        String peer,
        double ours,
        double theirs,
        List<Double> rounds,
        Optional<Target> target,
        Verdict verdict) {

    Ratio {
        rounds = List.copyOf(rounds);
    }

    double median() {
        return Median.of(rounds.stream().mapToDouble(each -> each).toArray());
    }

    /** How many times better we are, whether more or less is better. */
    static double advantage(Figure figure, double ratio) {
        return figure.moreIsBetter() ? ratio : 1 / ratio;
    }

    String text() {
        return Double.isNaN(median()) ? "–" : String.format(Locale.ROOT, "%.2f ×", median());
    }

    String targetText() {
        return target.map(Target::text).orElse("–");
    }

    /** One for the brokers, and one for each other peer; what no round tells is left out, unless ours was wrong. */
    static List<Ratio> of(Results results, String scenario, Figure figure) {
        List<String> peers = results.peers(scenario, name -> true);
        return peers.stream()
                .map(peer -> of(results, scenario, figure, peer))
                .filter(ratio -> !ratio.rounds.isEmpty() || ratio.verdict == Verdict.WRONG)
                .collect(Collectors.groupingBy(Ratio::targetText, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(same -> same.stream().min(leastAdvantage(figure)).orElseThrow())
                .toList();
    }

    private static Comparator<Ratio> leastAdvantage(Figure figure) {
        return Comparator.comparingDouble(ratio -> advantage(figure, ratio.median()));
    }

    private static Ratio of(Results results, String scenario, Figure figure, String peer) {
        List<Double> rounds = results.ratios(scenario, peer, figure);
        Optional<Target> target = Target.of(scenario, figure, peer);
        double median = Median.of(rounds.stream().mapToDouble(each -> each).toArray());
        boolean right = results.of(scenario, results.ours()).stream().allMatch(Run::isRight);
        return new Ratio(
                scenario,
                figure,
                peer,
                results.median(scenario, results.ours(), figure),
                results.median(scenario, peer, figure),
                rounds,
                target,
                right ? Verdict.of(figure, median, target) : Verdict.WRONG);
    }

    /** The least and the greatest of the rounds. */
    String spread() {
        return rounds.size() < 2
                ? ""
                : String.format(Locale.ROOT, "%.2f–%.2f", Collections.min(rounds), Collections.max(rounds));
    }
}
