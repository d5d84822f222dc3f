package io.corduroy.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationSettingsTest {

    @Test
    void changesWhatTheMapNamesAndNothingElse() throws InvalidArgumentException {
        DestinationSettings settings = DestinationSettings.DEFAULTS.with(
                Map.of("max-deliveries", "3", "redelivery-delay", "1500ms", "max-bytes", "10 GiB"));

        assertThat(settings.maxDeliveries()).isEqualTo(3);
        assertThat(settings.redeliveryDelayMs()).isEqualTo(1_500);
        assertThat(settings.maxBytes()).isEqualTo(10L << 30);
        assertThat(settings.differencesFrom(DestinationSettings.DEFAULTS))
                .containsOnlyKeys("max-deliveries", "redelivery-delay", "max-bytes");
    }

    @Test
    void writesTheDefaultsAsAPersonWould() {
        assertThat(DestinationSettings.DEFAULTS.toMap())
                .containsEntry("max-deliveries", "10")
                .containsEntry("redelivery-delay", "0")
                .containsEntry("redelivery-max-delay", "1h")
                .containsEntry("dead-letter-queue", "DLQ")
                .containsEntry("durability", "node")
                .containsEntry("max-bytes", "unlimited")
                .containsOnlyKeys(DestinationSetting.keys());
    }

    @Test
    void keepsMessagesIfTimeOrSizeSaySo() throws InvalidArgumentException {
        DestinationSettings byTime = DestinationSettings.DEFAULTS.with(Map.of("retention-time", "7d"));
        DestinationSettings bySize = DestinationSettings.DEFAULTS.with(Map.of("retention-size", "1GiB"));

        assertThat(DestinationSettings.DEFAULTS.retains()).isFalse();
        assertThat(byTime.retains() && bySize.retains()).isTrue();
        assertThat(byTime.toMap()).containsEntry("retention-time", "7d").containsEntry("retention-size", "none");
        assertThat(bySize.with(Map.of("retention-size", "none"))).isEqualTo(DestinationSettings.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({
        "max-deliveries, 0",
        "max-deliveries, 1000001",
        "max-deliveries, -1",
        "max-deliveries, many",
        "redelivery-delay, 10",
        "redelivery-delay, 8d",
        "redelivery-delay, 999999999999999999d",
        "redelivery-backoff, 0.5",
        "redelivery-backoff, NaN",
        "redelivery-backoff, fast",
        "exclusive, yes",
        "durability, memory",
        "max-messages, 0",
        "max-bytes, 5 apples",
        "max-bytes, 99999999999999999999",
        "retention-time, 0",
        "retention-time, 999ms",
        "retention-time, 3651d",
        "retention-size, 0",
        "retention-size, much",
        "partitions, 2",
    })
    void refusesAValueThatIsNotAllowedAndSaysWhatIs(String key, String value) {
        assertThatThrownBy(() -> DestinationSettings.DEFAULTS.with(Map.of(key, value)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("\"" + key + "\"")
                .hasMessageContaining("\"" + value + "\"; allowed: ");
    }

    @Test
    void refusesANameThatIsNotKnownAndSaysWhichWasMeant() {
        assertThatThrownBy(() -> DestinationSettings.DEFAULTS.with(Map.of("max-delivery", "3")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessage("setting \"max-delivery\" of a destination is not known; did you mean \"max-deliveries\"?");
        assertThatThrownBy(() -> DestinationSettings.DEFAULTS.with(Map.of("colour", "brown")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("known are max-deliveries, redelivery-delay, ");
    }

    @ParameterizedTest
    @CsvSource({"KiB, 1024", "k, 0", "B, 1", "'', 1", "mib, 1048576", "TiB, 1099511627776", "KB, 0"})
    void readsSizesInTheirUnits(String unit, long bytes) {
        long expected = 3 * bytes;

        assertThat(SettingText.parseSizeBytes("3" + unit).orElse(0)).isEqualTo(expected);
    }

    @Test
    void backsOffStepByStepUpToTheLongestDelay() throws InvalidArgumentException {
        DestinationSettings settings = DestinationSettings.DEFAULTS.with(
                Map.of("redelivery-delay", "100ms", "redelivery-backoff", "2.5", "redelivery-max-delay", "1s"));

        assertThat(settings.delayAfterDeliveriesMs(1)).isEqualTo(100);
        assertThat(settings.delayAfterDeliveriesMs(2)).isEqualTo(250);
        assertThat(settings.delayAfterDeliveriesMs(3)).isEqualTo(625);
        assertThat(settings.delayAfterDeliveriesMs(4)).isEqualTo(1_000);
        assertThat(settings.delayAfterDeliveriesMs(Integer.MAX_VALUE)).isEqualTo(1_000);
        assertThat(DestinationSettings.DEFAULTS.delayAfterDeliveriesMs(5)).isZero();
    }

    @Test
    void isExhaustedAfterTheLastAllowedDelivery() throws InvalidArgumentException {
        DestinationSettings three = DestinationSettings.DEFAULTS.with(Map.of("max-deliveries", "3"));
        DestinationSettings unlimited = DestinationSettings.DEFAULTS.with(Map.of("max-deliveries", "unlimited"));

        assertThat(three.isExhausted(2)).isFalse();
        assertThat(three.isExhausted(3)).isTrue();
        assertThat(unlimited.isExhausted(Integer.MAX_VALUE)).isFalse();
    }
}
