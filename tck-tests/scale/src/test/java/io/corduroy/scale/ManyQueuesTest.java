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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many queues with a few messages each: the server starts at once after a kill, in little memory and few files. */
class ManyQueuesTest {
    private static final int QUEUES = size("queues", 300);
    private static final int MESSAGES = 5;
    private static final int BODY_BYTES = 1024;
    /** In a small run beside other work the start of a process alone may take as long as what is promised. */
    private static final long START_MS = QUEUES >= 10_000 ? 5_000 : 60_000;

    private static final long HEAP_BYTES = 512L << 20;
    private static final long FILES = 64;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void startsAtOnceAfterAKillAndNeedsNoFilePerQueue() throws Exception {
        try (Stage stage = new Stage("many-queues", List.of("-Xmx512m"))) {
            stage.server.start();
            send(stage);
            say("heap before the kill %d MiB", mib(stage.heapBytes()));
            stage.server.kill();

            long startMs = stage.server.start();

            long heap = stage.heapBytes();
            long files = DiskUse.files(stage.data);
            say(
                    "%d queues with %d messages each: ready %d ms after the kill, heap %d MiB, %d files of %d MiB",
                    QUEUES, MESSAGES, startMs, mib(heap), files, mib(DiskUse.bytes(stage.data)));
            receive(stage);
            assertThat(startMs).isLessThan(START_MS);
            assertThat(heap).isLessThan(HEAP_BYTES);
            assertThat(files).isLessThan(FILES);
            stage.passed();
        }
    }

    private static void send(Stage stage) throws Exception {
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession();
                var producer = session.createProducer(null)) {
            Letters letters = new Letters(session, producer, BODY_BYTES);
            for (int round = 0; round < MESSAGES; round++) {
                for (int queue = 0; queue < QUEUES; queue++) {
                    letters.send(session.createQueue("queue-" + queue), round);
                }
                letters.awaitAll();
                say("sent %d of %d rounds to %d queues", round + 1, MESSAGES, QUEUES);
            }
        }
    }

    private static void receive(Stage stage) throws Exception {
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession()) {
            connection.start();
            for (int queue = 0; queue < QUEUES; queue++) {
                try (MessageConsumer consumer = session.createConsumer(session.createQueue("queue-" + queue))) {
                    for (int round = 0; round < MESSAGES; round++) {
                        Message letter = consumer.receive(20_000);
                        assertThat(letter)
                                .as("message %d of queue %d", round, queue)
                                .isNotNull();
                        assertThat(Letters.numberOf(letter)).isEqualTo(round);
                        assertThat(letter.getJMSRedelivered()).isFalse();
                    }
                    assertThat(consumer.receiveNoWait()).isNull();
                }
            }
        }
    }
}
