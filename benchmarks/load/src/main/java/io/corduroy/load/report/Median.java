package io.corduroy.load.report;

import java.util.Arrays;

/** The middle of some values, which one bad round does not move. */
final class Median {

    private Median() {}

    /** NaN if there are none. */
    static double of(double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
