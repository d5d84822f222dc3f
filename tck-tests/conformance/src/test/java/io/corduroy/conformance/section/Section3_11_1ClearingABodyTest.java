package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.11.1: clearing a body. */
class Section3_11_1ClearingABodyTest extends SectionTest {

    @Test
    void leavesItEmptyAndTheProperties() throws Exception {
        Session session = session();
        TextMessage text = session.createTextMessage("t");
        text.setIntProperty("n", 1);
        MapMessage map = session.createMapMessage();
        map.setInt("a", 1);
        StreamMessage stream = session.createStreamMessage();
        stream.writeInt(1);
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeInt(1);
        ObjectMessage object = session.createObjectMessage("o");
        for (Message message : List.of(text, map, stream, bytes, object)) {
            message.clearBody();
        }

        assertThat(text.getText()).isNull();
        assertThat(text.getIntProperty("n")).isEqualTo(1);
        assertThat(map.getMapNames().hasMoreElements()).isFalse();
        assertThat(object.getObject()).isNull();
        stream.reset();
        assertThatThrownBy(stream::readInt).isInstanceOf(MessageEOFException.class);
        bytes.reset();
        assertThatThrownBy(bytes::readByte).isInstanceOf(MessageEOFException.class);
    }

    @Test
    void makesAStreamOfBytesWriteOnlyAgain() throws Exception {
        Session session = session();
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeInt(1);
        bytes.reset();
        StreamMessage stream = session.createStreamMessage();
        stream.writeInt(1);
        stream.reset();

        bytes.clearBody();
        stream.clearBody();

        assertThatThrownBy(bytes::readInt).isInstanceOf(MessageNotReadableException.class);
        assertThatThrownBy(stream::readInt).isInstanceOf(MessageNotReadableException.class);
        bytes.writeByte((byte) 2);
        stream.writeString("two");
        assertThat(sent(bytes, BytesMessage.class).readByte()).isEqualTo((byte) 2);
        assertThat(sent(stream, StreamMessage.class).readString()).isEqualTo("two");
    }
}
