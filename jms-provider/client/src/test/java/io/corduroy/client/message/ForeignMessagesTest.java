package io.corduroy.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.client.CorduroyQueue;
import io.corduroy.protocol.Origin;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.12: messages of another provider are handled. */
@NullUnmarked // hands over null, and takes for granted what has to be there
class ForeignMessagesTest {
    /** Another provider's message: behaves like one of ours, and is none. Some calls can be answered differently. */
    private static <T extends Message> T foreign(Class<T> kind, T behaviour, Map<String, Object> otherAnswers) {
        return kind.cast(Proxy.newProxyInstance(
                ForeignMessagesTest.class.getClassLoader(), new Class<?>[] {kind}, (self, method, arguments) -> {
                    Object answer = otherAnswers.get(method.getName());
                    if (answer instanceof Exception exception) {
                        throw exception;
                    }
                    try {
                        return answer != null ? answer : method.invoke(behaviour, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static CorduroyMessage toOurs(Message message) throws JMSException {
        return ForeignMessages.toOurs(message, ObjectAllowList.defaults());
    }

    @Test
    void messageOfOursIsTakenAsItIs() throws JMSException {
        CorduroyTextMessage ours = new CorduroyTextMessage("x");

        assertThat(toOurs(ours)).isSameAs(ours);
    }

    @Test
    void textIsCopied() throws JMSException {
        TextMessage foreign = foreign(TextMessage.class, new CorduroyTextMessage("x"), Map.of());

        assertThat(((TextMessage) toOurs(foreign)).getText()).isEqualTo("x");
        assertThat(((TextMessage) toOurs(foreign(TextMessage.class, new CorduroyTextMessage(), Map.of()))).getText())
                .isNull();
    }

    @Test
    void bytesAreCopiedWhateverTheirNumberAndFromTheBeginning() throws JMSException {
        for (int length : new int[] {0, 1, 8_191, 8_192, 8_193, 20_000}) {
            CorduroyBytesMessage behaviour = new CorduroyBytesMessage();
            behaviour.writeBytes(new byte[length]);
            behaviour.reset();
            behaviour.readBytes(new byte[1]);
            BytesMessage foreign = foreign(BytesMessage.class, behaviour, Map.of());

            CorduroyBytesMessage ours = (CorduroyBytesMessage) toOurs(foreign);
            ours.reset();

            assertThat(ours.getBodyLength()).isEqualTo(length);
            assertThat(foreign.getBodyLength()).isEqualTo(length);
        }
    }

    @Test
    void mapIsCopiedWithItsTypes() throws JMSException {
        CorduroyMapMessage behaviour = new CorduroyMapMessage();
        behaviour.setChar("c", 'x');
        behaviour.setBytes("b", new byte[] {1});
        behaviour.setString("n", null);
        MapMessage foreign = foreign(MapMessage.class, behaviour, Map.of());

        MapMessage ours = (MapMessage) toOurs(foreign);

        assertThat(ours.getObject("c")).isEqualTo('x');
        assertThat(ours.getBytes("b")).containsExactly(1);
        assertThat(ours.itemExists("n")).isTrue();
    }

    @Test
    void streamIsCopiedToItsEndWithItsTypes() throws JMSException {
        CorduroyStreamMessage behaviour = new CorduroyStreamMessage();
        behaviour.writeShort((short) 1);
        behaviour.writeString(null);
        behaviour.writeBytes(new byte[] {1});
        StreamMessage foreign = foreign(StreamMessage.class, behaviour, Map.of());

        StreamMessage ours = (StreamMessage) toOurs(foreign);
        ours.reset();

        assertThat(ours.readObject()).isEqualTo((short) 1);
        assertThat(ours.readString()).isNull();
        assertThat((byte[]) ours.readObject()).containsExactly(1);
        assertThatThrownBy(ours::readObject).isInstanceOf(MessageEOFException.class);
        assertThat(foreign.readShort()).isEqualTo((short) 1);
    }

    @Test
    void objectIsCopied() throws JMSException {
        CorduroyObjectMessage behaviour = new CorduroyObjectMessage(ObjectAllowList.defaults());
        behaviour.setObject("x");

        assertThat(((ObjectMessage) toOurs(foreign(ObjectMessage.class, behaviour, Map.of()))).getObject())
                .isEqualTo("x");
    }

    @Test
    void headersAndPropertiesOfTheApplicationAreCopiedAndThoseOfTheProviderAreNot() throws JMSException {
        CorduroyMessage behaviour = new CorduroyMessage();
        behaviour.setJMSType("t");
        behaviour.setJMSCorrelationID("c");
        behaviour.setJMSReplyTo(new CorduroyQueue("replies"));
        behaviour.setFloatProperty("f", 0.5f);
        behaviour.setStringProperty("JMSXGroupID", "g");
        behaviour.setIntProperty("JMSXGroupSeq", 2);
        behaviour.setStringProperty("JMS_OTHER_x", "y");
        CorduroyMessage received = Deliveries.deliver(behaviour);

        CorduroyMessage ours = toOurs(foreign(Message.class, received, Map.of()));

        assertThat(ours.getClass()).isEqualTo(CorduroyMessage.class);
        assertThat(ours.getJMSType()).isEqualTo("t");
        assertThat(ours.getJMSCorrelationID()).isEqualTo("c");
        assertThat(ours.getJMSReplyTo()).isEqualTo(new CorduroyQueue("replies"));
        assertThat(Collections.list(ours.getPropertyNames()))
                .containsExactlyInAnyOrder("f", "JMSXGroupID", "JMSXGroupSeq", "JMS_OTHER_x");
        assertThat(ours.getObjectProperty("f")).isEqualTo(0.5f);
        assertThat(ours.getJMSMessageID()).isNull();
    }

    @Test
    void replyToOfTheOtherProviderIsNotPreserved() throws JMSException {
        Message foreign = foreign(Message.class, new CorduroyMessage(), Map.of("getJMSReplyTo", new Destination() {}));

        assertThat(toOurs(foreign).getJMSReplyTo()).isNull();
    }

    @Test
    void correlationIdThatIsBytesOnlyIsCopiedAsBytes() throws JMSException {
        Message foreign = foreign(
                Message.class, new CorduroyMessage(), Map.of("getJMSCorrelationIDAsBytes", new byte[] {(byte) 0xff}));
        Message without = foreign(
                Message.class,
                new CorduroyMessage(),
                Map.of("getJMSCorrelationIDAsBytes", new UnsupportedOperationException()));

        assertThat(toOurs(foreign).getJMSCorrelationIDAsBytes()).containsExactly(0xff);
        assertThat(toOurs(without).getJMSCorrelationIDAsBytes()).isNull();
    }

    @Test
    void nameThatIsNoPropertyNameFailsTheSend() {
        Message foreign = foreign(
                Message.class,
                new CorduroyMessage(),
                Map.of("getPropertyNames", Collections.enumeration(List.of("a-b")), "getObjectProperty", 1));

        assertThatThrownBy(() -> toOurs(foreign))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("a-b");
    }

    @Test
    void originalGetsTheProvidersHeadersAfterTheSend() throws JMSException {
        CorduroyTextMessage behaviour = new CorduroyTextMessage("x");
        Message foreign = foreign(TextMessage.class, behaviour, Map.of());
        CorduroyMessage sent = toOurs(foreign);
        sent.setProviderHeaders(new ProviderHeaders(
                Deliveries.IDENTITY, new CorduroyQueue("orders"), false, 7, 1_000L, 5_000L, 2_000L, 0, Origin.HERE));

        ForeignMessages.copyProviderHeaders(sent, foreign);

        assertThat(foreign.getJMSMessageID()).isEqualTo(Deliveries.IDENTITY.toString());
        assertThat(foreign.getJMSDestination()).isEqualTo(new CorduroyQueue("orders"));
        assertThat(foreign.getJMSDeliveryMode()).isEqualTo(1);
        assertThat(foreign.getJMSPriority()).isEqualTo(7);
        assertThat(foreign.getJMSTimestamp()).isEqualTo(1_000);
        assertThat(foreign.getJMSExpiration()).isEqualTo(5_000);
        assertThat(foreign.getJMSDeliveryTime()).isEqualTo(2_000);
        ForeignMessages.copyProviderHeaders(sent, sent); // ours needs nothing
    }
}
