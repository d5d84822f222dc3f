package io.corduroy.client.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyDestination;
import io.corduroy.protocol.DestinationName;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.NullUnmarked;

/** Whatever is put into a message comes out of it at the other end, with its type; and again when it is sent on. */
@NullUnmarked // hands over null, and takes for granted what has to be there
class MessageRoundTripPropertyTest {
    private static final int TRIES = 200;

    @Provide
    Arbitrary<Object> propertyValues() {
        return Arbitraries.oneOf(
                Arbitraries.of(true, false),
                Arbitraries.bytes(),
                Arbitraries.shorts(),
                Arbitraries.integers(),
                Arbitraries.longs(),
                Arbitraries.floats(),
                Arbitraries.of(Float.NaN, Float.NEGATIVE_INFINITY, -0f),
                Arbitraries.doubles(),
                Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0),
                Arbitraries.strings());
    }

    @Provide
    Arbitrary<Object> bodyValues() {
        return Arbitraries.oneOf(
                propertyValues(), Arbitraries.chars(), Arbitraries.bytes().array(byte[].class));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars('_', '$', 'ü', 'Z')
                .ofMinLength(1)
                .ofMaxLength(8)
                .filter(name -> !name.matches("(?i)null|true|false|not|and|or|between|like|in|is|escape"));
    }

    @Provide
    Arbitrary<Map<String, Object>> properties() {
        return Arbitraries.maps(names(), propertyValues().injectNull(0.1)).ofMaxSize(6);
    }

    @Provide
    Arbitrary<Map<String, Object>> bodies() {
        return Arbitraries.maps(
                        Arbitraries.strings().ofMinLength(1).ofMaxLength(5),
                        bodyValues().injectNull(0.1))
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Object>> streams() {
        return bodyValues().injectNull(0.1).list().ofMaxSize(8);
    }

    @Property(tries = TRIES)
    void properties(@ForAll("properties") Map<String, Object> properties) throws JMSException {
        CorduroyMessage sent = new CorduroyMessage();
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            sent.setObjectProperty(property.getKey(), property.getValue());
        }

        for (CorduroyMessage message : List.of(sent, Deliveries.deliver(sent), forwarded(sent))) {
            for (Map.Entry<String, Object> property : properties.entrySet()) {
                assertThat(message.getObjectProperty(property.getKey())).isEqualTo(property.getValue());
                assertThat(message.propertyExists(property.getKey())).isTrue();
            }
            List<String> names = Collections.list(message.getPropertyNames());
            names.remove("JMSXDeliveryCount");
            assertThat(names).containsExactlyElementsOf(properties.keySet());
        }
    }

    @Property(tries = TRIES)
    void headers(
            @ForAll String type,
            @ForAll String correlationId,
            @ForAll DestinationName.Kind kind,
            @ForAll @NotEmpty @StringLength(max = 20) String name)
            throws JMSException {
        CorduroyMessage sent = new CorduroyMessage();
        sent.setJMSType(type);
        sent.setJMSCorrelationID(correlationId);
        sent.setJMSReplyTo(CorduroyDestination.of(new DestinationName(kind, name)));

        for (CorduroyMessage message : List.of(Deliveries.deliver(sent), forwarded(sent))) {
            assertThat(message.getJMSType()).isEqualTo(type);
            assertThat(message.getJMSCorrelationID()).isEqualTo(correlationId);
            assertThat(message.getJMSReplyTo()).isEqualTo(sent.getJMSReplyTo());
        }
    }

    @Property(tries = TRIES)
    void correlationIdAsBytes(@ForAll byte[] id) throws JMSException {
        CorduroyMessage sent = new CorduroyMessage();
        sent.setJMSCorrelationIDAsBytes(id);

        assertThat(forwarded(sent).getJMSCorrelationIDAsBytes()).isEqualTo(id);
    }

    @Property(tries = TRIES)
    void text(@ForAll String text) throws JMSException {
        assertThat(forwarded(new CorduroyTextMessage(text)).getText()).isEqualTo(text);
    }

    @Property(tries = TRIES)
    void map(@ForAll("bodies") Map<String, Object> body) throws JMSException {
        CorduroyMapMessage sent = new CorduroyMapMessage();
        for (Map.Entry<String, Object> entry : body.entrySet()) {
            sent.setObject(entry.getKey(), entry.getValue());
        }

        for (CorduroyMapMessage message : List.of(Deliveries.deliver(sent), forwarded(sent))) {
            assertThat(Collections.list(message.getMapNames())).containsExactlyElementsOf(body.keySet());
            for (Map.Entry<String, Object> entry : body.entrySet()) {
                assertThat(message.getObject(entry.getKey())).isEqualTo(entry.getValue());
            }
        }
    }

    @Property(tries = TRIES)
    void stream(@ForAll("streams") List<Object> values) throws JMSException {
        CorduroyStreamMessage sent = new CorduroyStreamMessage();
        for (Object value : values) {
            sent.writeObject(value);
        }

        List<Object> received = allOf(forwarded(sent));
        assertThat(received).hasSameSizeAs(values);
        for (int i = 0; i < values.size(); i++) {
            assertThat(received.get(i)).isEqualTo(values.get(i));
        }
    }

    @Property(tries = TRIES)
    void streamReadInPieces(@ForAll @Size(max = 20) byte[] bytes, @ForAll("bufferSizes") int size) throws JMSException {
        CorduroyStreamMessage sent = new CorduroyStreamMessage();
        sent.writeBytes(bytes);
        sent.writeInt(99);
        CorduroyStreamMessage received = Deliveries.deliver(sent);
        List<Byte> read = new ArrayList<>();
        byte[] buffer = new byte[size];

        int count;
        do {
            count = received.readBytes(buffer);
            for (int i = 0; i < count; i++) {
                read.add(buffer[i]);
            }
        } while (count == size);

        assertThat(read).containsExactlyElementsOf(boxed(bytes));
        assertThat(received.readInt()).isEqualTo(99);
    }

    @Provide
    Arbitrary<Integer> bufferSizes() {
        return Arbitraries.integers().between(1, 8);
    }

    @Property(tries = TRIES)
    void bytes(@ForAll byte[] body, @ForAll @AlphaChars String text) throws JMSException {
        CorduroyBytesMessage sent = new CorduroyBytesMessage();
        sent.writeBytes(body);
        sent.writeUTF(text);
        CorduroyBytesMessage received = forwarded(sent);

        byte[] start = new byte[body.length];
        assertThat(received.readBytes(start, start.length)).isEqualTo(start.length);
        assertThat(start).isEqualTo(body);
        assertThat(received.readUTF()).isEqualTo(text);
    }

    /** Delivered, given another header so that it is encoded anew, sent on and delivered again. */
    private static <T extends CorduroyMessage> T forwarded(T sent) throws JMSException {
        T received = Deliveries.deliver(sent);
        received.setJMSReplyTo(received.getJMSReplyTo());
        return Deliveries.deliver(received);
    }

    private static List<Object> allOf(CorduroyStreamMessage message) throws JMSException {
        List<Object> values = new ArrayList<>();
        try {
            while (true) {
                values.add(message.readObject());
            }
        } catch (MessageEOFException e) {
            return values;
        }
    }

    private static List<Byte> boxed(byte[] bytes) {
        List<Byte> list = new ArrayList<>();
        for (byte one : bytes) {
            list.add(one);
        }
        return list;
    }
}
