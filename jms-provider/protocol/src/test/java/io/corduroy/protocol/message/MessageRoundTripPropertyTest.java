package io.corduroy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.jspecify.annotations.Nullable;

class MessageRoundTripPropertyTest {

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyMessageComesBackAsItWas(@ForAll("messages") MessageFields fields) {
        EncodedMessage message = EncodedMessage.of(MessageEncoder.encode(fields));

        message.validate();
        SameMessage.assertSame(message, fields);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void readsFromTheMiddleOfADirectBufferOfTheOtherByteOrder(@ForAll("messages") MessageFields fields) {
        ByteBuffer encoded = MessageEncoder.encode(fields);
        ByteBuffer direct = ByteBuffer.allocateDirect(encoded.remaining() + 7).order(ByteOrder.LITTLE_ENDIAN);
        direct.position(3).put(encoded.duplicate()).flip().position(3);

        EncodedMessage message = new EncodedMessage().wrap(direct, 3, encoded.remaining());

        SameMessage.assertSame(message, fields);
        assertThat(direct.position()).isEqualTo(3);
    }

    @Property
    void everyStringComesBackAsItWas(@ForAll("strings") String text) {
        byte[] encoded = TextEncoding.encode(text);

        assertThat(TextEncoding.decode(ByteBuffer.wrap(encoded))).isEqualTo(text);
        assertThat(EncodedMessage.of(MessageEncoder.encode(new MessageFields().text(text)))
                        .text())
                .contains(text);
    }

    @Property
    void everyMapAndStreamComesBackAsItWas(@ForAll("values") List<Object> values) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        values.forEach(value -> map.put("name " + map.size(), value));

        assertThat(TypedValues.decodeStream(TypedValues.encodeStream(values)))
                .usingRecursiveComparison()
                .isEqualTo(values);
        assertThat(TypedValues.decodeMap(TypedValues.encodeMap(map)))
                .usingRecursiveComparison()
                .isEqualTo(map);
    }

    @Provide
    static Arbitrary<MessageFields> messages() {
        Arbitrary<DestinationName> destinations = Combinators.combine(
                        Arbitraries.of(DestinationName.Kind.class), strings().ofMinLength(1))
                .as(DestinationName::new);
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        Arbitrary<MessageFields> headers = Combinators.combine(
                        strings().injectNull(0.5),
                        bytes.injectNull(0.7),
                        destinations.injectNull(0.5),
                        strings().injectNull(0.5),
                        strings().injectNull(0.5),
                        Arbitraries.integers().injectNull(0.5))
                .as(MessageRoundTripPropertyTest::headers);
        Arbitrary<Map<String, Object>> properties =
                Arbitraries.maps(strings().ofMinLength(1), propertyValues()).ofMaxSize(6);
        return Combinators.combine(
                        headers,
                        properties,
                        Arbitraries.of(BodyType.class),
                        bytes,
                        Arbitraries.integers().between(0, 255))
                .as((fields, named, bodyType, body, compression) -> {
                    named.forEach(fields::property);
                    return fields.body(bodyType, ByteBuffer.wrap(body)).compression(compression);
                });
    }

    private static MessageFields headers(
            @Nullable String correlationId,
            byte @Nullable [] correlationIdBytes,
            @Nullable DestinationName replyTo,
            @Nullable String type,
            @Nullable String groupId,
            @Nullable Integer groupSeq) {
        MessageFields fields = new MessageFields();
        if (correlationId != null) {
            fields.correlationId(correlationId);
        }
        if (correlationIdBytes != null) {
            fields.correlationIdBytes(correlationIdBytes);
        }
        if (replyTo != null) {
            fields.replyTo(replyTo);
        }
        if (type != null) {
            fields.type(type);
        }
        if (groupId != null) {
            fields.groupId(groupId);
        }
        if (groupSeq != null) {
            fields.groupSeq(groupSeq);
        }
        return fields;
    }

    @Provide
    static StringArbitrary strings() {
        return Arbitraries.strings()
                .withCharRange('\u0000', '\uffff')
                .withCharRange('\ud7f0', '\ue00f')
                .withChars('\ufffd', '?')
                .ascii()
                .ofMaxLength(40);
    }

    @Provide
    static Arbitrary<List<Object>> values() {
        return Arbitraries.oneOf(
                        propertyValues(),
                        Arbitraries.chars(),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(20))
                .list()
                .ofMaxSize(12);
    }

    private static Arbitrary<Object> propertyValues() {
        return Arbitraries.oneOf(
                        Arbitraries.of(true, false),
                        Arbitraries.bytes(),
                        Arbitraries.shorts(),
                        Arbitraries.integers(),
                        Arbitraries.longs(),
                        Arbitraries.floats(),
                        Arbitraries.doubles(),
                        strings())
                .map(value -> (Object) value)
                .injectNull(0.1);
    }
}
