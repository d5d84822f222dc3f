package io.corduroy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.transport.CloseReason.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets a link over TLS, and what the others are told. */
@Timeout(60)
final class TlsTest {

    private final Loops loops = Loops.start("tls", 2);
    private final BlockingQueue<Recorder> accepted = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        loops.close();
    }

    private static final LinkOptions PLAIN = Recorder.PATIENT;

    private static LinkOptions over(TlsOptions tls) {
        return PLAIN.withTls(tls);
    }

    private static TlsOptions listener() {
        return TlsOptions.listening(TestCertificates.store(TestCertificates.LISTENER));
    }

    private static TlsOptions client() throws Exception {
        return TlsOptions.connecting().withTrusted(TestCertificates.trusting(TestCertificates.LISTENER, "PKCS12"));
    }

    /** Connects by these options to a listener of those, and sends a frame to be echoed. */
    private Recorder connect(LinkOptions listening, LinkOptions connecting) throws Exception {
        FrameCodec<Note> codec = new Note.Codec(1_000);
        TcpListener listener = new TcpTransport<>(codec, listening)
                .listen(loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), link -> {
                    Recorder handler = Recorder.echo();
                    accepted.add(handler);
                    return handler;
                });
        Recorder handler = new Recorder();
        new TcpTransport<>(codec, connecting)
                .connect(loops.next(), InetSocketAddress.createUnresolved("localhost", listener.port()), handler)
                .send(Note.of(1, "hello"));
        return handler;
    }

    @Test
    void trustsAListenerByItsCertificateAndName() throws Exception {
        assertThat(connect(over(listener()), over(client())).next().text()).isEqualTo("hello");
    }

    @Test
    void readsPemFilesAndJksStores() throws Exception {
        TlsOptions pem = TlsOptions.listening(TestCertificates.pem(TestCertificates.LISTENER))
                .withTrusted(TestCertificates.pem(TestCertificates.CLIENT))
                .withClientAuth(TlsOptions.ClientAuth.NEED);
        TlsOptions jks = TlsOptions.connecting()
                .withTrusted(TestCertificates.trusting(TestCertificates.LISTENER, "JKS"))
                .withIdentity(TestCertificates.pem(TestCertificates.CLIENT));

        assertThat(connect(over(pem), over(jks)).next().text()).isEqualTo("hello");
    }

    @Test
    void refusesAListenerThatNobodyTrusts() throws Exception {
        CloseReason reason =
                connect(over(listener()), over(TlsOptions.connecting())).reason();

        assertThat(reason.kind()).isEqualTo(Kind.TLS_FAILED);
        assertThat(reason.text()).contains("unable to find valid certification path");
        assertThat(accepted).isEmpty();
    }

    @Test
    void refusesAListenerOfAnotherName() throws Exception {
        TlsOptions elsewhere = TlsOptions.listening(TestCertificates.store(TestCertificates.ELSEWHERE));
        TlsOptions trusting =
                TlsOptions.connecting().withTrusted(TestCertificates.trusting(TestCertificates.ELSEWHERE, "PKCS12"));

        CloseReason reason = connect(over(elsewhere), over(trusting)).reason();
        assertThat(reason.kind()).isEqualTo(Kind.TLS_FAILED);
        assertThat(reason.text()).contains("localhost");
        assertThat(connect(over(elsewhere), over(trusting.withoutHostNameVerification()))
                        .next()
                        .text())
                .isEqualTo("hello");
    }

    @Test
    void asksClientsForACertificateWhenTold() throws Exception {
        TlsOptions demanding = listener()
                .withTrusted(TestCertificates.trusting(TestCertificates.CLIENT, "PKCS12"))
                .withClientAuth(TlsOptions.ClientAuth.NEED);

        assertThat(connect(over(demanding), over(client())).reason().kind()).isEqualTo(Kind.TLS_FAILED);
        assertThat(connect(
                                over(demanding),
                                over(client().withIdentity(TestCertificates.store(TestCertificates.ELSEWHERE))))
                        .reason()
                        .kind())
                .isEqualTo(Kind.TLS_FAILED);
        assertThat(accepted).isEmpty();
        assertThat(connect(
                                over(demanding),
                                over(client().withIdentity(TestCertificates.store(TestCertificates.CLIENT))))
                        .next()
                        .text())
                .isEqualTo("hello");
    }

    @Test
    void wantedCertificatesMayBeMissingButNotWrong() throws Exception {
        TlsOptions wanting = listener()
                .withTrusted(TestCertificates.trusting(TestCertificates.CLIENT, "PKCS12"))
                .withClientAuth(TlsOptions.ClientAuth.WANT);

        assertThat(connect(over(wanting), over(client())).next().text()).isEqualTo("hello");
    }

    @Test
    void aPlainClientOnATlsPortIsTurnedAway() throws Exception {
        assertThat(connect(over(listener()), PLAIN).reason().kind()).isIn(Kind.PEER, Kind.PROTOCOL_ERROR);
        assertThat(accepted).isEmpty();
    }

    @Test
    void aTlsClientOnAPlainPortIsToldApart() throws Exception {
        Recorder handler = connect(PLAIN, over(client()));

        assertThat(handler.reason().kind()).isEqualTo(Kind.TLS_FAILED);
        Recorder stranger = accepted.poll(Recorder.TIMEOUT_S, TimeUnit.SECONDS);
        assertThat(stranger.reason().text()).startsWith("the peer speaks TLS, but this is a port without TLS");
    }

    @Test
    void aClientThatSaysNothingIsNotWaitedForForever() throws Exception {
        LinkOptions impatient = over(listener()).withConnectTimeoutMs(100);
        try (TcpListener listener = new TcpTransport<>(new Note.Codec(1_000), impatient)
                        .listen(
                                loops,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                link -> new Recorder());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Recorder.TIMEOUT_S));

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void unusableFilesAreNamed() {
        TlsOptions.KeyStoreFile wrongPassword = new TlsOptions.KeyStoreFile(TestCertificates.LISTENER, "guess");
        TlsOptions.KeyStoreFile missing = new TlsOptions.KeyStoreFile(Path.of("no-such.p12"), "secret");
        TlsOptions.PemFiles noKey =
                new TlsOptions.PemFiles(TestCertificates.LISTENER, Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> transport(TlsOptions.connecting().withIdentity(wrongPassword)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("listener.p12")
                .hasMessageContaining("password");
        assertThatThrownBy(() -> transport(TlsOptions.connecting().withTrusted(missing)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such.p12");
        assertThatThrownBy(() -> transport(TlsOptions.connecting().withIdentity(noKey)))
                .hasMessageContaining("an identity needs a private key");
        assertThat(TlsOptions.listening(missing).toString()).doesNotContain("secret");
    }

    @Test
    void listeningNeedsAnIdentity() throws Exception {
        TcpTransport<Note> transport = transport(TlsOptions.connecting());

        assertThatThrownBy(() -> transport.listen(
                        loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), link -> new Recorder()))
                .hasMessage("to listen with TLS, an identity is needed");
    }

    private static TcpTransport<Note> transport(TlsOptions tls) throws IOException {
        return new TcpTransport<>(new Note.Codec(1_000), over(tls));
    }
}
