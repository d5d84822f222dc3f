package io.corduroy.selector;

import static io.corduroy.selector.Messages.evaluate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.8.1.1: BETWEEN, IN, LIKE, IS NULL. */
class Section3_8_1_1PredicatesTest {
    @ParameterizedTest
    @CsvSource({"14, FALSE", "15, TRUE", "17, TRUE", "19, TRUE", "20, FALSE"})
    void betweenIncludesItsBounds(int age, Truth expected) {
        assertThat(evaluate("age BETWEEN 15 AND 19", "age", age)).isEqualTo(expected);
        assertThat(evaluate("age >= 15 AND age <= 19", "age", age)).isEqualTo(expected);
        assertThat(evaluate("age NOT BETWEEN 15 AND 19", "age", age)).isEqualTo(expected.not());
        assertThat(evaluate("age < 15 OR age > 19", "age", age)).isEqualTo(expected.not());
    }

    @Test
    void betweenTakesArithmeticOnAllSidesAndEndsBeforeTheNextAnd() {
        assertThat(evaluate("a + 1 BETWEEN b * 2 AND c - 1 AND TRUE", "a", 4, "b", 2, "c", 6))
                .isEqualTo(Truth.TRUE);
        assertThat(evaluate("5 BETWEEN low AND high OR FALSE", "low", 1.5, "high", 5L))
                .isEqualTo(Truth.TRUE);
        assertThat(evaluate("5 BETWEEN 6 AND 4")).isEqualTo(Truth.FALSE);
    }

