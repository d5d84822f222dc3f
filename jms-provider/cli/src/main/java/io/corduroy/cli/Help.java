package io.corduroy.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code corduroy help queue create}: as {@code corduroy queue create --help}; picocli's own knows one word only. */
@Command(name = "help", description = "Explain a command: corduroy help queue create.", helpCommand = true)
final class Help implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Words of the command.")
    private List<String> words = List.of();

    @Override
    public Integer call() {
        CommandLine explained = spec.root().commandLine();
        for (String word : words) {
            CommandLine next = explained.getSubcommands().get(word);
            if (next == null) {
                throw new ParameterException(
                        explained,
                        "unknown command \"" + word + "\"; known: "
                                + String.join(", ", explained.getSubcommands().keySet()));
            }
            explained = next;
        }
        explained.usage(spec.commandLine().getOut());
        return ExitCode.OK;
    }
}
