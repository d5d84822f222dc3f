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

/** One provider at work in a scenario: a server on a directory and processor of its own, and a driver on another processor. */
final class Sitting implements AutoCloseable {

    private static final int DRIVER_PROCESSOR = 1;
    private static final String RESULT = "received=";

    private final Scenario scenario;
    private final Contender contender;
    private final Path directory;
    private final Path data;
    private final Path log;
    private final List<String> vm;
    private final List<String> options;
    private final Server server;
    private final Child driver;

    private Sitting(
            Scenario scenario,
            Contender contender,
            Path directory,
            Path data,
            Path log,
            List<String> vm,
            List<String> options,
            Server server,
            Child driver) {
        this.scenario = scenario;
        this.contender = contender;
        this.directory = directory;
        this.data = data;
        this.log = log;
        this.vm = vm;
        this.options = options;
        this.server = server;
        this.driver = driver;
    }

    /**
     * Starts both processes.
     *
     * @param number for the name of its log
     * @param contenders where the class paths of providers are
     * @param directory where servers may write
     * @param vm options of the server's VM
     * @param options of the workload
     */
    static Sitting start(
            Scenario scenario,
            Contender contender,
            int number,
            Path contenders,
            Path directory,
            List<String> vm,
            List<String> options)
            throws IOException, InterruptedException {
        Path data = Files.createTempDirectory(Files.createDirectories(directory), contender.name() + "-");
        Path log = directory.resolve(scenario.name() + "-" + contender.name() + "-" + number + ".log");
        Files.deleteIfExists(log);
        int port = freePort();
        List<Path> classPath = contender.classPath(contenders);
        List<String> command = new ArrayList<>(vm);
        command.addAll(contender.vm(contenders));
        command.addAll(contender.server().command(data, port, scenario.durability()));
        Server server = new Server(classPath, command, port, log, directory);
        try {
            if (!scenario.driverStarts()) {
                server.start();
                server.awaitPort();
            }
            List<String> line = new ArrayList<>(scenario.driverVm());
            line.addAll(List.of(Driver.class.getName(), contender.factory(), contender.urlOf(scenario, port)));
            line.addAll(options);
            Child driver = Child.start(DRIVER_PROCESSOR, classPath, line, log, true);
            return new Sitting(scenario, contender, directory, data, log, vm, options, server, driver);
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            delete(data);
            throw e;
        }
    }

    /**
     * Runs the workload.
     *
     * @param round what the result is called
     * @param more options for this run
     */
    Measurement measure(int round, List<String> more) throws IOException, InterruptedException {
        if (!scenario.driverStarts()) {
            server.trace();
        }
        Stage stage = new Stage(server, driver, Disk.of(directory), more);
        String line = driver.awaitLine(RESULT, stage);
        if (!line.startsWith(RESULT)) {
            throw new IOException("the driver of " + contender.name() + " has failed in " + scenario.name() + "; see "
                    + log + (line.isEmpty() ? "" : "; it says " + line));
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
                        "load " + String.join(" ", options) + (more.isEmpty() ? "" : " " + String.join(" ", more))));
    }

    @Override
    public void close() throws IOException {
        driver.close();
        server.close();
        delete(data);
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
