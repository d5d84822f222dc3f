package io.corduroy.protocol.message;

import io.corduroy.protocol.DestinationName;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a message once, as it then stays: on the wire, in the log and at the consumer. */
@SuppressWarnings("EnumOrdinal") // ordinals are part of the encoding; golden files hold them in place
public final class MessageEncoder {

    private static final int USUAL_HEADER_BYTES = 64;

    private MessageEncoder() {}

    /**
     * Encodes a message.
     *
     * @return its bytes in a buffer of their own
     */
    public static ByteBuffer encode(MessageFields fields) {
        int bodyBytes = 0;
        for (ByteBuffer part : fields.body()) {
            bodyBytes = Math.addExact(bodyBytes, part.remaining());
        }
        ValueWriter out = new ValueWriter(Math.addExact(bodyBytes, USUAL_HEADER_BYTES));
        writeHeader(fields, out);
        fields.body().forEach(out::append);
        return out.toBuffer();
    }

    private static void writeHeader(MessageFields fields, ValueWriter out) {
        out.writeVarint(flagsOf(fields));
        fields.correlationId().ifPresent(out::writeString);
        fields.replyTo().ifPresent(destination -> writeDestination(destination, out));
        fields.type().ifPresent(out::writeString);
        if (!fields.properties().isEmpty()) {
            out.writeBlock(encodeProperties(fields.properties()));
        }
        fields.groupId().ifPresent(out::writeString);
        fields.groupSeq().ifPresent(out::writeZigzag);
        byte[] correlationIdBytes = fields.correlationIdBytes();
        if (correlationIdBytes != null) {
            out.writeBytes(correlationIdBytes);
        }
        if (fields.compression() != 0) {
            out.writeByte(fields.compression());
        }
    }

    private static int flagsOf(MessageFields fields) {
        int flags = fields.hasNullText()
                ? HeaderFlags.BODY_NULL_TEXT
                : fields.bodyType().ordinal();
        flags |= fields.correlationId().isPresent() ? HeaderFlags.CORRELATION_ID : 0;
        flags |= fields.replyTo().isPresent() ? HeaderFlags.REPLY_TO : 0;
        flags |= fields.type().isPresent() ? HeaderFlags.TYPE : 0;
        flags |= fields.properties().isEmpty() ? 0 : HeaderFlags.PROPERTIES;
        flags |= fields.groupId().isPresent() ? HeaderFlags.GROUP_ID : 0;
        flags |= fields.groupSeq().isPresent() ? HeaderFlags.GROUP_SEQ : 0;
        flags |= fields.correlationIdBytes() != null ? HeaderFlags.CORRELATION_ID_BYTES : 0;
        flags |= fields.compression() != 0 ? HeaderFlags.COMPRESSION : 0;
        return flags;
    }

    private static ValueWriter encodeProperties(Map<String, @Nullable Object> properties) {
        ValueWriter block = new ValueWriter();
        properties.forEach(block::writeNamed);
        return block;
    }

    private static void writeDestination(DestinationName destination, ValueWriter out) {
        out.writeByte(destination.kind().ordinal());
        out.writeString(destination.name());
    }
}
