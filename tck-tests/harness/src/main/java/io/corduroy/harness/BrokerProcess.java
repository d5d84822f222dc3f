package io.corduroy.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A Corduroy server in a child process on a fixed loopback port, started with this VM's class path by the command
 * that an operator types. {@link #kill()} is {@code kill -9}; a started process is killed when this VM ends.
 *
 * <p>Use from one thread at a time.
 */
public final class BrokerProcess implements AutoCloseable {

    private static final String SERVER = "io.corduroy.cli.Main";
    private static final long READY_TIMEOUT_MS = 60_000;

    private final String mainClass;
    private final Path dataDirectory;
    private final Path log;
    private final int port;
    private final List<String> jvmOptions;
    private final List<String> serverOptions;
    private @Nullable Process process;
    private int starts;

    /**
     * Prepares a server without starting it.
     *
     * @param dataDirectory where its logs live; created if missing
     * @param jvmOptions such as {@code -Xmx256m}
     * @param serverOptions further options of {@code server start}
     * @throws IOException if no port is free
     */
    public BrokerProcess(Path dataDirectory, List<String> jvmOptions, List<String> serverOptions) throws IOException {
        this(SERVER, dataDirectory, jvmOptions, serverOptions);
    }

    /**
     * Prepares another program than the server that operators start; it understands the same command line.
     *
     * @param mainClass on this VM's class path
     * @param dataDirectory as above
     * @param jvmOptions as above
     * @param serverOptions as above
     * @throws IOException if no port is free
     */
    public BrokerProcess(String mainClass, Path dataDirectory, List<String> jvmOptions, List<String> serverOptions)
            throws IOException {
        this.mainClass = mainClass;
        this.dataDirectory = dataDirectory;
        this.log = dataDirectory.resolveSibling(dataDirectory.getFileName() + ".log");
        this.port = freePort();
        this.jvmOptions = List.copyOf(jvmOptions);
        this.serverOptions = List.copyOf(serverOptions);
    }

    /**
     * The address clients connect to.
     *
     * @return a {@code corduroy://} URL
     */
    public String url() {
        return "corduroy://127.0.0.1:" + port;
    }

    /**
     * Where the server's output of all its starts is kept.
     *
     * @return a file beside the data directory
     */
    public Path log() {
        return log;
    }

    /**
     * The process number while it runs.
     *
     * @return a pid
     * @throws IllegalStateException if it does not run
     */
    public long pid() {
        return running().pid();
    }

    /**
     * Starts the server and waits until it says that it is ready.
     *
     * @return milliseconds from the start of the process to its ready line
     * @throws IOException if it ends or stays silent instead; the text holds the end of its log
     */
    public long start() throws IOException {
        long startedNs = System.nanoTime();
        awaitReady(launch());
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs);
    }

    /**
     * Starts the server and kills it before, while or after it recovers.
     *
     * @param lifeMs how long it may live
     * @throws IOException if it cannot be started
     * @throws InterruptedException if interrupted while waiting
     */
    public void startAndKill(long lifeMs) throws IOException, InterruptedException {
        Process started = launch();
        CompletableFuture<Boolean> ignored = new CompletableFuture<>();
        readOutput(started, ignored);
        if (started.waitFor(lifeMs, TimeUnit.MILLISECONDS)) {
            throw new IOException("the server on " + dataDirectory + " ended by itself with status "
                    + started.exitValue() + "; the end of its log:\n" + tail());
        }
        kill();
    }

    private Process launch() throws IOException {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("broker process " + process.pid() + " is running already");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of("server", "start", "--data", dataDirectory.toString()));
        command.addAll(List.of("--listen", "127.0.0.1:" + port));
        command.addAll(serverOptions);
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        process = started;
        starts++;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly, "kill-broker-" + started.pid()));
        return started;
    }

    /**
     * Ends the process as {@code kill -9} does and waits until it is gone.
     *
     * @throws InterruptedException if interrupted while waiting
     */
    public void kill() throws InterruptedException {
        Process victim = running();
        victim.destroyForcibly();
        victim.waitFor();
    }

    /**
     * Ends the process as SIGTERM does.
     *
     * @param timeoutMs how long it may take
     * @return its exit status
     * @throws InterruptedException if interrupted while waiting
     * @throws IOException if it takes longer; it is killed then
     */
    public int terminate(long timeoutMs) throws InterruptedException, IOException {
        Process leaving = running();
        leaving.destroy();
        if (!leaving.waitFor(timeoutMs, TimeUnit.MILLISECONDS)) {
            kill();
            throw new IOException("server " + leaving.pid() + " did not end within " + timeoutMs + " ms of SIGTERM;"
                    + " it was killed. The end of its log:\n" + tail());
        }
        return leaving.exitValue();
    }

    @Override
    public void close() {
        Process last = process;
        if (last != null && last.isAlive()) {
            last.destroyForcibly().onExit().join();
        }
    }

    private Process running() {
        Process current = process;
        if (current == null || !current.isAlive()) {
            throw new IllegalStateException("the broker process is not running");
        }
        return current;
    }

    private void awaitReady(Process started) throws IOException {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        readOutput(started, ready);
        try {
            if (ready.get(READY_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (TimeoutException e) {
            started.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            started.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IOException("cannot read the output of the server", e.getCause());
        }
        throw new IOException(
                "start " + starts + " of the server on " + dataDirectory + " failed; the end of its log:\n" + tail());
    }

    private void readOutput(Process started, CompletableFuture<Boolean> ready) {
        Thread reader = new Thread(() -> copyOutput(started, ready), "broker-output-" + started.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Copies what the server says to its log file; completes {@code ready} with whether it said the word. */
    private void copyOutput(Process started, CompletableFuture<Boolean> ready) {
        try (BufferedReader out =
                        new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
                var file = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                file.write(line);
                file.newLine();
                file.flush();
                if (line.startsWith("ready ")) {
                    ready.complete(true);
                }
            }
            ready.complete(false);
        } catch (IOException e) {
            ready.completeExceptionally(e); // a killed process closes its stream: too late to matter by then
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
