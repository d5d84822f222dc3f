package io.corduroy.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An administrative command whose arguments have been checked: made by {@link AdminVerb#parse}.
 *
 * @param verb what to do
 * @param arguments by name
 */
public record AdminRequest(AdminVerb verb, Map<String, String> arguments) {

    /** Copies the map, in its order. */
    public AdminRequest {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /** The value of an argument, if it was given. */
    public Optional<String> text(AdminArgument argument) {
        return Optional.ofNullable(arguments.get(argument.key()));
    }

    /**
     * The value of an argument that the verb requires.
     *
     * @throws IllegalStateException if the verb does not require it
     */
    public String required(AdminArgument argument) {
        return text(argument)
                .orElseThrow(() -> new IllegalStateException(verb.key() + " does not require " + argument.key()));
    }

    /** Whether a flag is set; false if it was not given. */
    public boolean flag(AdminArgument argument) {
        return text(argument).map("true"::equals).orElse(false);
    }

    /** The value of an argument that is a count. */
    public OptionalLong count(AdminArgument argument) {
        return text(argument).map(SettingText::parseNumber).orElseGet(OptionalLong::empty);
    }

    /** The settings among the arguments: what to give to {@link DestinationSettings#with}. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(arguments);
        settings.keySet().retainAll(verb.takesSettings() ? DestinationSetting.keys() : List.of());
        return settings;
    }
}
