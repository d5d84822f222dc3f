package io.corduroy.conformance;

import static io.corduroy.conformance.Broker.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted links as a user sets them up: files made with keytool, a section of the server's configuration, a URL. */
@Timeout(60)
class TlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    static Path files;

    @BeforeAll
    static void makeIdentities() throws Exception {
        for (String name : List.of("server", "client", "stranger")) {
            keytool(
                    List.of("-genkeypair", "-keyalg", "EC", "-validity", "2", "-dname", "CN=" + name),
                    List.of("-ext", "SAN=dns:localhost,ip:127.0.0.1", "-alias", name, "-keystore", store(name)));
            keytool(List.of("-exportcert", "-rfc", "-alias", name, "-keystore", store(name), "-file", pem(name)));
        }
    }

    @Test
    void messagesGoOverAnEncryptedLinkWhoseServerIsVouchedFor() throws Exception {
        try (Node node = start("none")) {
            assertThat(sendAndReceive(node.listen(), "tls.trustedCertificates=" + pem("server")))
                    .isEqualTo("secret");
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsNotTalkedTo() throws Exception {
        try (Node node = start("none")) {
            String url = node.listen();

            assertThatThrownBy(() -> sendAndReceive(url, "tls.trustedCertificates=" + pem("stranger")))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("vouches for the peer's certificate");
        }
    }

    @Test
    void clientsWithoutTheCertificateThatIsAskedForAreRefused() throws Exception {
        try (Node node = start("need")) {
            String url = node.listen();
            String trusted = "tls.trustedCertificates=" + pem("server");
            String asClient = "&tls.keyStorePassword=" + PASSWORD + "&tls.keyStore=" + store("client");
            String asStranger = "&tls.keyStorePassword=" + PASSWORD + "&tls.keyStore=" + store("stranger");

            assertThat(sendAndReceive(url, trusted + asClient)).isEqualTo("secret");
            assertThatThrownBy(() -> sendAndReceive(url, trusted)).isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> sendAndReceive(url, trusted + asStranger)).isInstanceOf(JMSException.class);
        }
    }

    @Test
    void whoSpeaksInTheClearToAnEncryptedPortIsToldWhatToChange() throws Exception {
        try (Node node = start("none")) {
            String inTheClear = node.listen().replace("corduroy+ssl://", "corduroy://");

            assertThatThrownBy(() -> new CorduroyConnectionFactory(inTheClear).createConnection())
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("corduroy+ssl");
        }
    }

    private static Node start(String clientAuth) throws IOException {
        return Node.start(
                NodeConfig.parse("test", """
                listen:
                  address: 127.0.0.1:0
                tls:
                  enabled: true
                  key-store: %s
                  key-store-password: %s
                  trusted: %s
                  client-auth: %s
                """.formatted(store("server"), PASSWORD, pem("client"), clientAuth)));
    }

    private static String sendAndReceive(String url, String options) throws JMSException {
        try (Connection connection = new CorduroyConnectionFactory(url + "?" + options).createConnection();
                Session session = connection.createSession()) {
            connection.start();
            Queue queue = session.createQueue("letters");
            Broker.send(session, queue, "secret");
            return text(session.createConsumer(queue).receive(20_000));
        }
    }

    private static String store(String name) {
        return files.resolve(name + ".p12").toString();
    }

    private static String pem(String name) {
        return files.resolve(name + ".pem").toString();
    }

    @SafeVarargs
    private static void keytool(List<String>... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (List<String> each : arguments) {
            command.addAll(each);
        }
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
