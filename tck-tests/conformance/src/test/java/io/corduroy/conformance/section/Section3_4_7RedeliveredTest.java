package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.4.7: JMSRedelivered. */
class Section3_4_7RedeliveredTest extends SectionTest {

    @Test
    void isNotSetTheFirstTimeWhateverTheSenderHasSet() throws Exception {
        Message message = session().createTextMessage("m");
        message.setJMSRedelivered(true);

        assertThat(sent(message, Message.class).getJMSRedelivered()).isFalse();
    }

    @Test
    void isSetWhenASessionRecovers() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        send(session, queue, "m");
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer);

        session.recover();

        assertThat(receive(consumer).getJMSRedelivered()).isTrue();
    }

    @Test
    void isSetWhenATransactionIsRolledBack() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        send(session(), queue, "m");
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer);

        session.rollback();

        assertThat(receive(consumer).getJMSRedelivered()).isTrue();
    }

    @Test
    void isNotSetWhenAReceivedMessageIsSentOn() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        send(session, queue, "m");
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer);
        session.recover();
        Message again = receive(consumer);
        again.acknowledge();
        MessageProducer producer = session.createProducer(queue);

        producer.send(again);

        assertThat(receive(consumer).getJMSRedelivered()).isFalse();
    }
}
