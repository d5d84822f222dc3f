package io.corduroy.simulation.history;

import io.corduroy.protocol.message.BodyType;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MessageEncoder;
import io.corduroy.protocol.message.MessageFields;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** What simulated applications write to each other: a body that only its number can have made. */
public final class Letter {

    /** The property that selectors ask for. */
    public static final String COLOUR = "colour";

    /** Whose letter it is, for who has not the body. */
    private static final String NUMBER = "number";

    /** A letter as it was read. */
    public record Content(long number, boolean intact) {}

    private Letter() {}

    public static ByteBuffer write(SentMessage message, int fillerBytes) {
        MessageFields fields = new MessageFields()
                .property(COLOUR, message.facts.colour())
                .property(NUMBER, message.number)
                .body(BodyType.BYTES, body(message.number, fillerBytes));
        if (!message.facts.group().isEmpty()) {
            fields.groupId(message.facts.group());
        }
        return MessageEncoder.encode(fields);
    }

    public static Content read(ByteBuffer bytes) {
        EncodedMessage message = EncodedMessage.of(bytes);
        ByteBuffer body = message.body();
        if (body.remaining() < Long.BYTES) {
            return new Content(-1, false);
        }
        long number = body.getLong(body.position());
        ByteBuffer expected = body(number, body.remaining() - Long.BYTES);
        return new Content(number, expected.equals(body));
    }

    /** The number alone; the body may be missing. */
    public static long numberOf(ByteBuffer bytes) {
        return EncodedMessage.of(bytes).property(NUMBER) instanceof Long number ? number : -1;
    }

    /** A letter without its body, which is at its end. */
    public static ByteBuffer head(ByteBuffer letter) {
        return letter.slice(
                letter.position(), letter.remaining() - bodyOf(letter).remaining());
    }

    public static ByteBuffer bodyOf(ByteBuffer letter) {
        return EncodedMessage.of(letter).body();
    }

    private static ByteBuffer body(long number, int fillerBytes) {
        byte[] filler = new byte[fillerBytes];
        new SplittableRandom(number).nextBytes(filler);
        ByteBuffer body = ByteBuffer.allocate(Long.BYTES + fillerBytes);
        return body.putLong(number).put(filler).flip();
    }
}
