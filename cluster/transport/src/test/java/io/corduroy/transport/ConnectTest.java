package io.corduroy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.transport.CloseReason.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listening and connecting where it does not go as wished, and what an in-VM link passes on. */
@Timeout(60)
final class ConnectTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Loops loops = Loops.start("connect", 1);
    private final Recorder handler = new Recorder();

    @AfterEach
    void stop() {
        loops.close();
    }

    private static TcpTransport<Note> tcp() throws IOException {
        return new TcpTransport<>(new Note.Codec(1_000), LinkOptions.defaults());
    }

    private static InVmTransport<Note> inVm() {
        return new InVmTransport<>(new Note.Codec(1_000), LinkOptions.defaults());
    }

    @Test
    void nobodyListening() throws Exception {
        TcpListener gone = tcp().listen(loops, ANY_PORT, link -> new Recorder());
        gone.close();
        gone.close();
        Link<Note> link = tcp().connect(loops.next(), localhost(gone.port()), handler);

        assertThat(handler.reason().kind()).isEqualTo(Kind.CONNECT_FAILED);
        assertThat(handler.reason().text())
                .matches("cannot connect to localhost:" + gone.port() + ": Connection (refused|reset).*");
        assertThat(handler.opened).isNotDone();
        assertThat(link.isOpen()).isFalse();
    }

    @Test
    void unknownHost() throws Exception {
        tcp().connect(loops.next(), InetSocketAddress.createUnresolved("no-such-host.invalid", 1), handler);

        assertThat(handler.reason())
                .isEqualTo(new CloseReason(
                        Kind.CONNECT_FAILED,
                        "cannot connect to no-such-host.invalid:1: unknown host no-such-host.invalid"));
    }

    @Test
    void closedBeforeItOpened() throws Exception {
        try (TcpListener listener = tcp().listen(loops, ANY_PORT, link -> new Recorder())) {
            tcp().connect(loops.next(), localhost(listener.port()), handler).close("changed our mind");

            assertThat(handler.reason()).isEqualTo(new CloseReason(Kind.LOCAL, "changed our mind"));
        }
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (TcpListener listener = tcp().listen(loops, ANY_PORT, link -> new Recorder())) {
            assertThat(listener.address()).isEqualTo("127.0.0.1:" + listener.port());
            assertThatThrownBy(() -> tcp().listen(
                                    loops,
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()),
                                    link -> new Recorder()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on " + listener.address() + ": Address already in use");
        }
    }

    @Test
    void anAcceptorThatThrowsRefusesTheLink() throws Exception {
        try (TcpListener listener = tcp().listen(loops, ANY_PORT, link -> {
            throw new IllegalStateException("nobody home");
        })) {
            tcp().connect(loops.next(), localhost(listener.port()), handler);

            assertThat(handler.reason().kind()).isEqualTo(Kind.PEER);
        }
    }

    @Test
    void aFrameThatIsTooLargeToSendClosesTheLink() throws Exception {
        try (TcpListener listener = tcp().listen(loops, ANY_PORT, link -> new Recorder())) {
            tcp().connect(loops.next(), localhost(listener.port()), handler).send(Note.ofBytes(1, 1_000));

            assertThat(handler.reason().kind()).isEqualTo(Kind.HANDLER_ERROR);
            assertThat(handler.reason().text()).contains("a frame to send has 1001 bytes");
        }
    }

    @Test
    void noLoopNoLink() throws Exception {
        TcpTransport<Note> transport = tcp();
        InVmTransport<Note> inside = inVm();
        loops.close();

        assertThatThrownBy(() -> transport.connect(loops.next(), localhost(1), handler))
                .isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> inside.connect(loops.next(), "x", handler))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void aNameThatNobodyListensTo() throws Exception {
        inVm().connect(loops.next(), "orders", handler);

        assertThat(handler.reason()).isEqualTo(new CloseReason(Kind.CONNECT_FAILED, "nobody listens as in-vm:orders"));
    }

    @Test
    void aNameThatIsTakenAndFreedAgain() throws Exception {
        InVmTransport<Note> transport = inVm();
        Listener first = transport.listen("orders", loops, link -> new Recorder());

        assertThatThrownBy(() -> transport.listen("orders", loops, link -> new Recorder()))
                .isInstanceOf(IOException.class)
                .hasMessage("somebody listens as in-vm:orders already");
        first.close();
        Listener second = transport.listen("orders", loops, link -> new Recorder());
        first.close();
        transport.connect(loops.next(), "orders", handler);
        assertThat(handler.link().peer()).isEqualTo(second.address());
    }

    @Test
    void inVmFramesAreHandedOverAsTheyAre() throws Exception {
        InVmTransport<Note> transport = inVm();
        BlockingQueue<Note> received = new LinkedBlockingQueue<>();
        transport.listen("orders", loops, link -> new Recorder((same, note) -> received.add(note)));
        Note sent = new Note(1, ByteBuffer.allocateDirect(5_000_000));
        transport.connect(loops.next(), "orders", handler).send(sent);

        assertThat(received.poll(Recorder.TIMEOUT_S, TimeUnit.SECONDS)).isSameAs(sent);
    }

    private static InetSocketAddress localhost(int port) {
        return InetSocketAddress.createUnresolved("localhost", port);
    }
}
