package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 6.1.5: stopping and starting the delivery of incoming messages. */
class Section6_1_5PausingTest extends SectionTest {

    @Test
    void nothingIsReceivedWhileItIsStopped() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        send(session, queue, "a", "b");
        assertThat(receiveText(consumer)).isEqualTo("a");

        connection.stop();

        assertThat(consumer.receiveNoWait()).isNull();
        connection.start();
        assertThat(receiveText(consumer)).isEqualTo("b");
    }

    @Test
    void timersOfReceiveGoOnWhileItIsStopped() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        send(session, queue, "m");
        connection.stop();

        long before = System.nanoTime();
        assertThat(consumer.receive(50)).isNull();

        assertThat(System.nanoTime() - before).isBetween(45_000_000L, 5_000_000_000L);
    }

    @Test
    void aReceiveThatWaitsGetsItsMessageAfterTheNextStart() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        connection.stop();
        CallByAnother<String> receiving = CallByAnother.receive(consumer);
        send(session(), queue, "m");
        receiving.assertWaits();

        connection.start();

        assertThat(receiving.result()).isEqualTo("m");
    }

    @Test
    void sendingGoesOnWhileItIsStopped() throws Exception {
        Connection connection = connect();
        connection.stop();
        Queue queue = queue();

        send(connection.createSession(), queue, "m");

        assertThat(receiveText(session().createConsumer(queue))).isEqualTo("m");
    }

    @Test
    void stoppingTwiceIsIgnored() throws Exception {
        Connection connection = connect();
        connection.stop();
        connection.stop();
        connection.start();
        Session session = connection.createSession();
        Queue queue = queue();
        send(session, queue, "m");

        assertThat(receiveText(session.createConsumer(queue))).isEqualTo("m");
    }

    @Test
    void stopWaitsForListenersWhichKeepTheServicesOfTheConnection() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        Queue next = queue();
        MessageProducer producer = session.createProducer(next);
        HeldListener listener = new HeldListener(message -> {
            producer.send(session.createTextMessage("sent while it stops"));
            session.commit();
        });
        session.createConsumer(queue).setMessageListener(listener);
        send(session(), queue, "m");

        listener.assertAwaitedBy(connection::stop);

        assertThat(receiveText(session().createConsumer(next))).isEqualTo("sent while it stops");
    }

    @Test
    void noListenerIsCalledAfterStopHasReturned() throws Exception {
        Connection connection = connect();
        Queue queue = queue();
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicInteger tooLate = new AtomicInteger();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        for (int i = 0; i < 2; i++) {
            connection.createSession().createConsumer(queue).setMessageListener(message -> {
                if (stopped.get()) {
                    tooLate.incrementAndGet();
                }
                heard.add(text(message));
            });
        }
        Session session = session();
        send(session, queue, IntStream.range(0, 200).mapToObj(i -> "m" + i).toArray(String[]::new));
        told(heard);

        connection.stop();
        stopped.set(true);
        send(session, queue, "after");
        stopped.set(false);
        connection.start();

        for (int i = 1; i < 201; i++) {
            told(heard);
        }
        assertThat(tooLate).hasValue(0);
    }

    @Test
    void aListenerThatStopsItsOwnConnectionIsToldOrHasDoneIt() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        Queue queue = queue();
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                connection.stop();
                outcome.add("stopped");
            } catch (IllegalStateException e) {
                outcome.add("told");
            } catch (JMSException e) {
                outcome.add(e.toString());
            }
        });

        send(session(), queue, "m");

        assertThat(told(outcome)).isIn("stopped", "told");
    }

    @Test
    void aListenerThatStopsItsOwnContextIsToldOrHasDoneIt() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        context.createConsumer(queue).setMessageListener(message -> {
            try {
                context.stop();
                outcome.add("stopped");
            } catch (IllegalStateRuntimeException e) {
                outcome.add("told");
            } catch (JMSRuntimeException e) {
                outcome.add(e.toString());
            }
        });

        send(session(), queue, "m");

        assertThat(told(outcome)).isIn("stopped", "told");
    }
}
