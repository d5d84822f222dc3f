package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Message;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jakarta Messaging 3.1, 3.5.2: property values of the eight types. */
class Section3_5_2PropertyValuesTest extends SectionTest {

    private static Stream<Object> values() {
        return Stream.of(
                true,
                false,
                Byte.MIN_VALUE,
                Byte.MAX_VALUE,
                Short.MIN_VALUE,
                Short.MAX_VALUE,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                Float.MIN_VALUE,
                Float.MAX_VALUE,
                Float.NaN,
                Float.NEGATIVE_INFINITY,
                -0.0f,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                -0.0,
                "",
                "Grüße, 世界 \uD83D\uDE00",
                "x".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("values")
    void arrivesWithTypeAndValue(Object value) throws Exception {
        Message message = session().createMessage();
        message.setObjectProperty("p", value);

        assertThat(message.getObjectProperty("p")).isEqualTo(value);
        assertThat(sent(message, Message.class).getObjectProperty("p")).isEqualTo(value);
    }

    @Test
    void aStringMayBeNull() throws Exception {
        Message message = session().createMessage();
        message.setStringProperty("p", null);
        message.setObjectProperty("q", null);

        Message received = sent(message, Message.class);

        assertThat(received.getStringProperty("p")).isNull();
        assertThat(received.getObjectProperty("q")).isNull();
    }

    @Test
    void theLastValueCounts() throws Exception {
        Message message = session().createMessage();
        message.setIntProperty("p", 1);
        message.setStringProperty("p", "two");

        assertThat(sent(message, Message.class).getObjectProperty("p")).isEqualTo("two");
    }

    @Test
    void thereCanBeMany() throws Exception {
        Message message = session().createMessage();
        for (int i = 0; i < 1_000; i++) {
            message.setIntProperty("p" + i, i);
        }

        Message received = sent(message, Message.class);

        for (int i = 0; i < 1_000; i++) {
            assertThat(received.getIntProperty("p" + i)).isEqualTo(i);
        }
    }
}
