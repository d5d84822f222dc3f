package io.corduroy.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.login.PasswordHash;
import io.corduroy.server.login.Users;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Authentication (6.1.1, 6.1.3), to a broker in the same process and to a server over TCP. */
@Timeout(60)
class LogInTest {

    @TempDir
    static Path files;

    private static Node server;
    private static Path users;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        users = files.resolve("users");
        Users.none()
                .with("alice", PasswordHash.of("wonder", 1_000, new SecureRandom()))
                .write(users);
        server = Node.start(NodeConfig.defaults()
                .with("listen.address", "127.0.0.1:0", "test")
                .with("login.users", users.toString(), "test"));
        url = server.listen();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<CorduroyConnectionFactory> factories() {
        return Stream.of(
                new CorduroyConnectionFactory("corduroy:embedded:?node.name=log-in&node.login.users=" + users),
                new CorduroyConnectionFactory(url));
    }

    @ParameterizedTest
    @MethodSource("factories")
    void whoGivesTheRightPasswordIsLetIn(CorduroyConnectionFactory factory) throws JMSException {
        factory.createConnection("alice", "wonder").close();
        factory.createQueueConnection("alice", "wonder").close();
        factory.createTopicConnection("alice", "wonder").close();
        factory.createContext("alice", "wonder").close();
        factory.createContext("alice", "wonder", JMSContext.SESSION_TRANSACTED).close();
    }

    @ParameterizedTest
    @MethodSource("factories")
    void theUserOfTheFactoryIsTakenIfNoneIsGiven(CorduroyConnectionFactory factory) throws JMSException {
        factory.setUser("alice");
        factory.setPassword("wonder");

        factory.createConnection().close();
        assertThatThrownBy(() -> factory.createConnection("alice", "wrong")).isInstanceOf(JMSSecurityException.class);
    }

    @ParameterizedTest
    @MethodSource("factories")
    void aWrongPasswordIsRefusedWhenTheConnectionIsCreated(CorduroyConnectionFactory factory) {
        assertThatThrownBy(() -> factory.createConnection("alice", "wrong"))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageNotContaining("wrong\"");
        assertThatThrownBy(() -> factory.createConnection("bob", "wonder")).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> factory.createConnection("alice", "")).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(factory::createConnection).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> factory.createQueueConnection("alice", "wrong"))
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> factory.createTopicConnection("alice", "wrong"))
                .isInstanceOf(JMSSecurityException.class);
    }

    @ParameterizedTest
    @MethodSource("factories")
    void theSimplifiedInterfaceHasItsOwnException(CorduroyConnectionFactory factory) {
        assertThatThrownBy(() -> factory.createContext("alice", "wrong"))
                .isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(factory::createContext).isInstanceOf(JMSSecurityRuntimeException.class);
    }

    @ParameterizedTest
    @MethodSource("factories")
    void whoIsRefusedCanTryAgain(CorduroyConnectionFactory factory) throws JMSException {
        assertThatThrownBy(() -> factory.createConnection("alice", "wrong")).isInstanceOf(JMSSecurityException.class);

        try (Connection connection = factory.createConnection("alice", "wonder")) {
            connection.start();
            assertThat(connection.createSession()).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("factories")
    void passwordsAreNotInTexts(CorduroyConnectionFactory factory) {
        factory.setPassword("wonder");

        assertThat(factory.toString()).doesNotContain("wonder");
    }
}
