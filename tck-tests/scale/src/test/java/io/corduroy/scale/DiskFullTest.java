package io.corduroy.scale;

import static io.corduroy.scale.Stage.mib;
import static io.corduroy.scale.Stage.say;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A disk that is full: sends are refused, in words and by the exception that the specification has for it; consuming and
 * acknowledging go on; sends are taken again by themselves when there is space; what was confirmed is there.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DiskFullTest {
    private static final int DISK_MIB = 160;
    private static final int BODY_BYTES = 64 << 10;
    private static final long RESUME_MS = 30_000;

    private static Stage stage(SmallDisk disk) throws Exception {
        return new Stage(
                disk.directory.resolve("node"),
                List.of("-Xmx256m"),
                "log.segment-size=8MiB",
                "log.checkpoint-bytes=8MiB");
    }

    @Test
    void refusesSendsWhileFullAndGoesOnWhenItWasConsumed() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(DISK_MIB);
                Stage stage = stage(disk)) {
            Files.createDirectories(stage.directory);
            stage.server.start();

            long confirmed = sendUntilRefused(stage, 0);
            say(
                    "full after %d MiB: %d messages confirmed, %d KiB free",
                    mib(confirmed * BODY_BYTES), confirmed, disk.freeBytes() >> 10);
            stage.server.kill();
            say("started on the full disk in %d ms", stage.server.start());
            confirmed = sendUntilRefused(stage, confirmed);
            stage.server.kill();
            stage.server.start();

            long received = receiveAll(stage, 0, confirmed);
            say("consumed and acknowledged %d messages on the full disk", received);
            say("sends were taken again after %d ms", awaitRoom(stage, received));
            receiveAll(stage, received, received + 1);
            stage.server.kill();
            stage.server.start();
            assertNothingIsLeft(stage);
            stage.passed();
        }
    }

    @Test
    void goesOnWhenSomebodyElseMakesRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(DISK_MIB);
                Stage stage = stage(disk)) {
            Files.createDirectories(stage.directory);
            stage.server.start();
            Path ballast = disk.takeAll();

            long confirmed = sendUntilRefused(stage, 0);
            long half = confirmed / 2;
            receiveAll(stage, 0, half);
            say("full after %d messages, half of them consumed while it was full", confirmed);
            Files.delete(ballast);
            say("sends were taken again after %d ms", awaitRoom(stage, confirmed));
            receiveAll(stage, half, confirmed + 1);
            assertNothingIsLeft(stage);
            stage.passed();
        }
    }

    /** Sends one after the other; returns the number of the first that was refused. */
    private static long sendUntilRefused(Stage stage, long first) throws JMSException {
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue("full"))) {
            Letters letters = new Letters(session, producer, BODY_BYTES);
            for (long number = first; ; number++) {
                try {
                    producer.send(letters.letter(number));
                } catch (ResourceAllocationException e) {
                    assertThat(e).hasMessageContaining("disk").hasMessageContaining("full");
                    assertThat(e.getErrorCode()).isNotBlank();
                    return number;
                }
                assertThat((number * BODY_BYTES) >> 20)
                        .as("MiB sent to a small disk")
                        .isLessThan(DISK_MIB);
            }
        }
    }

    /** Receives a range in order; returns its end. */
    private static long receiveAll(Stage stage, long from, long to) throws JMSException {
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("full"))) {
            connection.start();
            for (long number = from; number < to; number++) {
                Message letter = consumer.receive(30_000);
                assertThat(letter).as("message %d of %d", number, to).isNotNull();
                assertThat(Letters.numberOf(letter)).isEqualTo(number);
            }
            return to;
        }
    }

    /** Sends one message as soon as it is taken; returns how long that took. */
    private static long awaitRoom(Stage stage, long number) throws Exception {
        long startNs = System.nanoTime();
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue("full"))) {
            Letters letters = new Letters(session, producer, BODY_BYTES);
            while (true) {
                long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
                try {
                    producer.send(letters.letter(number));
                    return waitedMs;
                } catch (ResourceAllocationException e) {
                    if (waitedMs > RESUME_MS) {
                        throw e;
                    }
                    Thread.sleep(100);
                }
            }
        }
    }

    private static void assertNothingIsLeft(Stage stage) throws JMSException {
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("full"))) {
            connection.start();
            assertThat(consumer.receive(1_000)).isNull();
        }
    }
}
