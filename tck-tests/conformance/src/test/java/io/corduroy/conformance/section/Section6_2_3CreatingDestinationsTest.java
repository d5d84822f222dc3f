package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 6.2.3: destinations made from names. */
class Section6_2_3CreatingDestinationsTest extends SectionTest {

    @Test
    void theyAreTheAdministeredOnesOfThatName() throws Exception {
        Session session = session();
        Queue queue = queue();
        Topic topic = topic();
        MessageConsumer ofTopic = session.createConsumer(topic);
        send(session, session.createQueue(queue.getQueueName()), "queued");
        send(session, session.createTopic(topic.getTopicName()), "published");

        assertThat(receiveText(session.createConsumer(queue))).isEqualTo("queued");
        assertThat(receiveText(ofTopic)).isEqualTo("published");
    }

    @Test
    void theyAreTheSameFromAContext() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        context.createProducer().send(context.createQueue(queue.getQueueName()), "m");

        assertThat(context.createConsumer(queue).receiveBody(String.class, WAIT_MS))
                .isEqualTo("m");
    }
}
