package io.corduroy.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.harness.BrokerProcess;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A file as one message, from and to a client with a heap of 256 MiB through a server with a heap of 256 MiB, and −9 in the
 * middle.
 *
 * <p>With a larger file than in the ordinary build: {@code mvn -pl tck-tests/faults -am verify -Dsize=1g -Dtest=LargeFileTest
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class LargeFileTest {

    private static final long SIZE = bytes(System.getProperty("size", "64m"));
    private static final long PATIENCE_MS = 600_000;
    private static final String QUEUE = "files";

    private Path directory;
    private Path data;
    private Path temporary;
    private Path file;
    private BrokerProcess broker;

    private static long bytes(String text) {
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.toLowerCase(Locale.ROOT).charAt(text.length() - 1)) {
            case 'k' -> number << 10;
            case 'm' -> number << 20;
            case 'g' -> number << 30;
            default -> throw new IllegalArgumentException("size is \"" + text + "\", expected such as 64m or 1g");
        };
    }

    @BeforeEach
    void start() throws IOException {
        directory = Files.createTempDirectory(Path.of(System.getProperty("work.dir", "target")), "large-file-");
        directory = directory.toAbsolutePath();
        data = directory.resolve("data");
        temporary = Files.createDirectory(directory.resolve("tmp"));
        file = directory.resolve("file");
        write(file);
        broker = new BrokerProcess(
                data,
                List.of("-Xmx256m"),
                List.of(
                        "--set", "delivery.grace-period=5s",
                        "--set", "log.segment-size=8MiB",
                        "--set", "log.checkpoint-bytes=1MiB"));
        broker.start();
    }

    @AfterEach
    void stop() throws IOException {
        broker.close();
        Files.deleteIfExists(file);
        Files.deleteIfExists(directory.resolve("copy"));
    }

    private static void write(Path to) throws IOException {
        Random random = new Random(1);
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(to)) {
            for (long left = SIZE; left > 0; left -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }

    private static String hash(Path of) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] block = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(of)) {
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                digest.update(block, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private ClientProcess client(String what, Path with) throws IOException {
        return new ClientProcess(temporary, what, broker.url(), QUEUE, with.toString());
    }

    private void report(String what, String done, ClientProcess client) {
        long ms = Math.max(1, Long.parseLong(done.substring("done ".length())));
        System.out.printf(
                "%s %d MiB in %d ms, %d MiB/s; peak memory of the client %s, of the server %s%n",
                what,
                SIZE >> 20,
                ms,
                (SIZE >> 20) * 1_000 / ms,
                client.peakMemory(),
                ClientProcess.peakMemory(broker.pid()));
    }

    @Test
    void goesFromFileToFileWhileTheServerAndTheReceiverAreKilled() throws Exception {
        Path copy = directory.resolve("copy");
        try (ClientProcess sender = client("send", file)) {
            sender.await("read 4/8", PATIENCE_MS);
            broker.kill();
            broker.start();
            String done = sender.await("done", PATIENCE_MS);
            report("sent, the server killed in the middle:", done, sender);
        }
        try (ClientProcess receiver = client("receive", copy)) {
            receiver.awaitSpilled(SIZE / 4, PATIENCE_MS);
            receiver.kill();
        }
        try (ClientProcess receiver = client("receive", copy)) {
            receiver.awaitSpilled(SIZE / 2, PATIENCE_MS);
            broker.kill();
            broker.start();
            String done = receiver.await("done", PATIENCE_MS);
            report("received, the server killed in the middle:", done, receiver);
        }

        assertThat(hash(copy)).isEqualTo(hash(file));
        assertThat(temporary).isEmptyDirectory();
        assertNothingIsLeft();
    }

    @Test
    void undisturbedItGoesAsFastAsItCan() throws Exception {
        Path copy = directory.resolve("copy");
        try (ClientProcess sender = client("send", file)) {
            report("sent:", sender.await("done", PATIENCE_MS), sender);
        }
        try (ClientProcess receiver = client("receive", copy)) {
            report("received:", receiver.await("done", PATIENCE_MS), receiver);
        }

        assertThat(hash(copy)).isEqualTo(hash(file));
        assertNothingIsLeft();
    }

    @Test
    void ofASenderThatIsKilledNeitherAMessageNorItsBytesStay() throws Exception {
        try (ClientProcess sender = client("send", file)) {
            sender.await("read 6/8", PATIENCE_MS);
            sender.kill();
        }

        assertNothingIsLeft();
    }

    /** No message, and before long no bytes either but those of the segments that are kept for use again. */
    private void assertNothingIsLeft() throws Exception {
        long allowed = Math.max(SIZE / 2, 80L << 20);
        try (Connection connection = new CorduroyConnectionFactory(broker.url()).createConnection();
                Session session = connection.createSession()) {
            connection.start();
            Queue other = session.createQueue("other");
            MessageConsumer consumer = session.createConsumer(other);
            MessageProducer producer = session.createProducer(other);
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(new byte[200_000]);
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (diskBytes() > allowed && System.nanoTime() < deadlineNs) {
                producer.send(message); // a server with something to do writes checkpoints
                assertThat(consumer.receive(10_000)).isNotNull();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            assertThat(session.createConsumer(session.createQueue(QUEUE)).receive(500))
                    .isNull();
        }
        System.out.printf("left on the disk: %d MiB%n", diskBytes() >> 20);
        assertThat(diskBytes()).isLessThanOrEqualTo(allowed);
    }

    private long diskBytes() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(data)) {
            for (Path each : (Iterable<Path>) files::iterator) {
                try {
                    bytes += Files.isRegularFile(each) ? Files.size(each) : 0;
                } catch (NoSuchFileException e) {
                    bytes += 0; // deleted while we looked
                }
            }
        } catch (java.io.UncheckedIOException e) {
            return Long.MAX_VALUE; // the same of a directory's entry: look again
        }
        return bytes;
    }
}
