package io.corduroy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.Golden;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageGoldenTest {

    static List<Arguments> messages() {
        List<Arguments> all = new ArrayList<>();
        all.add(Arguments.of("none", new MessageFields()));
        all.add(Arguments.of("text", new MessageFields().text("corduroy")));
        all.add(Arguments.of("text-null", new MessageFields().nullText()));
        all.add(Arguments.of("text-surrogates", new MessageFields().text("a\ud83d\ude00\udc00b\ud800")));
        all.add(Arguments.of("bytes", new MessageFields().body(BodyType.BYTES, bytes(1, 2, 3), bytes(255))));
        all.add(Arguments.of("map", new MessageFields().body(BodyType.MAP, TypedValues.encodeMap(everyValue()))));
        all.add(Arguments.of(
                "stream",
                new MessageFields()
                        .body(
                                BodyType.STREAM,
                                TypedValues.encodeStream(
                                        new ArrayList<>(everyValue().values())))));
        all.add(Arguments.of("object", new MessageFields().body(BodyType.OBJECT, bytes(0xac, 0xed, 0, 5, 0x70))));
        all.add(Arguments.of("every-field", everyField()));
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void writesTheBytesOfTheGoldenFile(String name, MessageFields fields) {
        ByteBuffer encoded = MessageEncoder.encode(fields);

        assertThat(Golden.toHex(encoded)).isEqualTo(Golden.toHex(Golden.read("message/" + name, encoded)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void readsTheBytesOfTheGoldenFile(String name, MessageFields fields) {
        EncodedMessage message = EncodedMessage.of(Golden.read("message/" + name, MessageEncoder.encode(fields)));

        message.validate();
        SameMessage.assertSame(message, fields);
    }

    private static MessageFields everyField() {
        return new MessageFields()
                .correlationId("order-4711")
                .replyTo(new DestinationName(DestinationName.Kind.TEMPORARY_QUEUE, "answers"))
                .type("Order")
                .property("colour", "brown")
                .property("weight", 12)
                .property("none", null)
                .groupId("g")
                .groupSeq(-2)
                .correlationIdBytes(new byte[] {9, 8})
                .compression(1)
                .text("x");
    }

    private static Map<String, @Nullable Object> everyValue() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("null", null);
        values.put("false", false);
        values.put("true", true);
        values.put("byte", (byte) -1);
        values.put("short", (short) -300);
        values.put("char", '\u20ac');
        values.put("int", 100_000);
        values.put("long", Long.MIN_VALUE);
        values.put("float", 1.5f);
        values.put("double", -2.25);
        values.put("string", "naïve");
        values.put("bytes", new byte[] {0, 127, -128});
        return values;
    }

    private static ByteBuffer bytes(int... values) {
        byte[] array = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            array[i] = (byte) values[i];
        }
        return ByteBuffer.wrap(array);
    }
}
