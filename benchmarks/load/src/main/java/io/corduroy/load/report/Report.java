package io.corduroy.load.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that makes a page, or a table, of what was measured. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Makes one page of HTML of the results of the bench: percentiles, throughput, costs, and ratios against targets.",
            "Make it on the machine that was measured: the page names that machine.",
            "",
            "Example: report target/bench/results.jsonl"
        })
public final class Report implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "results.jsonl, with its .hgrm files beside it.")
    private List<Path> files = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the page goes (default: report.html beside the first file).")
    private Path out = Path.of("");

    @Option(names = "--markdown", description = "Print a table for a README instead, between two comments.")
    private boolean markdown;

    @Option(
            names = "--ours",
            paramLabel = "NAME",
            description = "Contender that is compared with the others (default: ${DEFAULT-VALUE}).")
    private String ours = "corduroy";

    @Option(names = "--caveat", paramLabel = "TEXT", description = "What a reader has to know besides.")
    private List<String> caveats = new ArrayList<>();

    private final PrintStream console = System.out;

    /** Runs the command line. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Report()).setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("report: " + e.getMessage());
            return 1;
        });
    }

    @Override
    public Integer call() throws IOException {
        List<Run> runs = new ArrayList<>();
        for (Path file : files) {
            runs.addAll(read(file));
        }
        Results results = new Results(ours, runs);
        if (!results.contenders().contains(ours)) {
            throw new IOException(
                    "nothing was measured of " + ours + ", only of " + results.contenders() + "; choose with --ours");
        }
        List<String> notes =
                Stream.concat(caveats.stream(), Caveats.of(results).stream()).toList();
        if (markdown) {
            console.print(MarkdownTable.of(results, about(), notes));
        } else {
            Path page = out.toString().isEmpty() ? files.get(0).resolveSibling("report.html") : out;
            Files.writeString(page, new Page(results, about(), notes).html());
            console.println(page);
        }
        return 0;
    }

    private static List<Run> read(Path file) throws IOException {
        try {
            return ResultsFile.read(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is not there: run the bench first", e);
        }
    }

    private Map<String, String> about() throws IOException {
        Map<String, String> about = new LinkedHashMap<>();
        Instant measured =
                Files.getLastModifiedTime(files.get(files.size() - 1)).toInstant();
        about.put("measured", DateTimeFormatter.ISO_LOCAL_DATE.format(measured.atOffset(ZoneOffset.UTC)));
        about.putAll(Machine.here(files.get(0)));
        return about;
    }
}
