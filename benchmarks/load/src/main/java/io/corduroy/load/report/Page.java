package io.corduroy.load.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The report as one page of HTML that needs nothing else: no script, no font, no picture from elsewhere. */
final class Page {

    /** Ratios that are drawn; the others are in the table only. */
    private static final Set<Figure> PICTURES =
            EnumSet.of(Figure.PER_SECOND, Figure.P99, Figure.SERVER_CPU, Figure.RESIDENT);

    private final Results results;
    private final Map<String, String> about;
    private final List<String> caveats;

    /** @param about the machine and what else figures depend on, by name */
    Page(Results results, Map<String, String> about, List<String> caveats) {
        this.results = results;
        this.about = about;
        this.caveats = List.copyOf(caveats);
    }

    String html() {
        Markup page = new Markup();
        page.open("html", "lang", "en").open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.element("title", title());
        page.element("style", style());
        page.close().open("body").open("main");
        page.element("h1", title());
        facts(page);
        wrongs(page);
        ratios(page);
        results.scenarios().forEach(scenario -> scenario(page, scenario));
        caveats(page);
        return "<!DOCTYPE html>\n" + page.close().close().close();
    }

    private String title() {
        return "Benchmarks: " + String.join(", ", results.contenders());
    }

    private void facts(Markup page) {
        page.open("dl", "class", "facts");
        about.forEach((key, value) -> page.element("dt", key).element("dd", value));
        page.close();
    }

    private void wrongs(Markup page) {
        List<Run> wrong = results.wrong();
        if (!wrong.isEmpty()) {
            page.open("p", "class", "alarm");
            page.text("✗ " + wrong.size() + " of " + results.runs().size()
                    + " runs were wrong: messages were lost, came twice or out of order. They are marked below.");
            page.close();
        }
    }

    private void ratios(Markup page) {
        Map<Figure, List<Ratio>> summary = Summary.of(results);
        if (summary.isEmpty()) {
            return;
        }
        page.element("h2", "Against the best peer");
        page.element(
                "p",
                "Ratios are taken within a round; their median counts. The best peer is the one that leaves "
                        + results.ours()
                        + " the least advantage. In the pictures right is better; a small mark is a round, "
                        + "the large one their median, the upright line the target. Blue: target met, or ahead where none is "
                        + "set; ochre: ahead, target missed; red: behind, or wrong.");
        page.open("div", "class", "figures");
        summary.forEach((figure, ratios) -> {
            if (!PICTURES.contains(figure)) {
                return;
            }
            page.open("figure").element("figcaption", figure.title() + ", times better");
            page.add(RatioPlot.of(ratios)).close();
        });
        page.close();
        page.open("div", "class", "scroll").open("table");
        head(page, "scenario", "ratio", "target", "", results.ours(), "best peer");
        summary.forEach((figure, ratios) -> {
            page.open("tbody")
                    .open("tr")
                    .element("th", figure.title(), "colspan", 6, "class", "group")
                    .close();
            ratios.forEach(ratio -> ratio(page, ratio));
            page.close();
        });
        page.close().close();
    }

    private static void ratio(Markup page, Ratio ratio) {
        page.open("tr").element("th", ratio.scenario());
        page.open("td")
                .element("b", ratio.text())
                .text(" ")
                .element("small", ratio.spread())
                .close();
        page.element("td", ratio.targetText());
        page.element(
                "td",
                ratio.verdict().text(),
                "class",
                "verdict " + ratio.verdict().style());
        page.element("td", ratio.figure().text(ratio.ours()));
        page.open("td")
                .text(ratio.figure().text(ratio.theirs()) + " ")
                .element("small", ratio.peer())
                .close();
        page.close();
    }

    private void scenario(Markup page, String scenario) {
        page.open("section").element("h2", scenario).element("p", InWords.of(scenario));
        page.open("div", "class", "figures");
        page.open("figure").element("figcaption", "Latency by percentile: rounds faint, their median strong");
        page.add(PercentilePlot.of(results, scenario)).close();
        Figure figure = barsOf(scenario);
        page.open("figure").element("figcaption", figure.title() + ": bar to the median, a mark for each round");
        page.add(Bars.of(results, scenario, figure)).close();
        page.close();
        details(page, scenario);
        page.close();
    }

    /** A start has one message: not how many a second, but how long it took. */
    private static Figure barsOf(String scenario) {
        return scenario.equals("first-message") ? Figure.P50 : Figure.PER_SECOND;
    }

    private void details(Markup page, String scenario) {
        List<Figure> figures = Arrays.stream(Figure.values())
                .filter(figure -> results.has(scenario, figure))
                .toList();
        page.open("div", "class", "scroll")
                .open("table")
                .open("thead")
                .open("tr")
                .element("th", "median");
        figures.forEach(figure -> page.element("th", figure.title()));
        page.element("th", "rounds").close().close().open("tbody");
        for (String contender : results.contenders(scenario)) {
            page.open("tr").element("th", contender);
            figures.forEach(figure -> page.element("td", figure.text(results.median(scenario, contender, figure))));
            rounds(page, results.of(scenario, contender));
            page.close();
        }
        page.close().close().close();
        page.open("details").element("summary", "Settings");
        page.open("dl");
        for (String contender : results.contenders(scenario)) {
            page.element("dt", contender);
            results.of(scenario, contender).stream()
                    .map(run -> run.text("settings"))
                    .distinct()
                    .forEach(settings -> page.element("dd", settings));
        }
        page.close().close();
    }

    private static void rounds(Markup page, List<Run> runs) {
        List<Run> wrong = runs.stream().filter(run -> !run.isRight()).toList();
        if (wrong.isEmpty()) {
            page.element("td", Integer.toString(runs.size()));
        } else {
            page.element(
                    "td",
                    runs.size() + ", ✗ wrong: "
                            + String.join("; ", wrong.stream().map(Run::wrongs).toList()),
                    "class",
                    "verdict wrong");
        }
    }

    private void caveats(Markup page) {
        page.element("h2", "Before you believe it").open("ul");
        caveats.forEach(each -> page.element("li", each));
        page.close();
    }

    private static void head(Markup page, String... titles) {
        page.open("thead").open("tr");
        for (String title : titles) {
            page.element("th", title);
        }
        page.close().close();
    }

    private static String style() {
        try (InputStream css = Page.class.getResourceAsStream("report.css")) {
            return new String(Objects.requireNonNull(css, "report.css").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
