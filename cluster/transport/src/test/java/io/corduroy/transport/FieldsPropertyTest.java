package io.corduroy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** What {@link FrameOutput} writes, {@link FrameInput} reads; and what is cut or hostile is refused. */
class FieldsPropertyTest {

    @Property
    void varintsComeBack(@ForAll long value) throws Exception {
        ByteBuffer written = written(out -> out.writeVarint(value));

        assertThat(FrameInput.readVarint(written)).isEqualTo(value);
        assertThat(written.hasRemaining()).isFalse();
    }

    @Property
    void zigzagsComeBackAndSmallOnesAreShort(@ForAll long value) throws Exception {
        ByteBuffer written = written(out -> out.writeZigzag(value));

        assertThat(written.remaining() == 1).isEqualTo(value >= -64 && value < 64);
        assertThat(FrameInput.readZigzag(written)).isEqualTo(value);
    }

    @Property
    void stringsComeBack(@ForAll String value) throws Exception {
        // An unpaired surrogate has no UTF-8: it becomes a question mark, as everywhere in Java.
        String expected = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        ByteBuffer written = written(out -> out.writeString(value));

        assertThat(FrameInput.readString(written, 10_000_000)).isEqualTo(expected);
        assertThat(written.hasRemaining()).isFalse();
    }

    @Property
    void fieldsAreBigEndianInOrder(
            @ForAll byte b, @ForAll short s, @ForAll int i, @ForAll long l, @ForAll byte[] rest) {
        ByteBuffer written = written(out -> {
            out.writeByte(b);
            out.writeShort(s);
            out.writeInt(i);
            out.writeLong(l);
            out.writeBytes(rest);
        });

        assertThat(written.get()).isEqualTo(b);
        assertThat(written.getShort()).isEqualTo(s);
        assertThat(written.getInt()).isEqualTo(i);
        assertThat(written.getLong()).isEqualTo(l);
        assertThat(written).isEqualTo(ByteBuffer.wrap(rest));
    }

    @Property
    void cutNumbersAreRefused(@ForAll long value) {
        ByteBuffer written = written(out -> out.writeVarint(value));
        written.limit(written.limit() - 1);

        assertThatThrownBy(() -> FrameInput.readVarint(written))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("the frame ends within a number");
    }

    @Property
    void whateverBytesAreReadAsAStringNothingElseIsThrown(@ForAll @Size(max = 20) byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            assertThat(FrameInput.readString(in, 10)).hasSizeLessThanOrEqualTo(10);
        } catch (MalformedFrameException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Example
    void numbersOfMoreThan64BitsAreRefused() {
        byte[] tooLong = new byte[11];
        Arrays.fill(tooLong, (byte) 0xff);
        byte[] tooLarge = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 2};

        assertThatThrownBy(() -> FrameInput.readVarint(ByteBuffer.wrap(tooLong)))
                .hasMessage("a number has more than 64 bits");
        assertThatThrownBy(() -> FrameInput.readVarint(ByteBuffer.wrap(tooLarge)))
                .hasMessage("a number has more than 64 bits");
    }

    @Example
    void aHugeLengthOfAStringIsRefusedBeforeAllocating() {
        ByteBuffer written = written(out -> out.writeVarint(-1));

        assertThatThrownBy(() -> FrameInput.readString(written, Integer.MAX_VALUE))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("a count or length is 18446744073709551615, at most 2147483647 is allowed");
    }

    @Example
    void aStringLongerThanItsFrameIsRefused() {
        ByteBuffer written = written(out -> out.writeVarint(Integer.MAX_VALUE));

        assertThatThrownBy(() -> FrameInput.readString(written, Integer.MAX_VALUE))
                .hasMessage("a field of 2147483647 bytes does not fit into the 0 left of the frame");
    }

    /** What a codec writes, without the frame's length. */
    private static ByteBuffer written(Consumer<FrameOutput> fields) {
        FrameBatch batch = new FrameBatch(UnpooledByteBufAllocator.DEFAULT, 100);
        batch.add(new FieldsCodec(), fields);
        ByteBuf wire = batch.pieces().get(0);
        ByteBuffer copy = ByteBuffer.allocate(wire.readableBytes() - Integer.BYTES - 1);
        wire.skipBytes(Integer.BYTES).readBytes(copy).release();
        return copy.flip();
    }

    private record FieldsCodec() implements FrameCodec<Consumer<FrameOutput>> {
        @Override
        public int maxFrameBytes() {
            return 10_000_000;
        }

        @Override
        public void encode(Consumer<FrameOutput> fields, FrameOutput out) {
            fields.accept(out);
            out.writeByte(0); // so that no frame is empty
        }

        @Override
        public Consumer<FrameOutput> decode(ByteBuffer frame) {
            return out -> out.writePayload(frame);
        }

        @Override
        public int sizeOf(Consumer<FrameOutput> frame) {
            return 0;
        }
    }
}
