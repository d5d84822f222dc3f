package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.8 and 3.8.1: who gives a selector gets the messages that match it. */
class Section3_8MessageSelectionTest extends SectionTest {

    private static TextMessage coloured(Session session, String color) throws JMSException {
        TextMessage message = session.createTextMessage(color);
        message.setStringProperty("color", color);
        return message;
    }

    @Test
    void onlyMatchingMessagesOfAQueueAreReceivedAndTheOthersStay() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        for (String color : List.of("red", "blue", "red", "green")) {
            producer.send(coloured(session, color));
        }

        MessageConsumer reds = session.createConsumer(queue, "color = 'red'");

        assertThat(receiveTexts(reds, 2)).containsExactly("red", "red");
        assertThat(reds.receiveNoWait()).isNull();
        assertThat(reds.getMessageSelector()).isEqualTo("color = 'red'");
        reds.close();
        assertThat(receiveTexts(session.createConsumer(queue), 2)).containsExactly("blue", "green");
    }

    @Test
    void onlyMatchingMessagesAreAddedToASubscription() throws Exception {
        Session session = session();
        Topic topic = topic();
        MessageConsumer reds = session.createConsumer(topic, "color = 'red'");
        MessageConsumer blues = session.createConsumer(topic, "color = 'blue'");
        MessageProducer producer = session.createProducer(topic);
        for (String color : List.of("red", "green", "blue")) {
            producer.send(coloured(session, color));
        }

        assertThat(receiveText(reds)).isEqualTo("red");
        assertThat(receiveText(blues)).isEqualTo("blue");
        assertThat(reds.receiveNoWait()).isNull();
        assertThat(blues.receiveNoWait()).isNull();
    }

    @Test
    void aListenerHearsOnlyMatchingMessages() throws Exception {
        Session session = session();
        Queue queue = queue();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        session.createConsumer(queue, "color = 'red'").setMessageListener(message -> heard.add(text(message)));
        Session sending = session();
        MessageProducer producer = sending.createProducer(queue);
        producer.send(coloured(sending, "blue"));
        producer.send(coloured(sending, "red"));

        assertThat(told(heard)).isEqualTo("red");
        assertThat(browse(sending, queue)).contains("blue");
    }

    @Test
    void theEmptyStringAndNullAreNoSelector() throws Exception {
        Session session = session();
        Queue queue = queue();
        for (String selector : new String[] {"", null}) {
            send(session, queue, "m");
            try (MessageConsumer consumer = session.createConsumer(queue, selector)) {
                assertThat(receiveText(consumer)).isEqualTo("m");
                assertThat(consumer.getMessageSelector()).isNullOrEmpty();
            }
        }
    }

    @Test
    void theSimplifiedInterfaceSelectsTheSame() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        context.createProducer().setProperty("color", "blue").send(queue, "blue");
        context.createProducer().setProperty("color", "red").send(queue, "red");

        JMSConsumer reds = context.createConsumer(queue, "color = 'red'");

        assertThat(reds.receiveBody(String.class, WAIT_MS)).isEqualTo("red");
        assertThat(reds.receiveNoWait()).isNull();
        assertThat(reds.getMessageSelector()).isEqualTo("color = 'red'");
    }

    @Test
    void bodyValuesCannotBeReferenced() throws Exception {
        Session session = session();
        Queue queue = queue();
        MapMessage message = session.createMapMessage();
        message.setString("color", "red");
        session.createProducer(queue).send(message);

        assertThat(session.createConsumer(queue, "color = 'red'").receiveNoWait())
                .isNull();
        assertThat(session.createConsumer(queue, "color IS NULL").receive(WAIT_MS))
                .isNotNull();
    }

    @Test
    void headerFieldsCanBeReferenced() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        TextMessage message = session.createTextMessage("m");
        message.setJMSType("car");
        message.setJMSCorrelationID("17");
        producer.send(message, DeliveryMode.NON_PERSISTENT, 7, 0);
        String selector = "JMSType = 'car' AND JMSCorrelationID = '17' AND JMSPriority = 7"
                + " AND JMSDeliveryMode = 'NON_PERSISTENT' AND JMSTimestamp = " + message.getJMSTimestamp()
                + " AND JMSMessageID = '" + message.getJMSMessageID() + "'";

        assertThat(receiveText(session.createConsumer(queue, selector))).isEqualTo("m");
    }

    @Test
    void headerFieldsThatAreNotSetAreNull() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, queue, "m");

        assertThat(receiveText(session.createConsumer(queue, "JMSType IS NULL AND JMSCorrelationID IS NULL")))
                .isEqualTo("m");
    }
}
