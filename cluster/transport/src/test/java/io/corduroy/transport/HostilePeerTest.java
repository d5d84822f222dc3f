package io.corduroy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that do not keep to the protocol, on bare sockets. The other link on the same loop never notices. */
@Timeout(60)
final class HostilePeerTest {

    private static final int MAX = 1_000_000;
    private static final int HANDSHAKE_MAX = 1_000;
    private static final LinkOptions OPTIONS = Recorder.PATIENT.withLingerMs(200);

    private final Loops loops = Loops.start("hostile", 1);
    private final BlockingQueue<Recorder> accepted = new LinkedBlockingQueue<>();
    private final Recorder bystander = new Recorder();
    private TcpListener listener;

    @BeforeEach
    void listenWithABystander() throws Exception {
        listen(OPTIONS.withHandshake(0, HANDSHAKE_MAX));
        new TcpTransport<>(new Note.Codec(MAX), OPTIONS)
                .connect(loops.next(), InetSocketAddress.createUnresolved("localhost", listener.port()), bystander);
        bystander.link();
        next().link();
    }

    private void listen(LinkOptions options) throws Exception {
        TcpTransport<Note> transport = new TcpTransport<>(new Note.Codec(MAX), options);
        listener = transport.listen(loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), link -> {
            Recorder handler = Recorder.echo();
            accepted.add(handler);
            return handler;
        });
    }

    @AfterEach
    void bystanderIsUnharmed() throws Exception {
        bystander.link().send(Note.of(1, "still here"));
        assertThat(bystander.next().text()).isEqualTo("still here");
        listener.close();
        loops.close();
    }

    private Recorder next() throws Exception {
        Recorder handler = accepted.poll(Recorder.TIMEOUT_S, TimeUnit.SECONDS);
        assertThat(handler).isNotNull();
        return handler;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Recorder.TIMEOUT_S));
        socket.setTcpNoDelay(true);
        return socket;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, HANDSHAKE_MAX + 1})
    void anImpossibleLengthClosesTheLinkWithALastFrame(int length) throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(frame(Note.of(5, "fine")));
            assertThat(read(socket).text()).isEqualTo("fine");
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(20_000).putInt(length).array()); // more than will ever be read

            Note last = read(socket);
            assertThat(last.number()).isEqualTo(99);
            assertThat(last.text())
                    .startsWith(
                            "a frame of " + Integer.toUnsignedString(length) + " bytes was announced, at most 1000");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(next().reason().kind()).isEqualTo(CloseReason.Kind.PROTOCOL_ERROR);
    }

    @Test
    void aLargerFrameIsReadAfterTheHandshake() throws Exception {
        try (Socket socket = connect()) {
            Link<Note> link = next().link();
            link.raiseFrameLimit();
            socket.getOutputStream().write(frame(Note.of(5, "fine")));
            assertThat(read(socket).text()).isEqualTo("fine");
            socket.getOutputStream().write(frame(Note.ofBytes(6, 500_000)));

            assertThat(read(socket)).isEqualTo(Note.ofBytes(6, 500_000));
        }
    }

    @Test
    void aBrowserIsToldInWordsForTheOperator() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(next().reason())
                    .isEqualTo(new CloseReason(
                            CloseReason.Kind.PROTOCOL_ERROR,
                            "the peer speaks HTTP, which this port does not: a frame of 1195725856 bytes was announced,"
                                    + " at most 1000 and at least 1 are allowed"));
        }
    }

    @Test
    void aFrameThatTheCodecRefusesClosesTheLink() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(new byte[] {0, 0, 0, 1, (byte) 0x80});

            assertThat(next().reason())
                    .isEqualTo(new CloseReason(CloseReason.Kind.PROTOCOL_ERROR, "the frame ends within a number"));
        }
    }

    @Test
    void aDecoderThatFailsClosesTheLink() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(frame(Note.of(Note.POISON)));

            CloseReason reason = next().reason();
            assertThat(reason.kind()).isEqualTo(CloseReason.Kind.PROTOCOL_ERROR);
            assertThat(reason.text()).contains("a decoder's own mistake");
        }
    }

    @Test
    void framesBeforeTheBadOneAreHandled() throws Exception {
        try (Socket socket = connect()) {
            ByteBuffer wire = ByteBuffer.allocate(100);
            wire.put(frame(Note.of(1, "a"))).put(frame(Note.of(2, "b"))).putInt(0);
            socket.getOutputStream().write(wire.array());

            Recorder handler = next();
            assertThat(handler.reason().kind()).isEqualTo(CloseReason.Kind.PROTOCOL_ERROR);
            assertThat(handler.notes).extracting(Note::text).containsExactly("a", "b");
        }
    }

    @Test
    void silenceInTheHandshakeIsNotWaitedForForever() throws Exception {
        listener.close();
        listen(OPTIONS.withHandshake(50, HANDSHAKE_MAX));
        try (Socket socket = connect()) {
            socket.getOutputStream().write(new byte[] {0, 0, 0, 9, 1, 2});

            assertThat(read(socket).text()).startsWith("the peer did not finish the handshake within 50 ms");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(next().reason().kind()).isEqualTo(CloseReason.Kind.HANDSHAKE_TIMEOUT);
    }

    @Test
    void silenceAfterTheHandshakeIsNotWaitedForForever() throws Exception {
        listener.close();
        listen(OPTIONS.withHandshake(0, HANDSHAKE_MAX).withIdle(100, 0));
        try (Socket socket = connect()) {
            socket.getOutputStream().write(new byte[] {0, 0, 0, 9, 1, 2});

            assertThat(next().reason())
                    .isEqualTo(new CloseReason(
                            CloseReason.Kind.READ_IDLE,
                            "the peer sent nothing for 100 ms, within a frame, after 2 of its 9 bytes"));
        }
    }

    @Test
    void silenceOfAPausedLinkIsItsOwnDoing() throws Exception {
        listener.close();
        listen(OPTIONS.withHandshake(0, HANDSHAKE_MAX).withIdle(50, 60));
        try (Socket socket = connect()) {
            Recorder handler = next();
            handler.link().pauseReading();

            assertThat(handler.nextEvent()).isEqualTo("idle");
            assertThat(handler.nextEvent()).isEqualTo("idle");
            assertThat(handler.closed).isNotDone();
            handler.link().resumeReading();
            assertThat(read(socket).text()).isEqualTo("the peer sent nothing for 50 ms");
            assertThat(handler.reason().kind()).isEqualTo(CloseReason.Kind.READ_IDLE);
        }
    }

    @Test
    void anIdleWriterIsRemindedToSendAHeartbeat() throws Exception {
        listener.close();
        listen(OPTIONS.withHandshake(0, HANDSHAKE_MAX).withIdle(0, 20));
        try (Socket socket = connect()) {
            Recorder handler = next();

            assertThat(handler.nextEvent()).isEqualTo("idle");
            assertThat(handler.nextEvent()).isEqualTo("idle");
            assertThat(socket.getInputStream().available()).isZero();
        }
    }

    @Test
    void aPeerThatVanishesWithinAFrameIsReported() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(new byte[] {0, 0, 0, 9, 1, 2});
        }

        assertThat(next().reason())
                .isEqualTo(new CloseReason(
                        CloseReason.Kind.PEER, "the peer closed the link within a frame, after 2 of its 9 bytes"));
    }

    @Test
    void aPeerThatResetsTheConnectionIsReported() throws Exception {
        Recorder handler;
        try (Socket socket = connect()) {
            socket.getOutputStream().write(frame(Note.of(1)));
            handler = next();
            read(socket);
            socket.setSoLinger(true, 0);
        }

        assertThat(handler.reason().kind()).isEqualTo(CloseReason.Kind.IO_ERROR);
    }

    private static byte[] frame(Note note) {
        FrameBatch batch = new FrameBatch(UnpooledByteBufAllocator.DEFAULT, 100);
        batch.add(new Note.Codec(MAX), note);
        ByteBuf all = Unpooled.wrappedBuffer(batch.pieces().toArray(ByteBuf[]::new));
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes).release();
        return bytes;
    }

    private static Note read(Socket socket) throws Exception {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return new Note.Codec(MAX).decode(ByteBuffer.wrap(frame));
    }
}
