package io.corduroy.server.config;

import io.corduroy.protocol.DestinationName;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which destinations a rule is for: {@code queue:NAME}, {@code topic:NAME} or {@code NAME} for both, where {@code *} stands for
 * any characters.
 */
public final class DestinationPattern {

    static final String ALLOWED = "queue:NAME, topic:NAME or NAME, where * stands for any characters";

    private final String text;
    private final Optional<Boolean> queues;
    private final Pattern name;

    private DestinationPattern(String text, Optional<Boolean> queues, Pattern name) {
        this.text = text;
        this.queues = queues;
        this.name = name;
    }

    static Optional<DestinationPattern> parse(String text) {
        Optional<Boolean> queues = text.startsWith("queue:")
                ? Optional.of(true)
                : text.startsWith("topic:") ? Optional.of(false) : Optional.empty();
        String name = queues.isPresent() ? text.substring("queue:".length()) : text;
        if (name.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder regex = new StringBuilder();
        for (String literal : name.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Optional.of(new DestinationPattern(text, queues, Pattern.compile(regex.toString(), Pattern.DOTALL)));
    }

    boolean matches(DestinationName destination) {
        return queues.map(queue -> queue == destination.kind().isQueue()).orElse(true)
                && name.matcher(destination.name()).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
