package io.corduroy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cutting input into frames, and what it allocates for that. */
final class FrameCutterTest {

    private static final int MAX = 1_000_000;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final FrameCutter cutter = new FrameCutter(allocator, MAX);

    @AfterEach
    void leavesNoMemoryBehind() {
        cutter.release();
        assertThat(usedBytes()).isZero();
    }

    private long usedBytes() {
        return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
    }

    @Test
    void cutsManyFramesFromOnePiece() throws Exception {
        assertThat(cut(wire("one", "two", "x", "three"))).containsExactly("one", "two", "x", "three");
        assertThat(usedBytes()).as("whole frames are not copied").isZero();
    }

    @Test
    void joinsFramesSplitAtAnyTwoPlaces() throws Exception {
        byte[] wire = wire("alpha", "b", "gamma");
        for (int i = 0; i <= wire.length; i++) {
            for (int j = i; j <= wire.length; j++) {
                List<String> frames = new ArrayList<>();
                frames.addAll(cut(slice(wire, 0, i)));
                frames.addAll(cut(slice(wire, i, j)));
                frames.addAll(cut(slice(wire, j, wire.length)));
                assertThat(frames).as("split at %s and %s", i, j).containsExactly("alpha", "b", "gamma");
            }
        }
    }

    @Test
    void joinsFramesThatArriveByteByByte() throws Exception {
        List<String> frames = new ArrayList<>();
        for (byte b : wire("alpha", "b", "gamma")) {
            frames.addAll(cut(new byte[] {b}));
        }

        assertThat(frames).containsExactly("alpha", "b", "gamma");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, MAX + 1})
    void refusesAnImpossibleLengthBeforeAllocating(int length) throws Exception {
        cut(wire("fine"));
        byte[] wire = ByteBuffer.allocate(8).putInt(length).putInt(0).array();

        assertThatThrownBy(() -> cut(wire))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("a frame of " + Integer.toUnsignedString(length) + " bytes was announced")
                .hasMessageContaining("at most 1000000");
        assertThat(usedBytes()).isZero();
    }

    @Test
    void allocatesForWhatArrivedAndNotForWhatWasAnnounced() throws Exception {
        cut(ByteBuffer.allocate(5).putInt(MAX).array());
        assertThat(usedBytes()).isLessThanOrEqualTo(16 * 1024);

        cut(new byte[100_000]);
        assertThat(usedBytes()).isLessThanOrEqualTo(300_000);

        assertThat(cut(new byte[MAX - 100_001])).hasSize(1);
        assertThat(usedBytes()).as("never more than announced").isLessThanOrEqualTo(MAX);
    }

    @Test
    void readsAFrameOfTheLargestSize() throws Exception {
        assertThat(cut(ByteBuffer.allocate(4 + MAX).putInt(MAX).array()))
                .singleElement()
                .satisfies(frame -> assertThat(frame).hasSize(MAX));
    }

    @Test
    void aRaisedLimitHoldsForTheNextFrame() throws Exception {
        byte[] larger = ByteBuffer.allocate(4 + MAX + 1).putInt(MAX + 1).array();
        cutter.limit(MAX + 1);

        assertThat(cut(larger)).hasSize(1);
    }

    @Test
    void saysWhereTheInputEnded() throws Exception {
        assertThat(cutter.halfFrame()).isEmpty();
        cut(new byte[] {0, 0});
        assertThat(cutter.halfFrame()).isEqualTo("within the length of a frame");
        cut(new byte[] {0, 5, 'a', 'b'});
        assertThat(cutter.halfFrame()).isEqualTo("within a frame, after 2 of its 5 bytes");
        cut(new byte[] {'c', 'd', 'e'});
        assertThat(cutter.halfFrame()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1\r\n', the peer speaks HTTP",
        "'POST /api', the peer speaks HTTP",
        "'PRI * HTTP/2.0', the peer speaks HTTP",
        "'CONNECT\n', the peer speaks STOMP or HTTP",
        "'AMQP\0\1\0\0', the peer speaks AMQP",
        "'ARTEMIS', the peer speaks the Artemis protocol",
        "'SSH-2.0-x', the peer speaks SSH",
        "'PROXY TCP4', the peer speaks the PROXY protocol",
        "'\u0016\u0003\u0001\u0002\u0000', 'the peer speaks TLS, but this is a port without TLS'",
        "'~~~~~', the first bytes 0x7e7e7e7e are none of this protocol",
    })
    void recognisesStrangersByTheirFirstBytes(String said, String description) {
        assertThatThrownBy(() -> cut(said.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageStartingWith(description);
    }

    private List<String> cut(byte[] piece) throws MalformedFrameException {
        ByteBuf in = Unpooled.wrappedBuffer(piece);
        List<String> frames = new ArrayList<>();
        for (ByteBuffer frame = cutter.next(in); frame != null; frame = cutter.next(in)) {
            frames.add(StandardCharsets.ISO_8859_1.decode(frame).toString());
        }
        assertThat(in.isReadable()).isFalse();
        return frames;
    }

    private static byte[] wire(String... frames) {
        ByteBuf out = Unpooled.buffer();
        for (String frame : frames) {
            out.writeInt(frame.length()).writeBytes(frame.getBytes(StandardCharsets.ISO_8859_1));
        }
        return slice(out.array(), 0, out.writerIndex());
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
