package io.corduroy.load.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How many times better ours is than the best peer, one line a scenario: a mark for each round, a strong one for the median, a gate for the target. */
final class RatioPlot {

    private static final double WIDTH = 480;
    private static final double LEFT = 156;
    private static final double RIGHT = 466;
    private static final double TOP = 24;
    private static final double ROW = 28;

    private RatioPlot() {}

    static Markup of(List<Ratio> ratios) {
        LogAxis x = axis(ratios);
        double bottom = TOP + ROW * ratios.size();
        Markup svg = new Markup();
        svg.open("svg", "viewBox", "0 0 " + (int) WIDTH + " " + (int) (bottom + 8), "role", "img");
        svg.element("title", ratios.get(0).figure().title() + ": how many times better than the best peer");
        for (double tick : x.ticks()) {
            String kind = tick == 1 ? "even" : "grid";
            svg.empty("line", "class", kind, "x1", x.at(tick), "x2", x.at(tick), "y1", TOP, "y2", bottom);
            svg.element("text", text(tick), "x", x.at(tick), "y", TOP - 8, "class", "middle soft");
        }
        double middle = TOP + ROW / 2;
        String before = "";
        for (Ratio ratio : ratios) {
            String label = ratio.scenario().equals(before) ? "and " + ratio.peer() : ratio.scenario();
            row(svg, ratio, ratio.verdict() == Verdict.WRONG ? "✗ " + label : label, x, middle);
            before = ratio.scenario();
            middle += ROW;
        }
        return svg.close();
    }

    private static LogAxis axis(List<Ratio> ratios) {
        List<Double> all = ratios.stream()
                .flatMap(ratio -> Stream.concat(ratio.rounds().stream(), ratio.target().map(Target::ratio).stream())
                        .map(each -> Ratio.advantage(ratio.figure(), each)))
                .toList();
        double least = all.stream()
                .mapToDouble(each -> each)
                .filter(each -> each > 0)
                .min()
                .orElse(1);
        double greatest = all.stream()
                .mapToDouble(each -> each)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        return LogAxis.around(Math.min(0.5, least), Math.max(2, greatest), LEFT, RIGHT);
    }

    private static void row(Markup svg, Ratio ratio, String label, LogAxis x, double middle) {
        svg.element("text", label, "x", LEFT - 10, "y", middle + 5, "class", "end small");
        ratio.target().ifPresent(target -> {
            double place = x.at(Ratio.advantage(ratio.figure(), target.ratio()));
            svg.empty("line", "class", "target", "x1", place, "x2", place, "y1", middle - 11, "y2", middle + 11);
        });
        svg.open("g", "class", ratio.verdict().style());
        for (double round : ratio.rounds()) {
            svg.empty(
                    "circle",
                    "class",
                    "dot",
                    "cx",
                    x.at(Ratio.advantage(ratio.figure(), round)),
                    "cy",
                    middle,
                    "r",
                    3.5);
        }
        if (!ratio.rounds().isEmpty()) {
            double place = x.at(Ratio.advantage(ratio.figure(), ratio.median()));
            svg.empty("circle", "class", "strong", "cx", place, "cy", middle, "r", 7);
        }
        svg.close();
    }

    private static String text(double tick) {
        return (tick >= 1 ? String.format(Locale.ROOT, "%.0f", tick) : Markup.number(tick)) + " ×";
    }
}
