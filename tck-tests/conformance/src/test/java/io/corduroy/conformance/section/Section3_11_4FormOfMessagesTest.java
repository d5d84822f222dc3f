package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jakarta Messaging 3.1, 3.11.4: a message keeps its form from client to client. */
class Section3_11_4FormOfMessagesTest extends SectionTest {

    private static Stream<Class<? extends Message>> forms() {
        return Stream.of(
                TextMessage.class, BytesMessage.class, MapMessage.class, StreamMessage.class, ObjectMessage.class);
    }

    private static Message of(Session session, Class<? extends Message> form) throws JMSException {
        if (form == TextMessage.class) {
            return session.createTextMessage();
        } else if (form == BytesMessage.class) {
            return session.createBytesMessage();
        } else if (form == MapMessage.class) {
            return session.createMapMessage();
        }
        return form == StreamMessage.class ? session.createStreamMessage() : session.createObjectMessage();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void arrivesInTheFormInWhichItWasSent(Class<? extends Message> form) throws Exception {
        Session session = session();
        Topic topic = topic();
        MessageConsumer consumer = session.createConsumer(topic);
        session.createProducer(topic).send(of(session, form));

        assertThat(receive(consumer)).isInstanceOf(form);
        assertThat(sent(of(session, form), Message.class)).isInstanceOf(form);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isSeenInItsFormByABrowser(Class<? extends Message> form) throws Exception {
        Session session = session();
        Queue queue = queue();
        session.createProducer(queue).send(of(session, form));
        try (QueueBrowser browser = session.createBrowser(queue)) {
            assertThat(browser.getEnumeration().nextElement()).isInstanceOf(form);
        }
    }
}
