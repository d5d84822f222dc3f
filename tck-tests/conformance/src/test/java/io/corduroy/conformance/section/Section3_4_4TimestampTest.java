package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.4.4: JMSTimestamp. */
class Section3_4_4TimestampTest extends SectionTest {

    @Test
    void liesBetweenTheCallOfSendAndItsReturn() throws Exception {
        Session session = session();
        Queue queue = queue();
        Message message = session.createTextMessage("m");
        message.setJMSTimestamp(4711);

        long before = System.currentTimeMillis();
        session.createProducer(queue).send(message);
        long after = System.currentTimeMillis();

        assertThat(message.getJMSTimestamp()).isBetween(before, after);
        assertThat(receive(session.createConsumer(queue)).getJMSTimestamp()).isEqualTo(message.getJMSTimestamp());
    }

    @Test
    void isTheTimeOfTheSendNotOfTheCommit() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        Message message = session.createTextMessage("m");
        session.createProducer(queue).send(message);
        long sent = System.currentTimeMillis();
        while (System.currentTimeMillis() == sent) {
            Thread.onSpinWait();
        }

        session.commit();

        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(receive(consumer).getJMSTimestamp())
                .isEqualTo(message.getJMSTimestamp())
                .isLessThanOrEqualTo(sent);
    }

    @Test
    void isZeroOrNormalWhenTheProducerDoesWithoutIt() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.setDisableMessageTimestamp(true);
        Message message = session.createTextMessage("m");
        message.setJMSTimestamp(4711);

        long before = System.currentTimeMillis();
        producer.send(message);

        assertThat(producer.getDisableMessageTimestamp()).isTrue();
        assertZeroOrNormal(message.getJMSTimestamp(), before);
        assertZeroOrNormal(receive(session.createConsumer(queue)).getJMSTimestamp(), before);
    }

    @Test
    void isZeroOrNormalWhenTheSimplifiedProducerDoesWithoutIt() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        JMSProducer producer = context.createProducer().setDisableMessageTimestamp(true);

        long before = System.currentTimeMillis();
        producer.send(queue, "m");

        assertThat(producer.getDisableMessageTimestamp()).isTrue();
        assertZeroOrNormal(receive(context.createConsumer(queue)).getJMSTimestamp(), before);
    }

    private static void assertZeroOrNormal(long timestamp, long before) {
        if (timestamp != 0) {
            assertThat(timestamp).isBetween(before, System.currentTimeMillis());
        }
    }
}
