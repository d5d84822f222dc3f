package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.9: what becomes of a message object after it was sent. */
class Section3_9AccessToSentMessagesTest extends SectionTest {

    @Test
    void changingItDoesNotChangeWhatWasSent() throws Exception {
        Session session = session();
        Queue queue = queue();
        BytesMessage bytes = session.createBytesMessage();
        byte[] content = {1, 2, 3};
        bytes.writeBytes(content);
        bytes.setStringProperty("p", "first");
        bytes.setJMSType("first");
        session.createProducer(queue).send(bytes);

        content[0] = 9;
        bytes.clearBody();
        bytes.writeBytes(new byte[] {7});
        bytes.clearProperties();
        bytes.setStringProperty("p", "second");
        bytes.setJMSType("second");

        BytesMessage received = (BytesMessage) receive(session.createConsumer(queue));
        assertThat(received.getBody(byte[].class)).isEqualTo(new byte[] {1, 2, 3});
        assertThat(received.getStringProperty("p")).isEqualTo("first");
        assertThat(received.getJMSType()).isEqualTo("first");
    }

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.NON_PERSISTENT, DeliveryMode.PERSISTENT})
    void theSameObjectCanBeSentAgainWithOtherValues(int mode) throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(mode);
        TextMessage message = session.createTextMessage();
        for (int i = 0; i < 10; i++) {
            message.setText("m" + i);
            message.setIntProperty("n", i);
            producer.send(message);
        }

        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < 10; i++) {
            Message received = receive(consumer);
            assertThat(text(received)).isEqualTo("m" + i);
            assertThat(received.getIntProperty("n")).isEqualTo(i);
        }
    }

    @Test
    void aMapAStreamAndAnObjectCanBeChangedAndSentAgain() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        MapMessage map = session.createMapMessage();
        map.setInt("n", 1);
        producer.send(map);
        map.setInt("n", 2);
        producer.send(map);
        ObjectMessage object = session.createObjectMessage("one");
        producer.send(object);
        object.setObject("two");
        producer.send(object);

        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(((MapMessage) receive(consumer)).getInt("n")).isEqualTo(1);
        assertThat(((MapMessage) receive(consumer)).getInt("n")).isEqualTo(2);
        assertThat(((ObjectMessage) receive(consumer)).getObject()).isEqualTo("one");
        assertThat(((ObjectMessage) receive(consumer)).getObject()).isEqualTo("two");
    }

    @Test
    void aMessageOfOneSessionCanBeSentByAnotherOne() throws Exception {
        Session sending = session();
        Queue queue = queue();

        sending.createProducer(queue).send(session().createTextMessage("m"));

        assertThat(receiveText(sending.createConsumer(queue))).isEqualTo("m");
    }

    @Test
    void aReceivedMessageCanBeSentOn() throws Exception {
        Session session = session();
        Queue queue = queue();
        Queue next = queue();
        TextMessage message = session.createTextMessage("m");
        message.setIntProperty("n", 7);
        session.createProducer(queue).send(message);
        Message received = receive(session.createConsumer(queue));

        session.createProducer(next).send(received);

        Message again = receive(session.createConsumer(next));
        assertThat(text(again)).isEqualTo("m");
        assertThat(again.getIntProperty("n")).isEqualTo(7);
        assertThat(((Queue) again.getJMSDestination()).getQueueName()).isEqualTo(next.getQueueName());
    }
}
