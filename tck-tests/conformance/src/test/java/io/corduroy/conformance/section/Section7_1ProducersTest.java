package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 7.1: producers with and without a destination of their own. */
class Section7_1ProducersTest extends SectionTest {

    @Test
    void aProducerWithADestinationSendsThere() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);

        producer.send(session.createTextMessage("m"));

        assertThat(producer.getDestination()).isEqualTo(queue);
        assertThat(receiveText(session.createConsumer(queue))).isEqualTo("m");
    }

    @Test
    void aProducerWithADestinationTakesNoOther() throws Exception {
        Session session = session();
        MessageProducer producer = session.createProducer(queue());
        Message message = session.createMessage();
        Queue other = queue();

        assertThatThrownBy(() -> producer.send(other, message)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> producer.send(other, message, DeliveryMode.PERSISTENT, 4, 0))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> producer.send(other, message, ignoring()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> producer.send(other, message, DeliveryMode.PERSISTENT, 4, 0, ignoring()))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aProducerWithoutADestinationNeedsOneForEachMessage() throws Exception {
        Session session = session();
        MessageProducer producer = session.createProducer(null);
        Message message = session.createTextMessage("m");
        Queue queue = queue();
        Topic topic = topic();
        MessageConsumer ofTopic = session.createConsumer(topic);

        producer.send(queue, message);
        producer.send(topic, message, DeliveryMode.NON_PERSISTENT, 4, 0);

        assertThat(producer.getDestination()).isNull();
        assertThat(receiveText(session.createConsumer(queue))).isEqualTo("m");
        assertThat(receiveText(ofTopic)).isEqualTo("m");
        assertThatThrownBy(() -> producer.send(message)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> producer.send(message, DeliveryMode.PERSISTENT, 4, 0))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> producer.send(message, ignoring())).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void noDestinationAtAllIsInvalid() throws Exception {
        Session session = session();
        MessageProducer producer = session.createProducer(null);
        Message message = session.createMessage();
        JMSContext context = context();
        JMSProducer simplified = context.createProducer();

        assertThatThrownBy(() -> producer.send((Destination) null, message))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> producer.send((Destination) null, message, DeliveryMode.PERSISTENT, 4, 0))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> simplified.send(null, message)).isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> simplified.send(null, "m")).isInstanceOf(InvalidDestinationRuntimeException.class);
    }

    @Test
    void noMessageAtAllIsWrong() throws Exception {
        Session session = session();
        Queue queue = queue();
        JMSContext context = context();

        assertThatThrownBy(() -> session.createProducer(queue).send((Message) null))
                .isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> context.createProducer().send(queue, (Message) null))
                .isInstanceOf(MessageFormatRuntimeException.class);
    }

    @Test
    void aClosedProducerCannotBeUsed() throws Exception {
        Session session = session();
        MessageProducer producer = session.createProducer(queue());
        Message message = session.createMessage();
        producer.close();
        producer.close();

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> producer.send(message),
                producer::getDestination,
                producer::getDeliveryMode,
                producer::getPriority,
                producer::getTimeToLive,
                producer::getDeliveryDelay,
                producer::getDisableMessageID,
                producer::getDisableMessageTimestamp,
                () -> producer.setDeliveryMode(DeliveryMode.PERSISTENT),
                () -> producer.setPriority(4),
                () -> producer.setTimeToLive(0),
                () -> producer.setDeliveryDelay(0),
                () -> producer.setDisableMessageID(true),
                () -> producer.setDisableMessageTimestamp(true))) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class);
        }
    }

    private static CompletionListener ignoring() {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {}

            @Override
            public void onException(Message message, Exception exception) {}
        };
    }
}
