package io.corduroy.tck;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs the tests in processes side by side, each with a broker of its own, and collects how they ended. */
final class TckHarness {

    static final String RESULTS = "results";
    private static final long LONGEST_RUN_MIN = 120;

    private final TckClasses classes;
    private final String over;
    private final int shards;
    private final int timeoutMs;

    /**
     * A harness.
     *
     * @param over {@code tcp} or {@code embedded}: how clients reach the broker
     * @param shards processes
     * @param timeoutMs how long tests wait for a message
     */
    TckHarness(TckClasses classes, String over, int shards, int timeoutMs) {
        this.classes = classes;
        this.over = over;
        this.shards = shards;
        this.timeoutMs = timeoutMs;
    }

    /**
     * Runs test classes.
     *
     * @param folder for files and logs
     * @throws IOException if a process did not end by itself; what it has done until then is in the folder
     */
    List<TckResult> run(List<String> tests, Path folder) throws IOException, InterruptedException {
        List<Path> places = new ArrayList<>();
        List<Process> processes = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            List<String> mine = new ArrayList<>();
            for (int i = shard; i < tests.size(); i += shards) {
                mine.add(tests.get(i));
            }
            if (!mine.isEmpty()) {
                Path place = Files.createDirectories(folder.resolve("shard-" + shard));
                places.add(place);
                processes.add(start(place, mine));
            }
        }
        List<TckResult> results = new ArrayList<>();
        try {
            for (int i = 0; i < processes.size(); i++) {
                if (!processes.get(i).waitFor(LONGEST_RUN_MIN, TimeUnit.MINUTES)) {
                    throw new IOException("the tests do not end; see " + places.get(i));
                }
                if (processes.get(i).exitValue() != 0) {
                    throw new IOException("the process of the tests failed; see "
                            + places.get(i).resolve("log"));
                }
                try (var lines = Files.lines(places.get(i).resolve(RESULTS))) {
                    lines.map(TckResult::of).forEach(results::add);
                }
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        results.sort(Comparator.comparing(TckResult::test));
        return results;
    }

    private Process start(Path place, List<String> tests) throws IOException {
        String classPath = place
                + File.pathSeparator
                + System.getProperty("java.class.path")
                + File.pathSeparator
                + classes.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser=" + AdministeredObjects.USER,
                "-Dpassword=" + AdministeredObjects.PASSWORD,
                "-Djms_timeout=" + timeoutMs,
                "-Dplatform.mode=standalone",
                "-Dvehicle=standalone",
                "-cp",
                classPath,
                TckShard.class.getName(),
                place.toString(),
                over));
        command.addAll(tests);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(place.resolve("log").toFile())
                .start();
    }
}
