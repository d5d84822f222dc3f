package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.5.11: JMSXDeliveryCount. */
class Section3_5_11DeliveryCountTest extends SectionTest {

    private static int count(Message message) throws JMSException {
        return message.getIntProperty("JMSXDeliveryCount");
    }

    @Test
    void isOneTheFirstTimeWhateverTheSenderHasSet() throws Exception {
        Session session = session();
        Message message = session.createMessage();
        try {
            message.setIntProperty("JMSXDeliveryCount", 7);
        } catch (JMSException e) {
            message.clearProperties(); // refusing it is as well
        }

        Message received = sent(message, Message.class);

        assertThat(count(received)).isEqualTo(1);
        assertThat(received.propertyExists("JMSXDeliveryCount")).isTrue();
        assertThat(received.getStringProperty("JMSXDeliveryCount")).isEqualTo("1");
    }

    @Test
    void growsWithEachRecovery() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        send(session, queue, "m");
        MessageConsumer consumer = session.createConsumer(queue);
        for (int deliveries = 1; deliveries < 4; deliveries++) {
            Message message = receive(consumer);

            assertThat(count(message)).isEqualTo(deliveries);
            assertThat(message.getJMSRedelivered()).isEqualTo(deliveries > 1);
            session.recover();
        }
    }

    @Test
    void growsWithEachRollback() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        send(session(), queue, "m");
        MessageConsumer consumer = session.createConsumer(queue);
        for (int deliveries = 1; deliveries < 4; deliveries++) {
            assertThat(count(receive(consumer))).isEqualTo(deliveries);
            session.rollback();
        }
    }

    @Test
    void isCountedForWhoComesNext() throws Exception {
        Connection first = connect();
        Session session = first.createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        send(session, queue, "m");
        receive(session.createConsumer(queue));
        first.close();

        Message again = receive(session().createConsumer(queue));

        assertThat(count(again)).isEqualTo(2);
        assertThat(again.getJMSRedelivered()).isTrue();
    }

    @Test
    void isCountedByEachSubscriptionForItself() throws Exception {
        Session again = session(Session.CLIENT_ACKNOWLEDGE);
        Session once = session(Session.CLIENT_ACKNOWLEDGE);
        Topic topic = topic();
        MessageConsumer recovering = again.createConsumer(topic);
        MessageConsumer other = once.createConsumer(topic);
        send(once, topic, "m");
        receive(recovering);
        again.recover();

        assertThat(count(receive(recovering))).isEqualTo(2);
        assertThat(count(receive(other))).isEqualTo(1);
    }

    @Test
    void isOneAgainForAMessageThatIsSentOn() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        Queue next = queue();
        send(session(), queue, "m");
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer);
        session.rollback();
        session.createProducer(next).send(receive(consumer));
        session.commit();

        assertThat(count(receive(session.createConsumer(next)))).isEqualTo(1);
    }
}
