package io.corduroy.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogAxisTest {

    @Test
    void equalFactorsAreEqualDistances() {
        LogAxis axis = new LogAxis(1, 10_000, 0, 400);

        assertThat(axis.at(1)).isZero();
        assertThat(axis.at(10)).isEqualTo(100, within(1e-9)); // the 90th percentile
        assertThat(axis.at(100)).isEqualTo(200, within(1e-9)); // the 99th
        assertThat(axis.at(10_000)).isEqualTo(400, within(1e-9));
    }

    @Test
    void anAxisMayGoUpwards() {
        LogAxis axis = new LogAxis(10, 1_000, 200, 0);

        assertThat(axis.at(100)).isEqualTo(100, within(1e-9));
        assertThat(axis.at(1_000)).isZero();
    }

    @Test
    void itsEndsAreRoundAndHoldEverything() {
        LogAxis axis = LogAxis.around(356.8, 93_716, 0, 1);

        assertThat(axis.from()).isEqualTo(200, within(1e-6));
        assertThat(axis.to()).isEqualTo(100_000, within(1e-3));
        assertThat(LogAxis.around(5, 5, 0, 1).to()).isEqualTo(10, within(1e-9));
    }

    @Test
    void aLongAxisHasPowersOfTenOnly() {
        assertThat(LogAxis.around(100, 1_000, 0, 1).ticks()).hasSize(4);
        assertThat(LogAxis.around(1, 1e6, 0, 1).ticks()).hasSize(7);
    }

    @Test
    void thereIsNoAxisFromZero() {
        assertThatThrownBy(() -> new LogAxis(0, 1, 0, 1)).hasMessageContaining("no logarithmic axis from 0.0");
    }

    @Test
    void percentilesAreWrittenWithAsManyNinesAsTheyHave() {
        assertThat(PercentilePlot.percent(10)).isEqualTo("90");
        assertThat(PercentilePlot.percent(100)).isEqualTo("99");
        assertThat(PercentilePlot.percent(10_000)).isEqualTo("99.99");
    }
}
