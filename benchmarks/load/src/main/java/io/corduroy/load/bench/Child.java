package io.corduroy.load.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process on one processor, whose output goes to a file or is read by us. */
final class Child implements AutoCloseable {

    private static final Path TASKSET = Path.of("/usr/bin/taskset");
    private static final int STOP_S = 30;

    private final Process process;
    private final BufferedReader output;

    private Child(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Whether processes can be bound to processors here. */
    static boolean canPin() {
        return Files.isExecutable(TASKSET) && Runtime.getRuntime().availableProcessors() > 1;
    }

    /**
     * Starts one.
     *
     * @param processor that it may use, where that can be arranged
     * @param command options of the VM, main class and arguments
     * @param log takes what it says on standard error, and on standard output if that is not read
     */
    static Child start(int processor, List<Path> classPath, List<String> command, Path log, boolean read)
            throws IOException {
        List<String> line = new ArrayList<>();
        if (canPin()) {
            line.addAll(List.of(TASKSET.toString(), "-c", Integer.toString(processor)));
        }
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("-cp");
        line.add(String.join(":", classPath.stream().map(Path::toString).toList()));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        if (!read) {
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        }
        return new Child(builder.start());
    }

    long pid() {
        return process.pid();
    }

    /** Says a line to it. */
    void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** With −9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Does something with a line at once. */
    interface Lines {
        void line(String line) throws IOException, InterruptedException;
    }

    /**
     * Gives away its lines until one comes that begins so.
     *
     * @return that one; or what was said last by a child that has ended, empty if that was nothing
     */
    String awaitLine(String beginning, Lines lines) throws IOException, InterruptedException {
        String last = "";
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
            lines.line(line);
            last = line;
        }
        process.waitFor();
        return last;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
