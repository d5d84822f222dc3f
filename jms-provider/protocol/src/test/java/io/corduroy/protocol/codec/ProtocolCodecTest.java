package io.corduroy.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.ProtocolVersion;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.transport.FrameCodec;
import io.corduroy.transport.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtocolCodecTest {

    private static final FrameCodec<Frame> SERVER = ProtocolCodec.ofServer(1 << 20);
    private static final FrameCodec<Frame> CLIENT = ProtocolCodec.ofClient(1 << 20);

    @Test
    void handsThePayloadOnByReferenceAndLeavesItsPositionAlone() throws MalformedFrameException {
        ByteBuffer payload = ByteBuffer.allocate(100).position(10).limit(90);
        Frame piece = new ServerFrame.Piece(1, 2, payload);
        BytesOutput out = new BytesOutput();

        SERVER.encode(piece, out);
        ByteBuffer bytes = out.toBuffer();
        ServerFrame.Piece read = (ServerFrame.Piece) CLIENT.decode(bytes);

        assertThat(out.payloads()).singleElement().isSameAs(payload);
        assertThat(payload.position()).isEqualTo(10);
        assertThat(read.bytes().get(0)).isZero();
        bytes.put(bytes.limit() - read.bytes().remaining(), (byte) 77);
        assertThat(read.bytes().get(0)).as("shared").isEqualTo((byte) 77);
    }

    @Test
    void readsTheErrorCodeOfALaterVersionAsInternal() throws MalformedFrameException {
        ByteBuffer refused = ByteBuffer.wrap(new byte[] {65, 120, 0});

        assertThat(CLIENT.decode(refused)).isEqualTo(new ServerFrame.Refused(ErrorCode.INTERNAL, ""));
    }

    @Test
    void cutsErrorTextsThatAreTooLong() throws MalformedFrameException {
        Frame failed = new ServerFrame.Failed(1, 2, ErrorCode.INVALID_SELECTOR, "\u20ac".repeat(100_000));

        ServerFrame.Failed read = (ServerFrame.Failed) CLIENT.decode(BytesOutput.encode(SERVER, failed));

        assertThat(read.text()).isEqualTo("\u20ac".repeat(Limits.ERROR_TEXT_CHARS));
    }

    @Test
    void refusesToWriteWhatWouldNotBeRead() {
        assertThatThrownBy(() -> BytesOutput.encode(CLIENT, new ClientFrame.Credit(1, 2, -3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("add is -3, must be 0 or more");
        assertThatThrownBy(() -> BytesOutput.encode(
                        CLIENT, new ClientFrame.Admin(1, 2, "x".repeat(Limits.NAME_BYTES + 1), Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("verb has 3073 bytes");
        assertThatThrownBy(() -> BytesOutput.encode(SERVER, new ServerFrame.Rows(1, 2, List.of(Map.of()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 rows without a column");
    }

    @Test
    void weighsAPayloadByItsLength() {
        Frame small = new ServerFrame.Piece(1, 2, ByteBuffer.allocate(0));
        Frame large = new ServerFrame.Piece(1, 2, ByteBuffer.allocate(100_000));

        assertThat(SERVER.sizeOf(large) - SERVER.sizeOf(small)).isEqualTo(100_000);
    }

    @Test
    void choosesTheNewestVersionThatBothSpeak() {
        int newest = ProtocolVersion.NEWEST;

        assertThat(ProtocolVersion.choose(1, newest + 5)).hasValue(newest);
        assertThat(ProtocolVersion.choose(newest + 1, newest + 5)).isEmpty();
        assertThat(ProtocolVersion.choose(0, ProtocolVersion.OLDEST - 1)).isEmpty();
    }
}
