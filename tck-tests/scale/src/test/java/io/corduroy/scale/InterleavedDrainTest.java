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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many queues were filled in turns, so that each one's messages lie strewn over the whole log; nothing of it is in memory. One
 * of them is drained, then another.
 */
class InterleavedDrainTest {
    private static final int QUEUES = size("drain.queues", 40);
    private static final int MIB = size("drain.mib", 24);
    private static final int DRAINED = size("drain.drained", 3);
    /** Drained before anything is measured. */
    private static final int WARM_UP = DRAINED / 3;
    /** Below this, design section 6 asks for a second, clustered form of sealed segments; on a disk that reads fast enough. */
    private static final int PROMISED_PER_SECOND = 20_000;

    private static final int BODY_BYTES = 1024;
    private static final boolean JUDGE_RATES = MIB >= 5_000;

    /** Where the disk itself does not read so many blocks at random, this part of what it reads counts. */
    private static final double OF_THE_DISK = 0.5;

    private static final int READERS = 32;
    private static final int READ_BYTES = 16 * 1024;
    private static final long READING_NS = TimeUnit.SECONDS.toNanos(3);

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void aColdQueueAmongManyIsDrainedFast() throws Exception {
        try (Stage stage = new Stage("drain", List.of("-Xmx1g"), "log.segment-size=" + (MIB < 500 ? 8 : 64) + "MiB")) {
            stage.server.start();
            int each = (int) (((long) MIB << 20) / BODY_BYTES / QUEUES);
            fill(stage, each);
            stage.server.kill();
            double diskBefore = readAtRandom(stage.data);
            boolean cold = dropPageCache(stage.data);
            stage.server.start();
            double[] rates = new double[DRAINED];
            for (int i = -WARM_UP; i < DRAINED; i++) {
                // Far from each other: neighbours share batches, which are in memory then.
                double rate = drain(stage, (i + WARM_UP) * QUEUES / (WARM_UP + DRAINED), each);
                say("drained %d messages, %,.0f/s%s", each, rate, i < 0 ? " (warming up after the restart)" : "");
                rates[Math.max(0, i)] = rate;
            }
            Arrays.sort(rates);
            say(
                    "%d queues, %d MiB, %d drained one after the other after a kill, %s: %,.0f messages/s (median)",
                    QUEUES, MIB, DRAINED, cold ? "cold" : "not cold, for there is no dd here", rates[DRAINED / 2]);
            stage.server.kill();
            dropPageCache(stage.data);
            double disk = (diskBefore + readAtRandom(stage.data)) / 2;
            say(
                    "the disk alone, %d KiB at random places, %d at a time, before and after: %,.0f reads/s; the drain has %.2f of it",
                    READ_BYTES / 1024, READERS, disk, rates[DRAINED / 2] / disk);
            if (JUDGE_RATES) {
                assertThat(rates[DRAINED / 2]).isGreaterThan(Math.min(PROMISED_PER_SECOND, OF_THE_DISK * disk));
            }
            stage.passed();
        }
    }

    private static void fill(Stage stage, int each) throws Exception {
        long startNs = System.nanoTime();
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession();
                var producer = session.createProducer(null)) {
            List<Queue> queues = new ArrayList<>();
            for (int i = 0; i < QUEUES; i++) {
                queues.add(session.createQueue(nameOf(i)));
            }
            Letters letters = new Letters(session, producer, BODY_BYTES);
            for (int n = 0; n < each; n++) {
                for (Queue queue : queues) {
                    letters.send(queue, n);
                }
                if ((n + 1) % Math.max(1, each / 10) == 0) {
                    double seconds = (System.nanoTime() - startNs) / 1e9;
                    say("sent %d of %d to each queue, %,.0f/s", n + 1, each, QUEUES * (n + 1) / seconds);
                }
            }
            letters.awaitAll();
            say("%d MiB on the disk", mib(DiskUse.bytes(stage.data)));
        }
    }

    private static String nameOf(int queue) {
        return "interleaved." + queue;
    }

    private static double drain(Stage stage, int queue, int each) throws Exception {
        try (Connection connection = stage.factory().createConnection();
                Session session = connection.createSession(Session.DUPS_OK_ACKNOWLEDGE)) {
            connection.start();
            long startNs = System.nanoTime();
            try (MessageConsumer consumer = session.createConsumer(session.createQueue(nameOf(queue)))) {
                for (int n = 0; n < each; n++) {
                    Message letter = consumer.receive(60_000);
                    assertThat(letter).as("message %d of %s", n, nameOf(queue)).isNotNull();
                    assertThat(Letters.numberOf(letter)).isEqualTo(n);
                }
                return each / ((System.nanoTime() - startNs) / 1e9);
            }
        }
    }

    /** What the disk does without us: how many blocks a second. */
    private static double readAtRandom(Path directory) throws IOException, InterruptedException {
        dropPageCache(directory);
        List<FileChannel> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(each -> each.toString().endsWith(".log"))
                    .filter(each -> each.toFile().length() > READ_BYTES)
                    .toList()) {
                files.add(FileChannel.open(file));
            }
        }
        AtomicLong reads = new AtomicLong();
        long endNs = System.nanoTime() + READING_NS;
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            Random random = new Random(i);
            Thread reader = new Thread(() -> {
                ByteBuffer block = ByteBuffer.allocateDirect(READ_BYTES);
                while (System.nanoTime() < endNs) {
                    FileChannel file = files.get(random.nextInt(files.size()));
                    try {
                        file.read(block.clear(), (long) (random.nextDouble() * (file.size() - READ_BYTES)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    reads.incrementAndGet();
                }
            });
            readers.add(reader);
            reader.start();
        }
        for (Thread reader : readers) {
            reader.join();
        }
        for (FileChannel file : files) {
            file.close();
        }
        return reads.get() / (READING_NS / 1e9);
    }

    /** Has the system forget the files' pages, which dd can ask for without special rights; false if there is no dd. */
    private static boolean dropPageCache(Path directory) throws IOException, InterruptedException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Process dd;
            try {
                dd = new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0", "status=none")
                        .redirectErrorStream(true)
                        .start();
            } catch (IOException e) {
                return false;
            }
            if (dd.waitFor() != 0) {
                return false;
            }
        }
        return true;
    }
}
