package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSProducer;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.5.7: clearing a message's properties. */
class Section3_5_7ClearingPropertiesTest extends SectionTest {

    @Test
    void leavesNoneAndTheBody() throws Exception {
        TextMessage message = session().createTextMessage("body");
        message.setIntProperty("a", 1);

        message.clearProperties();

        assertThat(message.propertyExists("a")).isFalse();
        assertThat(message.getPropertyNames().hasMoreElements()).isFalse();
        assertThat(message.getText()).isEqualTo("body");
    }

    @Test
    void makesThoseOfAReceivedMessageWritable() throws Exception {
        TextMessage message = session().createTextMessage("body");
        message.setIntProperty("a", 1);
        TextMessage received = sent(message, TextMessage.class);

        received.clearProperties();
        received.setStringProperty("b", "2");

        assertThat(received.propertyExists("a")).isFalse();
        assertThat(received.getStringProperty("b")).isEqualTo("2");
        assertThat(received.getText()).isEqualTo("body");
        assertThatThrownBy(() -> received.setText("other")).isInstanceOf(MessageNotWriteableException.class);
    }

    @Test
    void clearsThoseOfTheSimplifiedProducer() throws Exception {
        JMSProducer producer = context().createProducer().setProperty("a", 1).setJMSType("type");

        producer.clearProperties().setProperty("b", 2);

        assertThat(producer.getPropertyNames()).containsExactly("b");
        assertThat(producer.getJMSType()).isEqualTo("type");
    }
}
