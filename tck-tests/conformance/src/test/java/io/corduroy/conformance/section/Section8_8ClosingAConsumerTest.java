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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 8.8: what closing a consumer ends, and what stays the session's. */
class Section8_8ClosingAConsumerTest extends SectionTest {

    @Test
    void aBlockedReceiveReturnsNull() throws Exception {
        MessageConsumer consumer = session().createConsumer(queue());
        CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> {
            try {
                return text(consumer.receive());
            } catch (IllegalStateException e) {
                return "nothing"; // it was closed before the call
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });

        consumer.close();

        assertThat(received.get(WAIT_MS, TimeUnit.MILLISECONDS)).isEqualTo("nothing");
    }

    @Test
    void closeWaitsForARunningListener() throws Exception {
        Session session = session();
        Queue queue = queue();
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        AtomicBoolean returned = new AtomicBoolean();
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.setMessageListener(message -> {
            called.countDown();
            try {
                returned.set(closing.await(WAIT_MS, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        send(session(), queue, "m");
        assertThat(called.await(WAIT_MS, TimeUnit.MILLISECONDS)).isTrue();
        CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> {
            try {
                consumer.close();
                return returned.get();
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        assertThatThrownBy(() -> closed.get(30, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        closing.countDown();

        assertThat(closed.get(WAIT_MS, TimeUnit.MILLISECONDS)).isTrue();
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
