package io.corduroy.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a configuration as the file that a person would like to find: every setting, what it does, what it may be. */
final class ConfigPrinter {

    private static final String[] HEAD = {
        "# Configuration of a Corduroy node: every setting with its value. What is left out has its default.",
        "# Environment variables go before this file (CORDUROY_LOG_DURABILITY=os), --set key=value before those.",
        "# Sizes have units (64MiB), times too (10s)."
    };

    private final NodeConfig config;
    private final StringBuilder out = new StringBuilder();

    ConfigPrinter(NodeConfig config) {
        this.config = config;
    }

    String print() {
        for (String line : HEAD) {
            out.append(line).append('\n');
        }
        List<String> open = List.of();
        for (Setting<?> setting : Settings.ALL) {
            List<String> path = List.of(setting.key().split("\\."));
            List<String> sections = path.subList(0, path.size() - 1);
            if (open.equals(List.of("destinations", "defaults")) && !sections.equals(open)) {
                printRules();
            }
            openSections(open, sections);
            open = sections;
            printSetting(setting, sections.size());
        }
        return out.toString();
    }

    private void openSections(List<String> open, List<String> sections) {
        for (int depth = 0; depth < sections.size(); depth++) {
            if (depth < open.size() && open.subList(0, depth + 1).equals(sections.subList(0, depth + 1))) {
                continue;
            }
            String section = String.join(".", sections.subList(0, depth + 1));
            out.append('\n');
            line(depth, "# " + Settings.SECTION_COMMENTS.getOrDefault(section, section));
            line(depth, sections.get(depth) + ":");
        }
    }

    private void printSetting(Setting<?> setting, int depth) {
        for (String comment : setting.comment()) {
            line(depth, "# " + comment);
        }
        line(depth, "# Allowed: " + setting.type().allowed());
        line(depth, setting.name() + ": " + scalar(textOf(setting)));
    }

    private void printRules() {
        out.append('\n');
        line(1, "# For single destinations: the first rule that matches and has a setting decides it.");
        line(1, "# match is " + DestinationPattern.ALLOWED + ".");
        line(1, "#   - match: \"queue:orders.*\"");
        line(1, "#     max-deliveries: 3");
        line(1, "#     redelivery-delay: 5s");
        line(1, "rules:");
        for (DestinationRule rule : config.rules()) {
            List<String> lines =
                    new ArrayList<>(List.of("match: " + quoted(rule.pattern().toString())));
            for (Setting<?> setting : Settings.ALL) {
                ruleText(rule, setting).ifPresent(text -> lines.add(setting.name() + ": " + scalar(text)));
            }
            for (int i = 0; i < lines.size(); i++) {
                line(2, (i == 0 ? "- " : "  ") + lines.get(i));
            }
        }
    }

    private <T> String textOf(Setting<T> setting) {
        return setting.type().format(config.get(setting));
    }

    private static <T> Optional<String> ruleText(DestinationRule rule, Setting<T> setting) {
        return rule.get(setting).map(value -> setting.type().format(value));
    }

    private void line(int depth, String text) {
        out.append("  ".repeat(depth)).append(text).append('\n');
    }

    private static String scalar(String text) {
        return text.matches("[A-Za-z0-9/][A-Za-z0-9./_-]*(:[0-9]+)?") ? text : quoted(text);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
