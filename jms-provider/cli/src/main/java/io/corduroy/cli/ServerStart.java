package io.corduroy.cli;

import io.corduroy.log.CorruptLogException;
import io.corduroy.log.storage.DirectoryLockedException;
import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code corduroy server start}: runs a node until the process is told to end. */
@Command(
        name = "start",
        description =
                "Run a server in the foreground until SIGTERM or Ctrl-C, which ends it cleanly with status 0. When it"
                        + " can be connected to, it prints one line on standard output: \"ready URL\". Everything else is logged on"
                        + " standard error. Killing it loses nothing that was confirmed.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:Ended cleanly.",
            "1:Could not start: the address is taken, the directory cannot be written. Or the disk failed and every"
                    + " partition has stopped: start it again.",
            "2:Wrong usage or configuration; nothing was touched.",
            "4:Another process has the data directory.",
            "6:The log is damaged; the message says where and what to do."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  corduroy server start --data /var/lib/corduroy",
            "  corduroy server start --config /etc/corduroy.yaml --set log.durability=os",
            "  corduroy server start --in-memory --listen 127.0.0.1:0"
        })
final class ServerStart implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything
    private CommandSpec spec;

    @Mixin
    private final ServerCommand.ConfigOptions options = new ServerCommand.ConfigOptions();

    @Option(names = "--in-memory", description = "Without a data directory: everything is lost at the end.")
    private boolean inMemory;

    @Override
    public Integer call() {
        NodeConfig config = options.read();
        if (config.dataDirectory().isPresent() == inMemory) {
            throw new ParameterException(
                    spec.commandLine(),
                    inMemory ? "--in-memory and a data directory exclude each other" : "--data DIR is missing");
        }
        Node node = start(config);
        String url = listen(node);
        AtomicInteger status = new AtomicInteger(ExitCode.OK);
        // Ends the process with the status of a clean end, which the virtual machine would not give after a signal.
        Thread closing = new Thread(
                () -> {
                    node.close();
                    Runtime.getRuntime().halt(status.get());
                },
                "corduroy-shutdown");
        Runtime.getRuntime().addShutdownHook(closing);
        PrintWriter out = spec.commandLine().getOut();
        out.println("ready " + url);
        out.flush();
        Throwable failure = node.whenAllPartitionsFailed().join(); // after a signal the hook ends the process
        status.set(ExitCode.FAILED);
        throw new CommandFailure(
                ExitCode.FAILED,
                "nothing works any more, see the log above: " + failure
                        + "\nLook at the disk, then start the server again: what was confirmed is in its data directory.",
                failure);
    }

    private static Node start(NodeConfig config) {
        try {
            return Node.start(config);
        } catch (DirectoryLockedException e) {
            throw new CommandFailure(ExitCode.CONFLICT, String.valueOf(e.getMessage()), e);
        } catch (CorruptLogException e) {
            throw new CommandFailure(ExitCode.DAMAGED, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot start: " + e, e);
        }
    }

    private static String listen(Node node) {
        try {
            return node.listen();
        } catch (IOException e) {
            node.close();
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }
}
