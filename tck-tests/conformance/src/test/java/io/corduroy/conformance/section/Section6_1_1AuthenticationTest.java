package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnectionFactory;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 6.1.1 and 10.3: a user and a password are checked when a connection is created. */
class Section6_1_1AuthenticationTest extends SectionTest {

    @Test
    void theRightPasswordLetsIn() throws Exception {
        String user = provider.userName();
        String password = provider.password();

        closing(provider.connectionFactory().createConnection(user, password)).start();
        closing(provider.connectionFactory().createContext(user, password)).start();
        closing(provider.connectionFactory().createContext(user, password, JMSContext.SESSION_TRANSACTED))
                .start();
        closing(provider.queueConnectionFactory().createQueueConnection(user, password))
                .start();
        closing(provider.topicConnectionFactory().createTopicConnection(user, password))
                .start();
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        String user = provider.userName();
        ConnectionFactory factory = provider.connectionFactory();
        QueueConnectionFactory ofQueues = provider.queueConnectionFactory();
        TopicConnectionFactory ofTopics = provider.topicConnectionFactory();

        assertThatThrownBy(() -> factory.createConnection(user, "wrong")).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> ofQueues.createQueueConnection(user, "wrong"))
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> ofTopics.createTopicConnection(user, "wrong"))
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> factory.createContext(user, "wrong")).isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> factory.createContext(user, "wrong", JMSContext.CLIENT_ACKNOWLEDGE))
                .isInstanceOf(JMSSecurityRuntimeException.class);
    }

    @Test
    void anUnknownUserIsRefused() throws Exception {
        ConnectionFactory factory = provider.connectionFactory();

        assertThatThrownBy(() -> factory.createConnection("nobody", provider.password()))
                .isInstanceOf(JMSSecurityException.class);
    }
}
