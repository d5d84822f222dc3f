package io.corduroy.scale;

import static io.corduroy.scale.Stage.mib;
import static io.corduroy.scale.Stage.say;
import static io.corduroy.scale.Stage.size;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Messages that nobody consumes, while much more is sent and consumed on other queues: they do not hold the disk. Half of
 * them come before the traffic, the others are strewn into its first half, a few to each segment.
 */
class ForgottenMessagesTest {
    private static final int FORGOTTEN = size("forgotten", 60);
    private static final long TRAFFIC_BYTES = (long) size("traffic.mib", 192) << 20;
    private static final int SEGMENT_MIB = size("traffic.segment.mib", 8);
    private static final long LIMIT_BYTES = (long) size("traffic.limit.mib", 112) << 20;
    private static final int BODY_BYTES = 16 << 10;
    private static final int LANES = 4;
    private static final int AHEAD = 400;

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void doNotHoldTheDisk() throws Exception {
        try (Stage stage = new Stage(
                "forgotten",
                List.of("-Xmx512m"),
                "log.segment-size=" + SEGMENT_MIB + "MiB",
                "log.checkpoint-bytes=" + SEGMENT_MIB + "MiB")) {
            stage.server.start();
            try (DiskUse disk = DiskUse.watching(stage.data)) {
                long startNs = System.nanoTime();
                forget(stage, 0, FORGOTTEN / 2);
                runTraffic(stage, disk, startNs);

                say("heap after the traffic %d MiB", mib(stage.heapBytes()));
                stage.server.kill();
                say("ready %d ms after the kill", stage.server.start());
                receiveForgotten(stage);
                say(
                        "%d forgotten messages beside %d MiB of traffic: at most %d MiB on the disk, %d MiB at the end",
                        FORGOTTEN, mib(TRAFFIC_BYTES), mib(disk.mostBytes()), mib(DiskUse.bytes(stage.data)));
                assertThat(mib(disk.mostBytes())).isLessThan(mib(LIMIT_BYTES));
            }
            stage.passed();
        }
    }

    private static void forget(Stage stage, int from, int to) throws Exception {
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession();
                var producer = session.createProducer(null)) {
            Letters letters = new Letters(session, producer, 1024);
            for (int i = from; i < to; i++) {
                letters.send(session.createQueue("forgotten-" + i), i);
            }
            letters.awaitAll();
        }
    }

    private static void runTraffic(Stage stage, DiskUse disk, long startNs) throws Exception {
        long letters = TRAFFIC_BYTES / BODY_BYTES;
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (Connection consuming = stage.factory().createConnection();
                Connection producing = stage.factory().createConnection();
                Session in = consuming.createSession();
                Session out = producing.createSession();
                var producer = out.createProducer(null)) {
            consuming.start();
            java.util.concurrent.Semaphore ahead = new java.util.concurrent.Semaphore(AHEAD);
            Future<?> consumed = pool.submit(() -> {
                consume(in, letters, ahead);
                return null;
            });
            Queue[] queues = new Queue[LANES];
            for (int i = 0; i < LANES; i++) {
                queues[i] = out.createQueue("traffic-" + i);
            }
            Letters sending = new Letters(out, producer, BODY_BYTES);
            int strewn = FORGOTTEN / 2;
            for (long number = 0; number < letters; number++) {
                while (!ahead.tryAcquire(1, TimeUnit.SECONDS)) {
                    if (consumed.isDone()) {
                        consumed.get();
                    }
                }
                sending.send(queues[(int) (number % LANES)], number);
                int due = FORGOTTEN / 2 + (int) Math.min(FORGOTTEN - FORGOTTEN / 2, number * FORGOTTEN / letters);
                if (due > strewn) {
                    forget(stage, strewn, due);
                    strewn = due;
                }
                if (number % Math.max(1, letters / 20) == 0) {
                    say(
                            "%d of %d MiB after %d s, %d MiB on the disk, at most %d",
                            mib(number * BODY_BYTES),
                            mib(TRAFFIC_BYTES),
                            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs),
                            mib(DiskUse.bytes(stage.data)),
                            mib(disk.mostBytes()));
                }
            }
            sending.awaitAll();
            consumed.get();
            say(
                    "%d MiB sent and consumed in %d s",
                    mib(TRAFFIC_BYTES), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs));
        } finally {
            pool.shutdownNow();
        }
    }

    private static void consume(Session in, long letters, java.util.concurrent.Semaphore ahead) throws Exception {
        MessageConsumer[] consumers = new MessageConsumer[LANES];
        for (int i = 0; i < LANES; i++) {
            consumers[i] = in.createConsumer(in.createQueue("traffic-" + i));
        }
        for (long number = 0; number < letters; number++) {
            Message letter = consumers[(int) (number % LANES)].receive(60_000);
            assertThat(letter).as("message %d of the traffic", number).isNotNull();
            assertThat(Letters.numberOf(letter)).isEqualTo(number);
            ahead.release();
        }
    }

    private static void receiveForgotten(Stage stage) throws Exception {
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession()) {
            connection.start();
            for (int i = 0; i < FORGOTTEN; i++) {
                try (MessageConsumer consumer = session.createConsumer(session.createQueue("forgotten-" + i))) {
                    Message letter = consumer.receive(20_000);
                    assertThat(letter).as("forgotten message %d", i).isNotNull();
                    assertThat(Letters.numberOf(letter)).isEqualTo(i);
                    assertThat(letter.getJMSRedelivered()).isFalse();
                    assertThat(consumer.receiveNoWait()).as("a second one").isNull();
                }
            }
        }
    }
}
