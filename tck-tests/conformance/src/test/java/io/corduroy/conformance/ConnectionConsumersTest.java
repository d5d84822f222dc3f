package io.corduroy.conformance;

import static io.corduroy.conformance.Broker.send;
import static io.corduroy.conformance.Broker.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.conformance.Broker.Reach;
import io.corduroy.conformance.container.AppServer;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What Corduroy does about a connection consumer that cannot serve, and about groups of messages; the rules are in the sections 11.2. */
@ParameterizedClass(name = "{0}")
@EnumSource(Reach.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("NullAway") // made before each test; what is null fails it
class ConnectionConsumersTest {

    @Parameter
    Reach reach;

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private Broker broker;
    private Connection connection;
    private Session sender;
    private Queue queue;
    private AppServer server;

    @BeforeEach
    void connect() throws Exception {
        broker = Broker.reached(reach);
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

    private void remember(Message message) throws JMSException {
        received.add(text(message));
    }

    private List<String> receive(int count) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(received.poll(10, TimeUnit.SECONDS));
        }
        return texts;
    }

    // Groups

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
    void saysWhatIsMissing() throws Exception {
        server = new AppServer(connection, 1, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message));
        Topic news = sender.createTopic("news");

        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, server, 0))
                .hasMessageContaining("maxMessages is 0");
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, null, 1))
                .hasMessageContaining("ServerSessionPool");
        assertThatThrownBy(() -> connection.createDurableConnectionConsumer(news, "d", null, server, 1))
                .hasMessageContaining("client identifier");
    }
}
