package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.5.3: properties of a received message are read-only. */
class Section3_5_3UsingPropertiesTest extends SectionTest {

    @Test
    void everySetterIsRefusedOnAReceivedMessage() throws Exception {
        Message received = sent(session().createMessage(), Message.class);

        assertThatThrownBy(() -> received.setBooleanProperty("p", true))
                .isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> received.setByteProperty("p", (byte) 1))
                .isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> received.setShortProperty("p", (short) 1))
                .isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> received.setIntProperty("p", 1)).isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> received.setLongProperty("p", 1)).isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> received.setFloatProperty("p", 1)).isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> received.setDoubleProperty("p", 1)).isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> received.setStringProperty("p", "v")).isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> received.setObjectProperty("p", "v")).isInstanceOf(MessageNotWriteableException.class);
    }

    @Test
    void propertiesOfASentMessageStayWritable() throws Exception {
        Session session = session();
        Message message = session.createMessage();
        session.createProducer(queue()).send(message);

        message.setIntProperty("p", 1);

        assertThat(message.getIntProperty("p")).isEqualTo(1);
    }

    @Test
    void theSimplifiedProducerCannotAddPropertiesToAReceivedMessage() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        Message received = sent(context.createMessage(), Message.class);
        JMSProducer producer = context.createProducer().setProperty("p", 1);

        assertThatThrownBy(() -> producer.send(queue, received))
                .isInstanceOf(MessageNotWriteableRuntimeException.class);
    }
}
