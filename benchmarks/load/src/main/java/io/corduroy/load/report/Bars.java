package io.corduroy.load.report;

import java.util.List;

/** One figure of all contenders of a scenario: a bar to the median, a mark for each round. */
final class Bars {

    private static final double WIDTH = 480;
    private static final double ROW = 50;
    private static final double BAR = 16;
    private static final double END = 470;

    private Bars() {}

    static Markup of(Results results, String scenario, Figure figure) {
        List<String> contenders = results.contenders(scenario);
        double greatest = results.runs().stream()
                .filter(run -> run.scenario().equals(scenario))
                .mapToDouble(figure::of)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        Markup svg = new Markup();
        svg.open("svg", "viewBox", "0 0 " + (int) WIDTH + " " + (int) (ROW * contenders.size()), "role", "img");
        svg.element("title", figure.title() + ", " + scenario);
        double top = 0;
        for (String contender : contenders) {
            svg.open("g", "class", "c" + results.contenders().indexOf(contender));
            row(svg, results, scenario, contender, figure, top, END / Math.max(greatest, 1e-9));
            svg.close();
            top += ROW;
        }
        return svg.close();
    }

    private static void row(
            Markup svg, Results results, String scenario, String contender, Figure figure, double top, double scale) {
        double median = results.median(scenario, contender, figure);
        svg.element("text", contender, "x", 0, "y", top + 18, "class", "who");
        svg.element(
                "text",
                words(results.of(scenario, contender), figure, median),
                "x",
                END,
                "y",
                top + 18,
                "class",
                "end");
        if (!Double.isNaN(median)) {
            svg.empty("rect", "class", "bar", "x", 0, "y", top + 24, "width", median * scale, "height", BAR);
        }
        for (Run run : results.of(scenario, contender)) {
            double value = figure.of(run);
            if (Double.isFinite(value)) {
                svg.empty(
                        "circle",
                        "class",
                        run.isRight() ? "dot" : "dot wrong",
                        "cx",
                        Math.max(4, value * scale),
                        "cy",
                        top + 24 + BAR / 2,
                        "r",
                        4);
            }
        }
    }

    private static String words(List<Run> runs, Figure figure, double median) {
        long wrong = runs.stream().filter(run -> !run.isRight()).count();
        return wrong == 0
                ? figure.text(median)
                : figure.text(median) + " (" + wrong + " of " + runs.size() + " rounds ✗ wrong)";
    }
}
