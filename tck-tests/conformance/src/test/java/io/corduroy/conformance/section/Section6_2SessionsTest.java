package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 6.2: sessions, their modes and what they keep. */
class Section6_2SessionsTest extends SectionTest {

    @Test
    void aSessionHasTheModeThatItIsCreatedWith() throws Exception {
        Connection connection = connect();
        for (int mode : new int[] {
            Session.SESSION_TRANSACTED,
            Session.AUTO_ACKNOWLEDGE,
            Session.CLIENT_ACKNOWLEDGE,
            Session.DUPS_OK_ACKNOWLEDGE
        }) {
            Session session = connection.createSession(mode);
            assertThat(session.getAcknowledgeMode()).isEqualTo(mode);
            assertThat(session.getTransacted()).isEqualTo(mode == Session.SESSION_TRANSACTED);
        }
        assertThat(connection.createSession().getAcknowledgeMode()).isEqualTo(Session.AUTO_ACKNOWLEDGE);
        Session other = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        assertThat(other.getAcknowledgeMode()).isEqualTo(Session.CLIENT_ACKNOWLEDGE);
        assertThat(other.getTransacted()).isFalse();
    }

    @Test
    void theModeOfATransactedSessionIsIgnored() throws Exception {
        Session session = connect().createSession(true, Session.AUTO_ACKNOWLEDGE);

        assertThat(session.getTransacted()).isTrue();
        assertThat(session.getAcknowledgeMode()).isEqualTo(Session.SESSION_TRANSACTED);
    }

    @Test
    void aModeThatIsNoneIsRefused() throws Exception {
        Connection connection = connect();
        ConnectionFactory factory = provider.connectionFactory();

        assertThatThrownBy(() -> connection.createSession(4711)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> connection.createSession(false, 4711)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> factory.createContext(4711)).isInstanceOf(JMSRuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    void whatItHasNotAcknowledgedComesAgainToTheNextConsumerOfTheQueue(int mode) throws Exception {
        Session session = session(mode);
        Queue queue = queue();
        send(session(), queue, "a", "b");
        receiveTexts(session.createConsumer(queue), 2);

        session.close();

        MessageConsumer next = session().createConsumer(queue);
        for (String text : List.of("a", "b")) {
            Message message = receive(next);
            assertThat(text(message)).isEqualTo(text);
            assertThat(message.getJMSRedelivered()).isTrue();
            assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        }
    }

    @Test
    void severalProducersAndConsumersAreServed() throws Exception {
        Session session = session();
        List<Queue> queues = List.of(queue(), queue(), queue());
        List<MessageConsumer> consumers = new ArrayList<>();
        for (Queue queue : queues) {
            consumers.add(session.createConsumer(queue));
        }
        for (Queue queue : queues) {
            session.createProducer(queue).send(session.createTextMessage(queue.getQueueName()));
        }

        for (int i = 0; i < 3; i++) {
            assertThat(receiveText(consumers.get(i))).isEqualTo(queues.get(i).getQueueName());
        }
    }
}
