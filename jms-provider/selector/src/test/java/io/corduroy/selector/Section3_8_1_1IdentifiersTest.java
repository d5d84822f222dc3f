package io.corduroy.selector;

import static io.corduroy.selector.Messages.evaluate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.8.1.1: identifiers, reserved words, white space. */
class Section3_8_1_1IdentifiersTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "_", "$", "_a1", "$9", "größe", "数", "nullable", "NOTE", "android", "𝒳y", "a€"})
    void identifierIsMadeOfJavaIdentifierCharacters(String name) {
        assertThat(evaluate(name + " = 1", name, 1)).isEqualTo(Truth.TRUE);
    }

    @Test
    void identifierHasUnlimitedLengthWithinTheText() {
        String name = "x".repeat(60_000);

        assertThat(evaluate(name + " = 1", name, 1)).isEqualTo(Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE", "null", "Like",
                "eScApE"
            })
    void identifierCannotBeAReservedWordInAnyCase(String word) {
        assertThatThrownBy(() -> Selector.parse("1 < 2 AND " + word + " IS NOT NULL"))
                .isInstanceOf(SelectorException.class)
                .hasMessageStartingWith("selector, column ");
    }

    @Test
    void identifiersAreCaseSensitive() {
        assertThat(evaluate("Color = 'blue'", "color", "blue")).isEqualTo(Truth.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"JMSDeliveryMode", "JMSPriority", "JMSMessageID", "JMSTimestamp", "JMSCorrelationID", "JMSType"})
    void theseHeaderFieldsMayBeNamed(String header) {
        assertThat(evaluate(header + " IS NULL")).isEqualTo(Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JMSDestination",
                "JMSReplyTo",
                "JMSExpiration",
                "JMSRedelivered",
                "JMSDeliveryTime",
                "JMS",
                "JMSpriority",
                "JMSFoo"
            })
    void noOtherHeaderFieldMayBeNamed(String header) {
        assertThatThrownBy(() -> Selector.parse("a = 1 OR " + header + " IS NULL"))
                .isInstanceOf(SelectorException.class)
                .hasMessage("selector, column 10: found " + header
                        + ", expected a property or one of the header fields that"
                        + " selectors may name: JMSDeliveryMode, JMSPriority, JMSMessageID, JMSTimestamp, JMSCorrelationID,"
                        + " JMSType");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"JMSXGroupID", "JMSX", "JMSXFuture", "JMS_", "JMS_CORDUROY_X", "JMS_OTHER", "jmsPriority", "Jms"
            })
    void definedVendorAndApplicationPropertiesMayBeNamed(String property) {
        assertThat(evaluate(property + " = 'x'", property, "x")).isEqualTo(Truth.TRUE);
    }

    @Test
    void deliveryModeIsTreatedAsAString() {
        assertThat(evaluate("JMSDeliveryMode = 'PERSISTENT'", "JMSDeliveryMode", "PERSISTENT"))
                .isEqualTo(Truth.TRUE);
        assertThat(evaluate("JMSDeliveryMode = 'PERSISTENT'", "JMSDeliveryMode", "NON_PERSISTENT"))
                .isEqualTo(Truth.FALSE);
    }

    @Test
    void propertyKeepsTheTypeWithWhichItWasSet() {
        assertThat(evaluate("NumberOfOrders > 1", "NumberOfOrders", "2")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("NumberOfOrders > 1", "NumberOfOrders", 2)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("n = 5", "n", "5")).isEqualTo(Truth.FALSE);
        assertThat(evaluate("b = TRUE", "b", "true")).isEqualTo(Truth.FALSE);
    }

    @Test
    void keywordsAreCaseInsensitive() {
        assertThat(evaluate("not (a iN ('x')) aNd b Is nOt nUlL oR false", "a", "y", "b", 1))
                .isEqualTo(Truth.TRUE);
        assertThat(evaluate("n between 1 and 3 And s like 'a!%' escape '!'", "n", 2, "s", "a%"))
                .isEqualTo(Truth.TRUE);
        assertThat(evaluate("tRuE")).isEqualTo(Truth.TRUE);
    }

    @Test
    void whiteSpaceIsThatOfJava() {
        assertThat(evaluate(" \t\f\r\n a \t=\f1\r\n", "a", 1)).isEqualTo(Truth.TRUE);
        assertThat(evaluate("a=1 AND(b=2)OR'x'='y'", "a", 1, "b", 2)).isEqualTo(Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00a0", "\u2003", "\u000b", "\u2028"})
    void otherSpacesAreNoWhiteSpace(String space) {
        assertThatThrownBy(() -> Selector.parse("a =" + space + "1"))
                .isInstanceOf(SelectorException.class)
                .hasMessageStartingWith("selector, column 4: found U+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = 1 -- comment", "a = 1 /* comment */", "/* c */ a = 1"})
    void commentsAreNotSupported(String text) {
        assertThatThrownBy(() -> Selector.parse(text)).isInstanceOf(SelectorException.class);
    }

    @Test
    void namesItsIdentifiersInOrderOfAppearance() throws SelectorException {
        Selector selector = Selector.parse("b = 1 AND (a LIKE 'x' OR b + c > JMSPriority) AND a IS NULL");

        assertThat(selector.identifiers()).containsExactly("b", "a", "c", "JMSPriority");
        assertThatThrownBy(() -> selector.identifiers().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
