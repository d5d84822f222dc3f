package io.corduroy.server;

import io.corduroy.server.config.ConfigException;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.config.Settings;
import io.corduroy.transport.TlsOptions;
import io.corduroy.transport.TlsOptions.KeyStoreFile;
import io.corduroy.transport.TlsOptions.Material;
import io.corduroy.transport.TlsOptions.PemFiles;
import java.nio.file.Path;
import java.util.Optional;

/** Translates the section {@code tls} into the transport's words. */
final class TlsSettings {

    private TlsSettings() {}

    static TlsOptions of(NodeConfig config) {
        TlsOptions options =
                TlsOptions.listening(identity(config)).withClientAuth(config.get(Settings.TLS_CLIENT_AUTH));
        Optional<Path> trusted = config.get(Settings.TLS_TRUSTED);
        if (trusted.isEmpty() && config.get(Settings.TLS_CLIENT_AUTH) != TlsOptions.ClientAuth.NONE) {
            throw new ConfigException("tls.client-auth needs tls.trusted: who vouches for clients?");
        }
        return trusted.isPresent()
                ? options.withTrusted(new PemFiles(trusted.get(), Optional.empty(), Optional.empty()))
                : options;
    }

    private static Material identity(NodeConfig config) {
        Optional<Path> keyStore = config.get(Settings.TLS_KEY_STORE);
        Optional<Path> certificates = config.get(Settings.TLS_CERTIFICATES);
        if (keyStore.isPresent() == certificates.isPresent()) {
            throw new ConfigException(
                    "tls.enabled needs either tls.certificates and tls.private-key, or tls.key-store, and not both");
        }
        if (keyStore.isPresent()) {
            return new KeyStoreFile(keyStore.get(), config.get(Settings.TLS_KEY_STORE_PASSWORD));
        }
        Optional<Path> privateKey = config.get(Settings.TLS_PRIVATE_KEY);
        if (privateKey.isEmpty()) {
            throw new ConfigException("tls.certificates needs tls.private-key");
        }
        String password = config.get(Settings.TLS_KEY_PASSWORD);
        return new PemFiles(
                certificates.orElseThrow(), privateKey, password.isEmpty() ? Optional.empty() : Optional.of(password));
    }
}
