package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.12: messages whose implementation is another provider's, and copies of what goes in and out. */
class Section3_12ForeignMessagesTest extends SectionTest {

    /** Behaves like the given message, and is none of this provider's. */
    private static <T extends Message> T foreign(T message, Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(message, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Test
    void foreignTextIsSentAndGetsItsHeaders() throws Exception {
        Session session = session();
        Queue queue = queue();
        TextMessage foreign = foreign(session.createTextMessage("t"), TextMessage.class);
        foreign.setIntProperty("n", 7);
        foreign.setJMSType("type");
        foreign.setJMSCorrelationID("correlation");
        foreign.setJMSReplyTo(queue);

        session.createProducer(queue).send(foreign, DeliveryMode.NON_PERSISTENT, 7, 0);

        Message received = receive(session.createConsumer(queue));
        assertThat(text(received)).isEqualTo("t");
        assertThat(received.getIntProperty("n")).isEqualTo(7);
        assertThat(received.getJMSType()).isEqualTo("type");
        assertThat(received.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(received.getJMSReplyTo()).isNotNull();
        assertThat(foreign.getJMSMessageID()).isEqualTo(received.getJMSMessageID());
        assertThat(foreign.getJMSDestination()).isEqualTo(queue);
        assertThat(foreign.getJMSPriority()).isEqualTo(7);
        assertThat(foreign.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(foreign.getJMSTimestamp()).isEqualTo(received.getJMSTimestamp());
    }

    @Test
    void foreignMapsAreSent() throws Exception {
        MapMessage map = session().createMapMessage();
        map.setInt("n", 1);
        map.setBytes("b", new byte[] {1});
        map.setString("nothing", null);

        MapMessage received = sent(foreign(map, MapMessage.class), MapMessage.class);

        assertThat(received.getInt("n")).isEqualTo(1);
        assertThat(received.getBytes("b")).isEqualTo(new byte[] {1});
        assertThat(received.itemExists("nothing")).isTrue();
    }

    @Test
    void foreignStreamsAreSent() throws Exception {
        StreamMessage stream = session().createStreamMessage();
        stream.writeInt(1);
        stream.writeString("two");
        stream.writeBytes(new byte[] {3});

        StreamMessage received = sent(foreign(stream, StreamMessage.class), StreamMessage.class);

        assertThat(received.readInt()).isEqualTo(1);
        assertThat(received.readString()).isEqualTo("two");
        assertThat(received.readObject()).isEqualTo(new byte[] {3});
        assertThatThrownBy(received::readObject).isInstanceOf(MessageEOFException.class);
    }

    @Test
    void foreignBytesAreSent() throws Exception {
        BytesMessage bytes = session().createBytesMessage();
        byte[] content = new byte[10_000];
        Arrays.fill(content, (byte) 7);
        bytes.writeBytes(content);

        assertThat(sent(foreign(bytes, BytesMessage.class), BytesMessage.class).getBody(byte[].class))
                .isEqualTo(content);
    }

    @Test
    void foreignObjectsAreSent() throws Exception {
        ObjectMessage object = session().createObjectMessage("o");

        assertThat(sent(foreign(object, ObjectMessage.class), ObjectMessage.class)
                        .getObject())
                .isEqualTo("o");
    }

    @Test
    void foreignMessagesWithoutABodyAreSent() throws Exception {
        Message message = session().createMessage();
        message.setStringProperty("p", "v");

        assertThat(sent(foreign(message, Message.class), Message.class).getStringProperty("p"))
                .isEqualTo("v");
    }

    @Test
    void foreignMessagesAreSentByTheSimplifiedProducer() throws Exception {
        JMSContext context = context();
        Queue queue = queue();

        context.createProducer()
                .setProperty("n", 7)
                .send(queue, foreign(context.createTextMessage("t"), TextMessage.class));

        Message received = receive(context.createConsumer(queue));
        assertThat(text(received)).isEqualTo("t");
        assertThat(received.getIntProperty("n")).isEqualTo(7);
    }

    @Test
    void whatGoesInIsCopied() throws Exception {
        Session session = session();
        byte[] bytes = {1, 2, 3};
        ArrayList<String> list = new ArrayList<>(List.of("a"));
        MapMessage map = session.createMapMessage();
        map.setBytes("b", bytes);
        map.setObject("o", bytes);
        StreamMessage stream = session.createStreamMessage();
        stream.writeBytes(bytes);
        stream.writeObject(bytes);
        BytesMessage raw = session.createBytesMessage();
        raw.writeBytes(bytes);
        ObjectMessage object = session.createObjectMessage(list);
        ObjectMessage setLater = session.createObjectMessage();
        setLater.setObject(list);

        bytes[0] = 9;
        list.add("b");

        assertThat(map.getBytes("b")).isEqualTo(new byte[] {1, 2, 3});
        assertThat(map.getBytes("o")).isEqualTo(new byte[] {1, 2, 3});
        stream.reset();
        assertThat(stream.readObject()).isEqualTo(new byte[] {1, 2, 3});
        assertThat(stream.readObject()).isEqualTo(new byte[] {1, 2, 3});
        raw.reset();
        assertThat(raw.readByte()).isEqualTo((byte) 1);
        assertThat(object.getObject()).isEqualTo(List.of("a"));
        assertThat(setLater.getObject()).isEqualTo(List.of("a"));
    }

    @Test
    void whatComesOutIsACopy() throws Exception {
        Session session = session();
        MapMessage map = session.createMapMessage();
        map.setBytes("b", new byte[] {1, 2, 3});
        MapMessage receivedMap = sent(map, MapMessage.class);
        receivedMap.getBytes("b")[0] = 9;
        ((byte[]) receivedMap.getObject("b"))[0] = 9;
        BytesMessage raw = session.createBytesMessage();
        raw.writeBytes(new byte[] {1, 2, 3});
        BytesMessage receivedRaw = sent(raw, BytesMessage.class);
        receivedRaw.getBody(byte[].class)[0] = 9;
        ObjectMessage receivedObject =
                sent(session.createObjectMessage(new ArrayList<>(List.of("a"))), ObjectMessage.class);
        ((List<?>) receivedObject.getObject()).clear();
        StreamMessage stream = session.createStreamMessage();
        stream.writeBytes(new byte[] {1, 2, 3});
        StreamMessage receivedStream = sent(stream, StreamMessage.class);
        ((byte[]) receivedStream.readObject())[0] = 9;
        receivedStream.reset();

        assertThat(receivedMap.getBytes("b")).isEqualTo(new byte[] {1, 2, 3});
        assertThat(receivedRaw.getBody(byte[].class)).isEqualTo(new byte[] {1, 2, 3});
        assertThat(receivedObject.getObject()).isEqualTo(List.of("a"));
        assertThat(receivedStream.readObject()).isEqualTo(new byte[] {1, 2, 3});
    }
}
