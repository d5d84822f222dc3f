package io.corduroy.conformance;

import static io.corduroy.conformance.Broker.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jakarta Messaging 3.1, 6.1.8, 6.2.15 and 7.3.4: what a close, commit or rollback waits for, whoever closes at the same time. */
@Timeout(30)
@SuppressWarnings("NullAway") // made before each test; what is null fails it
class ClosedByAnotherThreadTest {

    private final Broker broker = new Broker();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CountDownLatch inListener = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private Connection connection;
    private Session session;
    private Queue queue;

    @BeforeEach
    void connect() throws JMSException {
        connection = broker.connect();
        session = connection.createSession();
        queue = session.createQueue("orders");
    }

    @AfterEach
    void close() throws JMSException {
        broker.close();
    }

    /** Something that is to be noted when it has returned. */
    private interface Action {
        void run() throws JMSException;
    }

    private void start(String name, Action action) {
        new Thread(() -> {
                    try {
                        action.run();
                        events.add(name);
                    } catch (JMSException e) {
                        events.add(name + " failed: " + e);
                    }
                })
                .start();
    }

    private void listen(Action inTheMiddle) throws Exception {
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                inListener.countDown();
                goOn.await();
                inTheMiddle.run();
                events.add("listener");
            } catch (InterruptedException | JMSException e) {
                events.add("listener failed: " + e);
            }
        });
        send(broker.connect().createSession(), queue, "a");
        assertThat(inListener.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitClosing(Session closing) throws JMSException {
        while (true) {
            try {
                closing.getAcknowledgeMode();
                Thread.onSpinWait();
            } catch (IllegalStateException e) {
                return;
            }
        }
    }

    private String next() throws InterruptedException {
        return events.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void closingAConnectionWaitsForTheListenerOfASessionThatAnotherThreadCloses() throws Exception {
        listen(() -> {});
        start("session", session::close);
        awaitClosing(session);
        start("connection", connection::close);
        assertThat(events.poll(200, TimeUnit.MILLISECONDS)).isNull();

        goOn.countDown();

        assertThat(next()).isEqualTo("listener");
        assertThat(new String[] {next(), next()}).containsExactlyInAnyOrder("session", "connection");
    }

    @Test
    void aListenerIsRefusedToCloseWhatAnotherThreadIsClosing() throws Exception {
        AtomicReference<Throwable> wrong = new AtomicReference<>();
        listen(() -> {
            try {
                assertThatThrownBy(session::close).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(connection::close).isInstanceOf(IllegalStateException.class);
            } catch (AssertionError e) {
                wrong.set(e);
            }
        });
        start("session", session::close);
        awaitClosing(session);

        goOn.countDown();

        assertThat(next()).isEqualTo("listener");
        assertThat(next()).isEqualTo("session");
        assertThat(wrong.get()).isNull();
    }

    private final class Slow implements CompletionListener {
        private final Action inTheMiddle;

        Slow(Action inTheMiddle) {
            this.inTheMiddle = inTheMiddle;
        }

        @Override
        public void onCompletion(Message message) {
            try {
                inListener.countDown();
                goOn.await();
                inTheMiddle.run();
                events.add("completion");
            } catch (InterruptedException | JMSException e) {
                events.add("completion failed: " + e);
            }
        }

        @Override
        public void onException(Message message, Exception exception) {
            events.add("completion failed: " + exception);
        }
    }

    @Test
    void commitAndRollbackWaitForCompletionListeners() throws Exception {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        transacted.createProducer(queue).send(transacted.createTextMessage("a"), new Slow(() -> {}));
        start("commit", transacted::commit);
        assertThat(inListener.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(events.poll(200, TimeUnit.MILLISECONDS)).isNull();

        goOn.countDown();

        assertThat(next()).isEqualTo("completion");
        assertThat(next()).isEqualTo("commit");
        transacted.createProducer(queue).send(transacted.createTextMessage("b"), new Slow(() -> {}));
        transacted.rollback();
        assertThat(events).containsExactly("completion");
        assertThat(Broker.browse(session, queue)).containsExactly("a");
    }

    @Test
    void aCompletionListenerIsRefusedToCloseTheProducerThatAnotherThreadCloses() throws Exception {
        AtomicReference<Throwable> wrong = new AtomicReference<>();
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("a"), new Slow(() -> {
            try {
                assertThatThrownBy(producer::close).isInstanceOf(IllegalStateException.class);
            } catch (AssertionError e) {
                wrong.set(e);
            }
        }));
        assertThat(inListener.await(10, TimeUnit.SECONDS)).isTrue();
        start("producer", producer::close);
        assertThat(events.poll(100, TimeUnit.MILLISECONDS)).isNull();

        goOn.countDown();

        assertThat(next()).isEqualTo("completion");
        assertThat(next()).isEqualTo("producer");
        assertThat(wrong.get()).isNull();
    }

    @Test
    void aMessageThatReceiveReturnsDuringTheCloseIsAcknowledged() throws Exception {
        for (int i = 0; i < 100; i++) {
            Session closing = connection.createSession();
            MessageConsumer consumer = closing.createConsumer(queue);
            String text = "m" + i;
            start("received", () -> events.add(Broker.text(consumer.receive())));
            send(session, queue, text);

            closing.close();

            String received = next();
            if (!received.startsWith("received failed: " + IllegalStateException.class.getName())) {
                assertThat(next()).isEqualTo("received");
                assertThat(received).isIn(text, "nothing");
            }
            if (!received.equals(text)) {
                MessageConsumer other = session.createConsumer(queue);
                assertThat(Broker.text(other.receive(5_000))).isEqualTo(text);
                other.close();
            }
        }
        assertThat(Broker.browse(session, queue)).isEmpty();
    }

    @Test
    void aContextThatTwoThreadsCloseLeavesTheConnectionToTheOther() throws Exception {
        try (JMSContext context = broker.factory.createContext()) {
            for (int i = 0; i < 100; i++) {
                JMSContext second = context.createContext(JMSContext.AUTO_ACKNOWLEDGE);
                CyclicBarrier together = new CyclicBarrier(2);
                for (int j = 0; j < 2; j++) {
                    start("closed", () -> {
                        try {
                            together.await();
                        } catch (InterruptedException | BrokenBarrierException e) {
                            throw new AssertionError(e);
                        }
                        second.close();
                    });
                }
                assertThat(next()).isEqualTo("closed");
                assertThat(next()).isEqualTo("closed");
            }

            context.createProducer().send(queue, "still open");
        }
        assertThat(Broker.browse(session, queue)).containsExactly("still open");
    }

    @Test
    void whatIsClosedByTwoThreadsIsClosedWhenEitherReturns() throws Exception {
        listen(() -> {});
        start("first", connection::close);
        awaitClosing(session);
        start("second", connection::close);
        assertThat(events.poll(200, TimeUnit.MILLISECONDS)).isNull();

        goOn.countDown();

        assertThat(next()).isEqualTo("listener");
        assertThat(new String[] {next(), next()}).containsExactlyInAnyOrder("first", "second");
    }
}
