package io.corduroy.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How results are printed. */
final class OutputOption {

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "table")
    private Output output = Output.table;

    boolean isJson() {
        return output == Output.json;
    }

    void print(List<String> columns, List<Map<String, String>> rows, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        output.print(columns, rows, out);
        out.flush();
    }
}
