package io.corduroy.selector;

import static io.corduroy.selector.Messages.evaluate;
import static io.corduroy.selector.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.8.1.1: comparisons, logic, precedence, arithmetic. */
class Section3_8_1_1ExpressionsTest {
    @Test
    void onlyATrueSelectorMatches() throws SelectorException {
        Selector selector = Selector.parse("a = 1");

        assertThat(selector.matches(message("a", 1))).isTrue();
        assertThat(selector.matches(message("a", 2))).isFalse();
        assertThat(selector.matches(message())).isFalse();
    }

    @Test
    void selectsTheCarOfTheSpecification() {
        String selector = "JMSType = 'car' AND color = 'blue' AND weight > 2500";

        assertThat(evaluate(selector, "JMSType", "car", "color", "blue", "weight", 2501))
                .isEqualTo(Truth.TRUE);
        assertThat(evaluate(selector, "JMSType", "car", "color", "blue", "weight", 2500))
                .isEqualTo(Truth.FALSE);
        assertThat(evaluate(selector, "JMSType", "car", "color", "red", "weight", 2501))
                .isEqualTo(Truth.FALSE);
        assertThat(evaluate(selector, "color", "blue", "weight", 2501)).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void identifierWithABooleanValueIsACondition() {
        assertThat(evaluate("flag", "flag", true)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("flag", "flag", false)).isEqualTo(Truth.FALSE);
        assertThat(evaluate("NOT flag", "flag", false)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("flag")).isEqualTo(Truth.UNKNOWN);
        assertThat(evaluate("flag", "flag", "true")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("flag", "flag", 1)).isEqualTo(Truth.FALSE);
    }

    @ParameterizedTest
    @CsvSource({
        "=, FALSE, TRUE, FALSE",
        "<>, TRUE, FALSE, TRUE",
        "<, TRUE, FALSE, FALSE",
        "<=, TRUE, TRUE, FALSE",
        ">, FALSE, FALSE, TRUE",
        ">=, FALSE, TRUE, TRUE"
    })
    void comparisonOperatorsOrderNumbers(String operator, Truth below, Truth same, Truth above) {
        assertThat(evaluate("n " + operator + " 5", "n", 4)).isEqualTo(below);
        assertThat(evaluate("n " + operator + " 5", "n", 5)).isEqualTo(same);
        assertThat(evaluate("n " + operator + " 5", "n", 6)).isEqualTo(above);
        assertThat(evaluate("n " + operator + " 5.0", "n", 5.0)).isEqualTo(same);
        assertThat(evaluate("n " + operator + " 5", "n", (byte) 4)).isEqualTo(below);
        assertThat(evaluate("n " + operator + " 5", "n", (short) 6)).isEqualTo(above);
        assertThat(evaluate("n " + operator + " 5", "n", 6f)).isEqualTo(above);
    }

    @Test
    void exactAndApproximateNumbersCompareByNumericPromotion() {
        assertThat(evaluate("i = d", "i", 5, "d", 5.0)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("l = d", "l", (1L << 53) + 1, "d", (double) (1L << 53)))
                .isEqualTo(Truth.TRUE);
        assertThat(evaluate("l = f", "l", (1L << 24) + 1, "f", (float) (1 << 24)))
                .isEqualTo(Truth.TRUE);
        assertThat(evaluate("l = i", "l", (1L << 32) + 1, "i", 1)).isEqualTo(Truth.FALSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "<>"})
    void comparisonOfUnlikeTypesIsFalseEvenForUnequal(String operator) {
        assertThat(evaluate("s " + operator + " 5", "s", "5")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("s " + operator + " 5", "s", "x")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("b " + operator + " 1", "b", true)).isEqualTo(Truth.FALSE);
        assertThat(evaluate("b " + operator + " 'true'", "b", true)).isEqualTo(Truth.FALSE);
        assertThat(evaluate("s " + operator + " TRUE", "s", "x")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("n " + operator + " 'x'", "n", 1)).isEqualTo(Truth.FALSE);
        assertThat(evaluate("'x' " + operator + " 1")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("NOT (s " + operator + " 5)", "s", "5")).isEqualTo(Truth.TRUE);
    }

    @Test
    void valueOfAForeignTypeComparesWithNothing() {
        assertThat(evaluate("a = b", "a", new byte[1], "b", new byte[1])).isEqualTo(Truth.FALSE);
        assertThat(evaluate("a <> 1 OR a < 1", "a", 'x')).isEqualTo(Truth.FALSE);
        assertThat(evaluate("a IS NULL", "a", 'x')).isEqualTo(Truth.FALSE);
    }

    @Test
    void stringsAndBooleansKnowNoOrder() {
        assertThat(evaluate("a < b OR a > b OR a <= b OR a >= b", "a", "x", "b", "y"))
                .isEqualTo(Truth.FALSE);
        assertThat(evaluate("a <= b", "a", "x", "b", "x")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("a < b OR a > b OR a >= b", "a", true, "b", false)).isEqualTo(Truth.FALSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a < 'x'", "'x' >= a", "a > TRUE", "FALSE <= a", "a > (b = 1)"})
    void orderOfALiteralWithoutOrderIsRefusedAtOnce(String text) {
        assertThatThrownBy(() -> Selector.parse(text))
                .isInstanceOf(SelectorException.class)
                .hasMessageContaining("for numbers only");
    }

    @Test
    void stringsAreEqualIfAndOnlyIfTheyContainTheSameCharacters() {
        assertThat(evaluate("a = b", "a", "x", "b", "x")).isEqualTo(Truth.TRUE);
        assertThat(evaluate("a <> b", "a", "x", "b", "x ")).isEqualTo(Truth.TRUE);
        assertThat(evaluate("a = b", "a", "\u00e9", "b", "e\u0301")).isEqualTo(Truth.FALSE);
    }

    @Test
    void conditionInBracketsComparesAsABoolean() {
        assertThat(evaluate("(a > 1) = flag", "a", 2, "flag", true)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("FALSE <> (a > 1)", "a", 2)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("(a > 1) = TRUE")).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void notBindsTighterThanAndAndAndTighterThanOr() {
        assertThat(evaluate("TRUE OR FALSE AND FALSE")).isEqualTo(Truth.TRUE);
        assertThat(evaluate("(TRUE OR FALSE) AND FALSE")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("NOT FALSE AND FALSE")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("NOT (FALSE AND FALSE)")).isEqualTo(Truth.TRUE);
        assertThat(evaluate("NOT TRUE OR TRUE")).isEqualTo(Truth.TRUE);
        assertThat(evaluate("NOT NOT TRUE")).isEqualTo(Truth.TRUE);
        assertThat(evaluate("TRUE AND NOT NOT NOT TRUE")).isEqualTo(Truth.FALSE);
    }

    @Test
    void comparisonBindsTighterThanNot() {
        assertThat(evaluate("NOT a = 1", "a", 2)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("NOT a IS NULL", "a", 2)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("NOT a IN ('x') AND TRUE", "a", "y")).isEqualTo(Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 + 2 * 3 = 7",
                "(1 + 2) * 3 = 9",
                "10 - 3 - 2 = 5",
                "10 - (3 - 2) = 9",
                "100 / 10 / 5 = 2",
                "100 / 10 * 5 = 50",
                "7 / 2 = 3",
                "-7 / 2 = -3",
                "7 / 2.0 = 3.5",
                "-2 * 3 = -6",
                "2 * -3 = -6",
                "2 - -3 = 5",
                "- - 2 = 2",
                "-(1 + 2) = -3",
                "+(1 + 2) = 3",
                "2 + 3 > 2 * 2",
                "0.1 + 0.2 <> 0.3",
                "0.0 = -0.0"
            })
    void arithmeticFollowsPrecedenceFromLeftToRight(String text) {
        assertThat(evaluate(text)).isEqualTo(Truth.TRUE);
    }

    @Test
    void arithmeticUsesJavasNumericPromotion() {
        assertThat(evaluate("b + b = 254", "b", (byte) 127)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("i + i = -2", "i", Integer.MAX_VALUE)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("i + 1 = 2147483648", "i", Integer.MAX_VALUE)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("l + 1 < 0", "l", Long.MAX_VALUE)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("-i = i AND i < 0", "i", Integer.MIN_VALUE)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("f * 3 = 0.3F", "f", 0.1f)).isEqualTo(Truth.of(0.1f * 3 == 0.3f));
        assertThat(evaluate("f + d = 0.30000000149011613", "f", 0.1f, "d", 0.2))
                .isEqualTo(Truth.of(0.1f + 0.2 == 0.30000000149011613));
        assertThat(evaluate("-s = -5 AND +s = 5", "s", (short) 5)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("-f = 0.5 AND -d = 0.25", "f", -0.5f, "d", -0.25)).isEqualTo(Truth.TRUE);
    }

    @Test
    void exactDivisionByZeroIsUnknown() {
        assertThat(evaluate("1 / n = 1", "n", 0)).isEqualTo(Truth.UNKNOWN);
        assertThat(evaluate("NOT 1 / n = 1", "n", 0L)).isEqualTo(Truth.UNKNOWN);
        assertThat(evaluate("1 / 0 = 1 OR TRUE")).isEqualTo(Truth.TRUE);
        assertThat(evaluate("m / -1 = m", "m", Long.MIN_VALUE)).isEqualTo(Truth.TRUE);
    }

    @Test
    void approximateDivisionByZeroIsInfiniteAsInJava() {
        assertThat(evaluate("1 / n > 1E300", "n", 0.0)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("n / n = n / n", "n", 0.0)).isEqualTo(Truth.FALSE);
        assertThat(evaluate("n / n <> 1", "n", 0f)).isEqualTo(Truth.TRUE);
    }

    @Test
    void arithmeticOnAStringIsComparableWithNothing() {
        assertThat(evaluate("s + 1 = 6", "s", "5")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("s + 1 <> 6", "s", "5")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("-s = -5", "s", "5")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("1 + s * 2 > 0", "s", true)).isEqualTo(Truth.FALSE);
        assertThat(evaluate("s + missing > 0", "s", "5")).isEqualTo(Truth.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a' + 1 = 2", "1 - TRUE = 1", "-'5' = -5", "2 * (a = 1) = 2", "+FALSE = 1"})
    void arithmeticOnALiteralThatIsNoNumberIsRefusedAtOnce(String text) {
        assertThatThrownBy(() -> Selector.parse(text))
                .isInstanceOf(SelectorException.class)
                .hasMessageContaining("for numbers only");
    }
}
