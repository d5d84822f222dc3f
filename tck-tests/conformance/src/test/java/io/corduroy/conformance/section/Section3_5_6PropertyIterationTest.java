package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.5.6: the names of the properties. */
class Section3_5_6PropertyIterationTest extends SectionTest {

    @Test
    void namesAreThoseOfThePropertiesAndNotOfHeaderFields() throws Exception {
        Message message = session().createMessage();
        message.setJMSType("type");
        message.setJMSCorrelationID("correlation");
        message.setIntProperty("a", 1);
        message.setStringProperty("b", "2");
        message.setStringProperty("c", null);

        assertThat(names(message)).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(names(sent(message, Message.class)))
                .contains("a", "b", "c")
                .allMatch(name -> name.length() == 1 || name.startsWith("JMSX") || name.startsWith("JMS_"));
    }

    @Test
    void aNewMessageHasNone() throws Exception {
        assertThat(names(session().createMessage())).isEmpty();
    }

    @Test
    void theSimplifiedProducerNamesThemInASetThatCannotBeChanged() throws Exception {
        JMSProducer producer = context()
                .createProducer()
                .setProperty("a", 1)
                .setProperty("b", "2")
                .setJMSType("type");

        Set<String> names = producer.getPropertyNames();

        assertThat(names).containsExactlyInAnyOrder("a", "b");
        assertThatThrownBy(() -> names.add("c")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> names.remove("a")).isInstanceOf(UnsupportedOperationException.class);
    }

    private static List<String> names(Message message) throws Exception {
        List<String> names = new ArrayList<>();
        for (Object name : all(message.getPropertyNames())) {
            names.add((String) name);
        }
        return names;
    }
}
