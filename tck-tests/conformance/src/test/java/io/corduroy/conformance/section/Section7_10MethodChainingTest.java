package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 7.10: every setter of a simplified producer gives the producer. */
class Section7_10MethodChainingTest extends SectionTest {

    @Test
    void everythingIsSetInOneSentence() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        Queue replies = queue();
        JMSProducer producer = context.createProducer();

        JMSProducer same = producer.setProperty("p", "v")
                .setTimeToLive(100_000)
                .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                .setPriority(6)
                .setDeliveryDelay(0)
                .setDisableMessageID(false)
                .setDisableMessageTimestamp(false)
                .setAsync(null)
                .setJMSCorrelationID("c")
                .setJMSType("t")
                .setJMSReplyTo(replies)
                .send(queue, "m")
                .clearProperties();

        assertThat(same).isSameAs(producer);
        Message received = receive(context.createConsumer(queue));
        assertThat(received.getStringProperty("p")).isEqualTo("v");
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(received.getJMSPriority()).isEqualTo(6);
        assertThat(received.getJMSExpiration()).isEqualTo(received.getJMSTimestamp() + 100_000);
        assertThat(received.getJMSCorrelationID()).isEqualTo("c");
        assertThat(received.getJMSType()).isEqualTo("t");
        assertThat(((Queue) received.getJMSReplyTo()).getQueueName()).isEqualTo(replies.getQueueName());
    }
}