    @Test
    void betweenIsBothComparisonsSoOneOfThemMayDecideAlone() {
        assertThat(evaluate("n BETWEEN 5 AND missing", "n", 3)).isEqualTo(Truth.FALSE);
        assertThat(evaluate("n BETWEEN 5 AND missing", "n", 7)).isEqualTo(Truth.UNKNOWN);
        assertThat(evaluate("n NOT BETWEEN 5 AND missing", "n", 3)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("missing BETWEEN 1 AND 2")).isEqualTo(Truth.UNKNOWN);
        assertThat(evaluate("missing NOT BETWEEN 1 AND 2")).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void betweenAndNotBetweenAreBothFalseForAString() {
        assertThat(evaluate("s BETWEEN 1 AND 9", "s", "5")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("s NOT BETWEEN 1 AND 9", "s", "5")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("NOT (s BETWEEN 1 AND 9)", "s", "5")).isEqualTo(Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a BETWEEN 'a' AND 'b'", "'a' BETWEEN 1 AND 2", "a BETWEEN TRUE AND 2", "a BETWEEN 1 AND 'b'"})
    void betweenIsForNumbersOnly(String text) {
        assertThatThrownBy(() -> Selector.parse(text))
                .isInstanceOf(SelectorException.class)
                .hasMessageContaining("BETWEEN is for numbers only");
    }

    @ParameterizedTest
    @CsvSource({"UK, TRUE", "Peru, FALSE", "uk, FALSE"})
    void inIsAChainOfEquals(String country, Truth expected) {
        assertThat(evaluate("Country IN ('UK', 'US', 'France')", "Country", country))
                .isEqualTo(expected);
        assertThat(evaluate("(Country = 'UK') OR (Country = 'US') OR (Country = 'France')", "Country", country))
                .isEqualTo(expected);
        assertThat(evaluate("Country NOT IN ('UK', 'US', 'France')", "Country", country))
                .isEqualTo(expected.not());
    }

    @Test
    void inOfNullIsUnknown() {
        assertThat(evaluate("Country IN ('UK')")).isEqualTo(Truth.UNKNOWN);
        assertThat(evaluate("Country NOT IN ('UK')")).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void inAndNotInOfANumberAreUnknownForTheySaySomethingAboutStrings() {
        assertThat(evaluate("n IN ('5')", "n", 5)).isEqualTo(Truth.UNKNOWN);
        assertThat(evaluate("n NOT IN ('5')", "n", 5)).isEqualTo(Truth.UNKNOWN);
        assertThat(evaluate("NOT (n = '5')", "n", 5)).isEqualTo(Truth.TRUE);
    }

    @Test
    void inMayRepeatAString() {
        assertThat(evaluate("s IN ('a', 'a', 'it''s')", "s", "it's")).isEqualTo(Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a IN ()",
                "a IN (1)",
                "a IN ('x',)",
                "a IN ('x' 'y')",
                "a IN 'x'",
                "'a' IN ('a')",
                "1 IN ('a')",
                "a + 1 IN ('a')",
                "a IN (b)",
                "a IN (TRUE)",
                "a IN ('x'"
            })
    void inTakesAnIdentifierAndStringLiteralsOnly(String text) {
        assertThatThrownBy(() -> Selector.parse(text)).isInstanceOf(SelectorException.class);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "phone LIKE '12%3', 123, TRUE",
                "phone LIKE '12%3', 12993, TRUE",
                "phone LIKE '12%3', 1234, FALSE",
                "phone LIKE 'l_se', lose, TRUE",
                "phone LIKE 'l_se', loose, FALSE",
                "phone LIKE '\\_%' ESCAPE '\\', _foo, TRUE",
                "phone LIKE '\\_%' ESCAPE '\\', bar, FALSE",
                "phone NOT LIKE '12%3', 123, FALSE",
                "phone NOT LIKE '12%3', 12993, FALSE",
                "phone NOT LIKE '12%3', 1234, TRUE",
                "phone LIKE '', \"\", TRUE",
                "phone LIKE '', x, FALSE",
                "phone LIKE '%', \"\", TRUE",
                "phone LIKE '%%', abc, TRUE",
                "phone LIKE '_', \"\", FALSE",
                "phone LIKE '_%_', a, FALSE",
                "phone LIKE '_%_', ab, TRUE",
                "phone LIKE 'a.c', abc, FALSE",
                "phone LIKE '[a]*', aaa, FALSE",
                "phone LIKE 'ABC', abc, FALSE",
                "phone LIKE '%ab', aab, TRUE",
                "phone LIKE '%aab%b', aaabxab, TRUE",
                "phone LIKE '100!%' ESCAPE '!', 100%, TRUE",
                "phone LIKE '100!%' ESCAPE '!', 1000, FALSE",
                "phone LIKE 'a!!b' ESCAPE '!', a!b, TRUE",
                "phone LIKE 'a__' ESCAPE '_', a_, TRUE",
                "phone LIKE 'a%%' ESCAPE '%', ab, FALSE",
                "phone LIKE 'it''s', it's, TRUE",
                "phone LIKE '_', 😀, TRUE",
                "phone LIKE '__', 😀, FALSE",
                "phone LIKE '%😀', x😀, TRUE",
                "phone LIKE '%\uDE00', x😀, FALSE",
                "phone LIKE '😀_' ESCAPE '😀', _, TRUE"
            })
    void likeMatchesItsPattern(String selector, String value, Truth expected) {
        assertThat(evaluate(selector, "phone", value)).isEqualTo(expected);
    }

    @Test
    void likeTakesLineTerminatorsForCharacters() {
        assertThat(evaluate("s LIKE 'a%b_'", "s", "a\n\nb\n")).isEqualTo(Truth.TRUE);
    }

    @Test
    void likeOfNullIsUnknown() {
        assertThat(evaluate("s LIKE '%'")).isEqualTo(Truth.UNKNOWN);
        assertThat(evaluate("s NOT LIKE '%'")).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void likeOfANumberIsFalseAndNotLikeIsItsNegation() {
        assertThat(evaluate("n LIKE '5'", "n", 5)).isEqualTo(Truth.FALSE);
        assertThat(evaluate("n NOT LIKE '5'", "n", 5)).isEqualTo(Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a LIKE b",
                "a LIKE 1",
                "'a' LIKE 'a'",
                "1 LIKE '1'",
                "a LIKE",
                "a LIKE 'x' ESCAPE",
                "a LIKE 'x' ESCAPE ''",
                "a LIKE 'x' ESCAPE 'ab'",
                "a LIKE 'x' ESCAPE b",
                "a LIKE 'x\\' ESCAPE '\\'",
                "a LIKE '\\x' ESCAPE '\\'",
                "a LIKE 'x' LIKE 'x'",
                "a ESCAPE 'x'"
            })
    void likeTakesAnIdentifierAStringAndAnEscapeOfOneCharacterOnly(String text) {
        assertThatThrownBy(() -> Selector.parse(text)).isInstanceOf(SelectorException.class);
    }

    @Test
    void isNullTestsForAMissingValue() {
        assertThat(evaluate("prop_name IS NULL")).isEqualTo(Truth.TRUE);
        assertThat(evaluate("prop_name IS NULL", "prop_name", "")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("JMSType IS NULL")).isEqualTo(Truth.TRUE);
    }

    @Test
    void isNotNullTestsForAValue() {
        assertThat(evaluate("prop_name IS NOT NULL")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("prop_name IS NOT NULL", "prop_name", false)).isEqualTo(Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 IS NULL",
                "'a' IS NULL",
                "a + 1 IS NULL",
                "(a = 1) IS NULL",
                "a IS",
                "a IS NOT",
                "a IS TRUE",
                "a NOT NULL"
            })
    void isNullTakesAnIdentifierOnly(String text) {
        assertThatThrownBy(() -> Selector.parse(text)).isInstanceOf(SelectorException.class);
    }
}
