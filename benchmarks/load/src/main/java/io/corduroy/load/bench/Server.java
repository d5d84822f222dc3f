package io.corduroy.load.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The server of a round, on the first processor: started, killed and started again on the same directory. */
final class Server implements AutoCloseable {

    private static final int PROCESSOR = 0;
    private static final long START_NS = TimeUnit.SECONDS.toNanos(60);

    private final List<Path> classPath;
    private final List<String> command;
    private final int port;
    private final Path log;
    private final Path directory;
    private Optional<Child> child = Optional.empty();
    private Optional<Tracer> tracer = Optional.empty();
    private long residentKib;

    /**
     * @param directory for what is written about it
     */
    Server(List<Path> classPath, List<String> command, int port, Path log, Path directory) {
        this.classPath = classPath;
        this.command = command;
        this.port = port;
        this.log = log;
        this.directory = directory;
    }

    /** Returns at once; when it was, by {@link System#nanoTime()}. */
    long start() throws IOException, InterruptedException {
        long nowNs = System.nanoTime();
        Child started = Child.start(PROCESSOR, classPath, command, log, false);
        child = Optional.of(started);
        return nowNs;
    }

    /** Attaches what counts its calls; threads that start later are seen, but one that starts just then might not be. */
    void trace() throws IOException, InterruptedException {
        if (tracer.isPresent()) {
            tracer.get().close();
        }
        tracer = Tracer.of(child.orElseThrow().pid(), directory);
    }

    void awaitPort() throws IOException {
        long deadlineNs = System.nanoTime() + START_NS;
        while (child.orElseThrow().isAlive() && System.nanoTime() < deadlineNs) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // not yet
            }
        }
        throw new IOException("a server does not listen on port " + port + "; see " + log);
    }

    /** Kills it with −9 and starts it again; returns without waiting for it. */
    void restart() throws IOException, InterruptedException {
        residentKib = cost().residentKib();
        child.orElseThrow().kill();
        start();
    }

    Cost cost() throws IOException {
        Cost cost = child.isEmpty() ? Cost.NONE : Cost.of(child.get().pid());
        return cost.withResidentAtLeast(residentKib);
    }

    void beginCounting() throws IOException {
        if (tracer.isPresent()) {
            tracer.get().begin();
        }
    }

    Optional<Calls> endCounting() throws IOException, InterruptedException {
        return tracer.isPresent() ? tracer.get().end() : Optional.empty();
    }

    /** What it was told on its command line, and what it says of itself. */
    String settings() throws IOException {
        StringBuilder settings = new StringBuilder();
        for (int i = 0; i + 1 < command.size(); i++) {
            if (command.get(i).equals("--set")) {
                settings.append(' ').append(command.get(i + 1));
            }
        }
        for (String line : Files.readAllLines(log)) {
            if (line.startsWith(Contender.SETTINGS)) {
                settings.append(' ').append(line.substring(Contender.SETTINGS.length()));
            }
        }
        return settings.toString().strip();
    }

    @Override
    public void close() throws IOException {
        if (tracer.isPresent()) {
            tracer.get().close();
        }
        child.ifPresent(Child::close);
    }
}
