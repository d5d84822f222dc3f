package io.corduroy.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.client.CorduroyDestination;
import io.corduroy.client.CorduroyQueue;
import io.corduroy.client.CorduroyTopic;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.message.MessageEncoder;
import io.corduroy.protocol.message.MessageFields;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.TextMessage;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.4 and 3.9 to 3.11: headers, what is sent and what may be changed afterwards. */
@NullUnmarked // hands over null, and takes for granted what has to be there
class CorduroyMessageTest {
    @Test
    void newMessageHasTheDefaultsOfTheInterface() throws JMSException {
        CorduroyMessage message = new CorduroyMessage();

        assertThat(message.getJMSMessageID()).isNull();
        assertThat(message.getJMSTimestamp()).isZero();
        assertThat(message.getJMSCorrelationID()).isNull();
        assertThat(message.getJMSCorrelationIDAsBytes()).isNull();
        assertThat(message.getJMSReplyTo()).isNull();
        assertThat(message.getJMSDestination()).isNull();
        assertThat(message.getJMSDeliveryMode()).isEqualTo(Message.DEFAULT_DELIVERY_MODE);
        assertThat(message.getJMSPriority()).isEqualTo(Message.DEFAULT_PRIORITY);
        assertThat(message.getJMSRedelivered()).isFalse();
        assertThat(message.getJMSType()).isNull();
        assertThat(message.getJMSExpiration()).isZero();
        assertThat(message.getJMSDeliveryTime()).isZero();
        assertThat(message).hasToString("CorduroyMessage[not sent]");
    }

    @Test
    void providersHeadersAreThoseOfTheDelivery() throws JMSException {
        CorduroyMessage received = Deliveries.deliver(new CorduroyMessage());

        assertThat(received.getJMSMessageID()).isEqualTo("ID:000000000000beef-7-42");
        assertThat(received.getJMSDestination()).isEqualTo(new CorduroyQueue("orders"));
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(received.getJMSPriority()).isEqualTo(4);
        assertThat(received.getJMSTimestamp()).isEqualTo(1_000);
        assertThat(received.getJMSExpiration()).isEqualTo(5_000);
        assertThat(received.getJMSDeliveryTime()).isEqualTo(2_000);
        assertThat(received).hasToString("CorduroyMessage[ID:000000000000beef-7-42]");
    }

