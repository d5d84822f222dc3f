package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 15.11 and 2.16: requests whose replies come over a temporary queue, told apart by correlation. */
class Section15_11RequestReplyTest extends SectionTest {

    @Test
    void eachReplyFindsItsRequest() throws Exception {
        Queue requests = queue();
        JMSContext serving = context();
        serving.createConsumer(requests).setMessageListener(request -> {
            try {
                serving.createProducer()
                        .setJMSCorrelationID(request.getJMSMessageID())
                        .send(request.getJMSReplyTo(), "re: " + text(request));
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        JMSContext asking = context();
        TemporaryQueue replies = asking.createTemporaryQueue();
        Map<String, String> expected = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            TextMessage request = asking.createTextMessage("request " + i);
            asking.createProducer().setJMSReplyTo(replies).send(requests, request);
            expected.put(request.getJMSMessageID(), "re: request " + i);
        }

        JMSConsumer consumer = asking.createConsumer(replies);
        for (int i = 0; i < 5; i++) {
            Message reply = receive(consumer);
            assertThat(text(reply)).isEqualTo(expected.remove(reply.getJMSCorrelationID()));
        }
        assertThat(expected).isEmpty();
    }

    @Test
    void aReplyIsSelectedByItsCorrelation() throws Exception {
        JMSContext context = context();
        TemporaryQueue replies = context.createTemporaryQueue();
        context.createProducer().setJMSCorrelationID("1").send(replies, "first");
        context.createProducer().setJMSCorrelationID("2").send(replies, "second");

        assertThat(context.createConsumer(replies, "JMSCorrelationID = '2'").receiveBody(String.class, WAIT_MS))
                .isEqualTo("second");
    }
}
