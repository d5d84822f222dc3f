package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 8.6: receiving the body of a message. */
class Section8_6ReceivingBodiesTest extends SectionTest {

    @SuppressWarnings("NullAway.Init")
    private JMSContext context;

    @SuppressWarnings("NullAway.Init")
    private Queue queue;

    @SuppressWarnings("NullAway.Init")
    private JMSConsumer consumer;

    private void begin(int mode) throws Exception {
        context = context(mode);
        queue = queue();
        consumer = context.createConsumer(queue);
    }

    @Test
    void eachKindOfBodyIsGiven() throws Exception {
        begin(JMSContext.AUTO_ACKNOWLEDGE);
        context.createProducer()
                .send(queue, "text")
                .send(queue, new BigDecimal(7))
                .send(queue, Map.of("n", 1))
                .send(queue, new byte[] {1, 2});

        assertThat(consumer.receiveBody(String.class)).isEqualTo("text");
        assertThat(consumer.receiveBody(BigDecimal.class, WAIT_MS)).isEqualTo(new BigDecimal(7));
        assertThat(consumer.receiveBody(Map.class, WAIT_MS).get("n")).isEqualTo(1);
        assertThat(consumer.receiveBodyNoWait(byte[].class)).isEqualTo(new byte[] {1, 2});
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void itIsGivenAsWhatItCanBeAssignedTo() throws Exception {
        begin(JMSContext.AUTO_ACKNOWLEDGE);
        context.createProducer()
                .send(queue, "text")
                .send(queue, new BigDecimal(7))
                .send(queue, Map.of("n", 1))
                .send(queue, new byte[] {1, 2});

        assertThat(consumer.receiveBody(CharSequence.class, WAIT_MS).toString()).isEqualTo("text");
        assertThat(consumer.receiveBody(Serializable.class, WAIT_MS)).isEqualTo(new BigDecimal(7));
        assertThat(consumer.receiveBody(Object.class, WAIT_MS)).isInstanceOf(Map.class);
        assertThat(consumer.receiveBody(Object.class, WAIT_MS)).isEqualTo(new byte[] {1, 2});
    }

    @Test
    void nothingIsNull() throws Exception {
        begin(JMSContext.AUTO_ACKNOWLEDGE);

        assertThat(consumer.receiveBody(String.class, 10)).isNull();
        assertThat(consumer.receiveBodyNoWait(String.class)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE})
    void whereMessagesAreAcknowledgedByThemselvesAWrongTypeLeavesTheMessageAsItWas(int mode) throws Exception {
        begin(mode);
        context.createProducer().send(queue, "a").send(queue, "b");

        assertThatThrownBy(() -> consumer.receiveBody(Integer.class, WAIT_MS))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> consumer.receiveBodyNoWait(Integer.class))
                .isInstanceOf(MessageFormatRuntimeException.class);

        Message message = receive(consumer);
        assertThat(text(message)).isEqualTo("a");
        assertThat(message.getJMSRedelivered()).isFalse();
        assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(consumer.receiveBody(String.class, WAIT_MS)).isEqualTo("b");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void whereTheClientAcknowledgesAWrongTypeHasConsumedTheMessage() throws Exception {
        begin(JMSContext.CLIENT_ACKNOWLEDGE);
        context.createProducer().send(queue, "a").send(queue, "b");

        assertThatThrownBy(() -> consumer.receiveBody(Integer.class, WAIT_MS))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThat(consumer.receiveBody(String.class, WAIT_MS)).isEqualTo("b");
        context.recover();

        Message again = receive(consumer);
        assertThat(text(again)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        context.acknowledge();
    }

    @Test
    void inATransactionAWrongTypeHasConsumedTheMessage() throws Exception {
        begin(JMSContext.SESSION_TRANSACTED);
        context.createProducer().send(queue, "a").send(queue, "b");
        context.commit();

        assertThatThrownBy(() -> consumer.receiveBody(Integer.class, WAIT_MS))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThat(consumer.receiveBody(String.class, WAIT_MS)).isEqualTo("b");
        context.rollback();

        Message again = receive(consumer);
        assertThat(text(again)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(text(receive(consumer))).isEqualTo("b");
        context.commit();
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void streamsMessagesWithoutABodyAndEmptyOnesHaveNone() throws Exception {
        begin(JMSContext.AUTO_ACKNOWLEDGE);
        StreamMessage stream = context.createStreamMessage();
        stream.writeInt(1);
        for (Message message :
                List.of(stream, context.createMessage(), context.createTextMessage(), context.createObjectMessage())) {
            context.createProducer().send(queue, message);

            assertThatThrownBy(() -> consumer.receiveBody(Object.class, WAIT_MS))
                    .isInstanceOf(MessageFormatRuntimeException.class);
            assertThat(consumer.receive(WAIT_MS)).isNotNull(); // it has stayed
        }
    }
}
