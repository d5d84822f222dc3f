package io.corduroy.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // hands over null, and takes for granted what has to be there
class CorduroyStreamMessageTest {
    @Test
    void newMessageIsWriteOnlyUntilReset() throws JMSException {
        CorduroyStreamMessage stream = new CorduroyStreamMessage();
        stream.writeInt(1);
        assertThatThrownBy(stream::readInt).isInstanceOf(MessageNotReadableException.class);
        assertThatThrownBy(() -> stream.readBytes(new byte[1])).isInstanceOf(MessageNotReadableException.class);

        stream.reset();

        assertThatThrownBy(() -> stream.writeInt(2)).isInstanceOf(MessageNotWriteableException.class);
        assertThat(stream.readInt()).isEqualTo(1);
        assertThatThrownBy(stream::readInt).isInstanceOf(MessageEOFException.class);
        assertThatThrownBy(() -> stream.readBytes(new byte[1])).isInstanceOf(MessageEOFException.class);
        stream.reset();
        assertThat(stream.readInt()).isEqualTo(1);
    }

    @Test
    void receivedMessageIsReadOnlyUntilClearedAndThenWriteOnly() throws JMSException {
        CorduroyStreamMessage sent = new CorduroyStreamMessage();
        sent.writeString("a");
        sent.writeString(null);
        CorduroyStreamMessage received = Deliveries.deliver(sent);
        assertThatThrownBy(() -> received.writeInt(1)).isInstanceOf(MessageNotWriteableException.class);
        assertThat(received.readString()).isEqualTo("a");

        received.clearBody();

        assertThatThrownBy(received::readString).isInstanceOf(MessageNotReadableException.class);
        received.writeLong(7);
        CorduroyStreamMessage again = Deliveries.deliver(received);
        assertThat(again.readLong()).isEqualTo(7);
        assertThatThrownBy(again::readObject).isInstanceOf(MessageEOFException.class);
    }

    @Test
    void byteArrayIsReadPieceByPieceUntilLessThanTheBufferComes() throws JMSException {
        CorduroyStreamMessage stream = ofBytes(new byte[] {1, 2, 3, 4, 5});
        byte[] buffer = new byte[2];

        assertThat(stream.readBytes(buffer)).isEqualTo(2);
        assertThat(buffer).containsExactly(1, 2);
        assertThat(stream.readBytes(buffer)).isEqualTo(2);
        assertThat(stream.readBytes(buffer)).isEqualTo(1);
        assertThat(buffer[0]).isEqualTo((byte) 5);
        assertThat(stream.readInt()).isEqualTo(99);
    }

    @Test
    void byteArrayThatFillsTheBufferNeedsOneMoreCall() throws JMSException {
        CorduroyStreamMessage stream = ofBytes(new byte[] {1, 2, 3, 4});
        byte[] buffer = new byte[2];

        assertThat(stream.readBytes(buffer)).isEqualTo(2);
        assertThat(stream.readBytes(buffer)).isEqualTo(2);
        assertThatThrownBy(stream::readInt).isInstanceOf(MessageFormatException.class);
        assertThat(stream.readBytes(buffer)).isEqualTo(-1);
        assertThat(stream.readInt()).isEqualTo(99);
    }

    @Test
    void nextFieldCannotBeReadBeforeTheByteArrayIsAtItsEnd() throws JMSException {
        CorduroyStreamMessage stream = ofBytes(new byte[] {1, 2, 3});
        stream.readBytes(new byte[1]);

        assertThatThrownBy(stream::readInt).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(stream::readString).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(stream::readObject).isInstanceOf(MessageFormatException.class);
        assertThat(stream.readBytes(new byte[5])).isEqualTo(2);
        assertThat(stream.readInt()).isEqualTo(99);
    }

    @Test
    void emptyByteArrayIsReadAsZeroBytes() throws JMSException {
        CorduroyStreamMessage stream = ofBytes(new byte[0]);

        assertThat(stream.readBytes(new byte[1])).isZero();
        assertThat(stream.readInt()).isEqualTo(99);
    }

    @Test
    void bufferWithoutRoomReadsNothingAndEndsNothing() throws JMSException {
        CorduroyStreamMessage stream = ofBytes(new byte[] {1});

        assertThat(stream.readBytes(new byte[0])).isZero();
        assertThat(stream.readBytes(new byte[2])).isEqualTo(1);
        assertThat(stream.readInt()).isEqualTo(99);
        CorduroyStreamMessage empty = ofBytes(new byte[0]);
        assertThat(empty.readBytes(new byte[0])).isZero();
        assertThat(empty.readBytes(new byte[0])).isEqualTo(-1);
        assertThat(empty.readInt()).isEqualTo(99);
    }

    @Test
    void nullByteArrayIsMinusOneAndPassed() throws JMSException {
        CorduroyStreamMessage stream = ofBytes(null);

        assertThat(stream.readBytes(new byte[3])).isEqualTo(-1);
        assertThat(stream.readInt()).isEqualTo(99);
    }

    @Test
    void readBytesOfSomethingElseLeavesItToBeRead() throws JMSException {
        CorduroyStreamMessage stream = ofBytes(null);
        stream.readObject();

        assertThatThrownBy(() -> stream.readBytes(new byte[3])).isInstanceOf(MessageFormatException.class);
        assertThat(stream.readInt()).isEqualTo(99);
    }

    @Test
    void resetEndsAByteArrayReadInPart() throws JMSException {
        CorduroyStreamMessage stream = ofBytes(new byte[] {1, 2, 3});
        stream.readBytes(new byte[1]);

        stream.reset();

        assertThat((byte[]) stream.readObject()).containsExactly(1, 2, 3);
    }

    @Test
    void byteArraysAreCopiedInAndOut() throws JMSException {
        byte[] bytes = {1, 2, 3};
        CorduroyStreamMessage stream = new CorduroyStreamMessage();
        stream.writeBytes(bytes);
        stream.writeBytes(bytes, 1, 2);
        stream.writeObject(bytes);
        bytes[1] = 9;
        stream.reset();

        ((byte[]) stream.readObject())[0] = 9;
        assertThat((byte[]) stream.readObject()).containsExactly(2, 3);
        assertThat((byte[]) stream.readObject()).containsExactly(1, 2, 3);
        stream.reset();
        assertThat((byte[]) stream.readObject()).containsExactly(1, 2, 3);
    }

    @Test
    void bodyOfAStreamCannotBeHadInOnePiece() throws JMSException {
        CorduroyStreamMessage stream = new CorduroyStreamMessage();

        assertThat(stream.isBodyAssignableTo(Object.class)).isFalse();
        assertThatThrownBy(() -> stream.getBody(Object.class)).isInstanceOf(MessageFormatException.class);
    }

    private static CorduroyStreamMessage ofBytes(byte[] bytes) throws JMSException {
        CorduroyStreamMessage stream = new CorduroyStreamMessage();
        stream.writeBytes(bytes);
        stream.writeInt(99);
        return Deliveries.deliver(stream);
    }
}
