package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.5.1: property names are identifiers of the selector language (3.8.1.1). */
class Section3_5_1PropertyNamesTest extends SectionTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "_a", "$a", "a1", "größe", "a$b_c", "JMSXGroupID", "JMS_vendor", "nothing", "island"})
    void anIdentifierIsAName(String name) throws Exception {
        Message message = session().createMessage();
        message.setStringProperty(name, "v");

        assertThat(sent(message, Message.class).getStringProperty(name)).isEqualTo("v");
    }

    @Test
    void aNameMayBeLong() throws Exception {
        String name = "n".repeat(1_000);
        Message message = session().createMessage();
        message.setIntProperty(name, 7);

        assertThat(sent(message, Message.class).getIntProperty(name)).isEqualTo(7);
    }

    @Test
    void caseMatters() throws Exception {
        Message message = session().createMessage();
        message.setStringProperty("name", "lower");
        message.setStringProperty("Name", "upper");

        Message received = sent(message, Message.class);

        assertThat(received.getStringProperty("name")).isEqualTo("lower");
        assertThat(received.getStringProperty("Name")).isEqualTo("upper");
        assertThat(received.getStringProperty("NAME")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1a", "a-b", "a.b", "a b", " a", "a'", "NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN"})
    void whatIsNoIdentifierIsRefused(String name) throws Exception {
        Message message = session().createMessage();

        assertThatThrownBy(() -> message.setIntProperty(name, 1))
                .isInstanceOfAny(JMSException.class, JMSRuntimeException.class, IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIKE", "IN", "IS", "ESCAPE", "and", "Like", "null", "true"})
    void wordsOfTheSelectorLanguageAreRefusedInAnyCase(String name) throws Exception {
        Message message = session().createMessage();

        assertThatThrownBy(() -> message.setIntProperty(name, 1))
                .isInstanceOfAny(JMSException.class, JMSRuntimeException.class, IllegalArgumentException.class);
    }

    @Test
    void nullAndTheEmptyStringAreIllegalArguments() throws Exception {
        Message message = session().createMessage();
        for (String name : new String[] {null, ""}) {
            assertThatThrownBy(() -> message.setBooleanProperty(name, true))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setByteProperty(name, (byte) 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setShortProperty(name, (short) 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setIntProperty(name, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setLongProperty(name, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setFloatProperty(name, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setDoubleProperty(name, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setStringProperty(name, "v")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setObjectProperty(name, "v")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void nullAndTheEmptyStringAreIllegalArgumentsOfTheSimplifiedProducer() throws Exception {
        JMSProducer producer = context().createProducer();
        for (String name : new String[] {null, ""}) {
            assertThatThrownBy(() -> producer.setProperty(name, true)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> producer.setProperty(name, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> producer.setProperty(name, "v")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> producer.setProperty(name, (Object) "v"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
