package io.corduroy.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A message of each type with each type of value, sent by one side and checked by another one that may not share its classes. */
public final class EveryMessageType {

    private static final String QUEUE = "every type";
    private static final long WAIT_MS = 30_000;
    private static final byte[] BYTES = {0, -1, 127, -128};

    private EveryMessageType() {}

    /** Sends them. */
    public static void send(String url) throws JMSException {
        try (Connection connection = new CorduroyConnectionFactory(url).createConnection()) {
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(session.createQueue(QUEUE));
            for (Message message : all(session)) {
                message.setJMSCorrelationID("correlation");
                message.setJMSType("type");
                message.setJMSReplyTo(session.createTopic("replies"));
                message.setBooleanProperty("aBoolean", true);
                message.setByteProperty("aByte", (byte) -1);
                message.setShortProperty("aShort", Short.MIN_VALUE);
                message.setIntProperty("anInt", Integer.MIN_VALUE);
                message.setLongProperty("aLong", Long.MAX_VALUE);
                message.setFloatProperty("aFloat", Float.MIN_VALUE);
                message.setDoubleProperty("aDouble", Math.E);
                message.setStringProperty("aString", "Grüße, 世界");
                message.setStringProperty("JMSXGroupID", "group");
                producer.send(message);
            }
        }
    }

    private static List<Message> all(Session session) throws JMSException {
        StreamMessage stream = session.createStreamMessage();
        stream.writeInt(1);
        stream.writeString("two");
        stream.writeBytes(BYTES);
        stream.writeChar('ß');
        MapMessage map = session.createMapMessage();
        map.setDouble("pi", Math.PI);
        map.setBytes("bytes", BYTES);
        map.setString("text", "Grüße");
        map.setObject("nothing", null);
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeUTF("Grüße");
        bytes.writeBytes(BYTES);
        return List.of(
                session.createMessage(),
                session.createTextMessage("Grüße, 世界"),
                session.createTextMessage(),
                bytes,
                stream,
                map,
                session.createObjectMessage(new ArrayList<>(List.of("list", new BigDecimal("1.10")))));
    }

    /** Receives and checks them. */
    public static void receive(String url) throws JMSException {
        try (Connection connection = new CorduroyConnectionFactory(url).createConnection()) {
            connection.start();
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE));
            assertThat(next(consumer)).isNotInstanceOf(TextMessage.class);
            assertThat(((TextMessage) next(consumer)).getText()).isEqualTo("Grüße, 世界");
            assertThat(((TextMessage) next(consumer)).getText()).isNull();
            check((BytesMessage) next(consumer));
            check((StreamMessage) next(consumer));
            check((MapMessage) next(consumer));
            assertThat(((ObjectMessage) next(consumer)).getObject()).isEqualTo(List.of("list", new BigDecimal("1.10")));
            assertThat(consumer.receiveNoWait()).isNull();
        }
    }

    private static Message next(MessageConsumer consumer) throws JMSException {
        Message message = consumer.receive(WAIT_MS);
        assertThat(message.getJMSMessageID()).startsWith("ID:");
        assertThat(message.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(message.getJMSType()).isEqualTo("type");
        assertThat(message.getJMSReplyTo().toString()).contains("replies");
        assertThat(message.getJMSDestination().toString()).contains(QUEUE);
        assertThat(message.getObjectProperty("aBoolean")).isEqualTo(true);
        assertThat(message.getObjectProperty("aByte")).isEqualTo((byte) -1);
        assertThat(message.getObjectProperty("aShort")).isEqualTo(Short.MIN_VALUE);
        assertThat(message.getObjectProperty("anInt")).isEqualTo(Integer.MIN_VALUE);
        assertThat(message.getObjectProperty("aLong")).isEqualTo(Long.MAX_VALUE);
        assertThat(message.getObjectProperty("aFloat")).isEqualTo(Float.MIN_VALUE);
        assertThat(message.getObjectProperty("aDouble")).isEqualTo(Math.E);
        assertThat(message.getObjectProperty("aString")).isEqualTo("Grüße, 世界");
        assertThat(message.getStringProperty("JMSXGroupID")).isEqualTo("group");
        return message;
    }

    private static void check(BytesMessage message) throws JMSException {
        byte[] rest = new byte[BYTES.length];
        assertThat(message.readUTF()).isEqualTo("Grüße");
        assertThat(message.readBytes(rest)).isEqualTo(BYTES.length);
        assertThat(rest).isEqualTo(BYTES);
        assertThat(message.readBytes(rest)).isEqualTo(-1);
    }

    private static void check(StreamMessage message) throws JMSException {
        assertThat(message.readObject()).isEqualTo(1);
        assertThat(message.readObject()).isEqualTo("two");
        assertThat(message.readObject()).isEqualTo(BYTES);
        assertThat(message.readObject()).isEqualTo('ß');
    }

    private static void check(MapMessage message) throws JMSException {
        assertThat(message.getObject("pi")).isEqualTo(Math.PI);
        assertThat(message.getObject("bytes")).isEqualTo(BYTES);
        assertThat(message.getObject("text")).isEqualTo("Grüße");
        assertThat(message.itemExists("nothing")).isTrue();
        assertThat(message.getObject("nothing")).isNull();
    }
}
