package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 7.8: messages that expire. */
class Section7_8TimeToLiveTest extends SectionTest {

    @Test
    void theTimeOfAProducerHoldsForItsMessages() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.setTimeToLive(20);
        Message message = session.createTextMessage("brief");
        producer.send(message);
        awaitTime(message.getJMSExpiration());
        send(session, queue, "lasting");

        assertThat(receiveText(session.createConsumer(queue))).isEqualTo("lasting");
    }

    @Test
    void aDurableSubscriptionDoesNotKeepWhatHasExpired() throws Exception {
        Session session = connectAs(name("client")).createSession();
        Topic topic = topic();
        session.createDurableConsumer(topic, "s").close();
        Message brief = session.createTextMessage("brief");
        session.createProducer(topic).send(brief, DeliveryMode.PERSISTENT, 4, 20);
        send(session, topic, "lasting");
        awaitTime(brief.getJMSExpiration());

        assertThat(receiveText(session.createDurableConsumer(topic, "s"))).isEqualTo("lasting");
    }

    @Test
    void aListenerDoesNotHearWhatHasExpired() throws Exception {
        Connection connection = connectStopped();
        Session session = connection.createSession();
        Queue queue = queue();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> heard.add(text(message)));
        Session sender = session();
        Message brief = sender.createTextMessage("brief");
        sender.createProducer(queue).send(brief, DeliveryMode.PERSISTENT, 4, 20);
        send(sender, queue, "lasting");
        awaitTime(brief.getJMSExpiration());

        connection.start();

        assertThat(told(heard)).isEqualTo("lasting");
        assertThat(heard).isEmpty();
    }

    @Test
    void aBrowserDoesNotShowWhatHasExpired() throws Exception {
        Session session = session();
        Queue queue = queue();
        Message brief = session.createTextMessage("brief");
        session.createProducer(queue).send(brief, DeliveryMode.PERSISTENT, 4, 20);
        send(session, queue, "lasting");
        awaitTime(brief.getJMSExpiration());

        assertThat(browse(session, queue)).containsExactly("lasting");
    }

    @Test
    void theTimeOfAMessageIsNotTheOneThatItsSetterSays() throws Exception {
        Session session = session();
        Message message = session.createMessage();
        message.setJMSExpiration(1);

        assertThat(sent(message, Message.class).getJMSExpiration()).isZero();
    }
}
