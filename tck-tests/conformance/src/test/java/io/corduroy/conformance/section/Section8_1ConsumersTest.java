package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 8.1 and 8.2: creating consumers. */
class Section8_1ConsumersTest extends SectionTest {

    @Test
    void aConsumerNeedsADestination() throws Exception {
        Session session = connectAs(name("client")).createSession();
        JMSContext context = contextAs(name("client"));

        assertThatThrownBy(() -> session.createConsumer(null)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(null, "TRUE")).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(null, "TRUE", true))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(null, "s"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(null, "s", "TRUE"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createDurableConsumer(null, "s"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createDurableSubscriber(null, "s"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createSharedDurableConsumer(null, "s"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> context.createConsumer(null)).isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> context.createSharedConsumer(null, "s"))
                .isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> context.createDurableConsumer(null, "s"))
                .isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> context.createSharedDurableConsumer(null, "s"))
                .isInstanceOf(InvalidDestinationRuntimeException.class);
    }

    @Test
    void aConsumerSaysItsSelectorAndListener() throws Exception {
        Session session = connectStopped().createSession();
        MessageConsumer all = session.createConsumer(queue());
        MessageConsumer some = session.createConsumer(queue(), "n = 1");
        MessageListener listener = message -> {};

        assertThat(all.getMessageSelector()).isNull();
        assertThat(some.getMessageSelector()).isEqualTo("n = 1");
        assertThat(all.getMessageListener()).isNull();
        all.setMessageListener(listener);
        assertThat(all.getMessageListener()).isSameAs(listener);
        all.setMessageListener(null);
        assertThat(all.getMessageListener()).isNull();
    }

    @Test
    void aSimplifiedConsumerSaysTheSame() throws Exception {
        JMSContext context = context();
        context.setAutoStart(false);
        JMSConsumer consumer = context.createConsumer(queue(), "n = 1");
        MessageListener listener = message -> {};

        assertThat(consumer.getMessageSelector()).isEqualTo("n = 1");
        assertThat(consumer.getMessageListener()).isNull();
        consumer.setMessageListener(listener);
        assertThat(consumer.getMessageListener()).isSameAs(listener);
    }

    @Test
    void aQueueHasOnlyWhatItsConsumersLeave() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, queue, "a", "b", "c");
        QueueConnection connection = closing(provider.queueConnectionFactory().createQueueConnection());
        connection.start();
        QueueSession ofQueues = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        try (QueueReceiver receiver = ofQueues.createReceiver(queue)) {
            assertThat(receiveText(receiver)).isEqualTo("a");
        }
        try (QueueReceiver receiver = ofQueues.createReceiver(queue, "TRUE")) {
            assertThat(receiveText(receiver)).isEqualTo("b");
            assertThat(receiver.getMessageSelector()).isEqualTo("TRUE");
        }
        try (JMSConsumer consumer = context().createConsumer(queue)) {
            assertThat(text(receive(consumer))).isEqualTo("c");
        }
    }
}
