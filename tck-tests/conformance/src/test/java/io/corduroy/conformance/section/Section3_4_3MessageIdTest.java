package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.4.3: JMSMessageID. */
class Section3_4_3MessageIdTest extends SectionTest {

    @Test
    void beginsWithIdAndIsTheSameForSenderAndReceiver() throws Exception {
        Session session = session();
        Queue queue = queue();
        Message message = session.createTextMessage("m");
        message.setJMSMessageID("ID:mine");

        session.createProducer(queue).send(message);

        assertThat(message.getJMSMessageID()).startsWith("ID:").isNotEqualTo("ID:mine");
        assertThat(receive(session.createConsumer(queue)).getJMSMessageID()).isEqualTo(message.getJMSMessageID());
    }

    @Test
    void isUniqueAcrossConnectionsSessionsProducersAndSends() throws Exception {
        Queue queue = queue();
        Set<String> ids = new HashSet<>();
        for (Session session : new Session[] {session(), session()}) {
            for (MessageProducer producer : new MessageProducer[] {
                session.createProducer(queue), session.createProducer(queue), session.createProducer(topic())
            }) {
                Message message = session.createTextMessage("m");
                producer.send(message);
                ids.add(message.getJMSMessageID());
                producer.send(message);
                ids.add(message.getJMSMessageID());
            }
        }

        assertThat(ids).hasSize(12);
    }

    @Test
    void isNullOrNormalWhenTheProducerDoesWithoutIt() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.setDisableMessageID(true);
        Message message = session.createTextMessage("m");
        message.setJMSMessageID("ID:mine");

        producer.send(message);

        assertThat(producer.getDisableMessageID()).isTrue();
        assertNullOrNormal(message.getJMSMessageID());
        assertNullOrNormal(receive(session.createConsumer(queue)).getJMSMessageID());
    }

    @Test
    void isNullOrNormalWhenTheSimplifiedProducerDoesWithoutIt() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        JMSProducer producer = context.createProducer().setDisableMessageID(true);

        producer.send(queue, "m");

        assertThat(producer.getDisableMessageID()).isTrue();
        assertNullOrNormal(receive(context.createConsumer(queue)).getJMSMessageID());
    }

    private static void assertNullOrNormal(@Nullable String id) {
        if (id != null) {
            assertThat(id).startsWith("ID:").isNotEqualTo("ID:mine");
        }
    }
}
