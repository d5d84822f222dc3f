package io.corduroy.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.Heartbeat;
import io.corduroy.transport.FrameCodec;
import io.corduroy.transport.MalformedFrameException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes: a frame or a {@link MalformedFrameException}, nothing else, and nothing large is allocated. */
class HostileFramePropertyTest {

    private static final FrameCodec<Frame> SERVER = ProtocolCodec.ofServer(1 << 20);
    private static final FrameCodec<Frame> CLIENT = ProtocolCodec.ofClient(1 << 20);

    @Property(tries = 5_000)
    void readsOrRefusesAnyBytes(@ForAll("types") int type, @ForAll @Size(max = 60) byte[] bytes) {
        ByteBuffer frame = ByteBuffer.allocate(1 + bytes.length)
                .put((byte) type)
                .put(bytes)
                .flip();

        readOrRefuse(SERVER, frame);
        readOrRefuse(CLIENT, frame);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void readsOrRefusesEveryTruncation(@ForAll("frames") Frame frame) {
        FrameCodec<Frame> codec = FrameGoldenTest.receiverOf(frame);
        ByteBuffer whole = BytesOutput.encode(codec, frame);

        for (int length = 0; length < whole.limit(); length++) {
            readOrRefuse(codec, whole.slice(0, length));
        }
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void readsOrRefusesAnyChangedByte(@ForAll("frames") Frame frame, @ForAll int where, @ForAll byte change) {
        FrameCodec<Frame> codec = FrameGoldenTest.receiverOf(frame);
        ByteBuffer bytes = BytesOutput.encode(codec, frame);
        bytes.put(Math.floorMod(where, bytes.limit()), change);

        readOrRefuse(codec, bytes);
    }

    /** Each byte in turn becomes the beginning of the largest int: every count and length of every kind is huge once. */
    @Example
    void allocatesLittleForHugeCounts() {
        for (Frame frame : SampleFrames.all()) {
            FrameCodec<Frame> codec = FrameGoldenTest.receiverOf(frame);
            ByteBuffer encoded = BytesOutput.encode(codec, frame);
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            for (int at = 1; at < bytes.length; at++) {
                ByteBuffer huge = ByteBuffer.allocate(bytes.length + 5);
                huge.put(bytes, 0, at).put(new byte[] {-1, -1, -1, -1, 7});
                huge.put(bytes, at, bytes.length - at).flip();

                long allocated = allocatedBytesOf(() -> readOrRefuse(codec, huge));

                assertThat(allocated).as("%s, byte %d", frame, at).isLessThan(200_000);
            }
        }
    }

    @Example
    void namesATypeThatIsNotKnown() {
        assertThatThrownBy(() -> SERVER.decode(ByteBuffer.wrap(new byte[] {99})))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("frame type 99 is not known");
        assertThatThrownBy(() -> SERVER.decode(ByteBuffer.wrap(new byte[] {-1})))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("frame type 255 is not known");
    }

    @Example
    void tellsAStrangerByTheMissingMagic() {
        assertThatThrownBy(() -> SERVER.decode(ByteBuffer.wrap(new byte[] {2, 'A', 'M', 'Q', 'P', 0, 0})))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("the peer does not speak this protocol");
    }

    @Example
    void refusesWhatOnlyTheOtherSideMaySay() {
        for (Frame frame : SampleFrames.all()) {
            FrameCodec<Frame> wrong = frame instanceof ClientFrame ? CLIENT : SERVER;
            ByteBuffer bytes = BytesOutput.encode(wrong, frame);

            if (!(frame instanceof Heartbeat)) {
                assertThatThrownBy(() -> wrong.decode(bytes))
                        .isInstanceOf(MalformedFrameException.class)
                        .hasMessageContaining("not a frame for this end");
            }
        }
    }

    @Example
    void refusesBytesLeftOverButInFramesThatPrecedeTheVersion() throws MalformedFrameException {
        for (Frame frame : SampleFrames.all()) {
            FrameCodec<Frame> codec = FrameGoldenTest.receiverOf(frame);
            BytesOutput out = new BytesOutput();
            codec.encode(frame, out);
            boolean endsWithPayload = !out.payloads().isEmpty();
            out.writeByte(0);
            int type = frame.typeNumber();

            if (type == FrameType.HELLO.number() || type == FrameType.REFUSED.number()) {
                assertThat(codec.decode(out.toBuffer())).isEqualTo(frame);
            } else if (frame instanceof ClientFrame.Acknowledge acknowledge && !acknowledge.patient()) {
                assertThat(codec.decode(out.toBuffer())).isEqualTo(frame); // its default, written
            } else if (!endsWithPayload) {
                assertThatThrownBy(() -> codec.decode(out.toBuffer()))
                        .isInstanceOf(MalformedFrameException.class)
                        .hasMessageContaining("1 bytes are left over");
            }
        }
    }

    private static void readOrRefuse(FrameCodec<Frame> codec, ByteBuffer bytes) {
        try {
            assertThat(codec.decode(bytes.duplicate())).isNotNull();
        } catch (MalformedFrameException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static long allocatedBytesOf(Runnable action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Provide
    static Arbitrary<Integer> types() {
        return Arbitraries.of(FrameType.values()).map(FrameType::number);
    }

    @Provide
    static Arbitrary<Frame> frames() {
        return ArbitraryFrames.all();
    }
}
