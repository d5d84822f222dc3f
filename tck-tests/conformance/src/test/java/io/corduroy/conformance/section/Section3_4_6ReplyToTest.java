package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.4.6: JMSReplyTo. */
class Section3_4_6ReplyToTest extends SectionTest {

    @Test
    void carriesAQueue() throws Exception {
        Queue reply = queue();
        Message message = session().createMessage();
        message.setJMSReplyTo(reply);

        assertThat(message.getJMSReplyTo()).isEqualTo(reply);
        assertThat(((Queue) sent(message, Message.class).getJMSReplyTo()).getQueueName())
                .isEqualTo(reply.getQueueName());
    }

    @Test
    void carriesATopic() throws Exception {
        Topic reply = topic();
        Message message = session().createMessage();
        message.setJMSReplyTo(reply);

        assertThat(((Topic) sent(message, Message.class).getJMSReplyTo()).getTopicName())
                .isEqualTo(reply.getTopicName());
    }

    @Test
    void isNullUnlessSetAndCanBeSetToNullAgain() throws Exception {
        Message message = session().createMessage();
        assertThat(message.getJMSReplyTo()).isNull();
        message.setJMSReplyTo(queue());
        message.setJMSReplyTo(null);

        assertThat(sent(message, Message.class).getJMSReplyTo()).isNull();
    }

    @Test
    void bringsAnAnswerToATemporaryQueue() throws Exception {
        Session asking = session();
        TemporaryQueue replies = asking.createTemporaryQueue();
        MessageConsumer consumer = asking.createConsumer(replies);
        Message question = asking.createTextMessage("how much?");
        question.setJMSReplyTo(replies);
        Session answering = session();

        send(answering, sent(question, Message.class).getJMSReplyTo(), "42");

        assertThat(receiveText(consumer)).isEqualTo("42");
    }

    @Test
    void isSetByTheSimplifiedProducer() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        Queue reply = queue();
        JMSProducer producer = context.createProducer().setJMSReplyTo(reply);

        producer.send(queue, "m");

        assertThat(producer.getJMSReplyTo()).isEqualTo(reply);
        assertThat(((Queue) receive(context.createConsumer(queue)).getJMSReplyTo()).getQueueName())
                .isEqualTo(reply.getQueueName());
    }
}
