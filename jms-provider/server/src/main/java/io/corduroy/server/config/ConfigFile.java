package io.corduroy.server.config;

import io.corduroy.protocol.DestinationSetting;
import io.corduroy.protocol.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A configuration in YAML. It is read as a tree of nodes and not as objects, so that an error can name its line. */
final class ConfigFile {

    private static final String MATCH = "match";

    private final String name;
    private final Map<Setting<?>, Object> values = new LinkedHashMap<>();
    private final Map<String, Integer> linesOfKeys = new HashMap<>();
    private final List<DestinationRule> rules = new ArrayList<>();

    private ConfigFile(String name) {
        this.name = name;
    }

    /**
     * Reads a file's text.
     *
     * @param name of the file, for messages
     */
    static ConfigFile parse(String name, String yaml) {
        ConfigFile file = new ConfigFile(name);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setMaxAliasesForCollections(20)
                .build();
        try {
            new Compose(settings).composeString(yaml).ifPresent(root -> file.readSection("", root));
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                    .orElse("");
            throw new ConfigException(name + line + ": not YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new ConfigException(name + ": not YAML: " + e.getMessage(), e);
        }
        return file;
    }

    Map<Setting<?>, Object> values() {
        return values;
    }

    List<DestinationRule> rules() {
        return rules;
    }

    private void readSection(String section, Node node) {
        if (isEmpty(node)) {
            return; // a heading whose settings are all commented out
        }
        for (NodeTuple entry : entriesOf(section, node)) {
            String key = section.isEmpty() ? keyOf(entry) : section + "." + keyOf(entry);
            rejectSecond(key, entry.getKeyNode());
            Optional<Setting<?>> setting = Settings.find(key);
            if (setting.isPresent()) {
                values.put(
                        setting.get(),
                        setting.get().parse(scalar(key, entry.getValueNode()), at(entry.getValueNode())));
            } else if (key.equals(Settings.DESTINATION_RULES)) {
                readRules(entry.getValueNode());
            } else if (isSection(key)) {
                readSection(key, entry.getValueNode());
            } else {
                throw unknown(key, entry);
            }
        }
    }

    private void readRules(Node node) {
        if (isEmpty(node)) {
            return;
        }
        if (!(node instanceof SequenceNode list)) {
            throw new ConfigException(at(node) + ": " + Settings.DESTINATION_RULES
                    + " is a list; each entry begins with \"- match: PATTERN\"");
        }
        list.getValue().forEach(this::readRule);
    }

    private void readRule(Node node) {
        Map<Setting<?>, Object> overrides = new LinkedHashMap<>();
        Optional<DestinationPattern> pattern = Optional.empty();
        for (NodeTuple entry : entriesOf(Settings.DESTINATION_RULES, node)) {
            String key = keyOf(entry);
            String text = scalar(key, entry.getValueNode());
            if (key.equals(MATCH)) {
                pattern = DestinationPattern.parse(text);
                if (pattern.isEmpty()) {
                    throw new ConfigException(at(entry.getValueNode()) + ": match is \"" + text + "\"; allowed: "
                            + DestinationPattern.ALLOWED);
                }
                continue;
            }
            Setting<?> setting = Settings.find(Settings.DESTINATION_DEFAULTS + "." + key)
                    .orElseThrow(() -> new ConfigException(at(entry.getKeyNode()) + ": a rule knows no \"" + key + "\""
                            + NearestName.hint(key, ruleKeys())));
            overrides.put(setting, setting.parse(text, at(entry.getValueNode())));
        }
        DestinationPattern found = pattern.orElseThrow(
                () -> new ConfigException(at(node) + ": a rule needs \"match\": " + DestinationPattern.ALLOWED));
        rules.add(new DestinationRule(found, overrides));
    }

    private static List<String> ruleKeys() {
        List<String> keys = new ArrayList<>(List.of(MATCH));
        keys.addAll(DestinationSetting.keys());
        return keys;
    }

    private static boolean isSection(String key) {
        return Settings.ALL.stream().anyMatch(setting -> setting.key().startsWith(key + "."));
    }

    private List<NodeTuple> entriesOf(String section, Node node) {
        if (node instanceof MappingNode mapping) {
            return mapping.getValue();
        }
        throw new ConfigException(at(node) + ": " + (section.isEmpty() ? "the file" : section)
                + " must be a table of \"key: value\" lines");
    }

    private String keyOf(NodeTuple entry) {
        return scalar("a key", entry.getKeyNode());
    }

    private String scalar(String key, Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new ConfigException(at(node) + ": " + key + " must be a single value");
    }

    // A section may appear once: a second one further down would silently win otherwise.
    private void rejectSecond(String key, Node where) {
        Integer before = linesOfKeys.putIfAbsent(key, lineOf(where));
        if (before != null) {
            throw new ConfigException(at(where) + ": " + key + " was given in line " + before + " already");
        }
    }

    private ConfigException unknown(String key, NodeTuple entry) {
        return new ConfigException(at(entry.getKeyNode()) + ": unknown key \"" + key + "\"" + Settings.hint(key));
    }

    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty();
    }

    private String at(Node node) {
        return name + ":" + lineOf(node);
    }

    private static int lineOf(Node node) {
        Function<Mark, Integer> fromOne = mark -> mark.getLine() + 1;
        return node.getStartMark().map(fromOne).orElse(0);
    }
}
