package io.corduroy.load.report;

import java.util.List;
import java.util.Map;

/** The ratios as a table for a README, between two comments by which it is found and replaced. */
final class MarkdownTable {

    static final String BEGIN = "<!-- report: made by io.corduroy.load.report.Report, not by hand -->";
    static final String END = "<!-- /report -->";

    private MarkdownTable() {}

    static String of(Results results, Map<String, String> about, List<String> caveats) {
        StringBuilder table = new StringBuilder(BEGIN).append('\n');
        table.append("| scenario | | ratio (rounds) | target | | ")
                .append(results.ours())
                .append(" | best peer |\n");
        table.append("|---|---|---:|---:|---|---:|---:|\n");
        Summary.of(results)
                .forEach((figure, ratios) -> ratios.forEach(ratio -> table.append("| ")
                        .append(String.join(
                                " | ",
                                ratio.scenario(),
                                figure.title(),
                                ratio.spread().isEmpty() ? ratio.text() : ratio.text() + " (" + ratio.spread() + ")",
                                ratio.targetText(),
                                ratio.verdict().text(),
                                figure.text(ratio.ours()),
                                figure.text(ratio.theirs()) + " " + ratio.peer()))
                        .append(" |\n")));
        table.append('\n');
        about.forEach(
                (key, value) -> table.append(key).append(": ").append(value).append(".\n"));
        table.append('\n');
        caveats.forEach(each -> table.append("* ").append(each).append('\n'));
        return table.append(END).append('\n').toString();
    }
}
