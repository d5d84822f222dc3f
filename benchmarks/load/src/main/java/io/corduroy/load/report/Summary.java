package io.corduroy.load.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ratios that a report begins with, figure by figure, in each all scenarios that tell it. */
final class Summary {

    private static final List<Figure> FIGURES = List.of(
            Figure.PER_SECOND,
            Figure.P50,
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

    /** Those of which a scenario says something by chance only, such as how many messages come at a fixed rate. */
    private static boolean needsTarget(Ratio ratio) {
        return switch (ratio.figure()) {
            case P50, P999 -> true;
            case PER_SECOND -> ratio.scenario().matches("rate-.*|first-message|killed");
            case P99, SERVER_CPU, WRITTEN, FORCES -> ratio.scenario().equals("first-message");
            default -> false;
        };
    }
}
