package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.Session;
import jakarta.jms.TopicConnection;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 6.1.2: the client identifier of a connection. */
class Section6_1_2ClientIdentifierTest extends SectionTest {

    @Test
    void isNullUnlessSet() throws Exception {
        Connection connection = connectStopped();
        assertThat(connection.getClientID()).isNull();
        assertThat(context().getClientID()).isNull();
        String client = name("client");

        connection.setClientID(client);

        assertThat(connection.getClientID()).isEqualTo(client);
    }

    @Test
    void isSetOnEachKindOfConnection() throws Exception {
        String client = name("client");
        JMSContext context = context();
        context.setClientID(client + 1);
        QueueConnection ofQueues = closing(provider.queueConnectionFactory().createQueueConnection());
        ofQueues.setClientID(client + 2);
        TopicConnection ofTopics = closing(provider.topicConnectionFactory().createTopicConnection());
        ofTopics.setClientID(client + 3);

        assertThat(context.getClientID()).isEqualTo(client + 1);
        assertThat(ofQueues.getClientID()).isEqualTo(client + 2);
        assertThat(ofTopics.getClientID()).isEqualTo(client + 3);
    }

    @Test
    void isThatOfTheFactoryIfItHasOneAndCannotBeChanged() throws Exception {
        String client = name("client");
        Connection connection =
                closing(provider.connectionFactoryWithClientId(client).createConnection());

        assertThat(connection.getClientID()).isEqualTo(client);
        assertThatThrownBy(() -> connection.setClientID(name("other"))).isInstanceOf(IllegalStateException.class);
        assertThat(connection.getClientID()).isEqualTo(client);
    }

    @Test
    void isThatOfTheFactoryInTheSimplifiedInterface() throws Exception {
        String client = name("client");
        JMSContext context =
                closing(provider.connectionFactoryWithClientId(client).createContext());

        assertThat(context.getClientID()).isEqualTo(client);
        assertThatThrownBy(() -> context.setClientID(name("other"))).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    void cannotBeSetTwice() throws Exception {
        Connection connection = connectStopped();
        connection.setClientID(name("client"));

        assertThatThrownBy(() -> connection.setClientID(name("other"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void cannotBeSetAfterTheConnectionWasUsed() throws Exception {
        Connection withSession = connectStopped();
        withSession.createSession();
        Connection started = connectStopped();
        started.start();
        JMSContext context = context();
        context.createConsumer(queue());

        assertThatThrownBy(() -> withSession.setClientID(name("client"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> started.setClientID(name("client"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> context.setClientID(name("client"))).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    void isInUseByOneConnectionAtATime() throws Exception {
        String client = name("client");
        Connection first = connectAs(client);
        Connection second = connectStopped();
        JMSContext context = context();

        assertThatThrownBy(() -> second.setClientID(client)).isInstanceOf(InvalidClientIDException.class);
        assertThatThrownBy(() -> context.setClientID(client)).isInstanceOf(InvalidClientIDRuntimeException.class);
        assertThatThrownBy(() -> provider.connectionFactoryWithClientId(client).createConnection())
                .isInstanceOf(JMSException.class);
        assertThat(first.getClientID()).isEqualTo(client);
        assertThat(receiveBack(first)).isEqualTo("m");
    }

    private String receiveBack(Connection connection) throws Exception {
        Session session = connection.createSession();
        Queue queue = queue();
        send(session, queue, "m");
        return receiveText(session.createConsumer(queue));
    }

    @Test
    void isFreeWhenItsConnectionIsClosed() throws Exception {
        String client = name("client");
        for (int i = 0; i < 5; i++) {
            connectAs(client).close();
            contextAs(client).close();
        }

        assertThat(connectAs(client).getClientID()).isEqualTo(client);
    }

    @Test
    void nullAndTheEmptyStringAreInvalid() throws Exception {
        for (String client : new String[] {null, ""}) {
            assertThatThrownBy(() -> connectStopped().setClientID(client)).isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> context().setClientID(client)).isInstanceOf(JMSRuntimeException.class);
        }
    }
}
