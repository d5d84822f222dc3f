package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.11, and the interface of BytesMessage: a stream of uninterpreted bytes. */
class Section3_11BytesMessageTest extends SectionTest {

    @Test
    void eachTypeIsReadAsItWasWritten() throws Exception {
        BytesMessage message = session().createBytesMessage();
        message.writeBoolean(true);
        message.writeByte((byte) -1);
        message.writeByte((byte) -1);
        message.writeShort((short) -2);
        message.writeShort((short) -2);
        message.writeChar('ß');
        message.writeInt(Integer.MIN_VALUE);
        message.writeLong(Long.MIN_VALUE);
        message.writeFloat(Float.MIN_VALUE);
        message.writeDouble(Math.PI);
        message.writeUTF("Grüße, \uD83D\uDE00\u0000");
        message.writeBytes(new byte[] {1, 2, 3});
        message.writeBytes(new byte[] {4, 5, 6}, 1, 2);

        BytesMessage received = sent(message, BytesMessage.class);

        assertThat(received.readBoolean()).isTrue();
        assertThat(received.readByte()).isEqualTo((byte) -1);
        assertThat(received.readUnsignedByte()).isEqualTo(255);
        assertThat(received.readShort()).isEqualTo((short) -2);
        assertThat(received.readUnsignedShort()).isEqualTo(65_534);
        assertThat(received.readChar()).isEqualTo('ß');
        assertThat(received.readInt()).isEqualTo(Integer.MIN_VALUE);
        assertThat(received.readLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(received.readFloat()).isEqualTo(Float.MIN_VALUE);
        assertThat(received.readDouble()).isEqualTo(Math.PI);
        assertThat(received.readUTF()).isEqualTo("Grüße, \uD83D\uDE00\u0000");
        byte[] rest = new byte[8];
        assertThat(received.readBytes(rest, 2)).isEqualTo(2);
        assertThat(received.readBytes(rest)).isEqualTo(3);
        assertThat(Arrays.copyOf(rest, 3)).isEqualTo(new byte[] {3, 5, 6});
        assertThat(received.readBytes(rest)).isEqualTo(-1);
    }

    @Test
    void objectsAreWrittenAsTheirTypes() throws Exception {
        BytesMessage message = session().createBytesMessage();
        for (Object value : List.of(true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d, "seven", new byte[] {8})) {
            message.writeObject(value);
        }

        BytesMessage received = sent(message, BytesMessage.class);

        assertThat(received.readBoolean()).isTrue();
        assertThat(received.readByte()).isEqualTo((byte) 1);
        assertThat(received.readShort()).isEqualTo((short) 2);
        assertThat(received.readChar()).isEqualTo('c');
        assertThat(received.readInt()).isEqualTo(3);
        assertThat(received.readLong()).isEqualTo(4);
        assertThat(received.readFloat()).isEqualTo(5);
        assertThat(received.readDouble()).isEqualTo(6);
        assertThat(received.readUTF()).isEqualTo("seven");
        assertThat(received.readByte()).isEqualTo((byte) 8);
    }

    @Test
    void otherObjectsAndNullAreRefused() throws Exception {
        BytesMessage message = session().createBytesMessage();

        assertThatThrownBy(() -> message.writeObject(new Object())).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> message.writeObject(List.of())).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> message.writeObject(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.writeBytes(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.writeUTF(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void readingBeyondTheEndIsAnUnexpectedEnd() throws Exception {
        BytesMessage message = session().createBytesMessage();
        message.writeByte((byte) 1);
        BytesMessage received = sent(message, BytesMessage.class);

        assertThatThrownBy(received::readShort).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(received::readUnsignedShort).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(received::readChar).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(received::readInt).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(received::readLong).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(received::readFloat).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(received::readDouble).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(received::readUTF).isInstanceOf(MessageEOFException.class);
        received.reset();
        received.readByte();
        assertThatThrownBy(received::readByte).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(received::readUnsignedByte).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(received::readBoolean).isInstanceOf(MessageEOFException.class);
    }

    @Test
    void aLengthThatDoesNotFitIsOutOfBounds() throws Exception {
        BytesMessage message = session().createBytesMessage();
        message.writeBytes(new byte[4]);
        message.reset();

        assertThatThrownBy(() -> message.readBytes(new byte[2], 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> message.readBytes(new byte[2], -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(message.readBytes(new byte[4])).isEqualTo(4);
    }

    @Test
    void theLengthIsThatOfTheBody() throws Exception {
        BytesMessage message = session().createBytesMessage();
        message.writeBytes(new byte[70_000]);
        assertThatThrownBy(message::getBodyLength).isInstanceOf(MessageNotReadableException.class);

        BytesMessage received = sent(message, BytesMessage.class);

        assertThat(received.getBodyLength()).isEqualTo(70_000);
        received.readInt();
        assertThat(received.getBodyLength()).isEqualTo(70_000);
    }

    @Test
    void aBodyThatIsBeingWrittenCannotBeTakenAsAWhole() throws Exception {
        BytesMessage message = session().createBytesMessage();
        message.writeByte((byte) 1);
        message.reset();
        message.readByte();

        assertThat(message.getBody(byte[].class)).isEqualTo(new byte[] {1});
        assertThat(message.readByte()).isEqualTo((byte) 1); // getBody has set it back to the beginning
    }
}
