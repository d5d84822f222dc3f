package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.4.9: JMSExpiration. */
class Section3_4_9ExpirationTest extends SectionTest {

    private static final long HOUR_MS = 3_600_000;

    @Test
    void isTheTimeOfTheSendPlusTheTimeToLive() throws Exception {
        Session session = session();
        Queue queue = queue();
        Message message = session.createTextMessage("m");
        message.setJMSExpiration(4711);

        long before = System.currentTimeMillis();
        session.createProducer(queue).send(message, DeliveryMode.PERSISTENT, 4, HOUR_MS);
        long after = System.currentTimeMillis();

        assertThat(message.getJMSExpiration()).isBetween(before + HOUR_MS, after + HOUR_MS);
        assertThat(receive(session.createConsumer(queue)).getJMSExpiration()).isEqualTo(message.getJMSExpiration());
    }

    @Test
    void isZeroWithoutATimeToLive() throws Exception {
        Session session = session();
        Queue queue = queue();
        Message message = session.createTextMessage("m");
        message.setJMSExpiration(4711);

        session.createProducer(queue).send(message);

        assertThat(message.getJMSExpiration()).isZero();
        assertThat(receive(session.createConsumer(queue)).getJMSExpiration()).isZero();
    }

    @Test
    void countsFromTheSendNotFromTheCommit() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        Message message = session.createTextMessage("m");
        MessageProducer producer = session.createProducer(queue);
        producer.setTimeToLive(HOUR_MS);
        producer.send(message);
        long sent = System.currentTimeMillis();
        while (System.currentTimeMillis() == sent) {
            Thread.onSpinWait();
        }

        session.commit();

        assertThat(receive(session.createConsumer(queue)).getJMSExpiration())
                .isEqualTo(message.getJMSExpiration())
                .isLessThanOrEqualTo(sent + HOUR_MS);
    }

    @Test
    void anExpiredMessageIsNotReceived() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        Message brief = session.createTextMessage("brief");
        producer.send(brief, DeliveryMode.PERSISTENT, 4, 1);
        send(session, queue, "lasting");
        awaitTime(brief.getJMSExpiration());

        MessageConsumer consumer = session.createConsumer(queue);

        assertThat(receiveText(consumer)).isEqualTo("lasting");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void aMessageThatExpiresWhileItWaitsAtAConsumerIsNotReceived() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        Message brief = session.createTextMessage("brief");
        session.createProducer(queue).send(brief, DeliveryMode.PERSISTENT, 4, 20);
        send(session, queue, "lasting");
        awaitTime(brief.getJMSExpiration());

        assertThat(receiveText(consumer)).isEqualTo("lasting");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void isSetByTheSimplifiedProducer() throws Exception {
        JMSContext context = context();
        Queue queue = queue();

        long before = System.currentTimeMillis();
        context.createProducer().setTimeToLive(HOUR_MS).send(queue, "m");
        long after = System.currentTimeMillis();

        assertThat(receive(context.createConsumer(queue)).getJMSExpiration())
                .isBetween(before + HOUR_MS, after + HOUR_MS);
    }
}
