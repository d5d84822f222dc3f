package io.corduroy.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.log.sim.SimulatedDisk;
import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import io.corduroy.server.Node;
import io.corduroy.server.config.ConfigException;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.login.Authenticator;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One flipped bit or one cut in any file of a node's directory: it refuses to start and says which file is damaged, or stops
 * the partition that reads the damage, or delivers everything that was confirmed, and never anything else.
 *
 * <p>The directory is written by a real node and holds a queue and a durable subscription that are half consumed, committed,
 * rolled back and open transactions, checkpoints, and an old segment that few live messages keep. It is taken while the node
 * runs, as a kill leaves it, and after it was closed; damaged copies are tried in memory.
 *
 * <p>The long run: {@code mvn -pl tck-tests/faults -am verify -Dtrials=5000 -Dtest=DamageTest
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class DamageTest {

    private static final int TRIALS = Integer.getInteger("trials", 150);
    private static final int MESSAGES = 200;
    private static final int BULK_MESSAGES = 600;
    private static final int BULK_BYTES = 64 << 10;
    private static final int PATIENCE_MS = 1_000;
    private static final int OLD_BYTES = 50_000;

    @TempDir
    Path directory;

    /** What is on a queue or subscription, by name. */
    private final TreeMap<String, List<String>> confirmed = new TreeMap<>();

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void isReportedOrHarmless() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        SimulatedDisk killed;
        try (Node node = Node.start(config(directory.resolve("data")))) {
            fill(node);
            awaitRest(directory.resolve("data"));
            killed = load(directory.resolve("data"));
        }
        SimulatedDisk closed = load(directory.resolve("data"));
        System.out.println("damaging " + killed.files() + ", seed " + seed);
        TreeMap<String, Integer> outcomes = new TreeMap<>();

        require("unharmed", killed.copy(seed), "", outcomes);
        require("unharmed", closed.copy(seed), "", outcomes);
        for (int trial = 0; trial < TRIALS; trial++) {
            boolean afterKill = random.nextBoolean();
            SimulatedDisk disk = (afterKill ? killed : closed).copy(seed);
            List<String> files = disk.files().stream()
                    .filter(file -> disk.bytes(file).length > 0 && (random.nextInt(8) == 0 || !file.contains("spare")))
                    .toList();
            String file = files.get(random.nextInt(files.size()));
            String damage = damage(disk, file, random);
            String what =
                    "seed " + seed + ", trial " + trial + ", after a " + (afterKill ? "kill" : "close") + ": " + damage;
            require(what, disk, file, outcomes);
        }
        System.out.println("outcomes: " + outcomes);
    }

    private static String damage(SimulatedDisk disk, String file, Random random) {
        byte[] bytes = disk.bytes(file);
        int used = bytes.length;
        while (used > 1 && bytes[used - 1] == 0) {
            used--;
        }
        int interesting =
                random.nextBoolean() ? OLD_BYTES : bytes.length; // or most hits are on what is dead long since
        int at = random.nextInt(Math.min(interesting, Math.min(bytes.length, used + 20)));
        if (random.nextInt(4) == 0) {
            int length = random.nextBoolean() ? at : random.nextInt(bytes.length);
            disk.truncate(file, length);
            return file + " cut to " + length + " of " + bytes.length + " bytes";
        }
        int bit = random.nextInt(8);
        disk.flipBit(file, 8L * at + bit);
        return file + " bit " + bit + " of byte " + at;
    }

    /** Starts a node on the disk and judges what it does. */
    private void require(String what, SimulatedDisk disk, String file, Map<String, Integer> outcomes) throws Exception {
        String name = file.substring(file.lastIndexOf('/') + 1);
        String outcome = "harmless";
        try (Node node =
                Node.start(config(Path.of("damaged")), Authenticator.ANYBODY, (Storage) shared(disk.storage(), disk))) {
            String url = node.listen() + "?reconnectTimeoutMs=" + PATIENCE_MS;
            try (Connection connection = new CorduroyConnectionFactory(url).createConnection()) {
                consumeAll(what, connection);
            } catch (JMSException e) {
                // The server's log names file and position; clients hear that the partition has stopped.
                assertThat(e.getMessage()).as(what).containsPattern("partition.*(stopped|failed)");
                outcome = "partition stopped";
            }
        } catch (IOException | ConfigException e) {
            assertThat(e).as(what).hasMessageContaining(name).hasMessageContaining("expected");
            outcome = "refused to start";
        }
        outcomes.merge(outcome, 1, Integer::sum);
    }

    // What there is

    private void fill(Node node) throws Exception {
        try (Connection connection = new CorduroyConnectionFactory(node.listen()).createConnection()) {
            connection.setClientID("damage");
            connection.start();
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            Queue orders = session.createQueue("orders");
            Topic news = session.createTopic("news");
            session.createDurableConsumer(news, "reader").close();
            sendAll(session, orders);
            sendAll(session, news);
            bulk(session);
            Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
            MessageProducer producer = transacted.createProducer(transacted.createQueue("transacted"));
            for (int i = 0; i < 30; i++) {
                producer.send(transacted.createTextMessage("t" + i));
                if (i % 3 == 0) {
                    transacted.rollback();
                } else {
                    transacted.commit();
                    confirmed
                            .computeIfAbsent("transacted", queue -> new ArrayList<>())
                            .add("t" + i);
                }
            }
            acknowledgeSome(connection, "orders", session1 -> session1.createConsumer(orders));
            acknowledgeSome(connection, "news", session1 -> session1.createDurableConsumer(news, "reader"));
            producer.send(transacted.createTextMessage("never committed"));
            // The last flush before a kill cannot be told from a torn write: nothing that is asked for lies in it.
            for (int i = 0; i < 5; i++) {
                session.createProducer(session.createQueue("last")).send(session.createTextMessage("last"));
            }
        }
    }

    private void sendAll(Session session, jakarta.jms.Destination destination) throws JMSException {
        MessageProducer producer = session.createProducer(destination);
        String name = destination instanceof Queue queue ? queue.getQueueName() : ((Topic) destination).getTopicName();
        for (int i = 0; i < MESSAGES; i++) {
            String text = name + i + "x".repeat(i % 50);
            producer.send(session.createTextMessage(text));
            confirmed.computeIfAbsent(name, any -> new ArrayList<>()).add(text);
        }
    }

    private static void bulk(Session session) throws JMSException {
        Queue bulk = session.createQueue("bulk");
        MessageProducer producer = session.createProducer(bulk);
        MessageConsumer consumer = session.createConsumer(bulk);
        for (int i = 0; i < BULK_MESSAGES; i++) {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(new byte[BULK_BYTES]);
            producer.send(message);
            consumer.receive(10_000).acknowledge();
        }
        consumer.close();
    }

    private interface Opening {
        MessageConsumer on(Session session) throws JMSException;
    }

    /** The first half, with some rolled back before. */
    private void acknowledgeSome(Connection connection, String name, Opening opening) throws JMSException {
        try (Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
            MessageConsumer consumer = opening.on(session);
            for (int i = 0; i < MESSAGES / 2; i++) {
                TextMessage message = (TextMessage) consumer.receive(10_000);
                if (i % 10 == 9) {
                    session.rollback();
                    message = (TextMessage) consumer.receive(10_000);
                }
                Objects.requireNonNull(confirmed.get(name)).remove(message.getText());
                session.commit();
            }
        }
    }

    private void consumeAll(String what, Connection connection) throws JMSException {
        connection.setClientID("damage");
        connection.start();
        Session session = connection.createSession();
        requireAll(what, "orders", session.createConsumer(session.createQueue("orders")));
        requireAll(what, "transacted", session.createConsumer(session.createQueue("transacted")));
        requireAll(what, "news", session.createDurableConsumer(session.createTopic("news"), "reader"));
    }

    private void requireAll(String what, String name, MessageConsumer consumer) throws JMSException {
        List<String> received = new ArrayList<>();
        for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
            received.add(((TextMessage) message).getText());
        }
        assertThat(received).as(what + ": " + name).containsExactlyElementsOf(confirmed.get(name));
        consumer.close();
    }

    // Disks

    private static NodeConfig config(Path data) {
        return NodeConfig.defaults()
                .with("node.data", data.toString(), "test")
                .with("listen.address", "127.0.0.1:0", "test")
                .with("log.segment-size", "8MiB", "test")
                .with("log.checkpoint-bytes", "1MiB", "test")
                .with("delivery.grace-period", "1s", "test");
    }

    /** Until no checkpoint is written and no segment prepared or deleted any more. */
    private static void awaitRest(Path directory) throws IOException, InterruptedException {
        List<Path> before = List.of();
        for (List<Path> now = filesIn(directory); !now.equals(before); now = filesIn(directory)) {
            before = now;
            TimeUnit.SECONDS.sleep(3); // maintenance runs every second
        }
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The files of a directory as they are, but for the lock. */
    private static SimulatedDisk load(Path directory) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        Storage root = disk.storage();
        for (Path file : filesIn(directory)) {
            String name = file.getFileName().toString();
            Path in = directory.relativize(file).getParent();
            if (!name.equals("lock") && (in == null || !in.toString().startsWith("transient"))) {
                Storage storage = in == null ? root : root.directory(in.toString());
                try (LogFile copy = storage.create(name)) {
                    copy.write(0, List.of(ByteBuffer.wrap(Files.readAllBytes(file))));
                    copy.force();
                }
                storage.forceDirectory();
            }
        }
        return disk;
    }

    /** A simulated disk is for one thread, a node has several. */
    private static Object shared(Object inner, Object lock) {
        Class<?> type = inner instanceof Storage ? Storage.class : LogFile.class;
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            try {
                Object result;
                synchronized (lock) {
                    result = method.invoke(inner, arguments);
                }
                return result instanceof Storage || result instanceof LogFile ? shared(result, lock) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
