package io.corduroy.global;

import io.corduroy.global.CrashPoint.Victim;
import io.corduroy.harness.BrokerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A {@link Worker} in a process of its own, started whenever it is needed and not there. */
final class WorkerProcess implements AutoCloseable {

    private static final int RECOVERIES_AT_MOST = 3;

    private final Path directory;
    private final List<String> urls;
    private final BrokerProcess broker;
    private @Nullable Process process;
    private @Nullable BufferedReader output;
    private @Nullable Writer input;

    WorkerProcess(Path directory, List<String> urls, BrokerProcess broker) {
        this.directory = directory;
        this.urls = urls;
        this.broker = broker;
    }

    private void ensureStarted() throws IOException {
        if (process != null && process.isAlive()) {
            return;
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
        command.add(directory.resolve("transactions").toAbsolutePath().toString());
        command.addAll(urls);
        Process started = new ProcessBuilder(command)
                .directory(directory.toFile()) // where libraries may leave what they like
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("worker.log").toFile()))
                .start();
        process = started;
        output = started.inputReader(StandardCharsets.UTF_8);
        input = started.outputWriter(StandardCharsets.UTF_8);
        String first = hear();
        if (!first.equals("ready")) {
            throw new IOException("the worker says " + first + "; see " + directory.resolve("worker.log"));
        }
    }

    /** Moves a message while somebody is killed; returns what the application was told, or that it died. */
    String move(CrashPoint point, Victim victim) throws IOException, InterruptedException {
        ensureStarted();
        tell("move " + point + " " + victim);
        String answer = hear();
        if (answer.equals("kill")) {
            broker.kill();
            Thread starter = new Thread(this::startBroker, "starts-the-broker-again");
            starter.start();
            tell("dead");
            answer = hear();
            starter.join();
        }
        return answer;
    }

    private void startBroker() {
        try {
            broker.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets the transaction manager recover, in a new process if it died. */
    void recover() throws IOException {
        for (int i = 0; i < RECOVERIES_AT_MOST; i++) {
            ensureStarted();
            tell("recover");
            if (hear().equals("recovered")) {
                return;
            }
        }
        throw new IOException("the worker does not recover; see " + directory.resolve("worker.log"));
    }

    private void tell(String line) throws IOException {
        Writer to = input;
        if (to != null) {
            try {
                to.write(line + "\n");
                to.flush();
            } catch (IOException e) {
                // It is dead, as was to be expected: what is heard next says so.
            }
        }
    }

    /** Its next word, "died" if there is none. */
    private String hear() throws IOException {
        BufferedReader from = Objects.requireNonNull(output);
        for (String line = from.readLine(); line != null; line = from.readLine()) {
            if (line.startsWith("> ")) {
                return line.substring(2);
            }
            Files.writeString(
                    directory.resolve("worker.log"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        if (process != null) {
            process.onExit().join(); // its output has ended: so will it
        }
        return "died";
    }

    /** Ends the process. */
    void stop() throws IOException {
        Process ending = process;
        if (ending != null && ending.isAlive()) {
            tell("end");
            try {
                ending.onExit().get(20, TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                ending.destroyForcibly().onExit().join();
            }
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
