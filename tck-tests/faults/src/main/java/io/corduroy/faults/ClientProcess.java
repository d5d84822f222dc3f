package io.corduroy.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A {@link LargeFileClient} in a child process with a small heap. */
public final class ClientProcess implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new ArrayList<>(); // guarded by itself

    /**
     * Starts it.
     *
     * @param temporary where it may keep what does not fit into its heap
     * @param arguments of {@link LargeFileClient#main}
     * @throws IOException if there is no process
     */
    public ClientProcess(Path temporary, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-Djava.io.tmpdir=" + temporary));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LargeFileClient.class.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "kill-client-" + process.pid()));
        Thread reader = new Thread(this::read, "client-output-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            synchronized (lines) {
                lines.add("(its output broke off: " + e.getMessage() + ")"); // as that of a killed process may
            }
        }
    }

    /**
     * Waits until it has said something.
     *
     * @throws IOException if it has not within the time, or has ended before; with what it said instead
     */
    public String await(String beginning, long timeoutMs) throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (System.nanoTime() < deadlineNs) {
            boolean alive = process.isAlive();
            synchronized (lines) {
                for (String line : lines) {
                    if (line.startsWith(beginning)) {
                        return line;
                    }
                }
            }
            if (!alive) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200)); // the rest of what it said
                timeoutMs = 0;
                deadlineNs = Math.min(deadlineNs, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        synchronized (lines) {
            throw new IOException("the client did not say \"" + beginning + "\" but:\n" + String.join("\n", lines));
        }
    }

    /**
     * Waits until it keeps so many bytes in a temporary file without a name; where the system does not tell, for a moment.
     *
     * @throws IOException if it does not within the time
     */
    public void awaitSpilled(long bytes, long timeoutMs) throws IOException {
        Path files = Path.of("/proc", String.valueOf(process.pid()), "fd");
        if (!Files.isDirectory(files)) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            return;
        }
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (spilled(files) < bytes) {
            if (System.nanoTime() > deadlineNs || !process.isAlive()) {
                await("(it has spilled " + bytes + " bytes)", 0);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private static long spilled(Path files) throws IOException {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(files)) {
            for (Path each : open) {
                String target = Files.isSymbolicLink(each)
                        ? Files.readSymbolicLink(each).toString()
                        : "";
                if (target.contains("corduroy-") && target.contains(".body")) {
                    return Files.size(each);
                }
            }
        } catch (java.nio.file.NoSuchFileException | java.nio.file.DirectoryIteratorException e) {
            return 0; // it was closed while we looked
        }
        return 0;
    }

    /** The greatest memory that it has used so far, as the system says; empty where it does not. */
    public String peakMemory() {
        return peakMemory(process.pid());
    }

    /** As above, of any process. */
    public static String peakMemory(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return ""; // another system
        }
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroyForcibly().onExit().join();
        }
    }
}
