package io.corduroy.conformance.provider;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnectionFactory;
import java.nio.file.Path;

/**
 * A provider of Jakarta Messaging with a broker that runs, and what its administrator would do for the tests: everything that
 * they cannot reach by the interface itself. One serves all tests of a run, which use names of their own.
 *
 * <p>An implementation has a public constructor without arguments that starts the broker. Which ones are asked is said by the
 * system property {@code conformance.providers}, see {@link ProvidersUnderTest}.
 */
public interface ProviderUnderTest extends AutoCloseable {

    /** A factory whose connections need no user, have no client identifier, and may receive objects of the tests' own classes. */
    ConnectionFactory connectionFactory() throws Exception;

    /** The same for the legacy interface of queues. */
    QueueConnectionFactory queueConnectionFactory() throws Exception;

    /** The same for the legacy interface of topics. */
    TopicConnectionFactory topicConnectionFactory() throws Exception;

    /** A factory of connections that take part in global transactions; they need no user. */
    XAConnectionFactory xaConnectionFactory() throws Exception;

    /** The same for the legacy interface of queues. */
    XAQueueConnectionFactory xaQueueConnectionFactory() throws Exception;

    /** The same for the legacy interface of topics. */
    XATopicConnectionFactory xaTopicConnectionFactory() throws Exception;

    /** A factory that an administrator has given a client identifier. */
    ConnectionFactory connectionFactoryWithClientId(String clientId) throws Exception;

    /** An administered queue of this name, which exists or comes into being when it is used. */
    Queue queue(String name) throws Exception;

    /** An administered topic of this name, which exists or comes into being when it is used. */
    Topic topic(String name) throws Exception;

    /** A user who may log in. */
    String userName();

    /** That user's password. Every other one is wrong. */
    String password();

    /** Starts another broker, one that can be stopped without harm to other tests; its data go to this empty directory. */
    RestartableBroker startRestartable(Path directory) throws Exception;

    /** Stops the broker. */
    @Override
    void close();

    /** The short name that reports show. */
    @Override
    String toString();
}
