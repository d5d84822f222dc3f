package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.4.5: JMSCorrelationID. */
class Section3_4_5CorrelationIdTest extends SectionTest {

    @Test
    void carriesAStringOfTheApplication() throws Exception {
        Message message = session().createMessage();
        message.setJMSCorrelationID("order 17, Grüße");

        assertThat(sent(message, Message.class).getJMSCorrelationID()).isEqualTo("order 17, Grüße");
    }

    @Test
    void carriesTheIdentifierOfAnotherMessage() throws Exception {
        Session session = session();
        Message first = sent(session.createMessage(), Message.class);
        Message message = session.createMessage();
        message.setJMSCorrelationID(first.getJMSMessageID());

        assertThat(sent(message, Message.class).getJMSCorrelationID()).isEqualTo(first.getJMSMessageID());
    }

    @Test
    void isNullUnlessSetAndCanBeSetToNullAgain() throws Exception {
        Message message = session().createMessage();
        assertThat(message.getJMSCorrelationID()).isNull();
        message.setJMSCorrelationID("x");
        message.setJMSCorrelationID(null);

        assertThat(sent(message, Message.class).getJMSCorrelationID()).isNull();
    }

    @Test
    void carriesBytesOrSaysThatItDoesNot() throws Exception {
        Message message = session().createMessage();
        byte[] id = "17".getBytes(StandardCharsets.US_ASCII);
        try {
            message.setJMSCorrelationIDAsBytes(id);
        } catch (UnsupportedOperationException e) {
            return; // a provider without native values need not
        }

        assertThat(sent(message, Message.class).getJMSCorrelationIDAsBytes()).isEqualTo(id);
    }

    @Test
    void isSetByTheSimplifiedProducer() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        JMSProducer producer = context.createProducer().setJMSCorrelationID("order 17");

        producer.send(queue, "m");

        assertThat(producer.getJMSCorrelationID()).isEqualTo("order 17");
        assertThat(receive(context.createConsumer(queue)).getJMSCorrelationID()).isEqualTo("order 17");
    }
}
