package io.corduroy.conformance;

import static io.corduroy.conformance.Broker.send;
import static io.corduroy.conformance.Broker.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 11.2: connection consumers, which load messages into the sessions of an application server. */
@Timeout(60)
@SuppressWarnings("NullAway") // made before each test; what is null fails it
class ConnectionConsumersTest {

    private final Broker broker = new Broker();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private Connection connection;
    private Session sender;
    private Queue queue;
    private AppServer server;

    @BeforeEach
    void connect() throws JMSException {
        connection = broker.connect();
        sender = broker.connect().createSession();
        queue = sender.createQueue("orders");
    }

    @AfterEach
    void close() throws JMSException {
        broker.close();
        if (server != null) {
            server.close();
        }
    }

    private ConnectionConsumer serve(int sessions, int mode, int maxMessages, AppServer.Work work) throws JMSException {
        server = new AppServer(connection, sessions, mode, work);
        return connection.createConnectionConsumer(queue, null, server, maxMessages);
    }

    private void remember(Message message) throws JMSException {
        received.add(text(message) + (message.getJMSRedelivered() ? " again" : ""));
    }

    private List<String> receive(int count) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(received.poll(10, TimeUnit.SECONDS));
        }
        return texts;
    }

    private void assertDrained() throws JMSException {
        assertThat(Broker.browse(sender, queue)).isEmpty();
    }

    private static String[] numbers(int count) {
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = "m" + i;
        }
        return texts;
    }

    // Serving

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void oneSessionGetsEverythingOnceInOrderAndAcknowledgesIt(int mode) throws Exception {
        serve(1, mode, 10, (session, message) -> remember(message));
        send(sender, queue, numbers(300));

        assertThat(receive(300)).containsExactly(numbers(300));
        connection.close();
        assertDrained();
    }

    @Test
    void severalSessionsWorkAtTheSameTime() throws Exception {
        CountDownLatch all = new CountDownLatch(3);
        serve(3, Session.AUTO_ACKNOWLEDGE, 1, (session, message) -> {
            all.countDown();
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
            remember(message);
        });

        send(sender, queue, "a", "b", "c");

        assertThat(receive(3)).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void aSessionIsLoadedWithNoMoreThanMaxMessages() throws Exception {
        Map<Session, AtomicInteger> inRun = new ConcurrentHashMap<>();
        List<Integer> runs = Collections.synchronizedList(new ArrayList<>());
        server = new AppServer(
                connection,
                2,
                Session.AUTO_ACKNOWLEDGE,
                (session, message) -> {
                    inRun.computeIfAbsent(session, key -> new AtomicInteger()).incrementAndGet();
                    remember(message);
                },
                session -> runs.add(inRun.computeIfAbsent(session, key -> new AtomicInteger())
                        .getAndSet(0)));
        connection.stop();
        connection.createConnectionConsumer(queue, "", server, 3);
        send(sender, queue, numbers(30));

        connection.start();

        assertThat(receive(30)).containsExactlyInAnyOrder(numbers(30));
        connection.close();
        assertThat(runs).allMatch(count -> count <= 3).contains(3);
    }

    @Test
    void aSelectorChooses() throws Exception {
        server = new AppServer(connection, 1, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message));
        connection.createConnectionConsumer(queue, "color = 'red'", server, 1);
        for (String color : new String[] {"blue", "red"}) {
            TextMessage message = sender.createTextMessage(color);
            message.setStringProperty("color", color);
            sender.createProducer(queue).send(message);
        }

        assertThat(receive(1)).containsExactly("red");
        assertThat(Broker.browse(sender, queue)).containsExactly("blue");
    }

    @Test
    void nothingIsDeliveredBeforeTheConnectionIsStarted() throws Exception {
        connection.stop();
        serve(1, Session.AUTO_ACKNOWLEDGE, 1, (session, message) -> remember(message));
        send(sender, queue, "a");
        assertThat(received.poll(200, TimeUnit.MILLISECONDS)).isNull();

        connection.start();

        assertThat(receive(1)).containsExactly("a");
    }

    @Test
    void aBlockedPoolHoldsUpNothingButItsConsumer() throws Exception {
        Semaphore free = new Semaphore(0);
        server = new AppServer(connection, 1, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message));
        connection.createConnectionConsumer(
                queue,
                null,
                () -> {
                    free.acquireUninterruptibly();
                    return server.getServerSession();
                },
                1);
        send(sender, queue, "a");
        Queue other = sender.createQueue("other");
        send(sender, other, "b");
        assertThat(text(connection.createSession().createConsumer(other).receive(5_000)))
                .isEqualTo("b");

        free.release();

        assertThat(receive(1)).containsExactly("a");
        free.release(10);
    }

    // Topics

    @Test
    void servesTheSubscriptionsOfATopic() throws Exception {
        connection = broker.factory.createConnection();
        connection.setClientID("server");
        connection.start();
        Topic news = sender.createTopic("news");
        server = new AppServer(connection, 2, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message));
        connection.createConnectionConsumer(news, null, server, 1);
        connection.createSharedConnectionConsumer(news, "shared", null, server, 1);
        connection.createSharedConnectionConsumer(news, "shared", null, server, 1);
        connection.createDurableConnectionConsumer(news, "durable", null, server, 1);
        ConnectionConsumer last = connection.createSharedDurableConnectionConsumer(news, "both", null, server, 1);

        send(sender, news, "a");

        assertThat(receive(4)).containsExactly("a", "a", "a", "a");
        last.close();
        send(sender, news, "b");
        assertThat(receive(3)).containsExactly("b", "b", "b");
        connection.createSharedDurableConnectionConsumer(news, "both", null, server, 1);
        assertThat(receive(1)).containsExactly("b");
        connection.close();
    }

    // Acknowledging

    @Test
    void clientAcknowledgeAcknowledgesWhatTheSessionHasSeen() throws Exception {
        serve(1, Session.CLIENT_ACKNOWLEDGE, 3, (session, message) -> {
            remember(message);
            if (text(message).equals("m1")) {
                message.acknowledge();
            }
        });
        send(sender, queue, numbers(3));
        assertThat(receive(3)).containsExactly(numbers(3));

        connection.close();

        Message left = sender.createConsumer(queue).receive(5_000);
        assertThat(text(left)).isEqualTo("m2");
        assertThat(left.getJMSRedelivered()).isTrue();
    }

    @Test
    void recoverBringsBackInOrderWhatWasSeenAndNotAcknowledged() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        serve(1, Session.CLIENT_ACKNOWLEDGE, 10, (session, message) -> {
            remember(message);
            if (seen.incrementAndGet() == 3) {
                session.recover();
            } else if (text(message).equals("m9")) {
                message.acknowledge();
            }
        });

        send(sender, queue, numbers(10));

        assertThat(receive(13))
                .containsExactly(
                        "m0", "m1", "m2", "m0 again", "m1 again", "m2 again", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
    }

    @Test
    void aTransactedSessionCommitsWhatItWasLoadedWithAndWhatItSends() throws Exception {
        Queue out = sender.createQueue("out");
        server = new AppServer(
                connection,
                2,
                Session.SESSION_TRANSACTED,
                (session, message) -> send(session, out, "did " + text(message)),
                Session::commit);
        connection.createConnectionConsumer(queue, null, server, 4);
        send(sender, queue, numbers(50));

        Set<String> done = new HashSet<>();
        MessageConsumer results = sender.createConsumer(out);
        for (int i = 0; i < 50; i++) {
            done.add(text(results.receive(10_000)));
        }

        assertThat(done).hasSize(50);
        assertThat(results.receiveNoWait()).isNull();
        connection.close();
        assertDrained();
    }

    @Test
    void aRollbackBringsBackInOrderWhatWasLoadedAndUndoesWhatWasSent() throws Exception {
        Queue out = sender.createQueue("out");
        AtomicInteger runs = new AtomicInteger();
        server = new AppServer(
                connection,
                1,
                Session.SESSION_TRANSACTED,
                (session, message) -> {
                    remember(message);
                    send(session, out, text(message));
                },
                session -> {
                    if (runs.getAndIncrement() == 0) {
                        session.rollback();
                    } else {
                        session.commit();
                    }
                });
        connection.stop();
        connection.createConnectionConsumer(queue, null, server, 2);
        send(sender, queue, numbers(4));
        connection.start();

        List<String> all = receive(6);

        assertThat(all.subList(all.size() - 4, all.size()))
                .extracting(text -> text.replace(" again", ""))
                .containsExactly(numbers(4));
        MessageConsumer results = sender.createConsumer(out);
        for (String each : numbers(4)) {
            assertThat(text(results.receive(10_000))).isEqualTo(each);
        }
        assertThat(results.receiveNoWait()).isNull();
    }

    @Test
    void aListenerThatThrowsGetsTheMessageAgainAndMarkedBeforeWhatFollows() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        serve(1, Session.AUTO_ACKNOWLEDGE, 5, (session, message) -> {
            remember(message);
            if (seen.incrementAndGet() == 2) {
                throw new java.lang.IllegalStateException("as a test wants it");
            }
        });

        send(sender, queue, numbers(5));

        assertThat(receive(6)).containsExactly("m0", "m1", "m1 again", "m2", "m3", "m4");
        connection.close();
        assertDrained();
    }

    @Test
    void aGroupIsWorkedOnByOneSessionAtATimeAndInOrder() throws Exception {
        Map<String, AtomicInteger> working = new ConcurrentHashMap<>();
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        server = new AppServer(
                connection,
                4,
                Session.SESSION_TRANSACTED,
                (session, message) -> {
                    String group = message.getStringProperty("JMSXGroupID");
                    AtomicInteger here = working.computeIfAbsent(group, key -> new AtomicInteger());
                    if (here.incrementAndGet() > 1) {
                        wrong.add(group);
                    }
                    Thread.onSpinWait();
                    received.add(text(message));
                    here.decrementAndGet();
                },
                Session::commit);
        for (int i = 0; i < 200; i++) {
            TextMessage message = sender.createTextMessage("" + (char) ('a' + i % 3) + i);
            message.setStringProperty("JMSXGroupID", "" + i % 3);
            sender.createProducer(queue).send(message);
        }

        connection.createConnectionConsumer(queue, null, server, 2);

        List<String> all = receive(200);
        assertThat(wrong).isEmpty();
        for (int group = 0; group < 3; group++) {
            String of = "" + (char) ('a' + group);
            List<Integer> numbers = all.stream()
                    .filter(text -> text.startsWith(of))
                    .map(text -> Integer.valueOf(text.substring(1)))
                    .toList();
            assertThat(numbers).isSorted();
        }
    }

    // Stop and close

    @Test
    void stopWaitsForTheListenerAndHoldsBackTheRest() throws Exception {
        CountDownLatch inListener = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        serve(1, Session.AUTO_ACKNOWLEDGE, 5, (session, message) -> {
            inListener.countDown();
            goOn.await();
            remember(message);
        });
        send(sender, queue, "a", "b");
        assertThat(inListener.await(10, TimeUnit.SECONDS)).isTrue();

        Thread stopper = new Thread(() -> {
            try {
                connection.stop();
                received.add("stopped");
            } catch (JMSException e) {
                received.add(e.toString());
            }
        });
        stopper.start();
        assertThat(received.poll(200, TimeUnit.MILLISECONDS)).isNull();
        goOn.countDown();

        assertThat(receive(2)).containsExactly("a", "stopped");
        assertThat(received.poll(200, TimeUnit.MILLISECONDS)).isNull();
        connection.start();
        assertThat(receive(1)).containsExactly("b");
    }

    @Test
    void closingTheConnectionWaitsForTheListenerAndShowsNoOtherMessage() throws Exception {
        CountDownLatch inListener = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        serve(1, Session.AUTO_ACKNOWLEDGE, 5, (session, message) -> {
            inListener.countDown();
            goOn.await();
            remember(message);
        });
        connection.stop();
        send(sender, queue, "a", "b");
        connection.start();
        assertThat(inListener.await(10, TimeUnit.SECONDS)).isTrue();
        Thread closer = new Thread(() -> {
            try {
                connection.close();
                received.add("closed");
            } catch (JMSException e) {
                received.add(e.toString());
            }
        });

        closer.start();
        assertThat(received.poll(200, TimeUnit.MILLISECONDS)).isNull();
        goOn.countDown();

        assertThat(receive(2)).containsExactly("a", "closed");
        Message left = sender.createConsumer(queue).receive(5_000);
        assertThat(text(left)).isEqualTo("b");
        assertThat(left.getJMSRedelivered()).as("nobody has seen it").isFalse();
    }

    @Test
    void whatWasLoadedIsShownAlsoAfterTheConnectionConsumerIsClosed() throws Exception {
        CountDownLatch inListener = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<Exception> closing = new AtomicReference<>();
        connection.stop();
        ConnectionConsumer[] consumer = new ConnectionConsumer[1];
        consumer[0] = serve(1, Session.AUTO_ACKNOWLEDGE, 2, (session, message) -> {
            inListener.countDown();
            goOn.await();
            if (received.isEmpty()) {
                try {
                    consumer[0].close(); // a listener may: it is not its own session's
                } catch (JMSException e) {
                    closing.set(e);
                }
            }
            remember(message);
        });
        send(sender, queue, "a", "b", "c");
        connection.start();
        assertThat(inListener.await(10, TimeUnit.SECONDS)).isTrue();
        goOn.countDown();

        List<String> loaded = receive(1);
        MessageConsumer other = sender.createConsumer(queue);
        List<String> rest = new ArrayList<>();
        for (Message each = other.receive(500); each != null; each = other.receive(500)) {
            rest.add(text(each));
        }

        assertThat(closing.get()).isNull();
        loaded.addAll(received);
        loaded.addAll(rest);
        assertThat(loaded).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(rest).contains("c");
    }

    @Test
    void aSessionThatIsClosedLeavesWhatItWasLoadedWithToTheOthers() throws Exception {
        CountDownLatch inListener = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        connection.stop();
        serve(1, Session.CLIENT_ACKNOWLEDGE, 3, (session, message) -> {
            remember(message);
            inListener.countDown();
            goOn.await();
        });
        send(sender, queue, "a", "b", "c");
        connection.start();
        assertThat(inListener.await(10, TimeUnit.SECONDS)).isTrue();
        Thread closer = new Thread(() -> {
            try {
                server.sessions.get(0).close();
            } catch (JMSException e) {
                received.add(e.toString());
            }
        });
        closer.start();
        awaitClosing(server.sessions.get(0));
        goOn.countDown();
        closer.join();
        connection.close();

        MessageConsumer other = sender.createConsumer(queue);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Message message = other.receive(5_000);
            texts.add(text(message) + (message.getJMSRedelivered() ? " again" : ""));
        }
        assertThat(texts).containsExactlyInAnyOrder("a again", "b", "c");
    }

    private static void awaitClosing(Session session) throws JMSException {
        while (true) {
            try {
                session.getAcknowledgeMode();
                Thread.onSpinWait();
            } catch (IllegalStateException e) {
                return;
            }
        }
    }

    @Test
    void aListenerCannotCloseItsSessionOrConnection() throws Exception {
        serve(1, Session.AUTO_ACKNOWLEDGE, 1, (session, message) -> {
            assertThatThrownBy(session::close).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(connection::close).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(connection::stop).isInstanceOf(IllegalStateException.class);
            remember(message);
        });

        send(sender, queue, "a");

        assertThat(receive(1)).containsExactly("a");
    }

    @Test
    void temporaryQueuesAreServedAndNotDeletedMeanwhile() throws Exception {
        TemporaryQueue mine = connection.createSession().createTemporaryQueue();
        server = new AppServer(connection, 1, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message));
        ConnectionConsumer consumer = connection.createConnectionConsumer(mine, null, server, 1);
        send(sender, mine, "a");
        assertThat(receive(1)).containsExactly("a");

        assertThatThrownBy(mine::delete).isInstanceOf(IllegalStateException.class);
        consumer.close();
        mine.delete();
    }

    // Errors

    private BlockingQueue<JMSException> exceptions() throws JMSException {
        BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
        connection.setExceptionListener(told::add);
        return told;
    }

    private void assertToldAndServedAfterwards(ServerSessionPool broken, String text) throws Exception {
        BlockingQueue<JMSException> told = exceptions();
        server = new AppServer(connection, 1, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message));
        AtomicInteger calls = new AtomicInteger();
        connection.createConnectionConsumer(
                queue,
                null,
                () -> calls.getAndIncrement() == 0 ? broken.getServerSession() : server.getServerSession(),
                1);

        send(sender, queue, "a");

        JMSException first = told.poll(10, TimeUnit.SECONDS);
        assertThat(first).isNotNull();
        assertThat(first.getMessage()).contains(text);
        assertThat(receive(1)).containsExactly("a");
    }

    @Test
    void tellsTheExceptionListenerOfAPoolThatFails() throws Exception {
        assertToldAndServedAfterwards(
                () -> {
                    throw new JMSException("all busy");
                },
                "all busy");
    }

    @Test
    void tellsTheExceptionListenerOfAPoolThatThrows() throws Exception {
        assertToldAndServedAfterwards(
                () -> {
                    throw new java.lang.IllegalStateException("broken");
                },
                "broken");
    }

    private static ServerSession of(Session session) {
        return new ServerSession() {
            @Override
            public Session getSession() {
                return session;
            }

            @Override
            public void start() throws JMSException {
                throw new JMSException("no thread");
            }
        };
    }

    @Test
    void tellsTheExceptionListenerOfASessionOfAnotherConnection() throws Exception {
        assertToldAndServedAfterwards(() -> of(sender), "has to be one of the connection");
    }

    @Test
    void tellsTheExceptionListenerOfASessionWithoutAListener() throws Exception {
        Session deaf = connection.createSession();
        assertToldAndServedAfterwards(() -> of(deaf), "no message listener");
    }

    @Test
    void tellsTheExceptionListenerOfAClosedSession() throws Exception {
        Session gone = connection.createSession();
        gone.close();
        assertToldAndServedAfterwards(() -> of(gone), "closed");
    }

    @Test
    void tellsTheExceptionListenerOfAServerSessionThatDoesNotStart() throws Exception {
        Session idle = connection.createSession();
        idle.setMessageListener(message -> {});
        assertToldAndServedAfterwards(() -> of(idle), "no thread");
        idle.run(); // nothing is left in it
    }

    @Test
    void refusesWhatCannotBeServed() throws Exception {
        server = new AppServer(connection, 1, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message));
        Topic news = sender.createTopic("news");
        TemporaryQueue foreign = sender.createTemporaryQueue();

        assertThatThrownBy(() -> connection.createConnectionConsumer((Queue) null, null, server, 1))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> connection.createConnectionConsumer(foreign, null, server, 1))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, "color = ", server, 1))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, server, 0))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("maxMessages is 0");
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, null, 1))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("ServerSessionPool");
        assertThatThrownBy(() -> connection.createDurableConnectionConsumer(news, "d", null, server, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("client identifier");
        assertThatThrownBy(() -> connection.createSharedConnectionConsumer(news, "", null, server, 1))
                .isInstanceOf(JMSException.class);
        connection.close();
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, server, 1))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aQueueConnectionHasNoConnectionConsumersOfTopics() throws Exception {
        try (QueueConnection queues = broker.factory.createQueueConnection();
                TopicConnection topics = broker.factory.createTopicConnection()) {
            Topic news = sender.createTopic("news");
            server = new AppServer(topics, 1, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message));

            assertThatThrownBy(() -> queues.createSharedConnectionConsumer(news, "s", null, server, 1))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> queues.createDurableConnectionConsumer(news, "s", null, server, 1))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> queues.createSharedDurableConnectionConsumer(news, "s", null, server, 1))
                    .isInstanceOf(IllegalStateException.class);
            topics.createConnectionConsumer(news, null, server, 1);
            topics.start();
            send(sender, news, "a");
            assertThat(receive(1)).containsExactly("a");
        }
    }

    @Test
    void aSessionWithAListenerOfItsOwnReceivesInNoOtherWay() throws Exception {
        Session session = connection.createSession();
        session.setMessageListener(message -> {});

        assertThat(session.getMessageListener()).isNotNull();
        assertThatThrownBy(() -> session.createConsumer(queue)).isInstanceOf(IllegalStateException.class);
        send(session, queue, "sending is allowed");
        session.setMessageListener(null);
        assertThat(text(session.createConsumer(queue).receive(5_000))).isEqualTo("sending is allowed");
        assertThatThrownBy(() -> session.setMessageListener(message -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aConnectionConsumerTellsItsPoolUntilItIsClosed() throws Exception {
        ConnectionConsumer consumer = serve(1, Session.AUTO_ACKNOWLEDGE, 1, (session, message) -> remember(message));

        assertThat(consumer.getServerSessionPool()).isSameAs(server);
        consumer.close();
        consumer.close();
        assertThatThrownBy(consumer::getServerSessionPool).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void runDoesNothingWithoutMessagesAndFailsWithoutListener() throws Exception {
        Session session = connection.createSession();
        session.run();
        AtomicReference<RuntimeException> thrown = new AtomicReference<>();
        session.setMessageListener(message -> {});
        connection.createConnectionConsumer(
                queue,
                null,
                () -> new ServerSession() {
                    @Override
                    public Session getSession() {
                        return session;
                    }

                    @Override
                    public void start() throws JMSException {
                        session.setMessageListener(null);
                        try {
                            session.run();
                        } catch (RuntimeException e) {
                            thrown.set(e);
                            received.add("failed");
                        }
                    }
                },
                1);

        send(sender, queue, "a");

        assertThat(receive(1)).containsExactly("failed");
        assertThat(thrown.get()).isInstanceOf(IllegalStateRuntimeException.class);
    }
}
