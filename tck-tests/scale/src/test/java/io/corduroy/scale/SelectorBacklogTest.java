package io.corduroy.scale;

import static io.corduroy.scale.Stage.mib;
import static io.corduroy.scale.Stage.say;
import static io.corduroy.scale.Stage.size;
import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Consumers with selectors behind a backlog that is not for them: one pass over it, whoever and whatever comes later. */
class SelectorBacklogTest {
    private static final int BACKLOG = size("selected.backlog", 60_000);
    private static final int LARGE = size("selected.large", 24);
    private static final int LARGE_BYTES = 4 << 20;
    private static final int CONSUMERS = 100;
    private static final int BODY_BYTES = 256;
    private static final String HEAP = "160m";
    private static final int WAIT_MS = 600_000;

    private static Message letter(Session session, String kind, int bytes) throws JMSException {
        BytesMessage letter = session.createBytesMessage();
        letter.setStringProperty("kind", kind);
        letter.writeBytes(new byte[bytes]);
        return letter;
    }

    private static void send(Stage stage, String kind, int count, int bytes) throws Exception {
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue("selected"))) {
            for (int i = 1; i <= count; i++) {
                producer.send(letter(session, kind, bytes));
                if (i % 1_000 == 0) {
                    session.commit();
                }
            }
            session.commit();
        }
    }

    /** What the server does, in time and bytes read. */
    private static final class Meter {
        final Stage stage;
        final String what;
        final long startNs = System.nanoTime();
        final long readBefore;

        Meter(Stage stage, String what) throws Exception {
            this.stage = stage;
            this.what = what;
            readBefore = stage.readBytes();
        }

        long stop() throws Exception {
            long read = stage.readBytes() - readBefore;
            say(
                    "%s: %d ms, %d MiB read, heap %d MiB",
                    what,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs),
                    mib(read),
                    mib(stage.heapBytes()));
            return read;
        }
    }

    private static MessageConsumer consumer(Session session, String kind) throws JMSException {
        Queue queue = session.createQueue("selected");
        return session.createConsumer(queue, "kind = '" + kind + "'");
    }

    private static void receive(MessageConsumer consumer, String kind) throws JMSException {
        Message received = consumer.receive(WAIT_MS);
        assertThat(received).as("the message of kind %s", kind).isNotNull();
        assertThat(received.getStringProperty("kind")).isEqualTo(kind);
        assertThat(received.getJMSRedelivered()).isFalse();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void isPassedOverOnce() throws Exception {
        try (Stage stage = new Stage("selected", List.of("-Xmx" + HEAP, "-XX:+ExitOnOutOfMemoryError"))) {
            stage.server.start();
            send(stage, "other", BACKLOG, BODY_BYTES);
            for (int i = 0; i < CONSUMERS; i++) {
                send(stage, "k" + i, 1, BODY_BYTES);
            }
            stage.server.kill();
            stage.server.start();
            long bytes = (long) BACKLOG * (BODY_BYTES + 100);
            say("%d messages that are for nobody, about %d MiB", BACKLOG, mib(bytes));
            CorduroyConnectionFactory factory = stage.factory();
            factory.setPrefetch(1);
            try (Connection connection = factory.createConnection();
                    Session session = connection.createSession()) {
                connection.start();
                long pass = first(stage, session);
                assertThat(pass).isLessThan(bytes + bytes / 2 + (4 << 20));

                Meter again = new Meter(stage, "a second consumer, with another selector");
                MessageConsumer second = consumer(session, "k1");
                receive(second, "k1");
                assertThat(again.stop()).isLessThan(pass + pass / 2 + (4 << 20));

                Meter later = new Meter(stage, "1,000 more for nobody, and one for each of the two");
                send(stage, "other", 1_000, BODY_BYTES);
                send(stage, "k1", 1, BODY_BYTES);
                receive(second, "k1");
                assertThat(later.stop()).isLessThan(4 << 20);

                Meter many = new Meter(stage, (CONSUMERS - 2) + " consumers, each with its own selector");
                List<MessageConsumer> all = new ArrayList<>();
                for (int i = 2; i < CONSUMERS; i++) {
                    all.add(consumer(session, "k" + i));
                }
                for (int i = 2; i < CONSUMERS; i++) {
                    receive(all.get(i - 2), "k" + i);
                }
                assertThat(many.stop()).isLessThan(3 * pass + (16 << 20));
                assertThat(stage.heapBytes()).isLessThan(128L << 20);
            }
            stage.passed();
        }
    }

    private static long first(Stage stage, Session session) throws Exception {
        Meter meter = new Meter(stage, "the first consumer");
        receive(consumer(session, "k0"), "k0");
        return meter.stop();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void largeBodiesAreNotRead() throws Exception {
        try (Stage stage = new Stage("selected-large", List.of("-Xmx" + HEAP, "-XX:+ExitOnOutOfMemoryError"))) {
            stage.server.start();
            send(stage, "other", LARGE, LARGE_BYTES);
            send(stage, "mine", 1, BODY_BYTES);
            stage.server.kill();
            stage.server.start();
            try (Connection connection = stage.factory().createConnection();
                    Session session = connection.createSession()) {
                connection.start();
                Meter meter = new Meter(stage, LARGE + " messages of " + mib(LARGE_BYTES) + " MiB for nobody");

                receive(consumer(session, "mine"), "mine");

                assertThat(meter.stop()).isLessThan((long) LARGE * LARGE_BYTES / 3);
            }
            stage.passed();
        }
    }
}
