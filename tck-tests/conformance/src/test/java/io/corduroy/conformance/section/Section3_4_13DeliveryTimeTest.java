package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.4.13: JMSDeliveryTime. */
class Section3_4_13DeliveryTimeTest extends SectionTest {

    private static final long DELAY_MS = 200;

    @Test
    void isTheTimeOfTheSendPlusTheDelay() throws Exception {
        Session session = session();
        Queue queue = queue();
        Message message = session.createTextMessage("m");
        message.setJMSDeliveryTime(4711);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(DELAY_MS);

        long before = System.currentTimeMillis();
        producer.send(message);
        long after = System.currentTimeMillis();

        assertThat(message.getJMSDeliveryTime()).isBetween(before + DELAY_MS, after + DELAY_MS);
        assertThat(receive(session.createConsumer(queue)).getJMSDeliveryTime()).isEqualTo(message.getJMSDeliveryTime());
    }

    @Test
    void withoutADelayItIsTheTimeOfTheSend() throws Exception {
        Session session = session();
        Queue queue = queue();
        Message message = session.createTextMessage("m");
        message.setJMSDeliveryTime(4711);

        long before = System.currentTimeMillis();
        session.createProducer(queue).send(message);
        long after = System.currentTimeMillis();

        assertThat(message.getJMSDeliveryTime()).isBetween(before, after);
        assertThat(receive(session.createConsumer(queue)).getJMSDeliveryTime()).isEqualTo(message.getJMSDeliveryTime());
    }

    @Test
    void countsFromTheSendNotFromTheCommit() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        Message message = session.createTextMessage("m");
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(DELAY_MS);
        producer.send(message);
        long sent = System.currentTimeMillis();
        while (System.currentTimeMillis() == sent) {
            Thread.onSpinWait();
        }

        session.commit();

        assertThat(receive(session.createConsumer(queue)).getJMSDeliveryTime())
                .isEqualTo(message.getJMSDeliveryTime())
                .isLessThanOrEqualTo(sent + DELAY_MS);
    }

    @Test
    void nothingIsReceivedBefore() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(DELAY_MS);
        producer.send(session.createTextMessage("delayed"));
        send(session, queue, "at once");

        assertThat(receiveText(consumer)).isEqualTo("at once");
        Message delayed = receive(consumer);

        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(delayed.getJMSDeliveryTime());
        assertThat(text(delayed)).isEqualTo("delayed");
    }

    @Test
    void isSetByTheSimplifiedProducer() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        context.createProducer().setDeliveryDelay(DELAY_MS).send(queue, "m");

        Message received = receive(context.createConsumer(queue));

        assertThat(received.getJMSDeliveryTime()).isEqualTo(received.getJMSTimestamp() + DELAY_MS);
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(received.getJMSDeliveryTime());
    }
}
