package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.conformance.container.AppServer;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** What the sections on connection consumers do all the time: a connection, its application server, and what its listeners tell. */
@SuppressWarnings("NullAway.Init") // made before each test
abstract class ConnectionConsumerSectionTest extends SectionTest {

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Connection connection;
    Session sender;
    Queue queue;
    private @Nullable AppServer server;

    @BeforeEach
    void connectServer() throws Exception {
        closing(
                () -> { // after the connection
                    if (server != null) {
                        server.close();
                    }
                });
        connection = connect();
        sender = session();
        queue = queue();
    }

    /** What an application server does with its sessions; they are those of the connection, and end with the test. */
    final AppServer server(int sessions, int mode, AppServer.Work work, AppServer.AfterRun afterRun)
            throws JMSException {
        AppServer made = new AppServer(connection, sessions, mode, work, afterRun);
        server = made;
        return made;
    }

    /** One that does nothing behind a run. */
    final AppServer server(int sessions, int mode, AppServer.Work work) throws JMSException {
        return server(sessions, mode, work, AppServer.AfterRun.NOTHING);
    }

    /** Serves the queue. */
    final ConnectionConsumer serve(int sessions, int mode, int maxMessages, AppServer.Work work) throws JMSException {
        return connection.createConnectionConsumer(queue, null, server(sessions, mode, work), maxMessages);
    }

    // What is heard of the listeners

    final void tell(String text) {
        heard.add(text);
    }

    final void remember(Message message) throws JMSException {
        heard.add(text(message) + (message.getJMSRedelivered() ? " again" : ""));
    }

    final List<String> heard(int count) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(told(heard));
        }
        return texts;
    }

    final void assertNothingHeard() {
        assertThat(heard).isEmpty();
    }

    final void assertDrained() throws JMSException {
        assertThat(browse(sender, queue)).isEmpty();
    }

    static String[] numbers(int count) {
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = "m" + i;
        }
        return texts;
    }
}
