package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.8.1.3: delivery modes and times in selectors. */
class Section3_8_1_3SelectorSpecialNotesTest extends SectionTest {

    @Test
    void deliveryModesHaveNames() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("kept"), DeliveryMode.PERSISTENT, 4, 0);
        producer.send(session.createTextMessage("not kept"), DeliveryMode.NON_PERSISTENT, 4, 0);

        assertThat(receiveText(session.createConsumer(queue, "JMSDeliveryMode = 'NON_PERSISTENT'")))
                .isEqualTo("not kept");
        assertThat(receiveText(session.createConsumer(queue, "JMSDeliveryMode = 'PERSISTENT'")))
                .isEqualTo("kept");
    }

    @Test
    void timesAreMilliseconds() throws Exception {
        Session session = session();
        Queue queue = queue();
        long now = System.currentTimeMillis();
        TextMessage message = session.createTextMessage("m");
        message.setLongProperty("due", now);
        session.createProducer(queue).send(message);

        assertThat(session.createConsumer(queue, "due > " + now + " OR JMSTimestamp < " + now)
                        .receiveNoWait())
                .isNull();
        assertThat(receiveText(session.createConsumer(queue, "due = " + now + " AND JMSTimestamp >= " + now)))
                .isEqualTo("m");
    }
}
