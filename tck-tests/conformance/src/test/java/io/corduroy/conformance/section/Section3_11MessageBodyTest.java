package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.11: the forms of a body arrive as they were sent, and getBody and isBodyAssignableTo on them. */
class Section3_11MessageBodyTest extends SectionTest {

    @Test
    void aStreamIsReadInTheOrderOfWriting() throws Exception {
        StreamMessage message = session().createStreamMessage();
        message.writeBoolean(true);
        message.writeByte((byte) -1);
        message.writeShort(Short.MIN_VALUE);
        message.writeChar('ß');
        message.writeInt(Integer.MIN_VALUE);
        message.writeLong(Long.MAX_VALUE);
        message.writeFloat(Float.NaN);
        message.writeDouble(-0.0);
        message.writeString("Grüße");
        message.writeString(null);
        message.writeBytes(new byte[] {1, 2, 3});
        message.writeBytes(new byte[] {0, 1, 2, 3}, 1, 2);

        StreamMessage received = sent(message, StreamMessage.class);

        assertThat(received.readBoolean()).isTrue();
        assertThat(received.readByte()).isEqualTo((byte) -1);
        assertThat(received.readShort()).isEqualTo(Short.MIN_VALUE);
        assertThat(received.readChar()).isEqualTo('ß');
        assertThat(received.readInt()).isEqualTo(Integer.MIN_VALUE);
        assertThat(received.readLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(received.readFloat()).isNaN();
        assertThat(received.readDouble()).isEqualTo(-0.0);
        assertThat(received.readString()).isEqualTo("Grüße");
        assertThat(received.readString()).isNull();
        assertThat(received.readObject()).isEqualTo(new byte[] {1, 2, 3});
        assertThat(received.readObject()).isEqualTo(new byte[] {1, 2});
        assertThatThrownBy(received::readObject).isInstanceOf(MessageEOFException.class);
        received.reset();
        assertThat(received.readObject()).isEqualTo(true);
    }

    @Test
    void aMapIsReadByNamesAndHasThem() throws Exception {
        MapMessage message = session().createMapMessage();
        message.setBoolean("boolean", true);
        message.setByte("byte", (byte) -1);
        message.setShort("short", Short.MIN_VALUE);
        message.setChar("char", 'ß');
        message.setInt("int", Integer.MIN_VALUE);
        message.setLong("long", Long.MAX_VALUE);
        message.setFloat("float", Float.MIN_VALUE);
        message.setDouble("double", Math.E);
        message.setString("string", "Grüße");
        message.setString("null", null);
        message.setBytes("bytes", new byte[] {1, 2, 3});
        message.setBytes("part", new byte[] {0, 1, 2, 3}, 1, 2);

        MapMessage received = sent(message, MapMessage.class);

        assertThat(received.getBoolean("boolean")).isTrue();
        assertThat(received.getByte("byte")).isEqualTo((byte) -1);
        assertThat(received.getShort("short")).isEqualTo(Short.MIN_VALUE);
        assertThat(received.getChar("char")).isEqualTo('ß');
        assertThat(received.getInt("int")).isEqualTo(Integer.MIN_VALUE);
        assertThat(received.getLong("long")).isEqualTo(Long.MAX_VALUE);
        assertThat(received.getFloat("float")).isEqualTo(Float.MIN_VALUE);
        assertThat(received.getDouble("double")).isEqualTo(Math.E);
        assertThat(received.getString("string")).isEqualTo("Grüße");
        assertThat(received.getString("null")).isNull();
        assertThat(received.getBytes("bytes")).isEqualTo(new byte[] {1, 2, 3});
        assertThat(received.getBytes("part")).isEqualTo(new byte[] {1, 2});
        List<String> names = new ArrayList<>();
        for (Object name : all(received.getMapNames())) {
            names.add((String) name);
        }
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "boolean", "byte", "short", "char", "int", "long", "float", "double", "string", "null", "bytes",
                        "part");
        assertThat(received.itemExists("null")).isTrue();
        assertThat(received.itemExists("nothing")).isFalse();
    }

