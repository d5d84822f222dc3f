package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.4.10: JMSPriority. */
class Section3_4_10PriorityTest extends SectionTest {

    @Test
    void isWhatTheSendSaysWhateverTheMessageSays() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        for (int priority = 0; priority <= 9; priority++) {
            Message message = session.createTextMessage("p" + priority);
            message.setJMSPriority(9 - priority);
            producer.send(message, DeliveryMode.PERSISTENT, priority, 0);
            assertThat(message.getJMSPriority()).isEqualTo(priority);
        }

        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i <= 9; i++) {
            Message message = receive(consumer);
            assertThat("p" + message.getJMSPriority()).isEqualTo(text(message));
        }
    }

    @Test
    void isFourIfNothingIsSaid() throws Exception {
        assertThat(sent(session().createMessage(), Message.class).getJMSPriority())
                .isEqualTo(4);
    }

    @Test
    void expeditedMessagesComeBeforeNormalOnes() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        for (int priority : new int[] {4, 9, 0, 7, 2, 5}) {
            producer.send(session.createTextMessage("p" + priority), DeliveryMode.PERSISTENT, priority, 0);
        }

        MessageConsumer consumer = session.createConsumer(queue);
        List<Integer> received = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            received.add(receive(consumer).getJMSPriority());
        }

        assertThat(received.subList(0, 3)).containsExactlyInAnyOrder(9, 7, 5);
    }
}
