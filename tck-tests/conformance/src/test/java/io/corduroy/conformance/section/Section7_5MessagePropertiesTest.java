package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 7.5 and 7.6: properties and headers that a simplified producer sets. */
class Section7_5MessagePropertiesTest extends SectionTest {

    @Test
    void propertiesOfEachTypeAreAdded() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        JMSProducer producer = context.createProducer()
                .setProperty("boolean", true)
                .setProperty("byte", (byte) 1)
                .setProperty("short", (short) 2)
                .setProperty("int", 3)
                .setProperty("long", 4L)
                .setProperty("float", 5f)
                .setProperty("double", 6d)
                .setProperty("string", "7")
                .setProperty("object", (Object) 8);

        producer.send(queue, "m");

        Message received = receive(context.createConsumer(queue));
        assertThat(received.getObjectProperty("boolean")).isEqualTo(true);
        assertThat(received.getObjectProperty("byte")).isEqualTo((byte) 1);
        assertThat(received.getObjectProperty("short")).isEqualTo((short) 2);
        assertThat(received.getObjectProperty("int")).isEqualTo(3);
        assertThat(received.getObjectProperty("long")).isEqualTo(4L);
        assertThat(received.getObjectProperty("float")).isEqualTo(5f);
        assertThat(received.getObjectProperty("double")).isEqualTo(6d);
        assertThat(received.getObjectProperty("string")).isEqualTo("7");
        assertThat(received.getObjectProperty("object")).isEqualTo(8);
        assertThat(producer.getObjectProperty("int")).isEqualTo(3);
        assertThat(producer.propertyExists("int")).isTrue();
    }

    @Test
    void theyWinOverThoseOfTheMessage() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        Message message = context.createMessage();
        message.setIntProperty("both", 1);
        message.setIntProperty("message", 2);
        message.setJMSType("message");
        message.setJMSCorrelationID("message");

        context.createProducer()
                .setProperty("both", 3)
                .setProperty("producer", 4)
                .setJMSType("producer")
                .send(queue, message);

        Message received = receive(context.createConsumer(queue));
        assertThat(received.getIntProperty("both")).isEqualTo(3);
        assertThat(received.getIntProperty("message")).isEqualTo(2);
        assertThat(received.getIntProperty("producer")).isEqualTo(4);
        assertThat(received.getJMSType()).isEqualTo("producer");
        assertThat(received.getJMSCorrelationID()).isEqualTo("message");
    }

    @Test
    void theyHoldForEveryBodyAndUntilTheyAreCleared() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        JMSProducer producer = context.createProducer().setProperty("n", 1).setJMSCorrelationID("c");
        producer.send(queue, "t").send(queue, new byte[0]).send(queue, Map.of()).send(queue, new BigDecimal(1));
        producer.clearProperties().send(queue, "t");

        JMSConsumer consumer = context.createConsumer(queue);
        for (int i = 0; i < 4; i++) {
            Message received = receive(consumer);
            assertThat(received.getIntProperty("n")).isEqualTo(1);
            assertThat(received.getJMSCorrelationID()).isEqualTo("c");
        }
        Message last = receive(consumer);
        assertThat(last.propertyExists("n")).isFalse();
        assertThat(last.getJMSCorrelationID()).isEqualTo("c");
    }

    @Test
    void producersOfOneContextHaveTheirOwn() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        context.createProducer().setProperty("n", 1).setPriority(7).setJMSType("t");

        context.createProducer().send(queue, "m");

        Message received = receive(context.createConsumer(queue));
        assertThat(received.propertyExists("n")).isFalse();
        assertThat(received.getJMSPriority()).isEqualTo(4);
        assertThat(received.getJMSType()).isNull();
    }
}
