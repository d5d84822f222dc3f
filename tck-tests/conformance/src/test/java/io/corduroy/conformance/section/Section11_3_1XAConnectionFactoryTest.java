package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.XAConnection;
import jakarta.jms.XAJMSContext;
import org.junit.jupiter.api.Test;

/** "The same authentication options as normal connection factory objects", for all kinds of XA connections. */
class Section11_3_1XAConnectionFactoryTest extends SectionTest {

    @Test
    void aKnownUserIsLetIn() throws Exception {
        String user = provider.userName();
        String password = provider.password();

        provider.xaConnectionFactory().createXAConnection(user, password).close();
        provider.xaQueueConnectionFactory()
                .createXAQueueConnection(user, password)
                .close();
        provider.xaTopicConnectionFactory()
                .createXATopicConnection(user, password)
                .close();
        provider.xaConnectionFactory().createXAContext(user, password).close();
    }

    @Test
    void aWrongPasswordIsNot() {
        String user = provider.userName();

        assertThatThrownBy(() -> provider.xaConnectionFactory().createXAConnection(user, "wrong"))
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> provider.xaQueueConnectionFactory().createXAQueueConnection(user, "wrong"))
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> provider.xaTopicConnectionFactory().createXATopicConnection(user, "wrong"))
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> provider.xaConnectionFactory().createXAContext(user, "wrong"))
                .isInstanceOf(JMSSecurityRuntimeException.class);
    }

    @Test
    void itsConnectionsAreMadeStopped() throws Exception {
        Queue queue = queue();
        send(session(), queue, "a");
        XAConnection connection = closing(provider.xaConnectionFactory().createXAConnection());
        MessageConsumer consumer = connection.createXASession().createConsumer(queue);
        assertThat(consumer.receiveNoWait()).isNull();

        connection.start();

        assertThat(receiveText(consumer)).isEqualTo("a");
    }

    @Test
    void aContextStartsWhenAConsumerIsCreated() throws Exception {
        Queue queue = queue();
        send(session(), queue, "a");
        XAJMSContext context = closing(provider.xaConnectionFactory().createXAContext());

        assertThat(text(receive(context.createConsumer(queue)))).isEqualTo("a");
    }
}
