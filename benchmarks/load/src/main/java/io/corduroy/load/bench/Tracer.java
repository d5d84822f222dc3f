package io.corduroy.load.bench;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Counts the calls of a process, with {@code perf}, which sits in the kernel and costs the process little. It is attached when the
 * process has started, sees the threads that come later, too, and counts only between {@link #begin} and {@link #end}.
 */
final class Tracer implements AutoCloseable {

    private static final Path PERF = Path.of("/usr/bin/perf");
    private static final int ANSWER_S = 5;

    private final Process perf;
    private final RandomAccessFile control;
    private final BufferedReader answers;
    private final Path counts;

    private Tracer(Process perf, RandomAccessFile control, BufferedReader answers, Path counts) {
        this.perf = perf;
        this.control = control;
        this.answers = answers;
        this.counts = counts;
    }

    /** Nothing where there is no {@code perf}, or it may not look. */
    static Optional<Tracer> of(long pid, Path directory) throws IOException, InterruptedException {
        if (!Files.isExecutable(PERF)) {
            return Optional.empty();
        }
        Path in = pipe(directory.resolve("perf-control"));
        Path out = pipe(directory.resolve("perf-answers"));
        Path counts = directory.resolve("perf-counts");
        Process perf = new ProcessBuilder(List.of(
                        PERF.toString(),
                        "stat",
                        "-x,",
                        "-D",
                        "-1", // until it is told to
                        "--control",
                        "fifo:" + in + "," + out,
                        "-e",
                        String.join(",", Calls.TRACED.keySet()),
                        "-o",
                        counts.toString(),
                        "-p",
                        Long.toString(pid)))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("perf.log").toFile())
                .start();
        // Open for both directions: a pipe that nobody has at the other end yet would block us, or tell us that it has
        // ended.
        RandomAccessFile control = new RandomAccessFile(in.toFile(), "rw");
        RandomAccessFile answers = new RandomAccessFile(out.toFile(), "rw");
        Tracer tracer = new Tracer(
                perf,
                control,
                new BufferedReader(new InputStreamReader(new FileInputStream(answers.getFD()), StandardCharsets.UTF_8)),
                counts);
        if (perf.waitFor(100, TimeUnit.MILLISECONDS)) {
            tracer.close();
            return Optional.empty();
        }
        return Optional.of(tracer);
    }

    private static Path pipe(Path path) throws IOException, InterruptedException {
        Files.deleteIfExists(path);
        new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
        return path;
    }

    void begin() throws IOException {
        tell("enable");
    }

    /** What was counted since {@link #begin}. */
    Optional<Calls> end() throws IOException, InterruptedException {
        tell("disable");
        new ProcessBuilder("kill", "-INT", Long.toString(perf.pid())).start().waitFor(); // then it writes its counts
        perf.waitFor(ANSWER_S, TimeUnit.SECONDS);
        Map<String, Long> sums = new HashMap<>();
        for (String line : Files.readAllLines(counts)) {
            String[] fields = line.split(",", -1); // count, unit, event, …
            if (fields.length > 2 && Calls.TRACED.containsKey(fields[2]) && fields[0].matches("[0-9]+")) {
                sums.merge(Calls.TRACED.get(fields[2]), Long.parseLong(fields[0]), Long::sum);
            }
        }
        return sums.isEmpty()
                ? Optional.empty()
                : Optional.of(new Calls(
                        sums.getOrDefault("forces", 0L),
                        sums.getOrDefault("writes", 0L),
                        sums.getOrDefault("submits", 0L)));
    }

    private void tell(String what) throws IOException {
        if (!perf.isAlive()) {
            return;
        }
        control.write((what + "\n").getBytes(StandardCharsets.UTF_8));
        answers.readLine();
    }

    @Override
    public void close() throws IOException {
        perf.destroy();
        control.close();
        answers.close();
    }
}
