package io.corduroy.cli;

import io.corduroy.server.config.ConfigException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code corduroy} command. */
@Command(
        name = "corduroy",
        description = "A message broker for Jakarta Messaging, and its tools.",
        subcommands = {ServerCommand.class, UserCommand.class, MessageCommand.class, LogCommand.class, Help.class},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:Done.",
            "1:Failed; the message says why.",
            "2:Wrong usage or configuration; nothing was done.",
            "3:What was named does not exist.",
            "4:In conflict with what is there: exists already, is in use, is locked by another process.",
            "5:The server cannot be reached, or does not let us in.",
            "6:Damage was found in a log."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  corduroy server start --data /var/lib/corduroy",
            "  corduroy server config > corduroy.yaml",
            "  corduroy message send orders --text hello --count 10",
            "  corduroy queue list",
            "  corduroy message consume orders --count 1",
            "  corduroy log verify /var/lib/corduroy",
            "",
            "\"corduroy help COMMAND\", or COMMAND --help, explains a command with examples of its own.",
            "Set CORDUROY_URL to spare --url, CORDUROY_LOG=debug to see more."
        })
public final class Main implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything
    private CommandSpec spec;

    /**
     * Runs the command and ends the process with its exit status.
     *
     * @param arguments as typed
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        AdminCommands.addTo(commandLine);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setExecutionExceptionHandler((failure, where, parsed) -> report(failure, where.getErr()));
        commandLine.setParameterExceptionHandler((wrong, typed) -> misunderstood(wrong));
        return commandLine;
    }

    /** A line on what is wrong, one on what may have been meant, one on where to read on: a page of help would hide them. */
    private static int misunderstood(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("corduroy: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        if (command.getSubcommands().isEmpty()) {
            err.println("see \"" + command.getCommandSpec().qualifiedName() + " --help\"");
        } else {
            command.usage(err); // short: a list of commands
        }
        return ExitCode.USAGE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int report(Exception failure, PrintWriter err) throws Exception {
        if (failure instanceof CommandFailure expected) {
            err.println("corduroy: " + expected.getMessage());
            return expected.exitCode();
        }
        if (failure instanceof ConfigException) {
            err.println("corduroy: " + failure.getMessage());
            return ExitCode.USAGE;
        }
        throw failure; // picocli prints the stack trace, which is what somebody will need
    }

    /** Tells the version from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"corduroy " + (version == null ? "(development build)" : version)};
        }
    }
}
