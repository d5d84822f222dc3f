package io.corduroy.load.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The table of a scenario: medians over rounds, and medians of the ratios within each round, which a noisy machine spares. */
final class Comparison {

    private final List<Measurement> all;

    Comparison(List<Measurement> all) {
        this.all = List.copyOf(all);
    }

    /** One line per provider; the first is what ratios are taken of. */
    String table(List<String> contenders) {
        StringBuilder table = new StringBuilder(String.format(
                "%-14s %12s %9s %9s %9s %10s %10s %10s %10s %9s %9s%n",
                "",
                "messages/s",
                "p50 µs",
                "p99 µs",
                "p99.9 µs",
                "CPU µs/msg",
                "waits/msg",
                "forces/msg",
                "bytes/msg",
                "RSS MiB",
                "ratio"));
        for (String contender : contenders) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-14s %,12.0f %,9.0f %,9.0f %,9.0f %10.1f %10.2f %10s %10s %,9.0f %9s%n",
                    contender,
                    median(contender, m -> m.result().perSecond()),
                    median(contender, m -> m.p(50)),
                    median(contender, m -> m.p(99)),
                    median(contender, m -> m.p(99.9)),
                    median(contender, m -> perMessage(m, m.server().cpuMs() * 1_000)),
                    median(contender, m -> perMessage(m, m.server().waits())),
                    forces(contender),
                    written(contender),
                    median(contender, m -> m.server().residentKib() / 1024.0),
                    contender.equals(contenders.get(0))
                            ? ""
                            : String.format(Locale.ROOT, "%.2f ×", ratio(contenders.get(0), contender))));
        }
        return table.toString();
    }

    private static double perMessage(Measurement one, long sum) {
        return (double) sum / Math.max(1, one.result().received());
    }

    private String forces(String contender) {
        return orUnknown(
                "%.3f",
                of(contender).stream()
                        .flatMap(m -> m.calls().stream().map(calls -> perMessage(m, calls.forces())))
                        .mapToDouble(Double::doubleValue)
                        .toArray());
    }

    private String written(String contender) {
        return orUnknown(
                "%,.0f",
                of(contender).stream()
                        .flatMapToDouble(m -> m.writtenBytes().stream().mapToDouble(bytes -> perMessage(m, bytes)))
                        .toArray());
    }

    private static String orUnknown(String format, double[] counted) {
        return counted.length == 0 ? "?" : String.format(Locale.ROOT, format, median(counted));
    }

    /** How often as many messages per second the first has as the second. */
    double ratio(String first, String second) {
        return median(of(first).stream()
                .mapToDouble(mine -> of(second).stream()
                        .filter(theirs -> theirs.round() == mine.round())
                        .mapToDouble(theirs ->
                                mine.result().perSecond() / theirs.result().perSecond())
                        .findFirst()
                        .orElse(Double.NaN))
                .filter(ratio -> !Double.isNaN(ratio))
                .toArray());
    }

    private List<Measurement> of(String contender) {
        return all.stream().filter(m -> m.contender().equals(contender)).toList();
    }

    private double median(String contender, ToDoubleFunction<Measurement> figure) {
        return median(of(contender).stream().mapToDouble(figure).toArray());
    }

    static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
