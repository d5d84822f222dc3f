package io.corduroy.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.frame.Frame;
import io.corduroy.transport.FrameCodec;
import io.corduroy.transport.MalformedFrameException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FrameRoundTripPropertyTest {

    @Property(tries = 1_500, edgeCases = EdgeCasesMode.NONE)
    void everyFrameComesBackAsItWas(@ForAll("frames") Frame frame) throws MalformedFrameException {
        FrameCodec<Frame> codec = FrameGoldenTest.receiverOf(frame);
        ByteBuffer encoded = BytesOutput.encode(codec, frame);

        assertThat(codec.decode(encoded)).isEqualTo(frame);
        assertThat(codec.sizeOf(frame)).isPositive();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void readsFromTheMiddleOfADirectBufferOfTheOtherByteOrder(@ForAll("frames") Frame frame)
            throws MalformedFrameException {
        FrameCodec<Frame> codec = FrameGoldenTest.receiverOf(frame);
        ByteBuffer encoded = BytesOutput.encode(codec, frame);
        ByteBuffer direct = ByteBuffer.allocateDirect(encoded.remaining() + 5).order(ByteOrder.LITTLE_ENDIAN);
        direct.position(3).put(encoded).flip().position(3);

        assertThat(codec.decode(direct)).isEqualTo(frame);
    }

    @Provide
    static Arbitrary<Frame> frames() {
        return ArbitraryFrames.all();
    }
}
