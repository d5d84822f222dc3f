package io.corduroy.load.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What has to be shown: ours by the best of the peers.
 *
 * @param scenarios names of those that it holds for
 * @param peers names of those that are to be beaten
 * @param ratio at least, or at most where less is better
 */
record Target(Pattern scenarios, Figure figure, Pattern peers, double ratio) {

    private static final String FIRST_MESSAGE = "first-message";
    private static final String BROKERS = "artemis.*|activemq.*|classic.*";

    private static final List<Target> ALL = List.of(
            target("blocking-\\d+", Figure.PER_SECOND, 2),
            target("blocking-\\d+-os", Figure.PER_SECOND, 1.5),
            target("rate-.*", Figure.P99, 0.5),
            target("rate-.*", Figure.P999, 0.5),
            target("window-.*", Figure.PER_SECOND, 2),
            target("transacted-1", Figure.PER_SECOND, 2),
            target("transacted-100", Figure.PER_SECOND, 1.5),
            target("non-persistent", Figure.PER_SECOND, 1.3),
            target("requests-.*", Figure.PER_SECOND, 1.3),
            target("fan-out-.*-durable", Figure.PER_SECOND, 2),
            target("queues-1000", Figure.PER_SECOND, 2),
            target("backlog-\\d+", Figure.PER_SECOND, 2),
            new Target(Pattern.compile("backlog-\\d+"), Figure.PER_SECOND, Pattern.compile("kafka.*"), 1),
            target("selector-.*", Figure.PER_SECOND, 2),
            new Target(Pattern.compile(FIRST_MESSAGE), Figure.P50, Pattern.compile("artemis.*"), 0.5),
            new Target(Pattern.compile(FIRST_MESSAGE), Figure.P50, Pattern.compile("(activemq|classic).*"), 1),
            target("(?!" + FIRST_MESSAGE + ").*", Figure.SERVER_CPU, 0.6),
            target(".*", Figure.RESIDENT, 0.5));

    private static Target target(String scenarios, Figure figure, double ratio) {
        return new Target(Pattern.compile(scenarios), figure, Pattern.compile(BROKERS), ratio);
    }

    /** All of a scenario and figure, for these peers. */
    static Optional<Target> of(String scenario, Figure figure, String peer) {
        return ALL.stream()
                .filter(target -> target.figure == figure
                        && target.scenarios.matcher(scenario).matches()
                        && target.peers.matcher(peer).matches())
                .findFirst();
    }

    boolean isMet(double measured) {
        return figure.moreIsBetter() ? measured >= ratio : measured <= ratio;
    }

    String text() {
        return (figure.moreIsBetter() ? "≥ " : "≤ ") + String.format(Locale.ROOT, "%.1f ×", ratio);
    }
}
