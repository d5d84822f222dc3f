package io.corduroy.cli;

import io.corduroy.protocol.AdminArgument;
import io.corduroy.protocol.AdminVerb;
import io.corduroy.protocol.DestinationSetting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/**
 * Makes a command of each administrative verb that the protocol lists: {@code queue.create} becomes {@code corduroy queue
 * create NAME --max-deliveries 3}. What a verb needs is positional, what it can have is an option.
 */
final class AdminCommands {

    private static final Map<String, String> GROUPS = Map.of(
            "queue", "List, create, change, delete and look at queues.",
            "topic", "List, create, change, delete and look at topics.",
            "subscription", "List, create, delete and look at subscriptions of topics.",
            "transaction", "Look at transactions, and decide about those that are in doubt.",
            "node", "Look at the server.");

    private static final Map<AdminVerb, List<String>> EXAMPLES = Map.of(
            AdminVerb.QUEUE_LIST,
                    List.of("corduroy queue list --pattern 'orders.*'", "corduroy queue list --output json"),
            AdminVerb.QUEUE_CREATE, List.of("corduroy queue create orders --max-deliveries 3 --redelivery-delay 5s"),
            AdminVerb.QUEUE_STAT, List.of("corduroy queue stat orders"),
            AdminVerb.QUEUE_DELETE, List.of("corduroy queue delete orders --force"),
            AdminVerb.MESSAGE_MOVE, List.of("corduroy message move DLQ orders --limit 100"),
            AdminVerb.MESSAGE_PURGE, List.of("corduroy message purge orders --selector \"country = 'NZ'\""),
            AdminVerb.TRANSACTION_COMMIT,
                    List.of(
                            "corduroy transaction commit 131077:0a1b:2c  # if its transaction manager is gone for ever"),
            AdminVerb.SUBSCRIPTION_CREATE, List.of("corduroy subscription create news archive --client-id ops"));

    private AdminCommands() {}

    static void addTo(CommandLine root) {
        for (AdminVerb verb : AdminVerb.values()) {
            String[] words = verb.key().split("\\.", 2);
            group(root, words[0]).addSubcommand(words[1], new CommandLine(command(verb)));
        }
    }

    private static CommandLine group(CommandLine root, String name) {
        CommandLine known = root.getSubcommands().get(name);
        if (known != null) {
            return known;
        }
        MissingCommand missing = new MissingCommand();
        CommandSpec group = CommandSpec.wrapWithoutInspection(missing);
        missing.group = group;
        group.name(name).mixinStandardHelpOptions(true);
        group.usageMessage().description(GROUPS.getOrDefault(name, "")).synopsisSubcommandLabel("COMMAND");
        CommandLine made = new CommandLine(group);
        root.addSubcommand(name, made);
        return made;
    }

    /** What a group does without a command. */
    private static final class MissingCommand implements Runnable {
        @SuppressWarnings("NullAway.Init") // set by who makes the group of it
        private CommandSpec group;

        @Override
        public void run() {
            String known = String.join(", ", group.subcommands().keySet());
            throw new ParameterException(group.commandLine(), "a command is missing: " + known);
        }
    }

    private static CommandSpec command(AdminVerb verb) {
        AdminCall call = new AdminCall(verb);
        CommandSpec spec = CommandSpec.wrapWithoutInspection(call);
        call.spec = spec;
        spec.mixinStandardHelpOptions(true);
        spec.usageMessage().description(verb.description());
        List<AdminArgument> required = verb.required();
        for (int i = 0; i < required.size(); i++) {
            AdminArgument argument = required.get(i);
            spec.addPositional(PositionalParamSpec.builder()
                    .index(String.valueOf(i))
                    .type(String.class)
                    .paramLabel(argument.key().toUpperCase(Locale.ROOT))
                    .description(argument.description())
                    .build());
        }
        for (AdminArgument argument : verb.optional()) {
            OptionSpec.Builder option =
                    OptionSpec.builder("--" + argument.key()).description(argument.description());
            spec.addOption(
                    argument.isFlag()
                            ? option.type(boolean.class).build()
                            : option.type(String.class).paramLabel("VALUE").build());
        }
        if (verb.takesSettings()) {
            for (DestinationSetting setting : DestinationSetting.values()) {
                spec.addOption(OptionSpec.builder("--" + setting.key())
                        .type(String.class)
                        .paramLabel("VALUE")
                        .description(setting.description() + " Allowed: " + setting.allowed() + ".")
                        .build());
            }
        }
        spec.addMixin("server", CommandSpec.forAnnotatedObject(call.server));
        spec.addMixin("output", CommandSpec.forAnnotatedObject(call.output));
        List<String> examples = EXAMPLES.getOrDefault(verb, List.of());
        if (!examples.isEmpty()) {
            spec.usageMessage()
                    .footerHeading("%nExamples:%n")
                    .footer(examples.stream().map(example -> "  " + example).toArray(String[]::new));
        }
        return spec;
    }
}
