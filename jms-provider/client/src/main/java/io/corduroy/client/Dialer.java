package io.corduroy.client;

import io.corduroy.protocol.EmbeddedNodes;
import io.corduroy.protocol.codec.ProtocolCodec;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.transport.Link;
import io.corduroy.transport.LinkHandler;
import io.corduroy.transport.LinkOptions;
import io.corduroy.transport.Loop;
import io.corduroy.transport.TcpTransport;
import io.corduroy.transport.TlsOptions;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Opens links as a URL says; an embedded node runs at least as long as this is open. */
interface Dialer extends AutoCloseable {

    /** The longest frame that a broker may send: a message that does not go in pieces, and its headers. */
    int MAX_FRAME_BYTES = 64 << 20;

    Link<Frame> dial(Loop loop, String address, LinkHandler<Frame> handler);

    /** Whether the broker may live on when this process dies. */
    boolean isRemote();

    @Override
    void close();

    static Dialer of(BrokerUrl url, ClientOptions options) throws JMSException {
        return url.scheme() == BrokerUrl.Scheme.EMBEDDED ? embedded(url) : overTcp(url, options);
    }

    private static Dialer overTcp(BrokerUrl url, ClientOptions options) throws JMSException {
        LinkOptions linkOptions = LinkOptions.defaults()
                .withConnectTimeoutMs(options.connectTimeoutMs())
                .withIdle(3 * options.heartbeatMs(), options.heartbeatMs());
        if (url.scheme() == BrokerUrl.Scheme.TLS) {
            linkOptions = linkOptions.withTls(tls(options.tls()));
        }
        TcpTransport<Frame> transport;
        try {
            transport = new TcpTransport<>(ProtocolCodec.ofClient(MAX_FRAME_BYTES), linkOptions);
        } catch (IOException e) {
            throw Exceptions.withCause(new JMSException(e.getMessage(), "TLS"), e);
        }
        return new Dialer() {
            @Override
            public Link<Frame> dial(Loop loop, String address, LinkHandler<Frame> handler) {
                int colon = address.lastIndexOf(':');
                String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
                int port = Integer.parseInt(address.substring(colon + 1));
                return transport.connect(loop, InetSocketAddress.createUnresolved(host, port), handler);
            }

            @Override
            public boolean isRemote() {
                return true;
            }

            @Override
            public void close() {
                // nothing is held open between links
            }
        };
    }

    private static TlsOptions tls(Map<String, String> settings) {
        TlsOptions tls = TlsOptions.connecting();
        String trustStore = settings.getOrDefault("tls.trustStore", "");
        String trusted = settings.getOrDefault("tls.trustedCertificates", "");
        String keyStore = settings.getOrDefault("tls.keyStore", "");
        String certificates = settings.getOrDefault("tls.certificates", "");
        if (!trustStore.isEmpty()) {
            tls = tls.withTrusted(new TlsOptions.KeyStoreFile(
                    Path.of(trustStore), settings.getOrDefault("tls.trustStorePassword", "")));
        } else if (!trusted.isEmpty()) {
            tls = tls.withTrusted(new TlsOptions.PemFiles(Path.of(trusted), Optional.empty(), Optional.empty()));
        }
        if (!keyStore.isEmpty()) {
            tls = tls.withIdentity(
                    new TlsOptions.KeyStoreFile(Path.of(keyStore), settings.getOrDefault("tls.keyStorePassword", "")));
        } else if (!certificates.isEmpty()) {
            tls = tls.withIdentity(new TlsOptions.PemFiles(
                    Path.of(certificates),
                    Optional.of(Path.of(settings.getOrDefault("tls.privateKey", ""))),
                    Optional.empty()));
        }
        return settings.getOrDefault("tls.verifyHostName", "true").equals("true")
                ? tls
                : tls.withoutHostNameVerification();
    }

    private static Dialer embedded(BrokerUrl url) throws JMSException {
        EmbeddedNodes nodes = ServiceLoader.load(EmbeddedNodes.class)
                .findFirst()
                .or(() -> ServiceLoader.load(EmbeddedNodes.class, Dialer.class.getClassLoader())
                        .findFirst())
                .orElseThrow(() -> new JMSException(
                        "no embedded broker is on the class path; add the artifact io.corduroy:corduroy-server",
                        "NO_EMBEDDED_BROKER"));
        EmbeddedNodes.Share share;
        try {
            share = nodes.open(url.addresses().get(0), url.nodeOptions());
        } catch (IOException | IllegalArgumentException e) {
            throw Exceptions.withCause(
                    new JMSException("the embedded broker cannot be started: " + e.getMessage(), "EMBEDDED_BROKER"), e);
        }
        return new Dialer() {
            @Override
            public Link<Frame> dial(Loop loop, String address, LinkHandler<Frame> handler) {
                return share.connect(loop, handler);
            }

            @Override
            public boolean isRemote() {
                return false;
            }

            @Override
            public void close() {
                share.close();
            }
        };
    }
}
