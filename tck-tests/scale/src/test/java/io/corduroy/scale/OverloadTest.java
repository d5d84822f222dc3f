package io.corduroy.scale;

import static io.corduroy.scale.Stage.mib;
import static io.corduroy.scale.Stage.say;
import static io.corduroy.scale.Stage.size;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * More than a server can do: many producers without a pause, consumers that hardly consume, on a heap that is a small part
 * of what is sent. Memory stays bounded, producers are slowed down, nothing is lost.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class OverloadTest {
    private static final int SECONDS = size("flood.seconds", 4);
    private static final int PRODUCERS = 16;
    private static final int BODY_BYTES = 4 << 10;
    private static final List<String> SMALL_HEAP =
            List.of("-Xmx160m", "-XX:MaxDirectMemorySize=96m", "-XX:+ExitOnOutOfMemoryError");

    @Test
    void persistentMessagesFillTheDiskAndNotTheHeap() throws Exception {
        flood(DeliveryMode.PERSISTENT);
    }

    @Test
    void nonPersistentMessagesFillTheDiskAndNotTheHeap() throws Exception {
        flood(DeliveryMode.NON_PERSISTENT);
    }

    /** Caches that fit into the heap. */
    private static Stage stage() throws IOException {
        return new Stage("overload", SMALL_HEAP, "log.tail-cache=8MiB", "log.read-cache=8MiB", "log.max-pending=8MiB");
    }

    private static void flood(int mode) throws Exception {
        try (Stage stage = stage()) {
            stage.server.start();
            ExecutorService pool = Executors.newCachedThreadPool();
            AtomicBoolean flooding = new AtomicBoolean(true);
            AtomicLong sent = new AtomicLong();
            long slowlyReceived = 0;
            AtomicLong mostUnderWay = new AtomicLong();
            List<Future<?>> producers = new ArrayList<>();
            try (Connection slow = stage.factory().createConnection();
                    Session session = slow.createSession();
                    MessageConsumer consumer = session.createConsumer(session.createQueue("flood"))) {
                slow.start();
                for (int i = 0; i < PRODUCERS; i++) {
                    producers.add(pool.submit(() -> {
                        produce(stage, mode, flooding, sent, mostUnderWay);
                        return null;
                    }));
                }
                long startNs = System.nanoTime();
                while (System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(SECONDS)) {
                    assertThat(consumer.receive(30_000)).isNotNull();
                    slowlyReceived++;
                    Thread.sleep(10);
                }
                flooding.set(false);
                for (Future<?> producer : producers) {
                    producer.get();
                }
                say(
                        "%d producers sent %d MiB in %d s while one consumer took %d messages; at most %d unconfirmed of one"
                                + " producer; heap %d MiB of 160",
                        PRODUCERS,
                        mib(sent.get() * BODY_BYTES),
                        SECONDS,
                        slowlyReceived,
                        mostUnderWay.get(),
                        mib(stage.heapBytes()));
                for (long rest = sent.get() - slowlyReceived; rest > 0; rest--) {
                    Message letter = consumer.receive(30_000);
                    assertThat(letter).as("%d messages before the last", rest).isNotNull();
                }
                assertThat(consumer.receiveNoWait()).isNull();
            } finally {
                flooding.set(false);
                pool.shutdown();
            }
            assertThat(mostUnderWay.get()).as("unconfirmed sends of a producer").isLessThanOrEqualTo(2_048);
            stage.passed();
        }
    }

    private static void produce(Stage stage, int mode, AtomicBoolean flooding, AtomicLong sent, AtomicLong mostUnderWay)
            throws JMSException, InterruptedException {
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession();
                var producer = session.createProducer(null)) {
            producer.setDeliveryMode(mode);
            Letters letters = new Letters(session, producer, BODY_BYTES);
            while (flooding.get()) {
                letters.send(session.createQueue("flood"), 0);
                sent.incrementAndGet();
                mostUnderWay.accumulateAndGet(letters.underWay(), Math::max);
            }
            letters.awaitAll();
        }
    }

    /** A client that stops in the middle of everything: its machine still takes bytes, its application does not. */
    @Test
    void aConsumerThatDoesNotConsumeHoldsBackNobodyElse() throws Exception {
        try (Stage stage = stage()) {
            stage.server.start();
            try (Connection stuck = stage.factory().createConnection();
                    Session stuckSession = stuck.createSession();
                    MessageConsumer stuckConsumer = stuckSession.createConsumer(stuckSession.createTopic("news"));
                    Connection connection = stage.factory().createConnection();
                    Session session = connection.createSession();
                    MessageConsumer consumer = session.createConsumer(session.createTopic("news"));
                    var producer = session.createProducer(null)) {
                stuck.start(); // and never receives
                connection.start();
                Letters letters = new Letters(session, producer, BODY_BYTES);
                int count = SECONDS * 5_000;
                for (int i = 0; i < count; i++) {
                    letters.send(session.createTopic("news"), i);
                    if (i % 100 == 99) {
                        for (int j = i - 99; j <= i; j++) {
                            assertThat(Letters.numberOf(consumer.receive(30_000)))
                                    .isEqualTo(j);
                        }
                    }
                }
                letters.awaitAll();
                say(
                        "%d MiB passed a consumer that does not consume; heap %d MiB of 160",
                        mib((long) count * BODY_BYTES), mib(stage.heapBytes()));
                assertThat(stuckConsumer.receive(30_000)).isNotNull();
            }
            stage.passed();
        }
    }
}
