package io.corduroy.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * The compiled selector against its naive twin and against arbitrary texts.
 *
 * <p>{@code mvn -pl jms-provider/selector test -Djqwik.tries.default=100000} tries 100,000 instead of the usual 20,000.
 */
class SelectorPropertyTest {
    private static final int MESSAGES_PER_SELECTOR = 5;

    @Property(shrinking = ShrinkingMode.OFF)
    @StatisticsReport(onFailureOnly = true)
    void agreesWithTheNaiveEvaluator(@ForAll long seed) throws SelectorException {
        Random random = new Random(seed);
        RandomSelectors selectors = new RandomSelectors(random);
        NaiveSelector naive = selectors.condition(random.nextInt(5));
        String text = selectors.text(naive);
        Selector compiled = Selector.parse(text);

        for (int i = 0; i < MESSAGES_PER_SELECTOR; i++) {
            Map<String, Object> message = selectors.message();
            Boolean expected = NaiveSelector.asCondition(naive, message);

            assertThat(compiled.evaluate(message::get))
                    .as("%s for %s", text, message)
                    .isEqualTo(expected == null ? Truth.UNKNOWN : Truth.of(expected));
            Statistics.collect(expected == null ? Truth.UNKNOWN : Truth.of(expected));
        }
        Statistics.coverage(coverage -> {
            coverage.check(Truth.TRUE).percentage(percentage -> percentage > 20);
            coverage.check(Truth.FALSE).percentage(percentage -> percentage > 20);
            coverage.check(Truth.UNKNOWN).percentage(percentage -> percentage > 10);
        });
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void selectorWithOneCharacterChangedIsTakenOrRefusedButNeverFails(@ForAll long seed) {
        Random random = new Random(seed);
        RandomSelectors selectors = new RandomSelectors(random);
        StringBuilder text = new StringBuilder(selectors.text(selectors.condition(3)));
        int at = random.nextInt(text.length());
        text.setCharAt(at, "()'=<>+-*/.,%_aE0x9\n\u0000\uD83D".charAt(random.nextInt(22)));

        evaluateIfTaken(text.toString(), selectors.message());
    }

    @Property
    void anyTextIsTakenOrRefusedButNeverFails(@ForAll @StringLength(max = 40) String text) {
        evaluateIfTaken(text, Map.of());
    }

    private static void evaluateIfTaken(String text, Map<String, Object> message) {
        try {
            Selector selector = Selector.parse(text);
            assertThat(selector.evaluate(message::get)).isNotNull();
            assertThat(selector.text()).isEqualTo(text);
        } catch (SelectorException e) {
            assertThat(e.column()).isBetween(1, text.length() + 1);
            assertThat(e).hasMessageContaining("found ");
        } catch (RuntimeException e) {
            fail("selector \"" + text + "\" for " + message, e);
        }
    }
}
