package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 7.3.4: close, commit and rollback wait for completion listeners, which may not call them. */
class Section7_3_4CloseCommitOrRollbackTest extends SectionTest {

    /** Does not return from its first call while the thread that made it runs: who does not wait for it is found out. */
    private static final class Slow implements CompletionListener {
        final AtomicInteger done = new AtomicInteger();
        private final Thread maker = Thread.currentThread();

        @Override
        public void onCompletion(Message message) {
            boolean another = Thread.currentThread() != maker; // who calls it waits for it anyway
            while (another && done.get() == 0 && maker.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
            done.incrementAndGet();
        }

        @Override
        public void onException(Message message, Exception exception) {
            done.incrementAndGet();
        }
    }

    private static void sendFive(Session session, MessageProducer producer, CompletionListener listener)
            throws JMSException {
        for (int i = 0; i < 5; i++) {
            producer.send(session.createTextMessage("m" + i), listener);
        }
    }

    @Test
    void closingAProducerWaits() throws Exception {
        Session session = session();
        Slow slow = new Slow();
        MessageProducer producer = session.createProducer(queue());
        sendFive(session, producer, slow);

        producer.close();

        assertThat(slow.done).hasValue(5);
    }

    @Test
    void closingASessionWaits() throws Exception {
        Session session = session();
        Slow slow = new Slow();
        sendFive(session, session.createProducer(queue()), slow);

        session.close();

        assertThat(slow.done).hasValue(5);
    }

    @Test
    void closingAConnectionWaits() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        Slow slow = new Slow();
        sendFive(session, session.createProducer(queue()), slow);

        connection.close();

        assertThat(slow.done).hasValue(5);
    }

    @Test
    void closingAContextWaits() throws Exception {
        JMSContext context = context();
        Slow slow = new Slow();
        JMSProducer producer = context.createProducer().setAsync(slow);
        Queue queue = queue();
        for (int i = 0; i < 5; i++) {
            producer.send(queue, "m" + i);
        }

        context.close();

        assertThat(slow.done).hasValue(5);
    }

    @Test
    void commitWaits() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Slow slow = new Slow();
        Queue queue = queue();
        sendFive(session, session.createProducer(queue), slow);

        session.commit();

        assertThat(slow.done).hasValue(5);
        assertThat(receiveTexts(session().createConsumer(queue), 5)).containsExactly("m0", "m1", "m2", "m3", "m4");
    }

    @Test
    void commitFromAMessageListenerWaits() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue());
        BlockingQueue<Object> done = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> {
            Slow slow = new Slow(); // it watches this thread
            try {
                sendFive(session, producer, slow);
                session.commit();
                done.add(slow.done.get());
            } catch (JMSException e) {
                done.add(e);
            }
        });

        send(session(), queue, "m");

        assertThat(told(done)).isEqualTo(5);
    }

    @Test
    void rollbackWaits() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Slow slow = new Slow();
        Queue queue = queue();
        sendFive(session, session.createProducer(queue), slow);

        session.rollback();

        assertThat(slow.done).hasValue(5);
        assertThat(session().createConsumer(queue).receiveNoWait()).isNull();
    }

    @Test
    void aContextCommitsAndRollsBackAfterWaiting() throws Exception {
        JMSContext context = context(JMSContext.SESSION_TRANSACTED);
        Slow slow = new Slow();
        Queue queue = queue();
        context.createProducer().setAsync(slow).send(queue, "m");
        context.commit();
        assertThat(slow.done).hasValue(1);
        context.createProducer().setAsync(slow).send(queue, "n");
        context.rollback();

        assertThat(slow.done).hasValue(2);
        assertThat(browse(session(), queue)).containsExactly("m");
    }

    /** What a listener was told when it did what it must not. */
    private static final class Forbidden implements CompletionListener {
        final BlockingQueue<Object> outcome = new LinkedBlockingQueue<>();
        private final ThrowingCallable action;

        Forbidden(ThrowingCallable action) {
            this.action = action;
        }

        @Override
        public void onCompletion(Message message) {
            try {
                action.call();
                outcome.add("nothing was thrown");
            } catch (Throwable e) {
                outcome.add(e);
            }
        }

        @Override
        public void onException(Message message, Exception exception) {
            outcome.add(exception);
        }
    }

    @Test
    void aListenerCannotCloseItsOwnProducerSessionOrConnection() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue());
        for (ThrowingCallable action : List.<ThrowingCallable>of(producer::close, session::close, connection::close)) {
            Forbidden forbidden = new Forbidden(action);
            producer.send(session.createMessage(), forbidden);
            assertThat(told(forbidden.outcome)).isInstanceOf(IllegalStateException.class);
        }
        producer.send(session.createMessage()); // and nothing was closed
    }

    @Test
    void aListenerCannotCommitOrRollBackItsOwnSession() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(queue());
        for (ThrowingCallable action : List.<ThrowingCallable>of(session::commit, session::rollback)) {
            Forbidden forbidden = new Forbidden(action);
            producer.send(session.createMessage(), forbidden);
            assertThat(told(forbidden.outcome)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aListenerCannotDoSoInTheSimplifiedInterface() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        JMSContext transacted = context(JMSContext.SESSION_TRANSACTED);
        for (Map.Entry<JMSContext, ThrowingCallable> each : List.<Map.Entry<JMSContext, ThrowingCallable>>of(
                Map.entry(context, context::close),
                Map.entry(transacted, transacted::commit),
                Map.entry(transacted, transacted::rollback))) {
            Forbidden forbidden = new Forbidden(each.getValue());
            each.getKey().createProducer().setAsync(forbidden).send(queue, "m");
            assertThat(told(forbidden.outcome)).isInstanceOf(IllegalStateRuntimeException.class);
        }
    }
}
