package io.corduroy.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import picocli.CommandLine;

class ReportTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Written written;

    @BeforeEach
    void measure() throws IOException {
        written = new Written(directory);
        for (int round = 1; round <= 2; round++) {
            for (String scenario : List.of("blocking-1", "window-256")) {
                written.right(scenario, "corduroy", round, 3_000).right(scenario, "artemis-nio", round, 1_000);
            }
        }
    }

    private String page() throws IOException {
        int status = Report.commandLine().execute(written.file().toString());
        assertThat(status).isZero();
        return Files.readString(directory.resolve("report.html"));
    }

    /** Every element is closed and every text escaped, or this fails. */
    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    @Test
    void aPageHasAPlotAndBarsForEachScenarioAndALineForEachProvider() throws Exception {
        Document page = parsed(page());

        assertThat(page.getElementsByTagName("section").getLength()).isEqualTo(2);
        String text = page.getDocumentElement().getTextContent();
        assertThat(text)
                .contains("blocking-1", "window-256", "corduroy", "artemis-nio")
                .contains("Latency by percentile, window-256", "messages/s, window-256")
                .contains("✓ met", "3.00 ×", "≥ 2.0 ×")
                .contains("Only 2 rounds")
                .contains("a<b \"c\"");
        assertThat(pathsOf(page, "median")).isEqualTo(4);
        assertThat(pathsOf(page, "round")).isEqualTo(8);
    }

    private static long pathsOf(Document page, String kind) {
        NodeList paths = page.getElementsByTagName("path");
        return IntStream.range(0, paths.getLength())
                .filter(i -> ((Element) paths.item(i)).getAttribute("class").equals(kind))
                .count();
    }

    @Test
    void aScenarioIsSaidInWordsAndAnUnknownOneOnlyByItsName() {
        assertThat(InWords.of("window-256"))
                .isEqualTo("One producer with a CompletionListener and at most 256 messages unconfirmed.");
        assertThat(InWords.of("backlog-1-of-1000-cold")).startsWith("1000 queues with interleaved backlogs");
        assertThat(InWords.of("something else")).isEmpty();
    }

    @Test
    void aStartIsDrawnByItsTimeAndWithoutPercentiles() throws Exception {
        written.right("first-message", "corduroy", 1, 1);
        Files.write(
                directory.resolve("first-message-corduroy-1.hgrm"),
                List.of(" 5000.0 0.000000000000 1 1.00", " 5000.0 1.000000000000 1"));

        String text = parsed(page()).getDocumentElement().getTextContent();

        assertThat(text).contains("Too few messages for percentiles", "p50: bar to the median");
    }

    @Test
    void aPageNeedsNothingFromElsewhere() throws IOException {
        assertThat(page()).doesNotContain("<script", "http:", "https:", "src=", "@import", "url(");
    }

    @Test
    void aWrongRunIsShownAsWrong() throws Exception {
        written.losing("blocking-1", "artemis-nio", 2, 5_000);

        String text = parsed(page()).getDocumentElement().getTextContent();

        assertThat(text)
                .contains("1 of 8 runs were wrong")
                .contains("artemis-nio ✗")
                .contains("1 of 2 rounds ✗ wrong")
                .contains("WRONG: artemis-nio in blocking-1, round 2: lost 7, twice 0, out of order 0");
    }

    @Test
    void whereEveryRoundIsWrongThereIsNoFigure() throws Exception {
        written.losing("blocking-1", "corduroy", 1, 5_000).losing("blocking-1", "corduroy", 2, 5_000);

        String text = parsed(page()).getDocumentElement().getTextContent();

        assertThat(text).contains("✗ wrong").contains("– (2 of 2 rounds ✗ wrong)");
    }

    @Test
    void namesCannotBreakThePage() throws Exception {
        Run run = new Run("<script>&\"'", "corduroy", "1", Map.of("perSecond", 1), Percentiles.NONE);

        Document page =
                parsed(new Page(new Results("corduroy", List.of(run)), Map.of("a&b", "<c>"), List.of("]]>")).html());

        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(page.getDocumentElement().getTextContent()).contains("<script>&\"'", "<c>", "]]>");
    }

    @Test
    void aTableStandsBetweenItsComments() throws IOException {
        String table = MarkdownTable.of(
                written.read("corduroy"), Map.of("processor", "a fast one"), List.of("believe nothing"));

        assertThat(table.lines())
                .startsWith(MarkdownTable.BEGIN)
                .endsWith(MarkdownTable.END)
                .contains(
                        "| blocking-1 | messages/s | 3.00 × (3.00–3.00) | ≥ 2.0 × | ✓ met | 3,000 | 1,000 artemis-nio |")
                .contains("processor: a fast one.", "* believe nothing");
    }

    @Test
    void whatCannotBeReportedIsSaid() {
        assertThat(said("--ours", "nobody", written.file().toString()))
                .contains("nothing was measured of nobody, only of [corduroy, artemis-nio]");
        assertThat(said(directory.resolve("none.jsonl").toString())).contains("none.jsonl is not there");
    }

    private static String said(String... args) {
        StringWriter said = new StringWriter();
        CommandLine report = Report.commandLine().setErr(new PrintWriter(said, true));
        assertThat(report.execute(args)).isEqualTo(1);
        return said.toString();
    }
}
