package io.corduroy.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // hands over null, and takes for granted what has to be there
class CorduroyBytesMessageTest {
    @Test
    void everyPrimitiveIsReadAsItWasWritten() throws JMSException {
        CorduroyBytesMessage sent = new CorduroyBytesMessage();
        sent.writeBoolean(true);
        sent.writeByte((byte) -2);
        sent.writeByte((byte) -2);
        sent.writeShort((short) -3);
        sent.writeShort((short) -3);
        sent.writeChar('ü');
        sent.writeInt(Integer.MIN_VALUE);
        sent.writeLong(Long.MAX_VALUE);
        sent.writeFloat(0.1f);
        sent.writeDouble(-0.0);
        sent.writeUTF("grün \u0000 😀");
        sent.writeBytes(new byte[] {1, 2, 3}, 1, 2);
        CorduroyBytesMessage received = Deliveries.deliver(sent);
        sent.reset();

        for (CorduroyBytesMessage message : List.of(sent, received)) {
            assertThat(message.readBoolean()).isTrue();
            assertThat(message.readByte()).isEqualTo((byte) -2);
            assertThat(message.readUnsignedByte()).isEqualTo(254);
            assertThat(message.readShort()).isEqualTo((short) -3);
            assertThat(message.readUnsignedShort()).isEqualTo(65533);
            assertThat(message.readChar()).isEqualTo('ü');
            assertThat(message.readInt()).isEqualTo(Integer.MIN_VALUE);
            assertThat(message.readLong()).isEqualTo(Long.MAX_VALUE);
            assertThat(message.readFloat()).isEqualTo(0.1f);
            assertThat(message.readDouble()).isEqualTo(-0.0);
            assertThat(message.readUTF()).isEqualTo("grün \u0000 😀");
            byte[] rest = new byte[5];
            assertThat(message.readBytes(rest)).isEqualTo(2);
            assertThat(rest).startsWith(2, 3);
            assertThat(message.readBytes(rest)).isEqualTo(-1);
            assertThatThrownBy(message::readByte).isInstanceOf(MessageEOFException.class);
        }
    }

    @Test
    void objectFormWritesLikeTheExplicitForm() throws JMSException {
        CorduroyBytesMessage explicit = new CorduroyBytesMessage();
        explicit.writeBoolean(false);
        explicit.writeByte((byte) 1);
        explicit.writeShort((short) 2);
        explicit.writeChar('c');
        explicit.writeInt(3);
        explicit.writeLong(4);
        explicit.writeFloat(5);
        explicit.writeDouble(6);
        explicit.writeUTF("seven");
        explicit.writeBytes(new byte[] {8});
        CorduroyBytesMessage objects = new CorduroyBytesMessage();
        for (Object value : List.of(false, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6.0, "seven", new byte[] {8})) {
            objects.writeObject(value);
        }

        assertThat(objects.getBody(byte[].class)).isEqualTo(explicit.getBody(byte[].class));
    }

