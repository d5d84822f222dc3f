package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jakarta Messaging 3.1, 3.5.5: property values as objects. */
class Section3_5_5PropertyObjectsTest extends SectionTest {

    @Test
    void eachTypeIsReadAsItsObject() throws Exception {
        Message message = session().createMessage();
        message.setBooleanProperty("boolean", true);
        message.setByteProperty("byte", (byte) 1);
        message.setShortProperty("short", (short) 2);
        message.setIntProperty("int", 3);
        message.setLongProperty("long", 4);
        message.setFloatProperty("float", 5);
        message.setDoubleProperty("double", 6);
        message.setStringProperty("string", "7");

        for (Message each : List.of(message, sent(message, Message.class))) {
            assertThat(each.getObjectProperty("boolean")).isEqualTo(true);
            assertThat(each.getObjectProperty("byte")).isEqualTo((byte) 1);
            assertThat(each.getObjectProperty("short")).isEqualTo((short) 2);
            assertThat(each.getObjectProperty("int")).isEqualTo(3);
            assertThat(each.getObjectProperty("long")).isEqualTo(4L);
            assertThat(each.getObjectProperty("float")).isEqualTo(5f);
            assertThat(each.getObjectProperty("double")).isEqualTo(6d);
            assertThat(each.getObjectProperty("string")).isEqualTo("7");
            assertThat(each.getObjectProperty("nothing")).isNull();
        }
    }

    private static Stream<Object> otherObjects() {
        return Stream.of('c', new byte[] {1}, List.of(), new BigDecimal(1), new Object(), new int[] {1}, Instant.EPOCH);
    }

    @ParameterizedTest
    @MethodSource("otherObjects")
    void otherClassesAreRefused(Object value) throws Exception {
        Message message = session().createMessage();
        JMSProducer producer = context().createProducer();

        assertThatThrownBy(() -> message.setObjectProperty("p", value)).isInstanceOf(MessageFormatException.class);
        assertThat(message.propertyExists("p")).isFalse();
        assertThatThrownBy(() -> producer.setProperty("p", value)).isInstanceOf(MessageFormatRuntimeException.class);
        assertThat(producer.propertyExists("p")).isFalse();
    }
}
