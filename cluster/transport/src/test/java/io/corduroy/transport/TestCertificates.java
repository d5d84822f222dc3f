package io.corduroy.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Optional;

/** The checked-in identities of {@code src/test/resources/tls}, and what is made of them in other formats. */
final class TestCertificates {

    static final String PASSWORD = "changeit";

    private static final Path DIRECTORY = newDirectory();

    /** For localhost and 127.0.0.1. */
    static final Path LISTENER = checkedIn("listener.p12");

    /** For another host. */
    static final Path ELSEWHERE = checkedIn("elsewhere.p12");

    static final Path CLIENT = checkedIn("client.p12");

    private TestCertificates() {}

    static TlsOptions.KeyStoreFile store(Path path) {
        return new TlsOptions.KeyStoreFile(path, PASSWORD);
    }

    /** The same identity as PEM files. */
    static TlsOptions.PemFiles pem(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        String alias = keys.aliases().nextElement();
        Path key = Files.writeString(
                Files.createTempFile(DIRECTORY, alias, ".key"),
                pem("PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
        Path certificate = Files.writeString(
                Files.createTempFile(DIRECTORY, alias, ".crt"),
                pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()));
        return new TlsOptions.PemFiles(certificate, Optional.of(key), Optional.empty());
    }

    /** A trust store of the given type that holds the certificate of an identity. */
    static TlsOptions.KeyStoreFile trusting(Path store, String type) throws Exception {
        Certificate certificate =
                KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()).getCertificate("it");
        KeyStore trusted = KeyStore.getInstance(type);
        trusted.load(null, null);
        trusted.setCertificateEntry("trusted", certificate);
        Path path = Files.createTempFile(DIRECTORY, "trusted", "." + type);
        try (OutputStream out = Files.newOutputStream(path)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return store(path);
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("certificates");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path checkedIn(String name) {
        try {
            return Path.of(TestCertificates.class.getResource("/tls/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
