package io.corduroy.selector;

import static io.corduroy.selector.Messages.evaluate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.8.1.1: what literals mean. */
class Section3_8_1_1LiteralsTest {
    @Test
    void stringLiteralIsEnclosedInSingleQuotes() {
        assertThat(evaluate("s = 'literal'", "s", "literal")).isEqualTo(Truth.TRUE);
    }

    @Test
    void includedSingleQuoteIsDoubled() {
        assertThat(evaluate("s = 'literal''s'", "s", "literal's")).isEqualTo(Truth.TRUE);
        assertThat(evaluate("s = ''''", "s", "'")).isEqualTo(Truth.TRUE);
        assertThat(evaluate("s = ''", "s", "")).isEqualTo(Truth.TRUE);
    }

    @Test
    void stringLiteralHoldsAnyUnicodeAndKnowsNoBackslash() {
        assertThat(evaluate("s = 'grün 😀\n\\n\u0000'", "s", "grün 😀\n\\n\u0000"))
                .isEqualTo(Truth.TRUE);
    }

    @Test
    void stringLiteralIsCaseSensitive() {
        assertThat(evaluate("s = 'Blue'", "s", "blue")).isEqualTo(Truth.FALSE);
    }

    @ParameterizedTest
    @CsvSource({
        "57, 57",
        "-957, -957",
        "+62, 62",
        "0, 0",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "- 9223372036854775808L, -9223372036854775808",
        "- -9223372036854775808, -9223372036854775808",
        "57L, 57",
        "57l, 57",
        "3000000000, 3000000000",
        "0x39, 57",
        "0XfFL, 255",
        "0xFFFFFFFF, 4294967295",
        "0xFFFFFFFFFFFFFFFF, -1",
        "-0x8000000000000000, -9223372036854775808",
        "017, 15",
        "00, 0",
        "0_7, 7",
        "01777777777777777777777, -1",
        "0b101, 5",
        "1_000_000, 1000000"
    })
    void exactNumericLiteralHasJavasIntegerSyntaxAndTheRangeOfLong(String literal, long value) {
        assertThat(evaluate("n = " + literal, "n", value)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("n <> " + literal, "n", value)).isEqualTo(Truth.FALSE);
    }

    @ParameterizedTest
    @CsvSource({
        "7., 7",
        "-95.7, -95.7",
        "+6.2, 6.2",
        ".5, 0.5",
        "7E3, 7000",
        "-57.9E2, -5790",
        "7e-3, 0.007",
        "1.5e+2, 150",
        "6.2D, 6.2",
        "6.2d, 6.2",
        "5D, 5",
        "09.5, 9.5",
        "1_0.2_5, 10.25",
        "0x1.8p1, 3",
        "0x.8P0, 0.5",
        "0., 0",
        "0e5, 0",
        "0x0.0p9, 0",
        "1.7976931348623157E308, 1.7976931348623157E308",
        "4.9E-324, 4.9E-324"
    })
    void approximateNumericLiteralHasJavasFloatingPointSyntaxAndTheRangeOfDouble(String literal, double value) {
        assertThat(evaluate("n = " + literal, "n", value)).isEqualTo(Truth.TRUE);
    }

    @Test
    void approximateNumericLiteralWithSuffixFIsAFloat() {
        assertThat(evaluate("n = 0.1F", "n", 0.1f)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("n = -0.1f", "n", -0.1f)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("n = 0.1", "n", 0.1f)).isEqualTo(Truth.FALSE);
        assertThat(evaluate("n = 0x1p-2f", "n", 0.25f)).isEqualTo(Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "-(9223372036854775808)",
                "-+9223372036854775808",
                "1 - 9223372036854775808",
                "0x1FFFFFFFFFFFFFFFF",
                "07777777777777777777777",
                "1E400",
                "-1E400",
                "1E-400",
                "1E40F",
                "1E-60F"
            })
    void numericLiteralOutOfRangeIsRefused(String literal) {
        assertThatThrownBy(() -> Selector.parse("n = " + literal))
                .isInstanceOf(SelectorException.class)
                .hasMessageContaining("Java ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "09", "08L", "0x", "0xG", "1_", "0b2", "1.5.2", "5x", "7.AND", "1E", "1E+", "5_.0", "1FF", "0x1.8"
            })
    void numberThatJavaWouldNotTakeIsRefused(String literal) {
        assertThatThrownBy(() -> Selector.parse("n = " + literal))
                .isInstanceOf(SelectorException.class)
                .hasMessageContaining("found " + literal + ", expected a number in Java's syntax");
    }

    @Test
    void booleanLiteralsAreTrueAndFalse() {
        assertThat(evaluate("TRUE")).isEqualTo(Truth.TRUE);
        assertThat(evaluate("FALSE")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("b = TRUE", "b", true)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("b = FALSE", "b", true)).isEqualTo(Truth.FALSE);
        assertThat(evaluate("b <> FALSE", "b", true)).isEqualTo(Truth.TRUE);
    }
}
