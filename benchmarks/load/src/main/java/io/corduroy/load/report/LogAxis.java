package io.corduroy.load.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A logarithmic axis between two values and two places.
 *
 * @param from above 0
 * @param to above {@code from}
 * @param fromPlace of {@code from}; may be greater than {@code toPlace}, as in a picture's height
 */
record LogAxis(double from, double to, double fromPlace, double toPlace) {

    LogAxis {
        if (!(from > 0 && to > from)) {
            throw new IllegalArgumentException("no logarithmic axis from " + from + " to " + to);
        }
    }

    /** One whose ends are 1, 2 or 5 times a power of ten, around these values. */
    static LogAxis around(double least, double greatest, double fromPlace, double toPlace) {
        double from = down(least);
        double to = -1;
        for (double step = from; to < 0; step = up(step)) {
            to = step > from && step >= greatest * (1 - 1e-9) ? step : -1;
        }
        return new LogAxis(from, to, fromPlace, toPlace);
    }

    double at(double value) {
        return fromPlace + (toPlace - fromPlace) * Math.log(value / from) / Math.log(to / from);
    }

    /** All 1, 2 and 5 times a power of ten if they are at most nine, otherwise powers of ten only. */
    List<Double> ticks() {
        List<Double> fine = new ArrayList<>();
        List<Double> coarse = new ArrayList<>();
        for (double step = down(from); step <= to * (1 + 1e-9); step = up(step)) {
            if (step >= from * (1 - 1e-9)) {
                fine.add(step);
                if (isPowerOfTen(step)) {
                    coarse.add(step);
                }
            }
        }
        return fine.size() <= 9 ? fine : coarse;
    }

    private static double down(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        double digit = value / power * (1 + 1e-9);
        return digit >= 5 ? 5 * power : digit >= 2 ? 2 * power : power;
    }

    private static double up(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step) + 1e-9));
        long digit = Math.round(step / power);
        return digit == 1 ? 2 * power : digit == 2 ? 5 * power : 10 * power;
    }

    private static boolean isPowerOfTen(double step) {
        double log = Math.log10(step);
        return Math.abs(log - Math.rint(log)) < 1e-6;
    }
}