    @Test
    void nullCannotBeWritten() {
        CorduroyBytesMessage message = new CorduroyBytesMessage();

        assertThatThrownBy(() -> message.writeObject(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.writeUTF(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.writeBytes(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void newMessageIsWriteOnlyUntilReset() throws JMSException {
        CorduroyBytesMessage message = new CorduroyBytesMessage();
        message.writeInt(7);

        assertThatThrownBy(message::readInt).isInstanceOf(MessageNotReadableException.class);
        assertThatThrownBy(message::getBodyLength).isInstanceOf(MessageNotReadableException.class);
        assertThatThrownBy(() -> message.readBytes(new byte[1])).isInstanceOf(MessageNotReadableException.class);
        message.reset();
        assertThatThrownBy(() -> message.writeInt(8)).isInstanceOf(MessageNotWriteableException.class);
        assertThat(message.getBodyLength()).isEqualTo(4);
        assertThat(message.readInt()).isEqualTo(7);
        message.reset();
        assertThat(message.readInt()).isEqualTo(7);
        assertThat(message.getBodyLength()).isEqualTo(4);
    }

    @Test
    void receivedMessageIsReadOnlyUntilClearedAndThenWriteOnly() throws JMSException {
        CorduroyBytesMessage sent = new CorduroyBytesMessage();
        sent.writeInt(7);
        CorduroyBytesMessage received = Deliveries.deliver(sent);
        assertThatThrownBy(() -> received.writeInt(8)).isInstanceOf(MessageNotWriteableException.class);
        assertThat(received.readShort()).isZero();

        received.clearBody();

        assertThatThrownBy(received::readInt).isInstanceOf(MessageNotReadableException.class);
        received.writeByte((byte) 9);
        assertThat(Deliveries.deliver(received).getBody(byte[].class)).containsExactly(9);
    }

    @Test
    void readBeyondTheEndLeavesThePositionWhereItWas() throws JMSException {
        CorduroyBytesMessage message = new CorduroyBytesMessage();
        message.writeShort((short) 258);
        message.reset();

        assertThatThrownBy(message::readLong).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(message::readUTF).isInstanceOf(MessageEOFException.class);
        assertThat(message.readByte()).isEqualTo((byte) 1);
        assertThat(message.readByte()).isEqualTo((byte) 2);
    }

    @Test
    void malformedStringLeavesThePositionWhereItWas() throws JMSException {
        CorduroyBytesMessage message = new CorduroyBytesMessage();
        message.writeInt(0x0002_c0c0);
        message.reset();

        assertThatThrownBy(message::readUTF).isInstanceOf(MessageFormatException.class);
        assertThat(message.readInt()).isEqualTo(0x0002_c0c0);
    }

    @Test
    void stringOfMoreThan65535BytesIsRefusedAndNothingWritten() throws JMSException {
        CorduroyBytesMessage message = new CorduroyBytesMessage();

        assertThatThrownBy(() -> message.writeUTF("x".repeat(65_536))).isInstanceOf(JMSException.class);
        message.writeUTF("x".repeat(65_535));
        message.reset();

        assertThat(message.getBodyLength()).isEqualTo(65_537);
        assertThat(message.readUTF()).hasSize(65_535);
    }

    @Test
    void readBytesTakesALengthWithinTheArray() throws JMSException {
        CorduroyBytesMessage message = new CorduroyBytesMessage();
        message.writeBytes(new byte[] {1, 2, 3});
        message.reset();
        byte[] target = new byte[2];

        assertThatThrownBy(() -> message.readBytes(target, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> message.readBytes(target, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(message.readBytes(target, 0)).isZero();
        assertThat(message.readBytes(target, 1)).isEqualTo(1);
        assertThat(target).containsExactly(1, 0);
        assertThat(message.readBytes(target)).isEqualTo(2);
        assertThat(target).containsExactly(2, 3);
        assertThat(message.readBytes(target)).isEqualTo(-1);
    }

    @Test
    void bodyIsAnArrayOrAnObjectAndResetsTheMessageBeforeAndAfter() throws JMSException {
        CorduroyBytesMessage message = new CorduroyBytesMessage();
        message.writeBytes(new byte[] {1, 2});

        assertThat(message.isBodyAssignableTo(byte[].class)).isTrue();
        assertThat(message.isBodyAssignableTo(Serializable.class)).isFalse();
        assertThatThrownBy(() -> message.getBody(String.class)).isInstanceOf(MessageFormatException.class);
        message.writeByte((byte) 3);
        assertThat(message.getBody(byte[].class)).containsExactly(1, 2, 3);
        assertThat(message.readByte()).isEqualTo((byte) 1);
        assertThat((byte[]) message.getBody(Object.class)).containsExactly(1, 2, 3);
        assertThat(message.readByte()).isEqualTo((byte) 1);
    }

    @Test
    void noBytesAreNoBody() throws JMSException {
        assertThat(new CorduroyBytesMessage().getBody(String.class)).isNull();
        assertThat(new CorduroyBytesMessage().isBodyAssignableTo(String.class)).isTrue();
        assertThat(Deliveries.deliver(new CorduroyBytesMessage()).getBody(String.class))
                .isNull();
    }

    @Test
    void writingAfterTheSendDoesNotChangeWhatWasSent() throws JMSException {
        CorduroyBytesMessage message = new CorduroyBytesMessage();
        byte[] bytes = {1, 2};
        message.writeBytes(bytes);
        CorduroyBytesMessage received = Deliveries.deliver(message);

        bytes[0] = 9;
        message.writeByte((byte) 3);

        assertThat(received.getBody(byte[].class)).containsExactly(1, 2);
        assertThat(Deliveries.deliver(message).getBody(byte[].class)).containsExactly(1, 2, 3);
    }

    @Test
    void inputStreamIsTheBodyThatIsSentInPieces() throws Exception {
        InputStream in = new ByteArrayInputStream(new byte[] {1, 2});
        CorduroyBytesMessage message = new CorduroyBytesMessage();
        assertThat(message.hasStreamedBody()).isFalse();

        message.setObjectProperty(CorduroyBytesMessage.INPUT_STREAM, in);

        assertThat(message.hasStreamedBody()).isTrue();
        assertThat(message.openStreamedBody()).isSameAs(in);
        assertThat(message.getObjectProperty("JMS_CORDUROY_InputStream")).isSameAs(in);
        assertThat(message.propertyExists("JMS_CORDUROY_InputStream")).isFalse();
        assertThatThrownBy(() -> message.writeInt(1)).isInstanceOf(MessageFormatException.class);
        assertThat(Deliveries.deliver(message).getBody(byte[].class)).isNull();
        message.clearBody();
        message.writeByte((byte) 5);
        assertThat(message.getBody(byte[].class)).containsExactly(5);
        assertThatThrownBy(() -> message.setObjectProperty(CorduroyBytesMessage.INPUT_STREAM, "no stream"))
                .isInstanceOf(JMSException.class);
    }

    @Test
    void largeBodyIsReadFromWhereItIsAsOftenAsWanted() throws Exception {
        CorduroyBytesMessage message = large(200_000, 200_000);

        assertThat(message.getBodyLength()).isEqualTo(200_000);
        assertThat(message.readInt()).isEqualTo(0x00010203);
        message.reset();
        assertThat(message.readByte()).isEqualTo((byte) 0);
        assertThat(message.getBody(byte[].class)).hasSize(200_000);
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        message.setObjectProperty("JMS_CORDUROY_SaveStream", saved);
        assertThat(saved.toByteArray()).isEqualTo(message.getBody(byte[].class));
        assertThat(message.hasStreamedBody()).isTrue();
        assertThat(message.openStreamedBody().readAllBytes()).hasSize(200_000);
        message.clearBody();
        assertThat(message.hasStreamedBody()).isFalse();
    }

    @Test
    void largeBodyThatEndsTooEarlyIsAnErrorAndNoShorterBody() throws Exception {
        CorduroyBytesMessage message = large(100, 99);

        assertThatThrownBy(() -> message.getBody(byte[].class))
                .isInstanceOf(JMSException.class)
                .hasMessageStartingWith("the body cannot be read at byte 0");
    }

    @Test
    void bodyInMemoryIsSavedToo() throws JMSException {
        CorduroyBytesMessage sent = new CorduroyBytesMessage();
        sent.writeBytes(new byte[] {1, 2, 3});
        ByteArrayOutputStream saved = new ByteArrayOutputStream();

        Deliveries.deliver(sent).setObjectProperty("JMS_CORDUROY_OutputStream", saved);

        assertThat(saved.toByteArray()).containsExactly(1, 2, 3);
    }

    private static CorduroyBytesMessage large(int lengthBytes, int actualBytes) throws JMSException {
        byte[] bytes = new byte[actualBytes];
        for (int i = 0; i < actualBytes; i++) {
            bytes[i] = (byte) i;
        }
        MessageDecoder decoder = new MessageDecoder(ObjectAllowList.defaults(), () -> {});
        return decoder.decodeLarge(new CorduroyBytesMessage().encode(), Deliveries.headers(1), new LargeBody() {
            @Override
            public long lengthBytes() {
                return lengthBytes;
            }

            @Override
            public InputStream open() throws IOException {
                return new ByteArrayInputStream(bytes);
            }
        });
    }
}
