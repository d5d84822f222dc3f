package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 4.1.4 and 4.2.6: destinations are known by their names. */
class Section4_1_4QueueTest extends SectionTest {

    @Test
    void aQueueHasAName() throws Exception {
        Session session = session();
        String name = name("queue");

        Queue queue = session.createQueue(name);

        assertThat(queue.getQueueName()).isEqualTo(name);
        assertThat(queue.toString()).isNotEmpty();
        assertThat(context().createQueue(name).getQueueName()).isEqualTo(name);
    }

    @Test
    void aTopicHasAName() throws Exception {
        Session session = session();
        String name = name("topic");

        Topic topic = session.createTopic(name);

        assertThat(topic.getTopicName()).isEqualTo(name);
        assertThat(topic.toString()).isNotEmpty();
        assertThat(context().createTopic(name).getTopicName()).isEqualTo(name);
    }

    @Test
    void twoObjectsOfOneNameAreOneQueue() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, session.createQueue(queue.getQueueName()), "m");

        assertThat(receiveText(session.createConsumer(session.createQueue(queue.getQueueName()))))
                .isEqualTo("m");
    }

    @Test
    void aQueueAndATopicOfOneNameAreTwo() throws Exception {
        Session session = session();
        String name = name("both");
        MessageConsumer ofTopic = session.createConsumer(session.createTopic(name));
        MessageConsumer ofQueue = session.createConsumer(session.createQueue(name));
        send(session, session.createQueue(name), "queued");
        send(session, session.createTopic(name), "published");

        assertThat(receiveText(ofTopic)).isEqualTo("published");
        assertThat(receiveText(ofQueue)).isEqualTo("queued");
        assertThat(ofTopic.receiveNoWait()).isNull();
        assertThat(ofQueue.receiveNoWait()).isNull();
    }
}