    @Test
    void aMapRefusesNullAndTheEmptyStringAsAName() throws Exception {
        MapMessage message = session().createMapMessage();
        for (String name : new String[] {null, ""}) {
            assertThatThrownBy(() -> message.setBoolean(name, true)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setByte(name, (byte) 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setShort(name, (short) 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setChar(name, 'c')).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setInt(name, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setLong(name, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setFloat(name, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setDouble(name, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setString(name, "v")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setBytes(name, new byte[0])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setBytes(name, new byte[1], 0, 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setObject(name, "v")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Grüße, 世界 \uD83D\uDE00", "<a>\r\n\u0000</a>"})
    void aTextArrives(String text) throws Exception {
        assertThat(sent(session().createTextMessage(text), TextMessage.class).getText())
                .isEqualTo(text);
    }

    @Test
    void aLongTextArrives() throws Exception {
        String text = "Grüße ".repeat(100_000);

        assertThat(sent(session().createTextMessage(text), TextMessage.class).getText())
                .isEqualTo(text);
    }

    @Test
    void aTextMayBeNull() throws Exception {
        assertThat(sent(session().createTextMessage(null), TextMessage.class).getText())
                .isNull();
        assertThat(sent(session().createTextMessage(), TextMessage.class).getText())
                .isNull();
    }

    @Test
    void anObjectArrives() throws Exception {
        Purchase purchase = new Purchase("shoes", new BigDecimal("59.90"), List.of("brown", "size 43"));

        assertThat(sent(session().createObjectMessage(purchase), ObjectMessage.class)
                        .getObject())
                .isEqualTo(purchase);
    }

    @Test
    void anObjectMayBeNull() throws Exception {
        assertThat(sent(session().createObjectMessage(null), ObjectMessage.class)
                        .getObject())
                .isNull();
        assertThat(sent(session().createObjectMessage(), ObjectMessage.class).getObject())
                .isNull();
    }

    @Test
    void anObjectThatCannotBeSerialisedIsRefused() throws Exception {
        Session session = session();
        ArrayList<Object> notSerialisable = new ArrayList<>(List.of(new Object()));

        assertThatThrownBy(() -> session.createProducer(queue()).send(session.createObjectMessage(notSerialisable)))
                .isInstanceOf(MessageFormatException.class);
    }

    @Test
    void aMessageWithoutABodyArrives() throws Exception {
        Message received = sent(session().createMessage(), Message.class);

        assertThat(received)
                .isNotInstanceOfAny(
                        TextMessage.class,
                        MapMessage.class,
                        BytesMessage.class,
                        StreamMessage.class,
                        ObjectMessage.class);
    }

    @Test
    void theBodyIsGivenAsWhatItIs() throws Exception {
        Session session = session();
        MapMessage map = session.createMapMessage();
        map.setInt("n", 1);
        map.setObject("nothing", null);
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[] {1, 2, 3});

        Message text = sent(session.createTextMessage("t"), Message.class);
        assertThat(text.getBody(String.class)).isEqualTo("t");
        assertThat(text.getBody(CharSequence.class).toString()).isEqualTo("t");
        assertThat(text.getBody(Object.class)).isEqualTo("t");
        Message object = sent(session.createObjectMessage(new BigDecimal(7)), Message.class);
        assertThat(object.getBody(BigDecimal.class)).isEqualTo(new BigDecimal(7));
        assertThat(object.getBody(Serializable.class)).isEqualTo(new BigDecimal(7));
        Message receivedMap = sent(map, Message.class);
        Map<?, ?> body = receivedMap.getBody(Map.class);
        assertThat(body.get("n")).isEqualTo(1);
        assertThat(body.containsKey("nothing")).isTrue();
        assertThat(receivedMap.getBody(Object.class)).isInstanceOf(Map.class);
        Message receivedBytes = sent(bytes, Message.class);
        assertThat(receivedBytes.getBody(byte[].class)).isEqualTo(new byte[] {1, 2, 3});
        assertThat(receivedBytes.getBody(Object.class)).isEqualTo(new byte[] {1, 2, 3});
    }

    @Test
    void theBodyIsNotGivenAsWhatItIsNot() throws Exception {
        Session session = session();
        MapMessage map = session.createMapMessage();
        map.setInt("n", 1);
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeByte((byte) 1);
        StreamMessage stream = session.createStreamMessage();
        stream.writeInt(1);

        assertNotGiven(sent(session.createTextMessage("t"), Message.class), Integer.class);
        assertNotGiven(sent(session.createTextMessage("t"), Message.class), byte[].class);
        assertNotGiven(sent(map, Message.class), String.class);
        assertNotGiven(sent(bytes, Message.class), String.class);
        assertNotGiven(sent(session.createObjectMessage(7), Message.class), String.class);
        assertNotGiven(sent(stream, Message.class), Object.class);
    }

    private static void assertNotGiven(Message message, Class<?> type) throws JMSException {
        assertThat(message.isBodyAssignableTo(type)).isFalse();
        assertThatThrownBy(() -> message.getBody(type)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void assignableIsWhatGetBodyGives() throws Exception {
        Session session = session();

        Message text = sent(session.createTextMessage("t"), Message.class);
        assertThat(text.isBodyAssignableTo(String.class)).isTrue();
        assertThat(text.isBodyAssignableTo(Comparable.class)).isTrue();
        assertThat(text.isBodyAssignableTo(Object.class)).isTrue();
        Message object = sent(session.createObjectMessage(7), Message.class);
        assertThat(object.isBodyAssignableTo(Integer.class)).isTrue();
        assertThat(object.isBodyAssignableTo(Number.class)).isTrue();
        MapMessage map = session.createMapMessage();
        map.setInt("n", 1);
        assertThat(sent(map, Message.class).isBodyAssignableTo(Map.class)).isTrue();
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeByte((byte) 1);
        assertThat(sent(bytes, Message.class).isBodyAssignableTo(byte[].class)).isTrue();
    }

    @Test
    void aMessageWithoutABodyGivesNullForEveryType() throws Exception {
        Session session = session();
        for (Message empty : List.of(
                session.createMessage(),
                session.createTextMessage(),
                session.createObjectMessage(),
                session.createMapMessage(),
                session.createBytesMessage())) {
            Message received = sent(empty, Message.class);

            assertThat(received.isBodyAssignableTo(String.class)).isTrue();
            assertThat(received.isBodyAssignableTo(Integer.class)).isTrue();
            assertThat(received.getBody(Integer.class)).isNull();
        }
    }

    /** An object of the application. */
    static final class Purchase implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String what;
        private final BigDecimal price;
        private final List<String> wishes;

        Purchase(String what, BigDecimal price, List<String> wishes) {
            this.what = what;
            this.price = price;
            this.wishes = new ArrayList<>(wishes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Purchase that
                    && what.equals(that.what)
                    && price.equals(that.price)
                    && wishes.equals(that.wishes);
        }

        @Override
        public int hashCode() {
            return what.hashCode();
        }
    }
}