    @Test
    void providersHeadersCanBeSetByAnotherProvider() throws JMSException {
        CorduroyMessage message = new CorduroyMessage();
        Destination foreign = new Destination() {};

        message.setJMSMessageID("ID:other");
        message.setJMSDestination(foreign);
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        message.setJMSPriority(9);
        message.setJMSTimestamp(1);
        message.setJMSExpiration(2);
        message.setJMSDeliveryTime(3);
        message.setJMSRedelivered(true);

        assertThat(message.getJMSMessageID()).isEqualTo("ID:other");
        assertThat(message.getJMSDestination()).isSameAs(foreign);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(message.getJMSPriority()).isEqualTo(9);
        assertThat(message.getJMSTimestamp()).isEqualTo(1);
        assertThat(message.getJMSExpiration()).isEqualTo(2);
        assertThat(message.getJMSDeliveryTime()).isEqualTo(3);
        assertThat(message.getJMSRedelivered()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10})
    void priorityOutOfRangeIsRefused(int priority) {
        assertThatThrownBy(() -> new CorduroyMessage().setJMSPriority(priority)).isInstanceOf(JMSException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void unknownDeliveryModeIsRefused(int mode) {
        assertThatThrownBy(() -> new CorduroyMessage().setJMSDeliveryMode(mode)).isInstanceOf(JMSException.class);
    }

    @Test
    void applicationsHeadersTravel() throws JMSException {
        CorduroyMessage sent = new CorduroyMessage();
        sent.setJMSCorrelationID("c");
        sent.setJMSReplyTo(new CorduroyTopic("replies"));
        sent.setJMSType("t");
        CorduroyMessage received = Deliveries.deliver(sent);

        assertThat(received.getJMSCorrelationID()).isEqualTo("c");
        assertThat(received.getJMSReplyTo()).isEqualTo(new CorduroyTopic("replies"));
        assertThat(received.getJMSType()).isEqualTo("t");
    }

    @ParameterizedTest
    @EnumSource(DestinationName.Kind.class)
    void replyToKeepsItsKind(DestinationName.Kind kind) throws JMSException {
        CorduroyDestination replyTo = CorduroyDestination.of(new DestinationName(kind, "replies"));
        CorduroyMessage sent = new CorduroyMessage();
        sent.setJMSReplyTo(replyTo);

        assertThat(Deliveries.deliver(sent).getJMSReplyTo()).isEqualTo(replyTo);
        sent.setJMSReplyTo(null);
        assertThat(Deliveries.deliver(sent).getJMSReplyTo()).isNull();
    }

    @Test
    void replyToOfAnotherProviderIsRefusedAndChangesNothing() throws JMSException {
        CorduroyMessage message = new CorduroyMessage();
        message.setJMSReplyTo(new CorduroyQueue("mine"));

        assertThatThrownBy(() -> message.setJMSReplyTo(new Destination() {}))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("belongs to another provider");
        assertThat(message.getJMSReplyTo()).isEqualTo(new CorduroyQueue("mine"));
    }

    @Test
    void correlationIdHasTwoFormsOfOneValue() throws JMSException {
        byte[] bytes = "grün".getBytes(StandardCharsets.UTF_8);
        CorduroyMessage sent = new CorduroyMessage();

        sent.setJMSCorrelationIDAsBytes(bytes);
        bytes[0] = 'x';
        sent.getJMSCorrelationIDAsBytes()[0] = 'x';
        assertThat(sent.getJMSCorrelationIDAsBytes()).isEqualTo("grün".getBytes(StandardCharsets.UTF_8));
        assertThat(sent.getJMSCorrelationID()).isEqualTo("grün");
        assertThat(Deliveries.deliver(sent).getJMSCorrelationIDAsBytes())
                .isEqualTo("grün".getBytes(StandardCharsets.UTF_8));

        sent.setJMSCorrelationID("blau");
        assertThat(sent.getJMSCorrelationIDAsBytes()).isEqualTo("blau".getBytes(StandardCharsets.UTF_8));
        assertThat(Deliveries.deliver(sent).getJMSCorrelationID()).isEqualTo("blau");

        sent.setJMSCorrelationIDAsBytes(null);
        assertThat(sent.getJMSCorrelationID()).isNull();
        assertThat(Deliveries.deliver(sent).getJMSCorrelationIDAsBytes()).isNull();
    }

    @Test
    void headersOfAReceivedMessageCanBeChangedAndBodyAndPropertiesStay() throws JMSException {
        CorduroyTextMessage sent = new CorduroyTextMessage("body");
        sent.setIntProperty("p", 1);
        sent.setStringProperty("JMSXGroupID", "g");
        sent.setJMSType("old");
        sent.setJMSCorrelationID("c");
        CorduroyTextMessage received = Deliveries.deliver(sent);

        received.setJMSType("new");
        CorduroyTextMessage forwarded = Deliveries.deliver(received);

        assertThat(forwarded.getJMSType()).isEqualTo("new");
        assertThat(forwarded.getJMSCorrelationID()).isEqualTo("c");
        assertThat(forwarded.getText()).isEqualTo("body");
        assertThat(forwarded.getIntProperty("p")).isEqualTo(1);
        assertThat(forwarded.groupId()).isEqualTo("g");
        assertThat(forwarded.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(received.getJMSType()).isEqualTo("new");
        assertThat(Deliveries.deliver(sent).getJMSType()).isEqualTo("old");
    }

    @Test
    void bodyThatNobodyTouchedGoesOutAsItCame() throws JMSException {
        CorduroyMapMessage sent = new CorduroyMapMessage();
        sent.setInt("a", 1);
        sent.setIntProperty("p", 1);
        CorduroyMapMessage received = Deliveries.deliver(sent);

        received.clearProperties();

        CorduroyMapMessage forwarded = Deliveries.deliver(received);
        assertThat(forwarded.getInt("a")).isEqualTo(1);
        assertThat(forwarded.propertyExists("p")).isFalse();
        CorduroyTextMessage nullText = Deliveries.deliver(new CorduroyTextMessage());
        nullText.setJMSType("t");
        assertThat(Deliveries.deliver(nullText).getText()).isNull();
    }

    @Test
    void unchangedMessageIsEncodedOnceAndForwardedWithTheSameBytes() throws JMSException {
        CorduroyTextMessage sent = new CorduroyTextMessage("body");
        ByteBuffer first = sent.encode();
        CorduroyTextMessage received = Deliveries.deliver(sent);

        assertThat(isSameMemory(sent.encode(), first)).isTrue();
        assertThat(isSameMemory(received.encode(), first)).isTrue();
        received.getText();
        assertThat(isSameMemory(received.encode(), first)).isTrue();
        received.setProviderHeaders(Deliveries.headers(2));
        assertThat(isSameMemory(received.encode(), first)).isTrue();
    }

    @SuppressWarnings("ByteBufferBackingArray") // the identity of the array is the question
    private static boolean isSameMemory(ByteBuffer one, ByteBuffer other) {
        return one.array() == other.array() && one.equals(other);
    }

    @Test
    void changeAfterTheSendDoesNotChangeWhatWasSent() throws JMSException {
        CorduroyTextMessage sent = new CorduroyTextMessage("first");
        sent.setIntProperty("p", 1);
        CorduroyTextMessage received = Deliveries.deliver(sent);

        sent.setText("second");
        sent.setIntProperty("p", 2);

        assertThat(received.getText()).isEqualTo("first");
        assertThat(received.getIntProperty("p")).isEqualTo(1);
        assertThat(Deliveries.deliver(sent).getText()).isEqualTo("second");
        assertThat(Deliveries.deliver(sent).getIntProperty("p")).isEqualTo(2);
    }

    @Test
    void readersOfTheEncodingDoNotDisturbEachOther() throws JMSException {
        CorduroyTextMessage sent = new CorduroyTextMessage("body");

        sent.encode().position(3);

        assertThat(sent.encode().position()).isZero();
    }

    @Test
    void messageWithoutABodyHasNullForEveryType() throws JMSException {
        CorduroyMessage message = Deliveries.deliver(new CorduroyMessage());

        assertThat(message.getBody(String.class)).isNull();
        assertThat(message.isBodyAssignableTo(Integer.class)).isTrue();
        message.clearBody();
        assertThat(message.getBody(Object.class)).isNull();
    }

    @Test
    void acknowledgeIsTheSessionsAffair() throws JMSException {
        AtomicInteger acknowledgments = new AtomicInteger();
        MessageDecoder decoder = new MessageDecoder(ObjectAllowList.defaults(), acknowledgments::incrementAndGet);
        Message received = decoder.decode(new CorduroyTextMessage("x").encode(), Deliveries.headers(1));

        received.acknowledge();

        assertThat(acknowledgments).hasValue(1);
        new CorduroyMessage().acknowledge(); // nobody has consumed it: nothing to acknowledge, nothing to fail
    }

    @Test
    void closedSessionRefusesToAcknowledge() throws JMSException {
        MessageDecoder decoder = new MessageDecoder(ObjectAllowList.defaults(), () -> {
            throw new jakarta.jms.IllegalStateException("session closed");
        });
        Message received = decoder.decode(new CorduroyMessage().encode(), Deliveries.headers(1));

        assertThatThrownBy(received::acknowledge).isInstanceOf(jakarta.jms.IllegalStateException.class);
    }

    @Test
    void bytesThatAreNoMessageAreRefused() {
        MessageDecoder decoder = new MessageDecoder(ObjectAllowList.defaults(), () -> {});

        assertThatThrownBy(() -> decoder.decode(ByteBuffer.allocate(0), Deliveries.headers(1)))
                .isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> decoder.decode(ByteBuffer.wrap(new byte[] {7}), Deliveries.headers(1)))
                .isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> decoder.decodeLarge(
                        new CorduroyTextMessage("x").encode(), Deliveries.headers(1), new LargeBody() {
                            @Override
                            public long lengthBytes() {
                                return 0;
                            }

                            @Override
                            public InputStream open() {
                                return InputStream.nullInputStream();
                            }
                        }))
                .isInstanceOf(MessageFormatException.class);
    }

    @Test
    void compressedBodyOfAnUnknownAlgorithmIsRefusedAndForwardedUnharmed() throws JMSException {
        MessageFields fields = new MessageFields().text("x").compression(77);
        MessageDecoder decoder = new MessageDecoder(ObjectAllowList.defaults(), () -> {});
        TextMessage received = (TextMessage) decoder.decode(MessageEncoder.encode(fields), Deliveries.headers(1));

        assertThatThrownBy(received::getText).isInstanceOf(JMSException.class).hasMessageContaining("algorithm 77");
        received.setJMSType("t");
        assertThat(((CorduroyMessage) received).encode()).isEqualTo(MessageEncoder.encode(fields.type("t")));
    }
}
