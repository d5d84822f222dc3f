package io.corduroy.load.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads {@code results.jsonl} and the {@code .hgrm} files beside it. */
final class ResultsFile {

    private ResultsFile() {}

    /**
     * Reads all runs of a file. Of several with the same scenario, contender and round the last one counts, as in the
     * percentile files.
     *
     * @throws IOException if it cannot be read or a line is no result; the message names file and line
     */
    static List<Run> read(Path file) throws IOException {
        Map<String, Run> runs = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank()) {
                Run run = run(file, number, line);
                runs.put(run.scenario() + "\n" + run.contender() + "\n" + run.round(), run);
            }
        }
        return new ArrayList<>(runs.values());
    }

    private static Run run(Path file, int number, String line) throws IOException {
        Map<String, Object> values = parse(file, number, line);
        String scenario = name(values, "scenario", file, number);
        String contender = name(values, "contender", file, number);
        String round = name(values, "round", file, number);
        Path percentiles = file.resolveSibling(scenario + "-" + contender + "-" + round + ".hgrm");
        return new Run(
                scenario,
                contender,
                file.toAbsolutePath() + "#" + round,
                values,
                Files.exists(percentiles) ? Percentiles.of(Files.readAllLines(percentiles)) : Percentiles.NONE);
    }

    /** Every line of JSON is a document of YAML 1.2. */
    private static Map<String, Object> parse(Path file, int number, String line) throws IOException {
        try {
            Object parsed = new Load(LoadSettings.builder().build()).loadFromString(line);
            if (parsed instanceof Map<?, ?> map) {
                Map<String, Object> values = new HashMap<>();
                map.forEach((key, value) -> {
                    if (value != null) {
                        values.put(key.toString(), value);
                    }
                });
                return values;
            }
        } catch (YamlEngineException e) {
            throw new IOException(file + ", line " + number + " is no JSON: " + e.getMessage(), e);
        }
        throw new IOException(file + ", line " + number + " is no result of a run: {…} expected, found " + line);
    }

    private static String name(Map<String, Object> values, String key, Path file, int number) throws IOException {
        Object value = values.get(key);
        if (value == null) {
            throw new IOException(file + ", line " + number + " is no result of a run: it has no \"" + key + "\"");
        }
        return value.toString();
    }
}
