package io.corduroy.cli;

import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.config.Settings;
import io.corduroy.server.login.PasswordHash;
import io.corduroy.server.login.Users;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code corduroy user}: edits the file of users, on the machine where it lies. */
@Command(
        name = "user",
        description = "Edit the file of users that a server lets in (login.users). A running server notices.",
        subcommands = {
            UserCommand.Add.class,
            UserCommand.Password.class,
            UserCommand.Remove.class,
            UserCommand.ListNames.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  corduroy user add alice --users /etc/corduroy.users",
            "  printf %%s \"$SECRET\" | corduroy user add orders --users users.txt --password-stdin",
            "  corduroy user list --config /etc/corduroy.yaml"
        })
final class UserCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: add, password, remove or list");
    }

    /** Which file. */
    static final class UsersFile {

        @Option(
                names = "--users",
                paramLabel = "FILE",
                description = "File of users; $CORDUROY_LOGIN_USERS if left out.")
        private Optional<Path> file = Optional.empty();

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "A server's configuration, whose login.users it is.")
        private Optional<Path> config = Optional.empty();

        Path path(CommandSpec spec) {
            if (file.isPresent()) {
                return file.get();
            }
            return config.map(NodeConfig::read)
                    .orElseGet(NodeConfig::defaults)
                    .withEnvironment(System.getenv())
                    .get(Settings.LOGIN_USERS)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(), "--users FILE is missing, and no configuration names login.users"));
        }

        Users read(CommandSpec spec, boolean mayBeNew) {
            Path path = path(spec);
            try {
                return mayBeNew && !Files.exists(path) ? Users.none() : Users.read(path);
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.FAILED, "cannot read the users: " + e.getMessage(), e);
            }
        }

        void write(CommandSpec spec, Users users) {
            Path path = path(spec);
            try {
                users.write(path);
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.FAILED, "cannot write " + path + ": " + e, e);
            }
        }
    }

    /** Where the password comes from. */
    static final class NewPassword {

        @Option(
                names = "--password",
                paramLabel = "PASSWORD",
                description =
                        "Password. Others on this machine may see it while the command runs: better left out, to be"
                                + " asked for, or given on standard input.")
        private Optional<String> given = Optional.empty();

        @Option(names = "--password-stdin", description = "Read the password from the first line of standard input.")
        private boolean fromInput;

        PasswordHash hash(CommandSpec spec) {
            String password = given.orElseGet(() -> fromInput ? readLine(spec) : ask(spec));
            if (password.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "the password is empty");
            }
            return PasswordHash.of(password, PasswordHash.ITERATIONS, new SecureRandom());
        }

        private static String readLine(CommandSpec spec) {
            try {
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                String line = in.readLine();
                return line == null ? "" : line;
            } catch (IOException e) {
                throw new ParameterException(spec.commandLine(), "no password on standard input: " + e.getMessage(), e);
            }
        }

        /** From Java 22 on there is a console also where nobody sits, which says so by a method that Java 17 does not have. */
        @SuppressWarnings("SystemConsoleNull")
        private static Optional<Console> terminal() {
            Console console = System.console();
            if (console == null) {
                return Optional.empty();
            }
            try {
                boolean isTerminal =
                        (boolean) Console.class.getMethod("isTerminal").invoke(console);
                return isTerminal ? Optional.of(console) : Optional.empty();
            } catch (ReflectiveOperationException e) {
                return Optional.of(console); // Java 17: there is one only at a terminal
            }
        }

        private static String ask(CommandSpec spec) {
            Console console = terminal()
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(), "there is nobody to ask for the password: use --password-stdin"));
            String first = new String(console.readPassword("Password: "));
            String second = new String(console.readPassword("Again: "));
            if (!first.equals(second)) {
                throw new ParameterException(spec.commandLine(), "the two passwords differ");
            }
            return first;
        }
    }

    /** What the commands about one user have in common. */
    abstract static class OfUser implements Runnable {

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything
        CommandSpec spec;

        @Mixin
        final UsersFile file = new UsersFile();

        @Parameters(paramLabel = "NAME", description = "The user's name.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything
        String name;
    }

    private static void requireThere(Users users, String name) {
        if (!users.names().contains(name)) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "there is no user \"" + name + "\"");
        }
    }

    /** {@code corduroy user add}. */
    @Command(
            name = "add",
            description = "Add a user; makes the file if there is none.",
            mixinStandardHelpOptions = true)
    static final class Add extends OfUser {

        @Mixin
        private final NewPassword password = new NewPassword();

        @Override
        public void run() {
            Users users = file.read(spec, true);
            if (users.names().contains(name)) {
                throw new CommandFailure(
                        ExitCode.CONFLICT,
                        "user \"" + name + "\" is there already; \"corduroy user password\" gives it another password");
            }
            try {
                file.write(spec, users.with(name, password.hash(spec)));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
            say(spec, "added \"" + name + "\"");
        }
    }

    /** {@code corduroy user password}. */
    @Command(
            name = "password",
            description = "Give a user another password. Who is connected stays so.",
            mixinStandardHelpOptions = true)
    static final class Password extends OfUser {

        @Mixin
        private final NewPassword password = new NewPassword();

        @Override
        public void run() {
            Users users = file.read(spec, false);
            requireThere(users, name);
            file.write(spec, users.with(name, password.hash(spec)));
            say(spec, "changed the password of \"" + name + "\"");
        }
    }

    /** {@code corduroy user remove}. */
    @Command(
            name = "remove",
            description = "Remove a user. Who is connected stays so.",
            mixinStandardHelpOptions = true)
    static final class Remove extends OfUser {

        @Override
        public void run() {
            Users users = file.read(spec, false);
            requireThere(users, name);
            file.write(spec, users.without(name));
            say(spec, "removed \"" + name + "\"");
        }
    }

    /** {@code corduroy user list}. */
    @Command(name = "list", description = "List the users.", mixinStandardHelpOptions = true)
    static final class ListNames implements Runnable {

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything
        private CommandSpec spec;

        @Mixin
        private final UsersFile file = new UsersFile();

        @Mixin
        private final OutputOption output = new OutputOption();

        @Override
        public void run() {
            List<Map<String, String>> rows = new ArrayList<>();
            file.read(spec, false).names().forEach(name -> rows.add(Map.of("user", name)));
            output.print(List.of("user"), rows, spec);
        }
    }

    private static void say(CommandSpec spec, String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
