package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.10: changing the value of a received message. */
class Section3_10ChangingAReceivedMessageTest extends SectionTest {

    @Test
    void headersMayBeChangedBodyAndPropertiesNot() throws Exception {
        TextMessage received = sent(session().createTextMessage("m"), TextMessage.class);

        received.setJMSType("other");

        assertThat(received.getJMSType()).isEqualTo("other");
        assertThatThrownBy(() -> received.setText("other")).isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> received.setIntProperty("n", 1)).isInstanceOf(MessageNotWriteableException.class);
    }

    @Test
    void aClearedBodyIsWritableAndPropertiesAreNot() throws Exception {
        TextMessage received = sent(session().createTextMessage("m"), TextMessage.class);

        received.clearBody();
        received.setText("other");

        assertThat(received.getText()).isEqualTo("other");
        assertThatThrownBy(() -> received.setIntProperty("n", 1)).isInstanceOf(MessageNotWriteableException.class);
    }

    @Test
    void whatIsDeliveredAgainIsTheOriginal() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        TextMessage message = session.createTextMessage("original");
        message.setIntProperty("n", 1);
        message.setJMSType("type");
        session.createProducer(queue).send(message);
        MessageConsumer consumer = session.createConsumer(queue);
        TextMessage changed = (TextMessage) receive(consumer);
        changed.clearBody();
        changed.setText("changed");
        changed.clearProperties();
        changed.setIntProperty("n", 2);
        changed.setJMSType("other");

        session.recover();

        Message again = receive(consumer);
        assertThat(text(again)).isEqualTo("original");
        assertThat(again.getIntProperty("n")).isEqualTo(1);
        assertThat(again.getJMSType()).isEqualTo("type");
    }

    @Test
    void copiesOfOtherSubscribersAreTheirOwn() throws Exception {
        Session session = session();
        Topic topic = topic();
        MessageConsumer first = session.createConsumer(topic);
        MessageConsumer second = session.createConsumer(topic);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[] {1, 2, 3});
        session.createProducer(topic).send(message);
        BytesMessage changed = (BytesMessage) receive(first);
        changed.clearBody();
        changed.writeByte((byte) 9);

        assertThat(receive(second).getBody(byte[].class)).isEqualTo(new byte[] {1, 2, 3});
    }
}
