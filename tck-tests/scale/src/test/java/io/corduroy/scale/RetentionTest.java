package io.corduroy.scale;

import static io.corduroy.scale.Stage.mib;
import static io.corduroy.scale.Stage.say;
import static io.corduroy.scale.Stage.size;
import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.AdminConnection;
import io.corduroy.protocol.AdminVerb;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A queue that keeps the last so many bytes of what was consumed: not much more is on the disk, and not less. */
class RetentionTest {
    private static final long TRAFFIC_BYTES = (long) size("traffic.mib", 192) << 20;
    private static final int SEGMENT_MIB = size("traffic.segment.mib", 8);
    private static final long RETAINED_BYTES = (long) size("retained.mib", 32) << 20;
    /** Beside what is retained: segments that wait for two checkpoints, those ahead of use, the transient log. */
    private static final long LIMIT_BYTES = RETAINED_BYTES + ((12L * SEGMENT_MIB) << 20);

    private static final int SWEEPS_BEHIND = 2;
    private static final int BODY_BYTES = 4 << 10;
    private static final int ROUND = 256;
    private static final String NAME = "kept";

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void keepsTheLastSoManyBytesAndNotMuchMore() throws Exception {
        try (Stage stage = new Stage(
                "retention",
                List.of("-Xmx512m"),
                "log.segment-size=" + SEGMENT_MIB + "MiB",
                "log.checkpoint-bytes=" + SEGMENT_MIB + "MiB")) {
            stage.server.start();
            create(stage);
            try (DiskUse disk = DiskUse.watching(stage.data)) {
                long startNs = System.nanoTime();
                long letters = runTraffic(stage);
                double seconds = (System.nanoTime() - startNs) / 1e9;
                say("heap after the traffic %d MiB", mib(stage.heapBytes()));
                stage.server.kill();
                say("ready %d ms after the kill", stage.server.start());
                long kept = lookAtRetained(stage, letters);
                say(
                        "%d MiB consumed, %d MiB to be retained, %d messages are: at most %d MiB on the disk, %d MiB at the end",
                        mib(TRAFFIC_BYTES),
                        mib(RETAINED_BYTES),
                        kept,
                        mib(disk.mostBytes()),
                        mib(DiskUse.bytes(stage.data)));
                // It lets go once a second: meanwhile as much comes as the machine can send.
                long ahead = (long) (SWEEPS_BEHIND * TRAFFIC_BYTES / seconds);
                assertThat(mib(disk.mostBytes())).isLessThan(mib(LIMIT_BYTES + ahead));
                assertThat(mib(DiskUse.bytes(stage.data))).isLessThan(mib(LIMIT_BYTES));
            }
            stage.passed();
        }
    }

    private static void create(Stage stage) throws Exception {
        try (Connection connection = stage.factory().createConnection()) {
            ((AdminConnection) connection)
                    .administer(
                            AdminVerb.QUEUE_CREATE,
                            Map.of("name", NAME, "retention-size", mib(RETAINED_BYTES) + "MiB"));
        }
    }

    private static long runTraffic(Stage stage) throws Exception {
        long letters = TRAFFIC_BYTES / BODY_BYTES;
        long startNs = System.nanoTime();
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession();
                var producer = session.createProducer(null)) {
            connection.start();
            Queue queue = session.createQueue(NAME);
            MessageConsumer consumer = session.createConsumer(queue);
            Letters sending = new Letters(session, producer, BODY_BYTES);
            for (long number = 0; number < letters; number++) {
                sending.send(queue, number);
                if (number >= ROUND) {
                    receive(consumer, number - ROUND);
                }
            }
            for (long number = letters - ROUND; number < letters; number++) {
                receive(consumer, number);
            }
            sending.awaitAll();
        }
        say(
                "%d messages sent and consumed in %d s",
                letters, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs));
        return letters;
    }

    private static void receive(MessageConsumer consumer, long number) throws Exception {
        Message letter = consumer.receive(60_000);
        assertThat(letter).as("message %d", number).isNotNull();
        assertThat(Letters.numberOf(letter)).isEqualTo(number);
    }

    /** Until it has let go of what came at last. */
    private static void awaitSweep(AdminConnection connection) throws Exception {
        while (Long.parseLong(connection
                        .administer(AdminVerb.QUEUE_STAT, Map.of("name", NAME))
                        .get(0)
                        .get("retained-bytes"))
                > RETAINED_BYTES) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** The last ones without a gap. */
    private static long lookAtRetained(Stage stage, long letters) throws Exception {
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession()) {
            connection.start();
            awaitSweep((AdminConnection) connection);
            Enumeration<Message> retained =
                    ((AdminConnection) connection).browseRetained(session, session.createQueue(NAME), "");
            long first = Letters.numberOf(retained.nextElement());
            long next = first + 1;
            for (; retained.hasMoreElements(); next++) {
                assertThat(Letters.numberOf(retained.nextElement())).isEqualTo(next);
            }
            assertThat(next).isEqualTo(letters);
            assertThat((letters - first) * BODY_BYTES).isBetween(RETAINED_BYTES * 9 / 10, RETAINED_BYTES);
            return letters - first;
        }
    }
}
