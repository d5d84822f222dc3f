package io.corduroy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationSettings.DurabilityChoice;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DestinationSettingsPropertyTest {

    private static final long DAY_MS = 86_400_000L;

    @Property(edgeCases = EdgeCasesMode.NONE)
    void allSettingsComeBackFromTheirTexts(@ForAll("settings") DestinationSettings settings)
            throws InvalidArgumentException {
        assertThat(DestinationSettings.DEFAULTS.with(settings.toMap())).isEqualTo(settings);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void differencesLeadFromAnySettingsToAnyOthers(
            @ForAll("settings") DestinationSettings base, @ForAll("settings") DestinationSettings target)
            throws InvalidArgumentException {
        assertThat(base.with(target.differencesFrom(base))).isEqualTo(target);
        assertThat(target.differencesFrom(target)).isEmpty();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void theDelayNeverShrinksAndNeverExceedsItsBound(@ForAll("settings") DestinationSettings settings) {
        long before = 0;
        for (int deliveries = 1; deliveries < 40; deliveries++) {
            long delayMs = settings.delayAfterDeliveriesMs(deliveries);
            assertThat(delayMs).isBetween(before, settings.redeliveryMaxDelayMs());
            before = delayMs;
        }
    }

    @Provide
    static Arbitrary<DestinationSettings> settings() {
        Arbitrary<Long> counts = Arbitraries.longs().between(0, 1L << 50);
        Arbitrary<String> names = Arbitraries.strings().ofMaxLength(10);
        Arbitrary<DestinationSettings> redelivery = Combinators.combine(
                        Arbitraries.integers().between(0, 1_000_000),
                        Arbitraries.longs().between(0, 7 * DAY_MS),
                        Arbitraries.doubles().between(1, 100),
                        Arbitraries.longs().between(0, 30 * DAY_MS),
                        names)
                .as((maxDeliveries, delayMs, backoff, maxDelayMs, deadLetters) -> new DestinationSettings(
                        maxDeliveries,
                        delayMs,
                        backoff,
                        maxDelayMs,
                        deadLetters,
                        "",
                        false,
                        DurabilityChoice.NODE,
                        0,
                        0,
                        0,
                        0,
                        maxDeliveries,
                        1));
        return Combinators.combine(
                        redelivery,
                        names,
                        Arbitraries.of(true, false),
                        Arbitraries.of(DurabilityChoice.class),
                        counts,
                        counts)
                .as((first, expiry, exclusive, durability, messages, bytes) -> new DestinationSettings(
                        first.maxDeliveries(),
                        first.redeliveryDelayMs(),
                        first.redeliveryBackoff(),
                        first.redeliveryMaxDelayMs(),
                        first.deadLetterQueue(),
                        expiry,
                        exclusive,
                        durability,
                        messages,
                        bytes,
                        0,
                        0,
                        first.duplicateIds(),
                        1));
    }
}
