package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.11.2: bodies that can only be read, or only written. */
class Section3_11_2ReadOnlyBodyTest extends SectionTest {

    private static void assertReadOnly(ThrowingCallable... writings) {
        for (ThrowingCallable writing : writings) {
            assertThatThrownBy(writing).isInstanceOf(MessageNotWriteableException.class);
        }
    }

    private static void assertWriteOnly(ThrowingCallable... readings) {
        for (ThrowingCallable reading : readings) {
            assertThatThrownBy(reading).isInstanceOf(MessageNotReadableException.class);
        }
    }

    @Test
    void aReceivedTextIsReadOnly() throws Exception {
        TextMessage received = sent(session().createTextMessage("t"), TextMessage.class);

        assertReadOnly(() -> received.setText("other"), () -> received.setText(null));
        received.clearBody();
        assertThat(received.getText()).isNull();
        received.setText("other");
        assertThat(received.getText()).isEqualTo("other");
    }

    @Test
    void aReceivedObjectIsReadOnly() throws Exception {
        ObjectMessage received = sent(session().createObjectMessage("o"), ObjectMessage.class);

        assertReadOnly(() -> received.setObject("other"));
        received.clearBody();
        assertThat(received.getObject()).isNull();
        received.setObject("other");
        assertThat(received.getObject()).isEqualTo("other");
    }

    @Test
    void aReceivedMapIsReadOnly() throws Exception {
        MapMessage message = session().createMapMessage();
        message.setInt("a", 1);
        MapMessage received = sent(message, MapMessage.class);

        assertReadOnly(
                () -> received.setBoolean("b", true),
                () -> received.setByte("b", (byte) 1),
                () -> received.setShort("b", (short) 1),
                () -> received.setChar("b", 'c'),
                () -> received.setInt("b", 1),
                () -> received.setLong("b", 1),
                () -> received.setFloat("b", 1),
                () -> received.setDouble("b", 1),
                () -> received.setString("b", "v"),
                () -> received.setBytes("b", new byte[1]),
                () -> received.setBytes("b", new byte[1], 0, 1),
                () -> received.setObject("b", "v"));
        assertThat(received.getInt("a")).isEqualTo(1);
        received.clearBody();
        received.setInt("b", 2);
        assertThat(received.itemExists("a")).isFalse();
        assertThat(received.getInt("b")).isEqualTo(2);
    }

    @Test
    void receivedBytesAreReadOnly() throws Exception {
        BytesMessage message = session().createBytesMessage();
        message.writeInt(1);
        BytesMessage received = sent(message, BytesMessage.class);

        assertReadOnly(
                () -> received.writeBoolean(true),
                () -> received.writeByte((byte) 1),
                () -> received.writeShort((short) 1),
                () -> received.writeChar('c'),
                () -> received.writeInt(1),
                () -> received.writeLong(1),
                () -> received.writeFloat(1),
                () -> received.writeDouble(1),
                () -> received.writeUTF("v"),
                () -> received.writeBytes(new byte[1]),
                () -> received.writeBytes(new byte[1], 0, 1),
                () -> received.writeObject("v"));
        assertThat(received.readInt()).isEqualTo(1);
    }

    @Test
    void aReceivedStreamIsReadOnly() throws Exception {
        StreamMessage message = session().createStreamMessage();
        message.writeInt(1);
        StreamMessage received = sent(message, StreamMessage.class);

        assertReadOnly(
                () -> received.writeBoolean(true),
                () -> received.writeByte((byte) 1),
                () -> received.writeShort((short) 1),
                () -> received.writeChar('c'),
                () -> received.writeInt(1),
                () -> received.writeLong(1),
                () -> received.writeFloat(1),
                () -> received.writeDouble(1),
                () -> received.writeString("v"),
                () -> received.writeBytes(new byte[1]),
                () -> received.writeBytes(new byte[1], 0, 1),
                () -> received.writeObject("v"));
        assertThat(received.readInt()).isEqualTo(1);
    }

    @Test
    void newBytesAreWriteOnlyUntilTheyAreReset() throws Exception {
        BytesMessage message = session().createBytesMessage();
        message.writeInt(1);

        assertWriteOnly(
                message::readBoolean,
                message::readByte,
                message::readUnsignedByte,
                message::readShort,
                message::readUnsignedShort,
                message::readChar,
                message::readInt,
                message::readLong,
                message::readFloat,
                message::readDouble,
                message::readUTF,
                () -> message.readBytes(new byte[1]),
                () -> message.readBytes(new byte[1], 1),
                message::getBodyLength);
        message.reset();
        assertThat(message.readInt()).isEqualTo(1);
        assertReadOnly(() -> message.writeInt(2));
    }

    @Test
    void aNewStreamIsWriteOnlyUntilItIsReset() throws Exception {
        StreamMessage message = session().createStreamMessage();
        message.writeInt(1);

        assertWriteOnly(
                message::readBoolean,
                message::readByte,
                message::readShort,
                message::readChar,
                message::readInt,
                message::readLong,
                message::readFloat,
                message::readDouble,
                message::readString,
                () -> message.readBytes(new byte[1]),
                message::readObject);
        message.reset();
        assertThat(message.readInt()).isEqualTo(1);
        assertReadOnly(() -> message.writeInt(2));
    }
}
