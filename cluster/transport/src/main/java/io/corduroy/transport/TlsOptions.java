package io.corduroy.transport;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Who we are and whom we trust on a TLS link. TLS 1.3 and 1.2 are spoken, by the JDK.
 *
 * @param identity our certificate and key; needed to listen, and to connect where the listener wants client certificates
 * @param trusted the certificates that vouch for peers; empty takes the JDK's own
 * @param clientAuth what a listener asks of clients; without meaning for connecting
 * @param verifyHostName whether the listener's certificate must carry the name that was connected to
 */
public record TlsOptions(
        Optional<Material> identity, Optional<Material> trusted, ClientAuth clientAuth, boolean verifyHostName) {

    /** What a listener asks of those who connect. */
    public enum ClientAuth {
        /** No certificate. */
        NONE,
        /** A certificate is checked if there is one. */
        WANT,
        /** No link without a certificate that we trust. */
        NEED
    }

    /** Certificates, with or without a private key, in files. */
    public sealed interface Material permits PemFiles, KeyStoreFile {}

    /**
     * PEM files.
     *
     * @param certificates one or more certificates; for an identity, our own first
     * @param privateKey PKCS#8; needed for an identity
     * @param keyPassword empty for a key in the clear
     */
    public record PemFiles(Path certificates, Optional<Path> privateKey, Optional<String> keyPassword)
            implements Material {

        /** Does not tell the password. */
        @Override
        public String toString() {
            return "PEM files " + certificates
                    + privateKey.map(key -> " and " + key).orElse("");
        }
    }

    /**
     * A PKCS12 or JKS key store; which, is seen from its bytes.
     *
     * @param path the file
     * @param password of the store and of the key in it
     */
    public record KeyStoreFile(Path path, String password) implements Material {

        /** Does not tell the password. */
        @Override
        public String toString() {
            return "key store " + path;
        }
    }

    /** Checks for nulls. */
    public TlsOptions {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(trusted, "trusted");
        Objects.requireNonNull(clientAuth, "clientAuth");
    }

    /** To listen with an identity, asking clients for nothing. */
    public static TlsOptions listening(Material identity) {
        return new TlsOptions(Optional.of(identity), Optional.empty(), ClientAuth.NONE, true);
    }

    /** To connect, trusting what the JDK trusts, host names verified. */
    public static TlsOptions connecting() {
        return new TlsOptions(Optional.empty(), Optional.empty(), ClientAuth.NONE, true);
    }

    /** The same with an identity. */
    public TlsOptions withIdentity(Material own) {
        return new TlsOptions(Optional.of(own), trusted, clientAuth, verifyHostName);
    }

    /** The same, trusting these certificates instead of the JDK's. */
    public TlsOptions withTrusted(Material certificates) {
        return new TlsOptions(identity, Optional.of(certificates), clientAuth, verifyHostName);
    }

    /** The same with another demand on clients. */
    public TlsOptions withClientAuth(ClientAuth demand) {
        return new TlsOptions(identity, trusted, demand, verifyHostName);
    }

    /** The same without checking the listener's name: whoever holds a trusted certificate can then pose as it. */
    public TlsOptions withoutHostNameVerification() {
        return new TlsOptions(identity, trusted, clientAuth, false);
    }
}
