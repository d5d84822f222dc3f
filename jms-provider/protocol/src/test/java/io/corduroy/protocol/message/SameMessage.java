package io.corduroy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares an encoded message with what it was made of. */
final class SameMessage {

    private SameMessage() {}

    static void assertSame(EncodedMessage message, MessageFields fields) {
        assertThat(message.bodyType()).isEqualTo(fields.bodyType());
        assertThat(message.hasNullText()).isEqualTo(fields.hasNullText());
        assertThat(message.compression()).isEqualTo(fields.compression());
        assertThat(message.body()).isEqualTo(joined(fields.body()));
        assertThat(message.correlationId()).isEqualTo(fields.correlationId());
        assertThat(message.correlationIdBytes().orElse(null)).isEqualTo(fields.correlationIdBytes());
        assertThat(message.replyTo()).isEqualTo(fields.replyTo());
        assertThat(message.type()).isEqualTo(fields.type());
        assertThat(message.groupId()).isEqualTo(fields.groupId());
        assertThat(message.groupSeq()).isEqualTo(fields.groupSeq());
        assertThat(message.propertyNames())
                .containsExactlyElementsOf(fields.properties().keySet());
        List<@Nullable Object> values = new ArrayList<>();
        message.forEachProperty((name, value) -> {
            values.add(value);
            assertThat(message.property(name)).isEqualTo(value);
            assertThat(message.hasProperty(name)).isTrue();
        });
        assertThat(values).containsExactlyElementsOf(fields.properties().values());
    }

    private static ByteBuffer joined(List<ByteBuffer> parts) {
        ByteBuffer all = ByteBuffer.allocate(
                parts.stream().mapToInt(ByteBuffer::remaining).sum());
        parts.forEach(part -> all.put(part.duplicate()));
        return all.flip();
    }
}
