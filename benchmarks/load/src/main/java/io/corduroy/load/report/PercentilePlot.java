package io.corduroy.load.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Latency by percentile, both logarithmic: to the right each step is a tenth of the messages. Rounds are faint, their median is strong.
 */
final class PercentilePlot {

    private static final double WIDTH = 480;
    private static final double HEIGHT = 330;
    private static final double LEFT = 60;
    private static final double RIGHT = 324;
    private static final double TOP = 14;
    private static final double BOTTOM = 270;
    private static final double LABEL = 18;
    private static final int FEWEST = 10;

    private final Results results;
    private final String scenario;
    private final LogAxis x;
    private final LogAxis y;

    private PercentilePlot(Results results, String scenario, LogAxis x, LogAxis y) {
        this.results = results;
        this.scenario = scenario;
        this.x = x;
        this.y = y;
    }

    /** A line's end and who it is. */
    private record End(String contender, double x, double y, double label) {
        End labelAt(double place) {
            return new End(contender, x, y, place);
        }
    }

    /** A picture, or words if nothing was recorded. */
    static Markup of(Results results, String scenario) {
        List<Percentiles.Point> all = results.runs().stream()
                .filter(run -> run.scenario().equals(scenario))
                .flatMap(run -> run.latencies().points().stream())
                .filter(point -> point.valueUs() > 0)
                .toList();
        long count = results.runs().stream()
                .filter(run -> run.scenario().equals(scenario))
                .mapToLong(run -> run.latencies().count())
                .max()
                .orElse(0);
        if (all.isEmpty()) {
            return new Markup().element("p", "No percentiles: the .hgrm files are not beside the results.");
        }
        if (count < FEWEST) {
            return new Markup().element("p", "Too few messages for percentiles.");
        }
        return new PercentilePlot(
                        results,
                        scenario,
                        new LogAxis(1, count, LEFT, RIGHT),
                        LogAxis.around(least(all), greatest(all), BOTTOM, TOP))
                .draw();
    }

    private static double least(List<Percentiles.Point> all) {
        return all.stream().mapToDouble(Percentiles.Point::valueUs).min().orElseThrow();
    }

    private static double greatest(List<Percentiles.Point> all) {
        return all.stream().mapToDouble(Percentiles.Point::valueUs).max().orElseThrow();
    }

    private Markup draw() {
        Markup svg = new Markup();
        svg.open("svg", "viewBox", "0 0 " + (int) WIDTH + " " + (int) HEIGHT, "role", "img");
        svg.element("title", "Latency by percentile, " + scenario);
        grid(svg);
        List<End> ends = new ArrayList<>();
        List<String> contenders = results.contenders();
        for (String contender : reversed(results.contenders(scenario))) {
            svg.open("g", "class", "c" + contenders.indexOf(contender));
            for (Run run : results.of(scenario, contender)) {
                line(svg, run.latencies(), "round");
            }
            ends.addAll(median(svg, contender));
            svg.close();
        }
        for (End end : apart(ends)) {
            svg.open("g", "class", "c" + contenders.indexOf(end.contender()));
            svg.empty("path", "class", "leader", "d", path(List.of(end.x(), end.y(), RIGHT + 8, end.label())));
            svg.element("text", label(end.contender()), "x", RIGHT + 12, "y", end.label() + 5, "class", "who small");
            svg.close();
        }
        return svg.close();
    }

    private static List<String> reversed(List<String> some) {
        List<String> reversed = new ArrayList<>(some);
        Collections.reverse(reversed); // ours last, above the others
        return reversed;
    }

    private void grid(Markup svg) {
        for (double tick : y.ticks()) {
            svg.empty("line", "class", "grid", "x1", LEFT, "x2", RIGHT, "y1", y.at(tick), "y2", y.at(tick));
            svg.element("text", tickText(tick), "x", LEFT - 8, "y", y.at(tick) + 5, "class", "end");
        }
        tick(svg, 1, "0");
        tick(svg, 2, "50");
        for (double inverse = 10; inverse <= x.to() * 1.001; inverse *= 10) {
            tick(svg, inverse, percent(inverse));
        }
        svg.element(
                "text", "percentile of messages", "x", (LEFT + RIGHT) / 2, "y", BOTTOM + 46, "class", "middle soft");
    }

    /** Ticks have one digit. */
    private static String tickText(double us) {
        double ms = us / 1e3;
        return us >= 1e6
                ? Markup.number(us / 1e6) + " s"
                : us >= 1e3 ? Markup.number(ms) + " ms" : Markup.number(us) + " µs";
    }

    private void tick(Markup svg, double inverse, String text) {
        svg.empty("line", "class", "grid", "x1", x.at(inverse), "x2", x.at(inverse), "y1", TOP, "y2", BOTTOM);
        svg.element("text", text, "x", x.at(inverse), "y", BOTTOM + 22, "class", "middle");
    }

    /** 90 for 10, 99.9 for 1,000. */
    static String percent(double inverse) {
        int decades = (int) Math.round(Math.log10(inverse));
        return String.format(Locale.ROOT, "%." + Math.max(0, decades - 2) + "f", 100 - 100 / inverse);
    }

    private List<End> median(Markup svg, String contender) {
        List<Percentiles> rounds = results.of(scenario, contender).stream()
                .filter(Run::isRight)
                .map(Run::latencies)
                .filter(each -> !each.isEmpty())
                .toList();
        if (rounds.isEmpty()) {
            return List.of();
        }
        Percentiles median = Percentiles.median(rounds);
        line(svg, median, "median");
        Percentiles.Point last = median.points().get(median.points().size() - 1);
        double place = y.at(last.valueUs());
        return List.of(new End(contender, x.at(inverse(last)), place, place));
    }

    private String label(String contender) {
        boolean right = results.of(scenario, contender).stream().allMatch(Run::isRight);
        return right ? contender : contender + " ✗";
    }

    private void line(Markup svg, Percentiles latencies, String kind) {
        List<Double> places = new ArrayList<>();
        for (Percentiles.Point point : latencies.points()) {
            if (point.quantile() < 1 && point.valueUs() > 0) {
                places.add(x.at(Math.min(inverse(point), x.to())));
                places.add(y.at(point.valueUs()));
            }
        }
        if (!places.isEmpty()) {
            svg.empty("path", "class", kind, "d", path(places));
        }
    }

    private static double inverse(Percentiles.Point point) {
        return 1 / (1 - point.quantile());
    }

    private static String path(List<Double> places) {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < places.size(); i += 2) {
            points.add(Markup.number(places.get(i)) + " " + Markup.number(places.get(i + 1)));
        }
        return points.stream().collect(Collectors.joining("L", "M", ""));
    }

    /** Labels do not cover each other: each is moved down as far as it must be, and all are moved up if that is too far. */
    private static List<End> apart(List<End> ends) {
        List<End> sorted = new ArrayList<>(ends);
        sorted.sort(Comparator.comparingDouble(End::y));
        double free = TOP;
        for (int i = 0; i < sorted.size(); i++) {
            End end = sorted.get(i);
            sorted.set(i, end.labelAt(Math.max(free, end.y())));
            free = sorted.get(i).label() + LABEL;
        }
        double limit = BOTTOM;
        for (int i = sorted.size() - 1; i >= 0; i--) {
            sorted.set(i, sorted.get(i).labelAt(Math.min(limit, sorted.get(i).label())));
            limit = sorted.get(i).label() - LABEL;
        }
        return sorted;
    }
}
