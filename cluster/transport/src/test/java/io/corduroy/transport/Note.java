package io.corduroy.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The frames of these tests: a number and some bytes. */
record Note(long number, ByteBuffer payload) {

    /** A number that the codec refuses to read, as a decoder with a mistake in it would. */
    static final long POISON = -666;

    static Note of(long number) {
        return new Note(number, ByteBuffer.allocate(0));
    }

    static Note of(long number, String text) {
        return new Note(number, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    static Note ofBytes(long number, int payloadBytes) {
        ByteBuffer payload = ByteBuffer.allocateDirect(payloadBytes);
        for (int i = 0; i < payloadBytes; i++) {
            payload.put((byte) (number + i * 31L));
        }
        return new Note(number, payload.flip());
    }

    String text() {
        return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    Note copied() {
        ByteBuffer copy = ByteBuffer.allocate(payload.remaining());
        copy.put(payload.duplicate());
        return new Note(number, copy.flip());
    }

    /** Varint number, then the payload to the end of the frame. */
    record Codec(int maxFrameBytes) implements FrameCodec<Note> {

        @Override
        public void encode(Note note, FrameOutput out) {
            out.writeVarint(note.number());
            out.writePayload(note.payload());
        }

        @Override
        public Note decode(ByteBuffer frame) throws MalformedFrameException {
            long number = FrameInput.readVarint(frame);
            if (number == POISON) {
                throw new IllegalStateException("a decoder's own mistake");
            }
            return new Note(number, frame.slice());
        }

        @Override
        public int sizeOf(Note note) {
            return 10 + note.payload().remaining();
        }
    }
}
