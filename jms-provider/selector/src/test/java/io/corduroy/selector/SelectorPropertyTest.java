package io.corduroy.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.corduroy.selector.NaiveParser.Refused;
import java.util.Map;
import java.util.Optional;
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

    private static Truth truthOf(NaiveSelector naive, Map<String, Object> message) {
        Boolean expected = NaiveSelector.asCondition(naive, message);
        return expected == null ? Truth.UNKNOWN : Truth.of(expected);
    }

    @Property(shrinking = ShrinkingMode.OFF)
    @StatisticsReport(onFailureOnly = true)
    void agreesWithTheNaiveEvaluator(@ForAll long seed) throws SelectorException, Refused {
        Random random = new Random(seed);
        RandomSelectors selectors = new RandomSelectors(random);
        NaiveSelector naive = selectors.selector();
        String text = selectors.text(naive);
        Selector compiled = Selector.parse(text);
        NaiveSelector read = NaiveParser.parse(text);

        for (int i = 0; i < MESSAGES_PER_SELECTOR; i++) {
            Map<String, Object> message = selectors.message();
            Truth expected = truthOf(naive, message);

            assertThat(compiled.evaluate(message::get))
                    .as("%s for %s", text, message)
                    .isEqualTo(expected);
            assertThat(truthOf(read, message)).as("%s for %s", text, message).isEqualTo(expected);
            Statistics.collect(expected);
        }
        Statistics.coverage(coverage -> {
            coverage.check(Truth.TRUE).percentage(percentage -> percentage > 20);
            coverage.check(Truth.FALSE).percentage(percentage -> percentage > 20);
            coverage.check(Truth.UNKNOWN).percentage(percentage -> percentage > 10);
        });
    }

    @Property(shrinking = ShrinkingMode.OFF)
    @StatisticsReport(onFailureOnly = true)
    void takesAndRefusesWhatTheNaiveParserDoes(@ForAll long seed) {
        Random random = new Random(seed);
        RandomSelectors selectors = new RandomSelectors(random);
        String text = selectors.garbage();
        Optional<NaiveSelector> naive = naive(text);

        Optional<Selector> taken = evaluateIfTaken(text, selectors.message());

        assertThat(taken.isPresent()).as("whether \"%s\" is taken", text).isEqualTo(naive.isPresent());
        Statistics.collect(taken.isPresent());
        if (taken.isPresent() && naive.isPresent()) {
            for (int i = 0; i < MESSAGES_PER_SELECTOR; i++) {
                Map<String, Object> message = selectors.message();

                assertThat(taken.get().evaluate(message::get))
                        .as("%s for %s", text, message)
                        .isEqualTo(truthOf(naive.get(), message));
            }
        }
        Statistics.coverage(coverage -> {
            coverage.check(true).percentage(percentage -> percentage > 10);
            coverage.check(false).percentage(percentage -> percentage > 40);
        });
    }

    private static Optional<NaiveSelector> naive(String text) {
        try {
            return Optional.of(NaiveParser.parse(text));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    @Property
    void anyTextIsTakenOrRefusedButNeverFails(@ForAll @StringLength(max = 40) String text) {
        assertThat(evaluateIfTaken(text, Map.of()).isPresent())
                .isEqualTo(naive(text).isPresent());
    }

    private static Optional<Selector> evaluateIfTaken(String text, Map<String, Object> message) {
        try {
            Selector selector = Selector.parse(text);
            assertThat(selector.evaluate(message::get)).isNotNull();
            assertThat(selector.text()).isEqualTo(text);
            return Optional.of(selector);
        } catch (SelectorException e) {
            assertThat(e.column()).isBetween(1, text.length() + 1);
            assertThat(e).hasMessageContaining("found ");
            return Optional.empty();
        } catch (RuntimeException e) {
            return fail("selector \"" + text + "\" for " + message, e);
        }
    }
}
