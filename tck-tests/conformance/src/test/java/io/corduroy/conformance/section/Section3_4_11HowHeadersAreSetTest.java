package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.4.11: which header fields the provider sets, and when the sender can see them. */
class Section3_4_11HowHeadersAreSetTest extends SectionTest {

    @Test
    void whatTheProviderSetsOverwritesWhatTheClientHasSet() throws Exception {
        Session session = session();
        Queue queue = queue();
        Message message = withForeignValues(session.createMessage());

        session.createProducer(queue).send(message, DeliveryMode.NON_PERSISTENT, 7, 1_000_000);

        assertSetByTheProvider(message, queue);
        assertSameAs(receive(session.createConsumer(queue)), message);
    }

    @Test
    void itIsThereWhenTheCompletionListenerIsCalled() throws Exception {
        Session session = session();
        Queue queue = queue();
        BlockingQueue<Message> completed = new LinkedBlockingQueue<>();
        MessageProducer producer = session.createProducer(queue);

        producer.send(
                withForeignValues(session.createMessage()),
                DeliveryMode.NON_PERSISTENT,
                7,
                1_000_000,
                new CompletionListener() {
                    @Override
                    public void onCompletion(Message message) {
                        completed.add(message);
                    }

                    @Override
                    public void onException(Message message, Exception exception) {
                        throw new AssertionError(exception);
                    }
                });

        Message message = told(completed);
        assertSetByTheProvider(message, queue);
        assertSameAs(receive(session.createConsumer(queue)), message);
    }

    @Test
    void whatTheClientSetsIsKept() throws Exception {
        Session session = session();
        Queue replies = queue();
        Message message = session.createMessage();
        message.setJMSCorrelationID("correlation");
        message.setJMSReplyTo(replies);
        message.setJMSType("type");

        Message received = sent(message, Message.class);

        assertThat(received.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(((Queue) received.getJMSReplyTo()).getQueueName()).isEqualTo(replies.getQueueName());
        assertThat(received.getJMSType()).isEqualTo("type");
        assertThat(message.getJMSCorrelationID()).isEqualTo("correlation");
    }

    @Test
    void headersOfAReceivedMessageCanBeChanged() throws Exception {
        Message received = sent(session().createMessage(), Message.class);

        received.setJMSCorrelationID("other");
        received.setJMSType("other");
        received.setJMSReplyTo(null);
        received.setJMSPriority(9);
        received.setJMSRedelivered(true);

        assertThat(received.getJMSCorrelationID()).isEqualTo("other");
        assertThat(received.getJMSType()).isEqualTo("other");
        assertThat(received.getJMSPriority()).isEqualTo(9);
        assertThat(received.getJMSRedelivered()).isTrue();
    }

    private Message withForeignValues(Message message) throws Exception {
        message.setJMSDestination(topic());
        message.setJMSDeliveryMode(DeliveryMode.PERSISTENT);
        message.setJMSExpiration(1);
        message.setJMSDeliveryTime(2);
        message.setJMSPriority(3);
        message.setJMSMessageID("ID:mine");
        message.setJMSTimestamp(5);
        return message;
    }

    private static void assertSetByTheProvider(Message message, Queue queue) throws Exception {
        assertThat(message.getJMSDestination()).isEqualTo(queue);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(message.getJMSPriority()).isEqualTo(7);
        assertThat(message.getJMSMessageID()).startsWith("ID:").isNotEqualTo("ID:mine");
        assertThat(message.getJMSTimestamp()).isGreaterThan(1_000_000_000_000L);
        assertThat(message.getJMSExpiration()).isEqualTo(message.getJMSTimestamp() + 1_000_000);
        assertThat(message.getJMSDeliveryTime()).isEqualTo(message.getJMSTimestamp());
    }

    private static void assertSameAs(Message received, Message sent) throws Exception {
        assertThat(((Queue) received.getJMSDestination()).getQueueName())
                .isEqualTo(((Queue) sent.getJMSDestination()).getQueueName());
        assertThat(received.getJMSDeliveryMode()).isEqualTo(sent.getJMSDeliveryMode());
        assertThat(received.getJMSPriority()).isEqualTo(sent.getJMSPriority());
        assertThat(received.getJMSMessageID()).isEqualTo(sent.getJMSMessageID());
        assertThat(received.getJMSTimestamp()).isEqualTo(sent.getJMSTimestamp());
        assertThat(received.getJMSExpiration()).isEqualTo(sent.getJMSExpiration());
        assertThat(received.getJMSDeliveryTime()).isEqualTo(sent.getJMSDeliveryTime());
        assertThat(received.getJMSRedelivered()).isFalse();
    }
}
