package io.corduroy.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatioTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Written written;

    @BeforeEach
    void open() {
        written = new Written(directory);
    }

    private List<Ratio> perSecond(String scenario) throws IOException {
        return Ratio.of(written.read("corduroy"), scenario, Figure.PER_SECOND);
    }

    private void round(int number, double ours, double theirs) throws IOException {
        written.right("blocking-1", "corduroy", number, ours).right("blocking-1", "artemis-nio", number, theirs);
    }

    @Test
    void ratiosAreTakenWithinRoundsAndTheirMedianCounts() throws IOException {
        round(1, 300, 100); // a machine that is ten times slower in round 2 does not matter
        round(2, 20, 10);
        round(3, 250, 100);

        Ratio ratio = perSecond("blocking-1").get(0);

        assertThat(ratio.rounds()).containsExactly(3.0, 2.0, 2.5);
        assertThat(ratio.median()).isEqualTo(2.5);
        assertThat(ratio.text()).isEqualTo("2.50 ×");
        assertThat(ratio.spread()).isEqualTo("2.00–3.00");
        assertThat(ratio.targetText()).isEqualTo("≥ 2.0 ×");
        assertThat(ratio.verdict()).isEqualTo(Verdict.MET);
    }

    @Test
    void aRoundThatOnlyOneHasMadeIsNoRatio() throws IOException {
        round(1, 300, 100);
        written.right("blocking-1", "corduroy", 2, 900);

        assertThat(perSecond("blocking-1").get(0).rounds()).containsExactly(3.0);
    }

    @Test
    void theBestPeerIsTheOneThatLeavesTheLeastAdvantage() throws IOException {
        round(1, 300, 100);
        written.right("blocking-1", "artemis-aio", 1, 200);

        assertThat(perSecond("blocking-1"))
                .hasSize(1)
                .allMatch(ratio -> ratio.peer().equals("artemis-aio"));
    }

    @Test
    void aPeerWithAnotherTargetHasALineOfItsOwn() throws IOException {
        written.right("backlog-300000", "corduroy", 1, 300);
        written.right("backlog-300000", "artemis-nio", 1, 100);
        written.right("backlog-300000", "kafka", 1, 400);

        assertThat(perSecond("backlog-300000"))
                .extracting(Ratio::peer, Ratio::targetText, Ratio::verdict)
                .containsExactly(
                        tuple("artemis-nio", "≥ 2.0 ×", Verdict.MET), tuple("kafka", "≥ 1.0 ×", Verdict.BEHIND));
    }

    @Test
    void aMissAndALossAreToldApart() throws IOException {
        round(1, 150, 100);
        assertThat(perSecond("blocking-1").get(0).verdict()).isEqualTo(Verdict.MISSED);

        round(1, 50, 100);
        assertThat(perSecond("blocking-1").get(0).verdict()).isEqualTo(Verdict.BEHIND);
    }

    @Test
    void whereLessIsBetterTheTargetIsAtMost() throws IOException {
        round(1, 1, 1);

        Ratio cpu = Ratio.of(written.read("corduroy"), "blocking-1", Figure.SERVER_CPU)
                .get(0);

        assertThat(cpu.median()).isEqualTo(1.0);
        assertThat(cpu.targetText()).isEqualTo("≤ 0.6 ×");
        assertThat(cpu.verdict()).isEqualTo(Verdict.MISSED);
        assertThat(Ratio.advantage(Figure.SERVER_CPU, 0.5)).isEqualTo(2.0);
    }

    @Test
    void aWrongRoundOfThePeerDoesNotCount() throws IOException {
        round(1, 300, 100);
        round(2, 300, 100);
        written.losing("blocking-1", "artemis-nio", 2, 10_000);

        assertThat(perSecond("blocking-1").get(0).rounds()).containsExactly(3.0);
    }

    @Test
    void whoLosesMessagesMeetsNoTarget() throws IOException {
        round(1, 900, 100);
        round(2, 900, 100);
        written.losing("blocking-1", "corduroy", 2, 9_000);

        assertThat(perSecond("blocking-1").get(0).verdict()).isEqualTo(Verdict.WRONG);
    }

    @Test
    void ofTheFirstMessageOnlyItsTimeCounts() throws IOException {
        for (String contender : List.of("corduroy", "artemis-nio", "activemq-classic")) {
            written.right("first-message", contender, 1, 1);
        }

        assertThat(Summary.of(written.read("corduroy"))).containsOnlyKeys(Figure.P50, Figure.RESIDENT);
        assertThat(Summary.of(written.read("corduroy")).get(Figure.P50))
                .extracting(Ratio::peer, Ratio::targetText, Ratio::verdict)
                .containsExactly(
                        tuple("artemis-nio", "≤ 0.5 ×", Verdict.MISSED),
                        tuple("activemq-classic", "≤ 1.0 ×", Verdict.MET));
    }
}
