package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.6: acknowledge where the session does it by itself. */
class Section3_6AcknowledgmentTest extends SectionTest {

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    void isIgnored(int mode) throws Exception {
        Session session = session(mode);
        Queue queue = queue();
        send(session(), queue, "m");
        Message message = receive(session.createConsumer(queue));

        assertThatCode(message::acknowledge).doesNotThrowAnyException();
    }

    @Test
    void doesNotTakeAMessageOutOfATransaction() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        send(session(), queue, "m");
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer).acknowledge();

        session.rollback();

        assertThat(receiveText(consumer)).isEqualTo("m");
    }

    @Test
    void isIgnoredOnAMessageThatWasNotReceived() throws Exception {
        Message message = session(Session.CLIENT_ACKNOWLEDGE).createMessage();

        assertThatCode(message::acknowledge).doesNotThrowAnyException();
    }
}
