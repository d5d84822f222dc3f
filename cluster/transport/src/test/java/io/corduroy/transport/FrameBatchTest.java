package io.corduroy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes to the socket for some frames, and what is not copied for it. */
final class FrameBatchTest {

    private static final FrameCodec<Note> CODEC = new Note.Codec(100_000);

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final FrameBatch batch = new FrameBatch(allocator, 100);

    @AfterEach
    void leavesNoMemoryBehind() {
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    @Test
    void smallFramesShareOneBuffer() {
        batch.add(CODEC, Note.of(1, "one"));
        batch.add(CODEC, Note.of(2, "two"));
        List<ByteBuf> pieces = batch.pieces();

        assertThat(pieces).hasSize(1);
        assertThat(bytes(pieces)).containsExactly(0, 0, 0, 4, 1, 'o', 'n', 'e', 0, 0, 0, 4, 2, 't', 'w', 'o');
    }

    @Test
    void largePayloadsAreReferredToAndNotCopied() {
        Note large = Note.ofBytes(2, 20_000);
        batch.add(CODEC, Note.of(1, "one"));
        batch.add(CODEC, large);
        batch.add(CODEC, Note.of(3, "three"));
        assertThat(batch.sizeBytes()).isEqualTo(8 + 20_005 + 10);
        List<ByteBuf> pieces = batch.pieces();

        assertThat(pieces).hasSize(3);
        large.payload().put(19_999, (byte) 77); // forbidden to senders, and the way to see whose bytes these are
        assertThat(pieces.get(1).getByte(19_999)).isEqualTo((byte) 77);
        assertThat(large.payload().position()).isZero();
        byte[] wire = bytes(pieces);
        assertThat(wire).hasSize(8 + 20_005 + 10);
        assertThat(ByteBuffer.wrap(wire).getInt(8)).isEqualTo(20_001);
        assertThat(ByteBuffer.wrap(wire).getInt(8 + 20_005)).isEqualTo(6);
    }

    @Test
    void aFrameThatCannotBeEncodedLeavesTheOthersWhole() {
        batch.add(CODEC, Note.of(1, "one"));
        assertThatThrownBy(() -> batch.add(CODEC, Note.ofBytes(2, 100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a frame to send has 100001 bytes, at least 1 and at most 100000 are allowed");
        batch.add(CODEC, Note.of(3, "two"));

        assertThat(bytes(batch.pieces())).containsExactly(0, 0, 0, 4, 1, 'o', 'n', 'e', 0, 0, 0, 4, 3, 't', 'w', 'o');
    }

    private static byte[] bytes(List<ByteBuf> pieces) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf piece : pieces) {
            all.writeBytes(piece);
            piece.release();
        }
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes);
        return bytes;
    }
}
