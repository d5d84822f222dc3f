package io.corduroy.conformance.artemis;

import io.corduroy.conformance.provider.ProviderUnderTest;
import io.corduroy.conformance.provider.RestartableBroker;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQQueue;
import org.apache.activemq.artemis.jms.client.ActiveMQTopic;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;

/** Artemis as it comes. */
public final class ArtemisUnderTest implements ProviderUnderTest {

    private final ArtemisBroker broker;

    /** Starts it. */
    public ArtemisUnderTest() throws Exception {
        broker = new ArtemisBroker(Optional.empty());
    }

    @Override
    public ActiveMQJMSConnectionFactory connectionFactory() throws JMSException {
        return broker.connectionFactory();
    }

    @Override
    public ActiveMQJMSConnectionFactory queueConnectionFactory() throws JMSException {
        return broker.connectionFactory();
    }

    @Override
    public ActiveMQJMSConnectionFactory topicConnectionFactory() throws JMSException {
        return broker.connectionFactory();
    }

    @Override
    public ActiveMQXAConnectionFactory xaConnectionFactory() {
        return broker.xaConnectionFactory();
    }

    @Override
    public ActiveMQXAConnectionFactory xaQueueConnectionFactory() {
        return broker.xaConnectionFactory();
    }

    @Override
    public ActiveMQXAConnectionFactory xaTopicConnectionFactory() {
        return broker.xaConnectionFactory();
    }

    @Override
    public ActiveMQJMSConnectionFactory connectionFactoryWithClientId(String clientId) throws JMSException {
        ActiveMQJMSConnectionFactory factory = broker.connectionFactory();
        factory.setClientID(clientId);
        return factory;
    }

    @Override
    public Queue queue(String name) {
        return new ActiveMQQueue(name);
    }

    @Override
    public Topic topic(String name) {
        return new ActiveMQTopic(name);
    }

    @Override
    public String userName() {
        return ArtemisBroker.USER;
    }

    @Override
    public String password() {
        return ArtemisBroker.PASSWORD;
    }

    @Override
    public RestartableBroker startRestartable(Path directory) throws Exception {
        return new ArtemisBroker(Optional.of(directory));
    }

    @Override
    public void close() {
        broker.close();
    }

    @Override
    public String toString() {
        return "Artemis";
    }
}
