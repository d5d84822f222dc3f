package io.corduroy.load.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Results as the bench writes them. */
final class Written {

    private final Path directory;

    Written(Path directory) {
        this.directory = directory;
    }

    Path file() {
        return directory.resolve("results.jsonl");
    }

    Results read(String ours) throws IOException {
        return new Results(ours, ResultsFile.read(file()));
    }

    /** A run whose thousand latencies go from 1 ms up to a second. */
    Written right(String scenario, String contender, int round, double perSecond) throws IOException {
        return run(scenario, contender, round, perSecond, 0);
    }

    Written losing(String scenario, String contender, int round, double perSecond) throws IOException {
        return run(scenario, contender, round, perSecond, 7);
    }

    private Written run(String scenario, String contender, int round, double perSecond, int lost) throws IOException {
        append(String.format(
                Locale.ROOT,
                "{\"scenario\":\"%s\",\"contender\":\"%s\",\"round\":%d,\"perSecond\":%.1f,\"received\":1000,"
                        + "\"p50us\":500.0,\"p99us\":990.0,\"p999us\":NaN,\"maxus\":1000.0,\"lost\":%d,\"duplicates\":0,"
                        + "\"disordered\":0,\"serverCpuMs\":50,\"serverResidentKib\":204800,\"settings\":\"a<b \\\"c\\\"\"}",
                scenario,
                contender,
                round,
                perSecond,
                lost));
        Histogram histogram = new Histogram(3);
        for (int i = 1; i <= 1_000; i++) {
            histogram.recordValue(i * 1_000_000L);
        }
        Path percentiles = directory.resolve(scenario + "-" + contender + "-" + round + ".hgrm");
        try (PrintStream out = new PrintStream(percentiles.toFile(), StandardCharsets.UTF_8)) {
            histogram.outputPercentileDistribution(out, 1_000.0);
        }
        return this;
    }

    Written append(String line) throws IOException {
        Files.writeString(file(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return this;
    }
}
