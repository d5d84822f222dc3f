package io.corduroy.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.MetadataImage;
import io.corduroy.protocol.codec.ProtocolCodec;
import io.corduroy.protocol.frame.ClientFrame.Attach;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.ServerFrame.Attached;
import io.corduroy.protocol.frame.ServerFrame.Welcome;
import io.corduroy.server.login.Authenticator;
import io.corduroy.transport.LinkOptions;
import io.corduroy.transport.Loops;
import io.corduroy.transport.TcpListener;
import io.corduroy.transport.TcpTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes that no client of ours would send: each ends its own link, in bounded time, and nobody else's. */
class HostileInputTest {

    private static final int MAX_FRAME = 1 << 20;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Loops loops = Loops.start("test", 1);
    private final RecordingDoor partition = new RecordingDoor(1, loops.all().get(0));
    private FrontDoor door;
    private TcpListener listener;
    private RawClient bystander;

    @BeforeEach
    void open() throws Exception {
        ProtocolCodec codec = ProtocolCodec.ofServer(MAX_FRAME);
        LinkContext context = new LinkContext(
                1,
                codec,
                () -> new MetadataImage(1, List.of()),
                List.of(partition),
                Authenticator.ANYBODY,
                false,
                1_000,
                100,
                100,
                5_000);
        door = new FrontDoor(context, 100);
        LinkOptions options =
                LinkOptions.defaults().withHandshake(300, 16 * 1024).withLingerMs(200);
        listener = new TcpTransport<Frame>(codec, options)
                .listen(loops, new InetSocketAddress(LOOPBACK, 0), door::acceptTcp);
        TcpTransport<Frame> tcp = new TcpTransport<>(ProtocolCodec.ofClient(MAX_FRAME), LinkOptions.defaults());
        bystander = new RawClient(
                handler -> tcp.connect(loops.next(), new InetSocketAddress(LOOPBACK, listener.port()), handler));
        bystander.say(RawClient.hello(1, "bystander"));
        bystander.expect(Welcome.class);
    }

    @AfterEach
    void theServerIsUnharmed() throws Exception {
        bystander.say(new Attach(1, 1));
        bystander.expect(Attached.class);
        assertThat(partition.next()).isEqualTo("connect raw-1");
        assertThat(partition.isSilent())
                .as("nothing else reached the partition")
                .isTrue();
        listener.close();
        loops.close();
    }

    @Test
    void garbageEndsTheLink() throws Exception {
        Random random = new Random(4711);
        List<byte[]> hostile = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[1 + random.nextInt(400)];
            random.nextBytes(bytes);
            hostile.add(bytes);
        }

        for (byte[] bytes : hostile) {
            assertEndsAfter(bytes);
        }
    }

    @Test
    void otherProtocolsAreToldApartFromOurs() throws Exception {
        assertThat(answerTo("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .contains("HTTP");
        assertEndsAfter("AMQP\0\1\0\0".getBytes(StandardCharsets.US_ASCII));
        assertEndsAfter(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1});
    }

    @Test
    void hugeLengthsAllocateNothing() throws Exception {
        assertEndsAfter(new byte[] {0x7f, -1, -1, -1, 2});
        assertEndsAfter(new byte[] {-1, -1, -1, -1, 2});
        assertEndsAfter(new byte[] {0, 1, 0, 0, 2}); // 64 KiB, more than a stranger may send
        assertEndsAfter(new byte[] {0, 0, 0, 0});
    }

    @Test
    void halfFramesAndSilenceEndWithTheHandshakeTime() throws Exception {
        assertEndsAfter(new byte[] {0, 0});
        assertEndsAfter(new byte[] {0, 0, 0, 60, 2, 1, 1});
        assertEndsAfter(new byte[0]);
    }

    @Test
    void unknownAndWrongKindsOfFramesEndTheLink() throws Exception {
        for (int type : new int[] {0, 9, 29, 64, 68, 79, 127, 128, 255}) {
            assertEndsAfter(new byte[] {0, 0, 0, 3, (byte) type, 1, 1});
        }
    }

    @Test
    void aHelloCutAtAnyByteEndsTheLink() throws Exception {
        byte[] hello = encoded(RawClient.hello(9, "cut"));

        for (int length = 1; length < hello.length; length += 3) {
            byte[] frame = ByteBuffer.allocate(4 + length)
                    .putInt(length)
                    .put(hello, 0, length)
                    .array();
            assertEndsAfter(frame);
        }
    }

    private void assertEndsAfter(byte[] bytes) throws IOException {
        answerTo(bytes);
    }

    /** Everything the server says until it ends the link; the socket's time-out fails the test if it does not. */
    private String answerTo(byte[] bytes) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, listener.port())) {
            socket.setSoTimeout(3_000);
            socket.getOutputStream().write(bytes);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            for (int value = read(in); value >= 0; value = read(in)) {
                answer.write(value);
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    private static int read(InputStream in) throws IOException {
        try {
            return in.read();
        } catch (java.net.SocketException e) {
            return -1; // reset: we had said more than was read, and it ended all the same
        }
    }

    private static byte[] encoded(Frame frame) {
        ByteArrayFrameOutput out = new ByteArrayFrameOutput();
        ProtocolCodec.ofClient(MAX_FRAME).encode(frame, out);
        return out.bytes();
    }
}
