package io.corduroy.server.metrics;

/**
 * How fast something goes, between the last two looks at it.
 *
 * @param sentPerSecond messages that came
 * @param acknowledgedPerSecond messages acknowledged
 */
public record Rates(double sentPerSecond, double acknowledgedPerSecond) {
    /** When it was never looked at before, or nothing happens. */
    public static final Rates NONE = new Rates(0, 0);

    /** Both together. */
    public Rates plus(Rates other) {
        return new Rates(sentPerSecond + other.sentPerSecond, acknowledgedPerSecond + other.acknowledgedPerSecond);
    }
}
