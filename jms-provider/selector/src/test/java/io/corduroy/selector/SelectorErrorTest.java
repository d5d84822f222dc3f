package io.corduroy.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no selector is refused when it is presented, with the place and a way out; hostile texts harm nobody. */
class SelectorErrorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|1|found the end, expected a literal, an identifier or (",
                "`   `|4|found the end, expected a literal, an identifier or (",
                "a =|4|found the end, expected a literal, an identifier or (",
                "a = 'blue|5|found a string without an end, expected a closing ' (a quote inside is written '')",
                "a = 'it's'|9|found \"s\", expected AND, OR, an operator or the end",
                "(a = 1|7|found the end, expected an operator or )",
                "a = 1)|6|found \")\", expected AND, OR, an operator or the end",
                "a != 1|3|found !, expected an operator (unequal is written <>)",
                "a == 1|4|found \"=\", expected a literal, an identifier or (",
                "a = \"x\"|5|found \", expected a literal, an identifier or an operator (a string is written in single quotes)",
                "a = NULL|5|found \"NULL\", expected a literal, an identifier or ( (to test for NULL write IS NULL)",
                "a = 1 b = 2|7|found \"b\", expected AND, OR, an operator or the end",
                "a = b = c|7|found \"=\", expected AND, OR, an operator or the end",
                "a > = 1|5|found \"=\", expected a literal, an identifier or (",
                "a = 'x' 'y'|9|found the string 'y', expected AND, OR, an operator or the end",
                "a NOT = 1|7|found \"=\", expected BETWEEN, IN or LIKE after NOT",
                "a BETWEEN 1 OR 2|13|found \"OR\", expected AND and the upper bound of BETWEEN",
                "TRUE = 0|8|found a literal of another type than the other side, expected TRUE or FALSE on both sides",
                "5|1|found a value, expected something that is true or false",
                "a = 1 AND b + 1|11|found a value, expected something that is true or false",
                "'x' OR a|1|found a value, expected something that is true or false",
                "NOT 5|5|found a value, expected something that is true or false",
                "a = 1 # 2|7|found #, expected a literal, an identifier or an operator",
                "a = 1 -- c|7|found --, expected no comment (to subtract a negative number write a space between)",
                "a = 9223372036854775808|5|found 9223372036854775808, which does not fit into a Java long"
            })
    void saysWhereWhatWasFoundAndWhatWasExpected(String text, int column, String problem) {
        SelectorException error = catchThrowableOfType(SelectorException.class, () -> Selector.parse(text));

        assertThat(error).hasMessage("selector, column " + column + ": " + problem);
        assertThat(error.column()).isEqualTo(column);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AND",
                "a AND",
                "OR a",
                "NOT",
                "()",
                "a = ()",
                "a LIKE",
                ",",
                "a,b",
                "a = 1 AND AND b = 2",
                "a = NOT b",
                "* = 1",
                "a.b = 1",
                "a[0] = 1",
                "f(a) = 1",
                "?1 = a",
                ":x = a",
                "a = 1;",
                "a = `b`",
                "a || b = 'x'",
                "a % 2 = 0",
                "CASE WHEN a THEN b END"
            })
    void textOutsideTheGrammarIsRefused(String text) {
        assertThatThrownBy(() -> Selector.parse(text))
                .isInstanceOf(SelectorException.class)
                .hasMessageMatching("(?s)selector, column \\d+: found .*");
    }

    @Test
    void messageQuotesOnlyTheBeginningOfALongToken() {
        assertThatThrownBy(() -> Selector.parse("a = 1 " + "x".repeat(10_000)))
                .hasMessage("selector, column 7: found \"" + "x".repeat(40)
                        + "…\", expected AND, OR, an operator or the end");
    }

    @Test
    void tooLongTextIsRefusedBeforeItIsRead() {
        String text = "a = '" + "x".repeat(Selector.MAX_LENGTH) + "'";

        assertThatThrownBy(() -> Selector.parse(text))
                .isInstanceOf(SelectorException.class)
                .hasMessage("selector, column 65537: found 65542 characters, expected at most 65536");
    }

    @Test
    void bracketsAreTakenUpToTheLimitAndRefusedBeyond() {
        assertThatCode(() -> Selector.parse(nested(Selector.MAX_DEPTH))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Selector.parse(nested(Selector.MAX_DEPTH + 1)))
                .isInstanceOf(SelectorException.class)
                .hasMessage("selector, column 201: found more than 200 brackets within each other");
        assertThatThrownBy(() -> Selector.parse("(".repeat(60_000))).isInstanceOf(SelectorException.class);
    }

    private static String nested(int depth) {
        return "(".repeat(depth) + "a" + ")".repeat(depth);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a AND ", "a OR ", "NOT ", "a = 1 AND a = 2 OR ", "NOT NOT a OR "})
    void chainAsLongAsTheTextMayBeNeedsNoDeepStack(String link) throws SelectorException {
        String text = link.repeat((Selector.MAX_LENGTH - 1) / link.length()) + "a";

        assertThat(Selector.parse(text).evaluate(name -> null)).isEqualTo(Truth.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a+", "a*", "a-", "- ", "+", "a/1*-", "1-"})
    void arithmeticAsLongAsTheTextMayBeNeedsNoDeepStack(String link) throws SelectorException {
        String text = link.repeat((Selector.MAX_LENGTH - 5) / link.length()) + "a=a";

        assertThat(Selector.parse(text).evaluate(name -> 1)).isNotEqualTo(Truth.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "1_", "0x1", "0b", ".1", "1.", "1e", "0x.", "_1"})
    void numberAsLongAsTheTextMayBeIsRefusedInNoTime(String part) {
        String text = "a = 1" + part.repeat((Selector.MAX_LENGTH - 6) / part.length());

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThatThrownBy(() -> Selector.parse(text)).isInstanceOf(SelectorException.class));
    }

    @Test
    void likeWithManyWildcardsDoesNotExplode() throws SelectorException {
        Selector selector = Selector.parse("s LIKE '" + "%a_".repeat(5_000) + "b'");
        String text = "a".repeat(100_000);

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(selector.matches(name -> text)).isFalse());
    }
}
