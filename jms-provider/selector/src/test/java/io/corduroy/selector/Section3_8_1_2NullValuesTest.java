package io.corduroy.selector;

import static io.corduroy.selector.Messages.evaluate;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.8.1.2: NULL is unknown, and the tables of three-valued logic. */
class Section3_8_1_2NullValuesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x = 1",
                "x <> 1",
                "1 < x",
                "x = 'a'",
                "x = TRUE",
                "x = x",
                "x = y",
                "x + 1 = 1",
                "2 * x > 0",
                "-x < 0",
                "s = x",
                "x <> s",
                "s < x",
                "x"
            })
    void comparisonOrArithmeticWithNullIsUnknown(String text) {

        assertThat(evaluate(text, "s", "a string")).isEqualTo(Truth.UNKNOWN);
        assertThat(evaluate("NOT (" + text + ")", "s", "a string")).isEqualTo(Truth.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "TRUE, TRUE, TRUE", "TRUE, FALSE, FALSE", "TRUE, UNKNOWN, UNKNOWN",
        "FALSE, TRUE, FALSE", "FALSE, FALSE, FALSE", "FALSE, UNKNOWN, FALSE",
        "UNKNOWN, TRUE, UNKNOWN", "UNKNOWN, FALSE, FALSE", "UNKNOWN, UNKNOWN, UNKNOWN"
    })
    void andFollowsTable3_4(Truth left, Truth right, Truth expected) {
        assertThat(evaluate(text(left) + " AND " + text(right))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "TRUE, TRUE, TRUE", "TRUE, FALSE, TRUE", "TRUE, UNKNOWN, TRUE",
        "FALSE, TRUE, TRUE", "FALSE, FALSE, FALSE", "FALSE, UNKNOWN, UNKNOWN",
        "UNKNOWN, TRUE, TRUE", "UNKNOWN, FALSE, UNKNOWN", "UNKNOWN, UNKNOWN, UNKNOWN"
    })
    void orFollowsTable3_5(Truth left, Truth right, Truth expected) {
        assertThat(evaluate(text(left) + " OR " + text(right))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"TRUE, FALSE", "FALSE, TRUE", "UNKNOWN, UNKNOWN"})
    void notFollowsTable3_6(Truth operand, Truth expected) {
        assertThat(evaluate("NOT " + text(operand))).isEqualTo(expected);
    }

    @Test
    void longChainsFollowTheTablesToo() {
        assertThat(evaluate("missing AND TRUE AND FALSE AND TRUE")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("missing OR FALSE OR TRUE")).isEqualTo(Truth.TRUE);
        assertThat(evaluate("missing OR FALSE AND TRUE")).isEqualTo(Truth.UNKNOWN);
    }

    private static String text(Truth truth) {
        return truth == Truth.UNKNOWN ? "missing" : truth.toString();
    }
}
