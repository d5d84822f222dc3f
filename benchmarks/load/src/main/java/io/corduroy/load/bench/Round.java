package io.corduroy.load.bench;

import io.corduroy.load.Driver;
import io.corduroy.load.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Measures one provider once: a server on a fresh directory and one processor, a driver on the other one. */
final class Round {

    private static final int SERVER_PROCESSOR = 0;
    private static final int DRIVER_PROCESSOR = 1;
    private static final long START_NS = TimeUnit.SECONDS.toNanos(60);

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
        Path log = directory.resolve(contender.name() + ".log");
        int port = freePort();
        List<Path> classPath = contender.classPath(contenders);
        List<String> command = new ArrayList<>(vm);
        command.addAll(contender.server().command(data, port, scenario.durability()));
        try (Child server = Child.start(SERVER_PROCESSOR, classPath, command, log, false)) {
            awaitPort(server, port, log);
            Cost before = Cost.of(server.pid());
            Result result = drive(scenario, contender, classPath, port, log);
            Cost after = Cost.of(server.pid());
            return new Measurement(scenario.name(), contender.name(), round, result, after.since(before));
        } finally {
            delete(data);
        }
    }

    private Result drive(Scenario scenario, Contender contender, List<Path> classPath, int port, Path log)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("-Xms1g", "-Xmx1g", Driver.class.getName()));
        command.add(contender.factory());
        command.add(String.format(contender.url(), port));
        command.addAll(scenario.options());
        command.addAll(furtherOptions);
        try (Child driver = Child.start(DRIVER_PROCESSOR, classPath, command, log, true)) {
            String line = driver.awaitLastLine();
            if (!line.startsWith("received=")) {
                throw new IOException("the driver of " + contender.name() + " has failed in " + scenario.name()
                        + "; see " + log + (line.isEmpty() ? "" : "; it says " + line));
            }
            return Result.ofLine(line);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static void awaitPort(Child server, int port, Path log) throws IOException {
        long deadlineNs = System.nanoTime() + START_NS;
        while (server.isAlive() && System.nanoTime() < deadlineNs) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // not yet
            }
        }
        throw new IOException("a server does not listen on port " + port + "; see " + log);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
