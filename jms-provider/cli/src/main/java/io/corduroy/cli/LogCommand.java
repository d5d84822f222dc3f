package io.corduroy.cli;

import io.corduroy.log.LogInspector;
import io.corduroy.log.storage.FileStorage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code corduroy log}: looks into a data directory without a server, and without changing anything. */
@Command(
        name = "log",
        description = "Look into a data directory without a server and without changing anything.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  corduroy log verify /var/lib/corduroy",
            "  corduroy log stats /var/lib/corduroy --output json",
            "  corduroy log dump /var/lib/corduroy --from 8388608 --limit 100"
        })
final class LogCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything
    private CommandSpec spec;

    @Override
    public void run() {
        String known = String.join(", ", spec.subcommands().keySet());
        throw new ParameterException(spec.commandLine(), "a command is missing: " + known);
    }

    @Command(
            name = "dump",
            description = "Print every record: its position, kind and size, and which message it is.",
            mixinStandardHelpOptions = true)
    int dump(
            @Parameters(paramLabel = "DIR", description = "Data directory, or one partition's in it.") Path directory,
            @Option(names = "--from", paramLabel = "POSITION", defaultValue = "0", description = "Begin there.")
                    long from,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            description = "At most so many records.",
                            defaultValue = "" + Long.MAX_VALUE,
                            showDefaultValue = Visibility.NEVER)
                    long limit,
            @Mixin OutputOption output)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        RecordPrinter printer = new RecordPrinter();
        boolean damaged = false;
        for (Map.Entry<String, Path> log : logs(directory).entrySet()) {
            long[] left = {limit};
            List<LogInspector.Problem> problems = inspector(log.getValue())
                    .dump(
                            from,
                            (file, batch) -> {
                                for (int i = 0; i < batch.recordCount() && left[0] > 0; i++, left[0]--) {
                                    Map<String, String> row = new LinkedHashMap<>(Map.of("log", log.getKey()));
                                    row.putAll(printer.row(batch, i));
                                    out.println(output.isJson() ? Json.object(row) : line(row));
                                }
                                return left[0] > 0;
                            },
                            LogInspector.Progress.NONE);
            damaged |= report(log.getKey(), problems);
        }
        out.flush();
        return damaged ? ExitCode.DAMAGED : ExitCode.OK;
    }

    @Command(
            name = "verify",
            description = "Read everything and report what is wrong; status 6 if durable bytes are damaged.",
            mixinStandardHelpOptions = true)
    int verify(
            @Parameters(paramLabel = "DIR", description = "Data directory, or one partition's in it.") Path directory,
            @Mixin OutputOption output)
            throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        boolean damaged = false;
        for (Map.Entry<String, Path> log : logs(directory).entrySet()) {
            for (LogInspector.Problem problem : inspector(log.getValue()).verify(progress())) {
                Map<String, String> row = new LinkedHashMap<>();
                row.put("log", log.getKey());
                row.put(
                        "severity",
                        problem.severity().name().toLowerCase(Locale.ROOT).replace('_', '-'));
                row.put("file", problem.file());
                row.put("position", String.valueOf(problem.position()));
                row.put("found", problem.found());
                row.put("expected", problem.expected());
                rows.add(row);
                damaged |= problem.severity() == LogInspector.Severity.DAMAGE;
            }
        }
        if (rows.isEmpty() && !output.isJson()) {
            spec.commandLine().getOut().println("sound");
        } else {
            output.print(List.of("log", "severity", "file", "position", "found", "expected"), rows, spec);
        }
        spec.commandLine().getOut().flush();
        return damaged ? ExitCode.DAMAGED : ExitCode.OK;
    }

    @Command(
            name = "stats",
            description = "Count files, batches, records and bytes of each log.",
            mixinStandardHelpOptions = true)
    int stats(
            @Parameters(paramLabel = "DIR", description = "Data directory, or one partition's in it.") Path directory,
            @Mixin OutputOption output)
            throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        boolean damaged = false;
        for (Map.Entry<String, Path> log : logs(directory).entrySet()) {
            LogInspector.Statistics statistics = inspector(log.getValue()).statistics(progress());
            rows.add(row(log.getKey(), statistics));
            damaged |= report(log.getKey(), statistics.problems());
        }
        output.print(List.of(), rows, spec);
        return damaged ? ExitCode.DAMAGED : ExitCode.OK;
    }

    private static Map<String, String> row(String name, LogInspector.Statistics statistics) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("log", name);
        row.put("segments", String.valueOf(statistics.segmentFiles()));
        row.put("segment-bytes", String.valueOf(statistics.segmentFileBytes()));
        row.put("spares", String.valueOf(statistics.spareFiles()));
        row.put("checkpoints", String.valueOf(statistics.checkpointFiles()));
        row.put("batches", String.valueOf(statistics.batches()));
        row.put("records", String.valueOf(statistics.records()));
        // Who is live only the state machine knows: as of the newest checkpoint, nothing is said without one.
        row.put(
                "live-at-checkpoint",
                statistics.checkpointFiles() == 0 ? "" : String.valueOf(statistics.liveRecords()));
        row.put("first", String.valueOf(statistics.firstPosition()));
        row.put("end", String.valueOf(statistics.endPosition()));
        row.put("epoch", String.valueOf(statistics.lastEpoch()));
        row.put("records-per-batch", String.format(Locale.ROOT, "%.1f", statistics.recordsPerBatch()));
        row.put("log-bytes-per-record", String.format(Locale.ROOT, "%.1f", statistics.overheadBytesPerRecord()));
        return row;
    }

    /** A data directory's partitions by name, or the one log that the directory is. */
    private static Map<String, Path> logs(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new CommandFailure(ExitCode.NOT_FOUND, directory + ": no such directory");
        }
        Map<String, Path> logs = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            entries.filter(entry -> String.valueOf(entry.getFileName()).startsWith("partition-"))
                    .forEach(entry -> logs.put(String.valueOf(entry.getFileName()), entry));
        }
        if (logs.isEmpty()) {
            logs.put(String.valueOf(directory.getFileName()), directory);
        }
        return logs;
    }

    private LogInspector inspector(Path log) throws IOException {
        Path node = log.toAbsolutePath().getParent();
        if (node != null && FileStorage.isLocked(node)) {
            spec.commandLine()
                    .getErr()
                    .println("a server is using " + node + ": the end of the log may look torn, and is not");
            spec.commandLine().getErr().flush();
        }
        return new LogInspector(FileStorage.readOnly(log));
    }

    private LogInspector.Progress progress() {
        Progress progress = new Progress(spec.commandLine().getErr(), "read", "bytes");
        return (doneBytes, totalBytes) -> progress.add(doneBytes - progress.done());
    }

    private boolean report(String log, List<LogInspector.Problem> problems) {
        problems.forEach(problem -> spec.commandLine().getErr().println(log + ": " + problem));
        spec.commandLine().getErr().flush();
        return problems.stream().anyMatch(problem -> problem.severity() == LogInspector.Severity.DAMAGE);
    }

    private static String line(Map<String, String> row) {
        return row.entrySet().stream()
                .map(cell -> cell.getKey() + "=" + cell.getValue())
                .collect(Collectors.joining(" "));
    }
}
