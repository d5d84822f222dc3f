package io.corduroy.load.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ratios that a report begins with, figure by figure, in each all scenarios that tell it. */
final class Summary {

    private static final List<Figure> FIGURES = List.of(
            Figure.PER_SECOND,
            Figure.P99,
            Figure.P999,
            Figure.SERVER_CPU,
            Figure.RESIDENT,
            Figure.WRITTEN,
            Figure.FORCES);

    private Summary() {}

    /** Only figures of which there is something to say. */
    static Map<Figure, List<Ratio>> of(Results results) {
        Map<Figure, List<Ratio>> all = new LinkedHashMap<>();
        for (Figure figure : FIGURES) {
            List<Ratio> ratios = results.scenarios().stream()
                    .filter(scenario -> results.has(scenario, figure))
                    .flatMap(scenario -> Ratio.of(results, scenario, figure).stream())
                    .filter(ratio -> ratio.target().isPresent() || !needsTarget(ratio))
                    .toList();
            if (!ratios.isEmpty()) {
                all.put(figure, ratios);
            }
        }
        return all;
    }

    /** How many messages come at a fixed rate is no merit, and p99.9 of a few seconds at full speed is chance. */
    private static boolean needsTarget(Ratio ratio) {
        return ratio.figure() == Figure.P999
                || (ratio.figure() == Figure.PER_SECOND && ratio.scenario().startsWith("rate-"));
    }
}
