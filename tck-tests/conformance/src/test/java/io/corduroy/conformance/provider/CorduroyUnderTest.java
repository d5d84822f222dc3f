package io.corduroy.conformance.provider;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.client.CorduroyQueue;
import io.corduroy.client.CorduroyTopic;
import io.corduroy.client.CorduroyXAConnectionFactory;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.login.PasswordHash;
import io.corduroy.server.login.Users;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** What is the same however Corduroy is reached. */
abstract class CorduroyUnderTest implements ProviderUnderTest {

    /** Object messages of the tests hold values of these beside the usual ones. */
    private static final String CLASSES_OF_TESTS = "io.corduroy.conformance.section.*";

    private static final int QUICK_TO_CHECK = 1_000;

    private final Path users;

    CorduroyUnderTest() {
        try {
            users = Files.createTempFile("conformance", ".users");
            Users.none()
                    .with(userName(), PasswordHash.of(password(), QUICK_TO_CHECK, new SecureRandom()))
                    .write(users);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Known users and unnamed ones are let in. */
    final NodeConfig config() {
        return NodeConfig.defaults()
                .with("login.users", users.toString(), "test")
                .with("login.anonymous", "true", "test");
    }

    final Path users() {
        return users;
    }

    abstract String url();

    static CorduroyConnectionFactory factory(String url) {
        CorduroyConnectionFactory factory = new CorduroyConnectionFactory(url);
        factory.setDeserialization(CLASSES_OF_TESTS);
        return factory;
    }

    @Override
    public CorduroyConnectionFactory connectionFactory() {
        return factory(url());
    }

    @Override
    public CorduroyConnectionFactory queueConnectionFactory() {
        return factory(url());
    }

    @Override
    public CorduroyConnectionFactory topicConnectionFactory() {
        return factory(url());
    }

    @Override
    public CorduroyXAConnectionFactory xaConnectionFactory() {
        return new CorduroyXAConnectionFactory(url());
    }

    @Override
    public CorduroyXAConnectionFactory xaQueueConnectionFactory() {
        return xaConnectionFactory();
    }

    @Override
    public CorduroyXAConnectionFactory xaTopicConnectionFactory() {
        return xaConnectionFactory();
    }

    @Override
    public CorduroyConnectionFactory connectionFactoryWithClientId(String clientId) {
        CorduroyConnectionFactory factory = factory(url());
        factory.setClientID(clientId);
        return factory;
    }

    @Override
    public Queue queue(String name) {
        return new CorduroyQueue(name);
    }

    @Override
    public Topic topic(String name) {
        return new CorduroyTopic(name);
    }

    @Override
    public final String userName() {
        return "alice";
    }

    @Override
    public final String password() {
        return "wonder";
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(users);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
