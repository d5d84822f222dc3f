package io.corduroy.transport;

import io.corduroy.transport.TlsOptions.KeyStoreFile;
import io.corduroy.transport.TlsOptions.Material;
import io.corduroy.transport.TlsOptions.PemFiles;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes Netty's TLS contexts, by the JDK's provider, of what the options name. */
final class TlsContexts {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private TlsContexts() {}

    static SslContext listening(TlsOptions options) throws IOException {
        Material identity = options.identity()
                .orElseThrow(() -> new IllegalArgumentException("to listen with TLS, an identity is needed"));
        SslContextBuilder builder = useKey(identity, null);
        if (options.trusted().isPresent()) {
            trust(builder, options.trusted().get());
        }
        return build(builder.clientAuth(
                switch (options.clientAuth()) {
                    case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
                    case WANT -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
                    case NEED -> io.netty.handler.ssl.ClientAuth.REQUIRE;
                }));
    }

    static SslContext connecting(TlsOptions options) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (options.identity().isPresent()) {
            useKey(options.identity().get(), builder);
        }
        if (options.trusted().isPresent()) {
            trust(builder, options.trusted().get());
        }
        return build(builder.endpointIdentificationAlgorithm(options.verifyHostName() ? "HTTPS" : ""));
    }

    private static SslContext build(SslContextBuilder builder) throws IOException {
        return builder.sslProvider(SslProvider.JDK).protocols(PROTOCOLS).build();
    }

    /** Adds the key to a client's builder, or begins a listener's with it. */
    private static SslContextBuilder useKey(Material identity, @Nullable SslContextBuilder client) throws IOException {
        try {
            if (identity instanceof PemFiles pem) {
                Path key = pem.privateKey()
                        .orElseThrow(() -> new IllegalArgumentException("an identity needs a private key: " + pem));
                String password = pem.keyPassword().orElse(null);
                return client == null
                        ? SslContextBuilder.forServer(readable(pem.certificates()), readable(key), password)
                        : client.keyManager(readable(pem.certificates()), readable(key), password);
            }
            KeyStoreFile file = (KeyStoreFile) identity;
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(file), file.password().toCharArray());
            return client == null ? SslContextBuilder.forServer(keys) : client.keyManager(keys);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(identity, e);
        }
    }

    private static void trust(SslContextBuilder builder, Material trusted) throws IOException {
        try {
            if (trusted instanceof PemFiles pem) {
                builder.trustManager(readable(pem.certificates()));
                return;
            }
            TrustManagerFactory anchors = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            anchors.init(load((KeyStoreFile) trusted));
            builder.trustManager(anchors);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(trusted, e);
        }
    }

    private static KeyStore load(KeyStoreFile file) throws IOException, GeneralSecurityException {
        File readable = readable(file.path());
        try {
            return KeyStore.getInstance(readable, file.password().toCharArray());
        } catch (IOException e) { // a wrong password, or no key store
            throw unusable(file, e);
        }
    }

    private static File readable(Path path) throws IOException {
        if (!Files.isReadable(path)) {
            throw new IOException("cannot read " + path.toAbsolutePath() + ", which TLS needs");
        }
        return path.toFile();
    }

    private static IOException unusable(Material material, Exception e) {
        return new IOException("cannot use the " + material + " for TLS: " + TcpErrors.messageOf(e), e);
    }
}
