package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.5.8: what is not there is read like null. */
class Section3_5_8NonExistentPropertiesTest extends SectionTest {

    @Test
    void isReadAsNull() throws Exception {
        Message received = sent(session().createMessage(), Message.class);

        assertThat(received.propertyExists("p")).isFalse();
        assertThat(received.getStringProperty("p")).isNull();
        assertThat(received.getObjectProperty("p")).isNull();
        assertThat(received.getBooleanProperty("p")).isFalse();
        assertThatThrownBy(() -> received.getByteProperty("p")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> received.getShortProperty("p")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> received.getIntProperty("p")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> received.getLongProperty("p")).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void isReadAsNullFromTheSimplifiedProducer() throws Exception {
        JMSProducer producer = context().createProducer();

        assertThat(producer.propertyExists("p")).isFalse();
        assertThat(producer.getStringProperty("p")).isNull();
        assertThat(producer.getObjectProperty("p")).isNull();
        assertThat(producer.getBooleanProperty("p")).isFalse();
        assertThatThrownBy(() -> producer.getIntProperty("p")).isInstanceOf(NumberFormatException.class);
    }
}
