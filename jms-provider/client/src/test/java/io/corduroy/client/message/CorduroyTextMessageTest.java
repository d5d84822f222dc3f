package io.corduroy.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.protocol.message.BodyType;
import io.corduroy.protocol.message.MessageEncoder;
import io.corduroy.protocol.message.MessageFields;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked // hands over null, and takes for granted what has to be there
class CorduroyTextMessageTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "grün 😀", "\uD83D", "\u0000\uFFFD"})
    void everyTextArrivesAsItWas(String text) throws JMSException {
        assertThat(new CorduroyTextMessage(text).getText()).isEqualTo(text);
        assertThat(Deliveries.deliver(new CorduroyTextMessage(text)).getText()).isEqualTo(text);
    }

    @Test
    void receivedBodyIsReadOnlyUntilCleared() throws JMSException {
        CorduroyTextMessage received = Deliveries.deliver(new CorduroyTextMessage("a"));
        assertThatThrownBy(() -> received.setText("b")).isInstanceOf(MessageNotWriteableException.class);
        assertThat(received.getText()).isEqualTo("a");

        received.clearBody();

        assertThat(received.getText()).isNull();
        received.setText("b");
        assertThat(Deliveries.deliver(received).getText()).isEqualTo("b");
    }

    @Test
    void bodyIsWhateverAStringCanBeAssignedTo() throws JMSException {
        CorduroyTextMessage message = new CorduroyTextMessage("a");

        assertThat(message.getBody(String.class)).isEqualTo("a");
        assertThat(message.getBody(CharSequence.class)).isEqualTo("a");
        assertThat(message.getBody(Serializable.class)).isEqualTo("a");
        assertThat(message.getBody(Object.class)).isEqualTo("a");
        assertThat(message.isBodyAssignableTo(Comparable.class)).isTrue();
        assertThat(message.isBodyAssignableTo(Integer.class)).isFalse();
        assertThatThrownBy(() -> message.getBody(Integer.class)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void nullTextIsNoBody() throws JMSException {
        assertThat(new CorduroyTextMessage().getBody(Integer.class)).isNull();
        assertThat(new CorduroyTextMessage().isBodyAssignableTo(Integer.class)).isTrue();
        assertThat(new CorduroyTextMessage("").getBody(String.class)).isEmpty();
    }

    @Test
    void damagedTextIsAFormatErrorEachTime() throws JMSException {
        ByteBuffer bytes = MessageEncoder.encode(new MessageFields()
                .body(BodyType.TEXT, ByteBuffer.wrap(new byte[] {(byte) 0xc0, (byte) 0x80})));
        TextMessage received = (TextMessage)
                new MessageDecoder(ObjectAllowList.defaults(), () -> {}).decode(bytes, Deliveries.headers(1));

        assertThatThrownBy(received::getText).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(received::getText).isInstanceOf(MessageFormatException.class);
    }
}
