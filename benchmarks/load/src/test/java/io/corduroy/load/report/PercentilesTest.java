package io.corduroy.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    private static Percentiles of(double... valuesUs) {
        return new Percentiles(
                List.of(
                        new Percentiles.Point(0, valuesUs[0]),
                        new Percentiles.Point(0.5, valuesUs[1]),
                        new Percentiles.Point(0.99, valuesUs[2]),
                        new Percentiles.Point(1, valuesUs[3])),
                100);
    }

    @Test
    void whatIsNoPercentileIsPassedOver() {
        Percentiles read = Percentiles.of(List.of(
                "       Value     Percentile TotalCount 1/(1-Percentile)",
                "",
                "     356.863 0.000000000000          1           1.00",
                "     848.895 0.500000000000        510           2.00",
                "   93716.479 1.000000000000       1020",
                "#[Mean    =      123.456, StdDeviation   =      100.000]"));

        assertThat(read.count()).isEqualTo(1_020);
        assertThat(read.at(0.3)).hasValue(848.895);
        assertThat(read.at(1)).hasValue(93_716.479);
    }

    @Test
    void theMedianOfRoundsIsTakenAtEachPercentile() {
        Percentiles median =
                Percentiles.median(List.of(of(1, 10, 900, 1_000), of(2, 30, 100, 2_000), of(3, 20, 200, 300)));

        assertThat(median.at(0)).hasValue(2);
        assertThat(median.at(0.9)).hasValue(200);
        assertThat(median.points().get(median.points().size() - 1).quantile()).isEqualTo(0.99);
    }

    @Test
    void thereIsNoMedianOfNothing() {
        assertThat(Percentiles.median(List.of(Percentiles.NONE)).isEmpty()).isTrue();
        assertThat(Median.of()).isNaN();
        assertThat(Median.of(4, 1)).isEqualTo(2.5);
    }
}
