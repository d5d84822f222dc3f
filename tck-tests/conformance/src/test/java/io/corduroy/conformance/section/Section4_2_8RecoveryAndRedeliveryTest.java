package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 4.2.8: what a subscription has not acknowledged comes again. */
class Section4_2_8RecoveryAndRedeliveryTest extends SectionTest {

    @Test
    void aNonDurableSubscriberRecoversWhileItLives() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Topic topic = topic();
        MessageConsumer consumer = session.createConsumer(topic);
        send(session, topic, "a", "b");
        receiveTexts(consumer, 2);

        session.recover();

        assertThat(receiveTexts(consumer, 2)).containsExactly("a", "b");
    }

    @Test
    void aDurableSubscriptionGivesItToTheNextConsumer() throws Exception {
        String client = name("client");
        Topic topic = topic();
        Connection first = connectAs(client);
        Session session = first.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createDurableConsumer(topic, "s");
        send(session, topic, "a", "b");
        receive(consumer).acknowledge();
        receive(consumer);
        first.close();

        Message again = receive(connectAs(client).createSession().createDurableConsumer(topic, "s"));

        assertThat(text(again)).isEqualTo("b");
        assertThat(again.getJMSRedelivered()).isTrue();
    }

    @Test
    void aNonPersistentMessageIsRecoveredTheSame() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Topic topic = topic();
        MessageConsumer consumer = session.createConsumer(topic);
        session.createProducer(topic).send(session.createTextMessage("m"), DeliveryMode.NON_PERSISTENT, 4, 0);
        receive(consumer);

        session.recover();

        assertThat(receive(consumer).getJMSRedelivered()).isTrue();
    }
}
