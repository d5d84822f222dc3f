package io.corduroy.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** The three ways in which two handlers can be linked, for tests that must hold for each. */
enum Wire {
    TCP,
    TLS,
    IN_VM;

    /** Where one side listens and the other connects. */
    interface Road extends AutoCloseable {
        Link<Note> connect(Loop loop, LinkHandler<Note> handler);

        @Override
        void close();
    }

    Road listen(Loops loops, LinkOptions options, Function<Link<Note>, LinkHandler<Note>> acceptor) throws Exception {
        FrameCodec<Note> codec = new Note.Codec(16 * 1024 * 1024);
        return switch (this) {
            case TCP -> tcp(loops, new TcpTransport<>(codec, options), acceptor);
            case TLS -> tcp(loops, new TcpTransport<>(codec, options.withTls(tls())), acceptor);
            case IN_VM -> inVm(loops, new InVmTransport<>(codec, options), acceptor);
        };
    }

    private static TlsOptions tls() throws Exception {
        return TlsOptions.listening(TestCertificates.store(TestCertificates.LISTENER))
                .withTrusted(TestCertificates.trusting(TestCertificates.LISTENER, "PKCS12"));
    }

    private static Road tcp(Loops loops, TcpTransport<Note> transport, Function<Link<Note>, LinkHandler<Note>> acceptor)
            throws IOException {
        TcpListener listener =
                transport.listen(loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), acceptor);
        return new Road() {
            @Override
            public Link<Note> connect(Loop loop, LinkHandler<Note> handler) {
                return transport.connect(
                        loop, InetSocketAddress.createUnresolved("localhost", listener.port()), handler);
            }

            @Override
            public void close() {
                listener.close();
            }
        };
    }

    private static Road inVm(
            Loops loops, InVmTransport<Note> transport, Function<Link<Note>, LinkHandler<Note>> acceptor)
            throws IOException {
        Listener listener = transport.listen("notes", loops, acceptor);
        return new Road() {
            @Override
            public Link<Note> connect(Loop loop, LinkHandler<Note> handler) {
                return transport.connect(loop, "notes", handler);
            }

            @Override
            public void close() {
                listener.close();
            }
        };
    }
}
