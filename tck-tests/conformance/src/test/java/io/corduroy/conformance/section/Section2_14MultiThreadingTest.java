package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 2.14: factories, connections and destinations are used by many threads at once. */
class Section2_14MultiThreadingTest extends SectionTest {

    @Test
    void manyThreadsShareThem() throws Exception {
        Connection connection = connect();
        Queue queue = queue();
        List<CompletableFuture<List<String>>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "t" + i + "-";
            all.add(CompletableFuture.supplyAsync(() -> {
                List<String> received = new ArrayList<>();
                for (int round = 0; round < 5; round++) {
                    try (Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
                        send(session, queue, name + round);
                        session.commit();
                        received.add(receiveText(session.createConsumer(queue)));
                        session.commit();
                    } catch (JMSException e) {
                        throw new AssertionError(e);
                    }
                }
                return received;
            }));
        }

        List<String> received = new ArrayList<>();
        for (CompletableFuture<List<String>> each : all) {
            received.addAll(each.get(WAIT_MS, TimeUnit.MILLISECONDS));
        }
        assertThat(received).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void connectionsAreStartedStoppedAndClosedWhileOthersUseThem() throws Exception {
        Connection connection = connect();
        Queue queue = queue();
        CompletableFuture<Void> pausing = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 50; i++) {
                    connection.stop();
                    connection.start();
                }
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < 50; i++) {
            send(session, queue, "m" + i);
            assertThat(receiveText(consumer)).isEqualTo("m" + i);
        }

        pausing.get(WAIT_MS, TimeUnit.MILLISECONDS);
    }
}
