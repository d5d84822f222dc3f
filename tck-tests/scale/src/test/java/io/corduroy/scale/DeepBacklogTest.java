package io.corduroy.scale;

import static io.corduroy.scale.Stage.mib;
import static io.corduroy.scale.Stage.say;
import static io.corduroy.scale.Stage.size;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A queue with a deep backlog is no heavier than an empty one: its head is consumed as fast, in bounded memory. */
class DeepBacklogTest {
    private static final int BACKLOG = size("backlog", 60_000);
    private static final int SAMPLE = size("backlog.sample", 15_000);
    private static final String HEAP = System.getProperty("backlog.heap", "160m");
    private static final int BODY_BYTES = 1024;
    /** How many messages the producer is ahead of the consumer, beyond the backlog. */
    private static final int AHEAD = 1_000;
    /** Two cores and their other tenants make rates noisy; in a small run they are printed and not judged. */
    private static final boolean JUDGE_RATES = BACKLOG >= 1_000_000;

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void isConsumedAtFullSpeedInBoundedMemory() throws Exception {
        try (Stage stage = new Stage("backlog", List.of("-Xmx" + HEAP, "-XX:+ExitOnOutOfMemoryError"))) {
            stage.server.start();
            AtomicLong next = new AtomicLong();
            Figures warm = consumeWhileProducing(stage, next, 0, SAMPLE);
            Figures empty = consumeWhileProducing(stage, next, SAMPLE, SAMPLE);
            say("without a backlog: %s (the run before, cold: %s)", empty, warm);
            long consumed = 2L * SAMPLE;
            produce(stage, next, BACKLOG);
            say(
                    "heap with a backlog of %d: %d MiB; disk %d MiB",
                    BACKLOG, mib(stage.heapBytes()), mib(DiskUse.bytes(stage.data)));

            Figures deep = consumeWhileProducing(stage, next, consumed, SAMPLE);
            consumed += SAMPLE;

            say("with a backlog of %d: %s", BACKLOG, deep);
            stage.server.kill();
            say("ready %d ms after a kill, heap %d MiB", stage.server.start(), mib(stage.heapBytes()));
            Figures again = consumeWhileProducing(stage, next, consumed, SAMPLE);
            consumed += SAMPLE;
            say("after the kill: %s", again);
            long heap = stage.heapBytes();
            say("heap %d MiB of %s", mib(heap), HEAP);
            if (JUDGE_RATES) {
                assertThat(deep.perSecond).isGreaterThan(empty.perSecond / 2);
            }
            drain(stage, consumed, next.get());
            say("all %d messages consumed in order; heap %d MiB", next.get(), mib(stage.heapBytes()));
            stage.passed();
        }
    }

    private record Figures(double perSecond, long longestGapMs) {
        @Override
        public String toString() {
            return String.format(
                    "%,.0f messages/s consumed and as many produced, longest gap %d ms", perSecond, longestGapMs);
        }
    }

    /** Consumes so many in order, while a producer goes on. */
    private static Figures consumeWhileProducing(Stage stage, AtomicLong next, long from, int count) throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        Semaphore pace = new Semaphore(AHEAD);
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession(Session.DUPS_OK_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue("deep"))) {
            Future<?> producer = pool.submit(() -> {
                produceAtPace(stage, next, pace, count);
                return null;
            });
            connection.start();
            long startNs = System.nanoTime();
            long lastNs = startNs;
            long longestGapNs = 0;
            for (int i = 0; i < count; i++) {
                Message letter = consumer.receive(60_000);
                assertThat(letter).as("message %d", from + i).isNotNull();
                assertThat(Letters.numberOf(letter)).isEqualTo(from + i);
                long nowNs = System.nanoTime();
                longestGapNs = Math.max(longestGapNs, nowNs - lastNs);
                lastNs = nowNs;
                pace.release();
            }
            double seconds = (System.nanoTime() - startNs) / 1e9;
            producer.get();
            return new Figures(count / seconds, TimeUnit.NANOSECONDS.toMillis(longestGapNs));
        } finally {
            pool.shutdownNow();
        }
    }

    /** Sends one for each that is consumed, so that the broker does the same work whatever lies between the two. */
    private static void produceAtPace(Stage stage, AtomicLong next, Semaphore pace, int count) throws Exception {
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession();
                var producer = session.createProducer(null)) {
            Letters letters = new Letters(session, producer, BODY_BYTES);
            for (int i = 0; i < count; i++) {
                pace.acquire();
                letters.send(session.createQueue("deep"), next.getAndIncrement());
            }
            letters.awaitAll();
        }
    }

    private static void produce(Stage stage, AtomicLong next, int count) throws Exception {
        long startNs = System.nanoTime();
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession();
                var producer = session.createProducer(null)) {
            Letters letters = new Letters(session, producer, BODY_BYTES);
            for (int i = 0; i < count; i++) {
                letters.send(session.createQueue("deep"), next.getAndIncrement());
                if ((i + 1) % Math.max(1, count / 10) == 0) {
                    double seconds = (System.nanoTime() - startNs) / 1e9;
                    say("sent %d of %d, %,.0f/s", i + 1, count, (i + 1) / seconds);
                }
            }
            letters.awaitAll();
        }
    }

    /** Consumes the rest in order. */
    private static long drain(Stage stage, long from, long to) throws Exception {
        long startNs = System.nanoTime();
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession(Session.DUPS_OK_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue("deep"))) {
            connection.start();
            for (long number = from; number < to; number++) {
                Message letter = consumer.receive(60_000);
                assertThat(letter).as("message %d", number).isNotNull();
                assertThat(Letters.numberOf(letter)).isEqualTo(number);
                if ((number - from + 1) % Math.max(1, (to - from) / 5) == 0) {
                    say(
                            "drained %d of %d, %,.0f/s",
                            number - from + 1, to - from, (number - from + 1) / ((System.nanoTime() - startNs) / 1e9));
                }
            }
        }
        return to;
    }
}
