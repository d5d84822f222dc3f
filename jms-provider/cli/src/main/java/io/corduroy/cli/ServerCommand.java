package io.corduroy.cli;

import io.corduroy.server.config.ConfigException;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code corduroy server}: runs a node, and prints how it may be configured. */
@Command(
        name = "server",
        description = "Run a server, or print its configuration.",
        subcommands = {ServerCommand.Config.class, ServerStart.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ServerCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: start or config");
    }

    /** Where a configuration comes from; the same options for both commands. */
    static final class ConfigOptions {

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "Configuration file; \"corduroy server config\" prints one.")
        private Optional<Path> file = Optional.empty();

        @Option(names = "--data", paramLabel = "DIR", description = "Data directory, created if missing (node.data).")
        private Optional<String> data = Optional.empty();

        @Option(
                names = "--listen",
                paramLabel = "HOST:PORT",
                description = "Where clients connect (listen.address); port 0 takes any free one.")
        private Optional<String> listen = Optional.empty();

        @Option(
                names = "--set",
                paramLabel = "KEY=VALUE",
                description = "Any setting, such as log.durability=os; may be repeated.")
        private List<String> assignments = List.of();

        /**
         * Reads everything in its order: file, environment, then the command line.
         *
         * @throws ConfigException if something is unknown or out of range
         */
        NodeConfig read() {
            NodeConfig config =
                    file.map(NodeConfig::read).orElseGet(NodeConfig::defaults).withEnvironment(System.getenv());
            for (String assignment : assignments) {
                config = config.withAssignment(assignment);
            }
            if (data.isPresent()) {
                config = config.with(Settings.NODE_DATA.key(), data.get(), "--data");
            }
            if (listen.isPresent()) {
                config = config.with(Settings.LISTEN_ADDRESS.key(), listen.get(), "--listen");
            }
            return config;
        }
    }

    /** {@code corduroy server config}. */
    @Command(
            name = "config",
            description = {
                "Print the configuration as a commented YAML file.",
                "Without options: every setting with its default. With options: as \"server start\" would see it."
            },
            mixinStandardHelpOptions = true,
            footerHeading = "%nExamples:%n",
            footer = {
                "  corduroy server config > corduroy.yaml",
                "  corduroy server config --config corduroy.yaml --set log.durability=os"
            })
    static final class Config implements Runnable {

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything
        private CommandSpec spec;

        @Mixin
        private final ConfigOptions options = new ConfigOptions();

        @Override
        public void run() {
            spec.commandLine().getOut().print(options.read().toYaml());
            spec.commandLine().getOut().flush();
        }
    }
}
