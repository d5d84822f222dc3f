package io.corduroy.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Written written;

    @BeforeEach
    void open() {
        written = new Written(directory);
    }

    @Test
    void aRunIsReadWithItsPercentiles() throws IOException {
        written.right("blocking-1", "corduroy", 1, 1234.5);

        Run run = written.read("corduroy").runs().get(0);

        assertThat(Figure.PER_SECOND.of(run)).isEqualTo(1234.5);
        assertThat(Figure.SERVER_CPU.of(run)).isEqualTo(50.0); // µs: 50 ms for 1,000 messages
        assertThat(Figure.RESIDENT.of(run)).isEqualTo(200.0);
        assertThat(run.text("settings")).isEqualTo("a<b \"c\"");
        assertThat(run.latencies().count()).isEqualTo(1_000);
        assertThat(run.latencies().at(0.5)).hasValueCloseTo(500_000.0, Percentage.withPercentage(1));
        assertThat(run.latencies().at(1)).hasValueCloseTo(1_000_000.0, Percentage.withPercentage(1));
    }

    @Test
    void whatALineDoesNotSayIsUnknownAndNotZero() throws IOException {
        written.right("blocking-1", "corduroy", 1, 1);

        Run run = written.read("corduroy").runs().get(0);

        assertThat(Figure.P999.of(run)).isNaN();
        assertThat(Figure.WRITTEN.of(run)).isNaN();
        assertThat(Figure.P999.text(Figure.P999.of(run))).isEqualTo("–");
    }

    @Test
    void ofTwoRunsOfTheSameRoundTheLastOneCounts() throws IOException {
        written.right("blocking-1", "corduroy", 1, 1).right("blocking-1", "corduroy", 1, 2);

        assertThat(written.read("corduroy").runs()).hasSize(1).allMatch(run -> Figure.PER_SECOND.of(run) == 2);
    }

    @Test
    void withoutItsPercentilesARunStillCounts() throws IOException {
        written.right("blocking-1", "corduroy", 1, 1);
        Files.delete(directory.resolve("blocking-1-corduroy-1.hgrm"));

        assertThat(written.read("corduroy").runs().get(0).latencies().isEmpty()).isTrue();
    }

    @Test
    void whatIsNoResultIsSaidWithItsPlace() throws IOException {
        written.right("blocking-1", "corduroy", 1, 1).append("{\"scenario\":\"x\"");

        assertThatThrownBy(() -> ResultsFile.read(written.file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("results.jsonl, line 2 is no JSON");

        Files.write(written.file(), List.of("{\"scenario\":\"x\",\"round\":1}"));
        assertThatThrownBy(() -> ResultsFile.read(written.file())).hasMessageContaining("has no \"contender\"");

        Files.write(written.file(), List.of("[1]"));
        assertThatThrownBy(() -> ResultsFile.read(written.file())).hasMessageContaining("no result of a run");
    }
}
