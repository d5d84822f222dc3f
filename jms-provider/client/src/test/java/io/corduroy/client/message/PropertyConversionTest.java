package io.corduroy.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.5.4 and 3.5.5: what a property can be read as. */
@NullUnmarked // hands over null, and takes for granted what has to be there
class PropertyConversionTest {
    static Stream<Arguments> cells() {
        return ConversionTable.cells(ConversionTable.PROPERTIES);
    }

    @ParameterizedTest(name = "{0} as {1}: {2}")
    @MethodSource("cells")
    void propertyConvertsAsTable3_2Says(String written, String read, boolean isMarked) throws JMSException {
        CorduroyMessage sent = new CorduroyMessage();
        set(sent, written);
        CorduroyMessage received = Deliveries.deliver(sent);

        for (CorduroyMessage message : List.of(sent, received)) {
            if (isMarked) {
                assertThat(get(message, read)).isEqualTo(ConversionTable.expected(written, read));
            } else {
                assertThatThrownBy(() -> get(message, read))
                        .isInstanceOf(MessageFormatException.class)
                        .hasMessage("a value written as " + written + " cannot be read as " + read);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void objectPropertyIsThePropertyOfItsType(String written, String read, boolean isMarked) throws JMSException {
        CorduroyMessage sent = new CorduroyMessage();
        sent.setObjectProperty("p", ConversionTable.VALUES.get(written));

        assertThat(sent.getObjectProperty("p")).isEqualTo(ConversionTable.VALUES.get(written));
        assertThat(Deliveries.deliver(sent).getObjectProperty("p")).isEqualTo(ConversionTable.VALUES.get(written));
        if (isMarked) {
            assertThat(get(sent, read)).isEqualTo(ConversionTable.expected(written, read));
        }
    }

    private static void set(CorduroyMessage message, String type) throws JMSException {
        switch (type) {
            case "boolean" -> message.setBooleanProperty("p", true);
            case "byte" -> message.setByteProperty("p", (byte) 5);
            case "short" -> message.setShortProperty("p", (short) 5);
            case "int" -> message.setIntProperty("p", 5);
            case "long" -> message.setLongProperty("p", 5);
            case "float" -> message.setFloatProperty("p", 5);
            case "double" -> message.setDoubleProperty("p", 5);
            case "String" -> message.setStringProperty("p", "5");
            default -> throw new AssertionError(type);
        }
    }

    private static Object get(CorduroyMessage message, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> message.getBooleanProperty("p");
            case "byte" -> message.getByteProperty("p");
            case "short" -> message.getShortProperty("p");
            case "int" -> message.getIntProperty("p");
            case "long" -> message.getLongProperty("p");
            case "float" -> message.getFloatProperty("p");
            case "double" -> message.getDoubleProperty("p");
            case "String" -> message.getStringProperty("p");
            default -> throw new AssertionError(type);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte", "short", "int", "long", "float", "double"})
    void stringThatIsNoNumberFailsAsValueOfDoes(String type) throws JMSException {
        CorduroyMessage message = new CorduroyMessage();
        message.setStringProperty("p", "five");

        assertThatThrownBy(() -> get(message, type)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void stringIsABooleanAsValueOfSays() throws JMSException {
        CorduroyMessage message = new CorduroyMessage();
        message.setStringProperty("p", "TrUe");

        assertThat(message.getBooleanProperty("p")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte", "short", "int", "long"})
    void missingPropertyReadAsAnIntegerFailsAsValueOfNullDoes(String type) {
        assertThatThrownBy(() -> get(new CorduroyMessage(), type)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"float", "double"})
    void missingPropertyReadAsAFloatingPointNumberFailsAsValueOfNullDoes(String type) {
        assertThatThrownBy(() -> get(new CorduroyMessage(), type)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void missingPropertyIsNullAndFalse() throws JMSException {
        CorduroyMessage message = new CorduroyMessage();

        assertThat(message.getBooleanProperty("p")).isFalse();
        assertThat(message.getStringProperty("p")).isNull();
        assertThat(message.getObjectProperty("p")).isNull();
        assertThat(message.propertyExists("p")).isFalse();
    }

    @Test
    void propertySetToNullExistsAndReadsAsIfItDidNot() throws JMSException {
        CorduroyMessage sent = new CorduroyMessage();
        sent.setStringProperty("p", null);
        sent.setObjectProperty("q", null);

        for (CorduroyMessage message : List.of(sent, Deliveries.deliver(sent))) {
            assertThat(message.getStringProperty("p")).isNull();
            assertThat(message.propertyExists("p")).isTrue();
            assertThat(message.propertyExists("q")).isTrue();
            assertThatThrownBy(() -> message.getIntProperty("p")).isInstanceOf(NumberFormatException.class);
        }
    }

    static Stream<Object> foreignValues() {
        return Stream.of('c', new byte[1], new BigDecimal(1), List.of(), new Object());
    }

    @ParameterizedTest
    @MethodSource("foreignValues")
    void objectPropertyOfAnotherClassIsRefused(Object value) {
        assertThatThrownBy(() -> new CorduroyMessage().setObjectProperty("p", value))
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining(value.getClass().getName());
    }
}
