package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.4.1: JMSDestination. */
class Section3_4_1DestinationTest extends SectionTest {

    @Test
    void isIgnoredWhenSentAndHoldsWhereItWentAfterwards() throws Exception {
        Session session = session();
        Queue queue = queue();
        Message message = session.createTextMessage("m");
        message.setJMSDestination(topic());

        session.createProducer(queue).send(message);

        assertThat(message.getJMSDestination()).isEqualTo(queue);
    }

    @Test
    void aReceivedMessageNamesTheQueueItWasSentTo() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, queue, "m");

        Queue named = (Queue) receive(session.createConsumer(queue)).getJMSDestination();

        assertThat(named.getQueueName()).isEqualTo(queue.getQueueName());
    }

    @Test
    void aReceivedMessageNamesTheTopicItWasSentTo() throws Exception {
        Session session = session();
        Topic topic = topic();
        MessageConsumer consumer = session.createConsumer(topic);
        send(session, topic, "m");

        Topic named = (Topic) receive(consumer).getJMSDestination();

        assertThat(named.getTopicName()).isEqualTo(topic.getTopicName());
    }

    @Test
    void aReceivedMessageCanBeAnsweredThroughIt() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, queue, "first");
        MessageConsumer consumer = session.createConsumer(queue);

        send(session, receive(consumer).getJMSDestination(), "second");

        assertThat(receiveText(consumer)).isEqualTo("second");
    }
}
