package io.corduroy.load.report;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is compared; NaN where a run does not tell it. */
enum Figure {
    PER_SECOND("messages/s", Unit.NUMBER, true, run -> run.number("perSecond")),
    P50("p50", Unit.MICROSECONDS, false, run -> run.number("p50us")),
    P99("p99", Unit.MICROSECONDS, false, run -> run.number("p99us")),
    P999("p99.9", Unit.MICROSECONDS, false, run -> run.number("p999us")),
    MAXIMUM("maximum", Unit.MICROSECONDS, false, run -> run.number("maxus")),
    SERVER_CPU("server CPU per message", Unit.MICROSECONDS, false, run -> run.perMessage("serverCpuMs") * 1e3),
    CLIENT_CPU("client CPU per message", Unit.MICROSECONDS, false, run -> run.perMessage("driverCpuMs") * 1e3),
    RESIDENT("server's resident memory", Unit.MEBIBYTES, false, run -> run.number("serverResidentKib") / 1024),
    /** As the disk counts: Linux' count of a process takes the whole folio of the page cache for a small write. */
    WRITTEN("bytes written per message", Unit.NUMBER, false, run -> run.perMessage("diskWrittenBytes")),
    FORCES("forces per message", Unit.NUMBER, false, run -> run.perMessage("forces")),
    WAITS("server's waits per message", Unit.NUMBER, false, run -> run.perMessage("serverWaits"));

    private enum Unit {
        NUMBER,
        MICROSECONDS,
        MEBIBYTES
    }

    private final String title;
    private final Unit unit;
    private final boolean moreIsBetter;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final ToDoubleFunction<Run> value;

    Figure(String title, Unit unit, boolean moreIsBetter, ToDoubleFunction<Run> value) {
        this.title = title;
        this.unit = unit;
        this.moreIsBetter = moreIsBetter;
        this.value = value;
    }

    String title() {
        return title;
    }

    boolean moreIsBetter() {
        return moreIsBetter;
    }

    double of(Run run) {
        return value.applyAsDouble(run);
    }

    /** With its unit, in three digits or so; a dash if unknown. */
    String text(double figure) {
        if (Double.isNaN(figure)) {
            return "–";
        }
        return switch (unit) {
            case NUMBER -> digits(figure);
            case MICROSECONDS -> microseconds(figure);
            case MEBIBYTES -> digits(figure) + " MiB";
        };
    }

    static String microseconds(double us) {
        if (us >= 1e6) {
            return digits(us / 1e6) + " s";
        }
        return us >= 1e3 ? digits(us / 1e3) + " ms" : digits(us) + " µs";
    }

    static String digits(double number) {
        double size = Math.abs(number);
        return String.format(Locale.ROOT, size >= 100 || size == 0 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", number);
    }
}
