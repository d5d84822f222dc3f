package io.corduroy.load.report;

import java.util.Map;

/**
 * One provider in one round of one scenario, as a line of {@code results.jsonl} tells it.
 *
 * @param round the same for the runs that were made side by side
 * @param values of the line, by their names
 */
record Run(String scenario, String contender, String round, Map<String, Object> values, Percentiles latencies) {

    Run {
        values = Map.copyOf(values);
    }

    /** NaN if the line does not say, or says that it is unknown. */
    double number(String key) {
        return values.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** What the server has used for a message; NaN if unknown or if no message came. */
    double perMessage(String key) {
        double received = number("received");
        return received > 0 ? number(key) / received : Double.NaN;
    }

    /** Text of a value; empty if the line does not have it. */
    String text(String key) {
        Object value = values.get(key);
        return value == null ? "" : value.toString();
    }

    boolean isRight() {
        return count("lost") == 0 && count("duplicates") == 0 && count("disordered") == 0;
    }

    /** What was wrong, in words. */
    String wrongs() {
        return "lost " + count("lost") + ", twice " + count("duplicates") + ", out of order " + count("disordered");
    }

    private long count(String key) {
        double number = number(key);
        return Double.isNaN(number) ? 0 : (long) number;
    }
}
