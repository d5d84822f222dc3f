package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Jakarta Messaging 3.1, 3.5.4: what was set as one type can be read as another one, table 3-2. */
class Section3_5_4PropertyValueConversionTest extends SectionTest {

    private static final String NAME = "p";

    /** A type of the table: how it is read, and, of the values that can be read as such, what is read. */
    @SuppressWarnings("ImmutableEnumChecker") // nobody changes them
    private enum Type {
        BOOLEAN(true, message -> message.getBooleanProperty(NAME)),
        BYTE((byte) 12, message -> message.getByteProperty(NAME)),
        SHORT((short) 12, message -> message.getShortProperty(NAME)),
        INT(12, message -> message.getIntProperty(NAME)),
        LONG(12L, message -> message.getLongProperty(NAME)),
        FLOAT(12f, message -> message.getFloatProperty(NAME)),
        DOUBLE(12d, message -> message.getDoubleProperty(NAME)),
        STRING("12", message -> message.getStringProperty(NAME));

        private static final Map<Type, Set<Type>> READABLE_AS = Map.of(
                BOOLEAN, Set.of(BOOLEAN, STRING),
                BYTE, Set.of(BYTE, SHORT, INT, LONG, STRING),
                SHORT, Set.of(SHORT, INT, LONG, STRING),
                INT, Set.of(INT, LONG, STRING),
                LONG, Set.of(LONG, STRING),
                FLOAT, Set.of(FLOAT, DOUBLE, STRING),
                DOUBLE, Set.of(DOUBLE, STRING),
                STRING, Set.of(values()));

        final Object twelve;
        final Reading reading;

        Type(Object twelve, Reading reading) {
            this.twelve = twelve;
            this.reading = reading;
        }

        boolean isReadableAs(Type other) {
            return READABLE_AS.getOrDefault(this, Set.of()).contains(other);
        }

        /** Twelve, or true, as the other type has it. */
        Object readAs(Type other) {
            return switch (other) {
                case STRING -> twelve.toString();
                case BOOLEAN -> this == BOOLEAN; // "12" is not "true"
                default -> other.twelve;
            };
        }
    }

    private interface Reading {
        Object of(Message message) throws JMSException;
    }

    private static void assertRow(Type set, Message message) throws Exception {
        for (Type read : Type.values()) {
            if (set.isReadableAs(read)) {
                assertThat(read.reading.of(message))
                        .as(set + " read as " + read)
                        .isEqualTo(set.readAs(read));
            } else {
                assertThatThrownBy(() -> read.reading.of(message))
                        .as(set + " read as " + read)
                        .isInstanceOf(MessageFormatException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowOfTheTable(Type set) throws Exception {
        Message message = session().createMessage();
        message.setObjectProperty(NAME, set.twelve);

        assertRow(set, message);
        assertRow(set, sent(message, Message.class));
    }

    @ParameterizedTest
    @EnumSource
    void aRowOfTheTableWithTheSimplifiedProducer(Type set) throws Exception {
        JMSProducer producer = context().createProducer().setProperty(NAME, set.twelve);
        Map<Type, ThrowingCallable> readings = Map.of(
                Type.BOOLEAN,
                        () -> assertThat(producer.getBooleanProperty(NAME)).isEqualTo(set.readAs(Type.BOOLEAN)),
                Type.BYTE, () -> assertThat(producer.getByteProperty(NAME)).isEqualTo(set.readAs(Type.BYTE)),
                Type.SHORT, () -> assertThat(producer.getShortProperty(NAME)).isEqualTo(set.readAs(Type.SHORT)),
                Type.INT, () -> assertThat(producer.getIntProperty(NAME)).isEqualTo(set.readAs(Type.INT)),
                Type.LONG, () -> assertThat(producer.getLongProperty(NAME)).isEqualTo(set.readAs(Type.LONG)),
                Type.FLOAT, () -> assertThat(producer.getFloatProperty(NAME)).isEqualTo(set.readAs(Type.FLOAT)),
                Type.DOUBLE, () -> assertThat(producer.getDoubleProperty(NAME)).isEqualTo(set.readAs(Type.DOUBLE)),
                Type.STRING, () -> assertThat(producer.getStringProperty(NAME)).isEqualTo(set.readAs(Type.STRING)));

        for (Map.Entry<Type, ThrowingCallable> read : readings.entrySet()) {
            if (set.isReadableAs(read.getKey())) {
                assertThatCode(read.getValue()).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(read.getValue())
                        .as(set + " read as " + read.getKey())
                        .isInstanceOf(MessageFormatRuntimeException.class);
            }
        }
    }

    @Test
    void aStringThatIsNoNumberIsANumberFormatException() throws Exception {
        Message message = session().createMessage();
        message.setStringProperty(NAME, "twelve");
        Message received = sent(message, Message.class);

        assertThatThrownBy(() -> received.getByteProperty(NAME)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> received.getShortProperty(NAME)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> received.getIntProperty(NAME)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> received.getLongProperty(NAME)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> received.getFloatProperty(NAME)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> received.getDoubleProperty(NAME)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @CsvSource({"256, BYTE", "-129, BYTE", "32768, SHORT", "2147483648, INT", "9223372036854775808, LONG", "1.5, INT"})
    void aStringOutOfTheRangeOfATypeIsANumberFormatException(String value, Type type) throws Exception {
        Message message = session().createMessage();
        message.setStringProperty(NAME, value);

        assertThatThrownBy(() -> type.reading.of(message)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "TRUE, true", "True, true", "false, false", "yes, false", "1, false", "'', false"})
    void aStringIsTrueAsBooleanValueOfSays(String value, boolean expected) throws Exception {
        Message message = session().createMessage();
        message.setStringProperty(NAME, value);

        assertThat(message.getBooleanProperty(NAME)).isEqualTo(expected);
    }

    @Test
    void nullIsReadAsTheTypesValueOfReadsIt() throws Exception {
        Message message = session().createMessage();
        message.setStringProperty(NAME, null);

        for (Message each : List.of(message, sent(message, Message.class))) {
            assertThat(each.getBooleanProperty(NAME)).isFalse();
            assertThatThrownBy(() -> each.getByteProperty(NAME)).isInstanceOf(NumberFormatException.class);
            assertThatThrownBy(() -> each.getShortProperty(NAME)).isInstanceOf(NumberFormatException.class);
            assertThatThrownBy(() -> each.getIntProperty(NAME)).isInstanceOf(NumberFormatException.class);
            assertThatThrownBy(() -> each.getLongProperty(NAME)).isInstanceOf(NumberFormatException.class);
            assertThatThrownBy(() -> each.getFloatProperty(NAME))
                    .isInstanceOfAny(NumberFormatException.class, NullPointerException.class); // as Float.valueOf(null)
            assertThatThrownBy(() -> each.getDoubleProperty(NAME))
                    .isInstanceOfAny(NumberFormatException.class, NullPointerException.class);
            assertThat(each.getStringProperty(NAME)).isNull();
        }
    }
}
