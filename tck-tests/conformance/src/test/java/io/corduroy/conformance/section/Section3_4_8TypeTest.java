package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.4.8: JMSType. */
class Section3_4_8TypeTest extends SectionTest {

    @Test
    void carriesWhatTheClientSets() throws Exception {
        Message message = session().createMessage();
        message.setJMSType("car");

        assertThat(sent(message, Message.class).getJMSType()).isEqualTo("car");
    }

    @Test
    void isNullUnlessSetAndCanBeSetToNullAgain() throws Exception {
        Message message = session().createMessage();
        assertThat(message.getJMSType()).isNull();
        message.setJMSType("car");
        message.setJMSType(null);

        assertThat(sent(message, Message.class).getJMSType()).isNull();
    }

    @Test
    void isSetByTheSimplifiedProducer() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        JMSProducer producer = context.createProducer().setJMSType("car");

        producer.send(queue, "m");

        assertThat(producer.getJMSType()).isEqualTo("car");
        assertThat(receive(context.createConsumer(queue)).getJMSType()).isEqualTo("car");
    }
}
