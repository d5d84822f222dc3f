package io.corduroy.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The latencies of a run, as HdrHistogram writes them into a {@code .hgrm} file.
 *
 * @param points in ascending order
 * @param count of values recorded
 */
record Percentiles(List<Point> points, long count) {

    /**
     * A share of the values and what they do not exceed.
     *
     * @param quantile 0 to 1
     * @param valueUs largest value of that share
     */
    record Point(double quantile, double valueUs) {}

    static final Percentiles NONE = new Percentiles(List.of(), 0);

    /** Value, percentile, count, and (but for the last line) 1/(1-percentile). */
    private static final Pattern LINE =
            Pattern.compile("\\s*([0-9.]+)\\s+([0-9.]+)\\s+([0-9]+)(?:\\s+(?:[0-9.]+|inf))?\\s*");

    Percentiles {
        points = List.copyOf(points);
    }

    /** Reads the lines of a file; what is no percentile is passed over. */
    static Percentiles of(List<String> lines) {
        List<Point> points = new ArrayList<>();
        long count = 0;
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                points.add(new Point(Double.parseDouble(matcher.group(2)), Double.parseDouble(matcher.group(1))));
                count = Long.parseLong(matcher.group(3));
            }
        }
        return new Percentiles(points, count);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** What that share of the values does not exceed; empty if nothing was recorded. */
    OptionalDouble at(double quantile) {
        return points.stream()
                .filter(point -> point.quantile() >= quantile)
                .mapToDouble(Point::valueUs)
                .findFirst();
    }

    /**
     * The median of several, percentile by percentile, as far as the smallest of them reaches: beyond, a percentile would be one
     * value of one round.
     */
    static Percentiles median(List<Percentiles> rounds) {
        long count = rounds.stream()
                .mapToLong(Percentiles::count)
                .filter(n -> n > 0)
                .min()
                .orElse(0);
        List<Point> points = new ArrayList<>();
        for (int step = 0; Math.pow(10, step / STEPS_PER_DECADE) <= count; step++) {
            double quantile = 1 - 1 / Math.pow(10, step / STEPS_PER_DECADE);
            double[] values = rounds.stream()
                    .flatMapToDouble(each -> each.at(quantile).stream())
                    .toArray();
            points.add(new Point(quantile, Median.of(values)));
        }
        return new Percentiles(points, count);
    }

    private static final double STEPS_PER_DECADE = 20;
}
