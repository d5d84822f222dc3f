package io.corduroy.server.config;

import io.corduroy.protocol.DestinationName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Settings of the destinations that match a pattern, in place of {@code destinations.defaults}. */
public final class DestinationRule {

    private final DestinationPattern pattern;
    private final Map<Setting<?>, Object> values;

    DestinationRule(DestinationPattern pattern, Map<Setting<?>, Object> values) {
        this.pattern = pattern;
        this.values = new LinkedHashMap<>(values);
    }

    DestinationPattern pattern() {
        return pattern;
    }

    boolean matches(DestinationName destination) {
        return pattern.matches(destination);
    }

    @SuppressWarnings("unchecked") // written by Setting.parse of the same setting
    <T> Optional<T> get(Setting<T> setting) {
        return Optional.ofNullable((T) values.get(setting));
    }
}
