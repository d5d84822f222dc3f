package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 8.8: what closing a consumer ends, and what stays the session's. */
class Section8_8ClosingAConsumerTest extends SectionTest {

    @Test
    void aBlockedReceiveReturnsNull() throws Exception {
        MessageConsumer consumer = session().createConsumer(queue());
        CallByAnother<String> receiving = CallByAnother.receive(consumer);
        receiving.assertWaits();

        consumer.close();

        assertThat(receiving.result()).isEqualTo("nothing");
    }

    @Test
    void closeWaitsForARunningListener() throws Exception {
        Session session = session();
        Queue queue = queue();
        HeldListener listener = new HeldListener(message -> {});
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.setMessageListener(listener);
        send(session(), queue, "m");

        listener.assertAwaitedBy(consumer::close);
    }

    @Test
    void aListenerClosesItsOwnConsumerAndReturnsNormally() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        consumer.setMessageListener(message -> {
            try {
                consumer.close();
                heard.add(text(message));
            } catch (JMSException e) {
                heard.add(e.toString());
            }
        });
        Session other = session();
        send(other, queue, "a", "b");

        assertThat(told(heard)).isEqualTo("a");
        connection.close(); // waits until the listener has returned
        assertThat(receiveTexts(other.createConsumer(queue), 1)).containsExactly("b");
        assertThat(heard).isEmpty();
    }

    @Test
    void aListenerClosesItsOwnSimplifiedConsumer() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        JMSConsumer consumer = context.createConsumer(queue);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        consumer.setMessageListener(message -> {
            consumer.close();
            heard.add(text(message));
        });
        send(session(), queue, "a");

        assertThat(told(heard)).isEqualTo("a");
    }

    @Test
    void messagesAreAcknowledgedAfterwards() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        send(session, queue, "a", "b");
        MessageConsumer consumer = session.createConsumer(queue);
        Message message = receive(consumer);
        receive(consumer);
        consumer.close();

        message.acknowledge();
        connection.close();

        assertThat(session().createConsumer(queue).receiveNoWait()).isNull();
    }

    @Test
    void messagesAreRecoveredAfterwards() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        send(session, queue, "a", "b");
        MessageConsumer consumer = session.createConsumer(queue);
        receiveTexts(consumer, 2);
        consumer.close();

        session.recover();

        Message again = receive(session.createConsumer(queue));
        assertThat(text(again)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
    }

    @Test
    void aTransactionIsCommittedAfterwards() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        send(session(), queue, "a");
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer);
        consumer.close();

        session.commit();

        assertThat(session.createConsumer(queue).receiveNoWait()).isNull();
    }

    @Test
    void aTransactionIsRolledBackAfterwards() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        send(session(), queue, "a");
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer);
        consumer.close();

        session.rollback();

        assertThat(receive(session.createConsumer(queue)).getJMSRedelivered()).isTrue();
    }

    @Test
    void messagesThatWereAcknowledgedByThemselvesStaySo() throws Exception {
        for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE}) {
            Session session = session(mode);
            Queue queue = queue();
            send(session, queue, "a");
            MessageConsumer consumer = session.createConsumer(queue);
            receive(consumer);
            consumer.close();

            assertThat(session.createConsumer(queue).receiveNoWait()).isNull();
        }
    }

    @Test
    void aClosedOneCannotBeUsed() throws Exception {
        MessageConsumer consumer = session().createConsumer(queue());
        JMSConsumer simplified = context().createConsumer(queue());
        consumer.close();
        consumer.close();
        simplified.close();
        simplified.close();

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                consumer::receive,
                () -> consumer.receive(1),
                consumer::receiveNoWait,
                consumer::getMessageSelector,
                consumer::getMessageListener,
                () -> consumer.setMessageListener(null))) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class);
        }
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                simplified::receive,
                simplified::receiveNoWait,
                () -> simplified.receiveBody(String.class),
                simplified::getMessageSelector,
                simplified::getMessageListener)) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateRuntimeException.class);
        }
    }
}
