package io.corduroy.server.config;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.InvalidArgumentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one node is set up; immutable. Later sources win: defaults, file, environment, {@code --set}, and what the program
 * itself says with {@link #with}.
 */
public final class NodeConfig {

    private static final NodeConfig DEFAULTS = new NodeConfig(Map.of(), List.of());

    private final Map<Setting<?>, Object> values;
    private final List<DestinationRule> rules;

    private NodeConfig(Map<Setting<?>, Object> values, List<DestinationRule> rules) {
        this.values = Map.copyOf(values);
        this.rules = List.copyOf(rules);
    }

    /** Every setting at its default: in memory, on port 9750 of this machine. */
    public static NodeConfig defaults() {
        return DEFAULTS;
    }

    /**
     * Reads a configuration file.
     *
     * @param file YAML, as printed by {@code corduroy server config}
     * @throws ConfigException if it cannot be read, has an unknown key or a value that is not allowed
     */
    public static NodeConfig read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    file + ": no such file; \"corduroy server config > " + file + "\" makes one with the defaults", e);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + e, e);
        }
    }

    /**
     * Reads a configuration from a text.
     *
     * @param name where the text comes from, for messages
     * @param yaml the text
     * @throws ConfigException if it has an unknown key or a value that is not allowed
     */
    public static NodeConfig parse(String name, String yaml) {
        ConfigFile file = ConfigFile.parse(name, yaml);
        return new NodeConfig(file.values(), file.rules());
    }

    /**
     * The value of a setting.
     *
     * @param setting one of {@link Settings}
     */
    @SuppressWarnings("unchecked") // written by Setting.parse of the same setting or by with(setting, value)
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting);
        return value == null ? setting.defaultValue() : (T) value;
    }

    /**
     * How one destination behaves unless it was told otherwise itself: the defaults, but where a rule matches. The first rule
     * that matches and has a setting decides it.
     *
     * @param destination whose
     */
    public DestinationSettings settingsOf(DestinationName destination) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Setting<String> setting : Settings.OF_DESTINATIONS) {
            String text = rules.stream()
                    .filter(rule -> rule.matches(destination))
                    .flatMap(rule -> rule.get(setting).stream())
                    .findFirst()
                    .orElseGet(() -> get(setting));
            texts.put(setting.name(), text);
        }
        try {
            return DestinationSettings.DEFAULTS.with(texts);
        } catch (InvalidArgumentException e) {
            throw new IllegalStateException("a value was accepted that is none", e);
        }
    }

    /**
     * The same with another value.
     *
     * @param setting which
     * @param value in its range
     */
    public <T> NodeConfig with(Setting<T> setting, T value) {
        return withParsed(setting, setting.type().format(value), "program");
    }

    /**
     * The same with one setting given as text.
     *
     * @param key such as {@code log.segment-size}
     * @param text such as {@code 64MiB}
     * @param where for messages, such as {@code --set}
     * @throws ConfigException if there is no such key, or the value is not allowed
     */
    public NodeConfig with(String key, String text, String where) {
        Setting<?> setting = Settings.find(key)
                .orElseThrow(() -> new ConfigException(where + ": unknown key \"" + key + "\"" + Settings.hint(key)));
        return withParsed(setting, text, where);
    }

    /**
     * The same with an assignment.
     *
     * @param assignment {@code key=value}
     * @throws ConfigException if it is none, or not allowed
     */
    public NodeConfig withAssignment(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new ConfigException("--set " + assignment + ": key=value is needed, such as log.durability=os");
        }
        return with(assignment.substring(0, equals).strip(), assignment.substring(equals + 1), "--set");
    }

    /**
     * The same with what the environment says: {@code CORDUROY_LOG_SEGMENT_SIZE} sets {@code log.segment-size}. Other
     * variables are left alone, whatever their names: the environment belongs to many.
     *
     * @param environment as of {@link System#getenv()}
     * @throws ConfigException if a value is not allowed
     */
    public NodeConfig withEnvironment(Map<String, String> environment) {
        NodeConfig result = this;
        for (Setting<?> setting : Settings.ALL) {
            String text = environment.get(setting.environmentVariable());
            if (text != null) {
                result = result.withParsed(setting, text, "environment variable " + setting.environmentVariable());
            }
        }
        return result;
    }

    /**
     * Whether somebody chose the value, even if it is the default one.
     *
     * @param setting which
     */
    public boolean isSet(Setting<?> setting) {
        return values.containsKey(setting);
    }

    /** The rules for single destinations, in their order. */
    List<DestinationRule> rules() {
        return rules;
    }

    /** As a commented YAML file that {@link #read} reads back as the same configuration. */
    public String toYaml() {
        return new ConfigPrinter(this).print();
    }

    /** The directory for everything that must survive; empty for a node in memory. */
    public Optional<Path> dataDirectory() {
        return get(Settings.NODE_DATA);
    }

    private NodeConfig withParsed(Setting<?> setting, String text, String where) {
        Map<Setting<?>, Object> changed = new LinkedHashMap<>(values);
        changed.put(setting, setting.parse(text, where));
        return new NodeConfig(changed, rules);
    }
}
