package io.corduroy.load.bench;

import io.corduroy.load.Driver;
import io.corduroy.load.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Measures one provider once: a server on a fresh directory and one processor, a driver on the other one. */
final class Round {

    private static final int DRIVER_PROCESSOR = 1;

    private final Path contenders;
    private final Path directory;
    private final List<String> vm;
    private final List<String> furtherOptions;

    /**
     * @param contenders where the class paths of providers are
     * @param directory where servers may write, on the disk that is to be measured
     * @param vm options of the servers' VM
     * @param furtherOptions of the workload, after the scenario's own
     */
    Round(Path contenders, Path directory, List<String> vm, List<String> furtherOptions) {
        this.contenders = contenders;
        this.directory = directory;
        this.vm = List.copyOf(vm);
        this.furtherOptions = List.copyOf(furtherOptions);
    }

    Measurement run(Scenario scenario, Contender contender, int round) throws IOException, InterruptedException {
        Path data = Files.createTempDirectory(Files.createDirectories(directory), contender.name() + "-");
        Path log = directory.resolve(scenario.name() + "-" + contender.name() + "-" + round + ".log");
        Files.deleteIfExists(log);
        int port = freePort();
        List<Path> classPath = contender.classPath(contenders);
        List<String> command = new ArrayList<>(vm);
        command.addAll(contender.vm(contenders));
        command.addAll(contender.server().command(data, port, scenario.durability()));
        try (Server server = new Server(classPath, command, port, log, directory)) {
            if (!scenario.driverStarts()) {
                server.start();
                server.awaitPort();
                server.trace();
            }
            return drive(scenario, contender, round, server, classPath, port, log);
        } finally {
            delete(data);
        }
    }

    private Measurement drive(
            Scenario scenario, Contender contender, int round, Server server, List<Path> classPath, int port, Path log)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(contender.options());
        options.addAll(scenario.options());
        options.addAll(furtherOptions);
        List<String> command = new ArrayList<>(scenario.driverVm());
        command.addAll(List.of(Driver.class.getName(), contender.factory(), contender.urlOf(scenario, port)));
        command.addAll(options);
        try (Child driver = Child.start(DRIVER_PROCESSOR, classPath, command, log, true)) {
            Stage stage = new Stage(server, driver, Disk.of(directory));
            String line = driver.awaitLastLine(stage);
            if (!line.startsWith("received=")) {
                throw new IOException("the driver of " + contender.name() + " has failed in " + scenario.name()
                        + "; see " + log + (line.isEmpty() ? "" : "; it says " + line));
            }
            return new Measurement(
                    scenario.name(),
                    contender.name(),
                    round,
                    Result.ofLine(line),
                    stage.server(),
                    stage.driver(),
                    stage.calls(),
                    stage.writtenBytes(),
                    String.join(
                            "; ",
                            server.settings(),
                            "server " + String.join(" ", vm),
                            "driver " + String.join(" ", scenario.driverVm()),
                            "load " + String.join(" ", options)));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
