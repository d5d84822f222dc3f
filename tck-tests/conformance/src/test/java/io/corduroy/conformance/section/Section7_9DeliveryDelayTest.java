package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 7.9: messages that are delivered later. */
class Section7_9DeliveryDelayTest extends SectionTest {

    private static final long DELAY_MS = 150;

    @Test
    void aTransactionDoesNotAddToTheDelay() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(DELAY_MS);
        Message message = session.createTextMessage("m");
        producer.send(message);
        awaitTime(message.getJMSDeliveryTime());

        session.commit();

        assertThat(browse(session(), queue)).containsExactly("m");
    }

    @Test
    void aSubscriptionThatComesLaterDoesNotGetIt() throws Exception {
        Session session = connectAs(name("client")).createSession();
        Topic topic = topic();
        MessageConsumer early = session.createConsumer(topic);
        MessageConsumer earlyDurable = session.createDurableConsumer(topic, "early");
        MessageProducer producer = session.createProducer(topic);
        producer.setDeliveryDelay(DELAY_MS);
        producer.send(session.createTextMessage("delayed"));
        MessageConsumer late = session.createConsumer(topic);
        MessageConsumer lateDurable = session.createDurableConsumer(topic, "late");

        assertThat(receiveText(early)).isEqualTo("delayed");
        assertThat(receiveText(earlyDurable)).isEqualTo("delayed");
        assertThat(late.receiveNoWait()).isNull();
        assertThat(lateDurable.receiveNoWait()).isNull();
    }

    @Test
    void aDurableSubscriptionWithoutAConsumerGetsIt() throws Exception {
        Session session = connectAs(name("client")).createSession();
        Topic topic = topic();
        session.createDurableConsumer(topic, "s").close();
        MessageProducer producer = session.createProducer(topic);
        producer.setDeliveryDelay(DELAY_MS);
        producer.send(session.createTextMessage("delayed"));

        assertThat(receiveText(session.createDurableConsumer(topic, "s"))).isEqualTo("delayed");
    }

    @Test
    void shorterDelaysComeFirst() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        long firstMs = System.currentTimeMillis();
        for (long delay : new long[] {150, 50, 100, 0}) {
            producer.setDeliveryDelay(delay);
            producer.send(session.createTextMessage("after " + delay));
        }
        assumeThat(System.currentTimeMillis()).as("a machine that is not stuck").isLessThan(firstMs + 50);

        assertThat(receiveTexts(session.createConsumer(queue), 4))
                .containsExactly("after 0", "after 50", "after 100", "after 150");
    }

    @Test
    void aListenerHearsItThen() throws Exception {
        Session session = session();
        Queue queue = queue();
        BlockingQueue<Long> early = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                early.add(message.getJMSDeliveryTime() - System.currentTimeMillis());
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        JMSContext context = context();

        context.createProducer().setDeliveryDelay(DELAY_MS).send(queue, "m");

        assertThat(told(early)).isLessThanOrEqualTo(0);
    }

    @Test
    void theTimeOfAMessageIsNotTheOneThatItsSetterSays() throws Exception {
        Session session = session();
        Queue queue = queue();
        Message message = session.createTextMessage("m");
        message.setJMSDeliveryTime(System.currentTimeMillis() + 100_000);
        session.createProducer(queue).send(message);

        assertThat(session.createConsumer(queue).receiveNoWait()).isNotNull();
    }

    @Test
    void rolledBackMessagesAreNotDelayedAgain() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        context().createProducer().setDeliveryDelay(50).send(queue, "m");
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer);

        session.rollback();

        assertThat(consumer.receiveNoWait()).isNotNull();
        session.commit();
    }
}
