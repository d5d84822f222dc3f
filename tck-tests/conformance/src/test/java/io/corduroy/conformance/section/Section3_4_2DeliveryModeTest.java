package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.4.2: JMSDeliveryMode. */
class Section3_4_2DeliveryModeTest extends SectionTest {

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.NON_PERSISTENT, DeliveryMode.PERSISTENT})
    void isWhatTheSendSays(int mode) throws Exception {
        Session session = session();
        Queue queue = queue();
        Message message = session.createTextMessage("m");
        MessageProducer producer = session.createProducer(queue);

        producer.send(message, mode, 4, 0);

        assertThat(message.getJMSDeliveryMode()).isEqualTo(mode);
        assertThat(receive(session.createConsumer(queue)).getJMSDeliveryMode()).isEqualTo(mode);
    }

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.NON_PERSISTENT, DeliveryMode.PERSISTENT})
    void isWhatTheProducerSaysWhateverTheMessageSays(int mode) throws Exception {
        Session session = session();
        Queue queue = queue();
        Message message = session.createTextMessage("m");
        message.setJMSDeliveryMode(
                mode == DeliveryMode.PERSISTENT ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(mode);

        producer.send(message);

        assertThat(message.getJMSDeliveryMode()).isEqualTo(mode);
        assertThat(receive(session.createConsumer(queue)).getJMSDeliveryMode()).isEqualTo(mode);
    }

    @Test
    void isPersistentIfNothingIsSaid() throws Exception {
        Session session = session();

        assertThat(sent(session.createTextMessage("m"), Message.class).getJMSDeliveryMode())
                .isEqualTo(DeliveryMode.PERSISTENT);
    }
}
