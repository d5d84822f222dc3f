package io.corduroy.demo;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.harness.BrokerProcess;
import io.corduroy.log.LogInspector;
import io.corduroy.log.storage.FileStorage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Measures how many bytes a stored message takes on disk beyond its own body, and how many forces it costs. */
final class DiskBytes {

    private static final int MESSAGES = 6_400;

    private DiskBytes() {}

    static void measureAndPrint(Path directory, List<String> lines) throws Exception {
        System.out.printf(
                "%n%-34s %8s %8s %14s %22s%n",
                "bytes on disk per message", "body", "log", "beyond body", "batches per message");
        measure(directory.resolve("one-producer"), lines, 1);
        measure(directory.resolve("many-producers"), lines, 32);
    }

    private static void measure(Path directory, List<String> lines, int producers) throws Exception {
        AtomicLong bodyBytes = new AtomicLong();
        try (BrokerProcess broker = new BrokerProcess(directory, List.of("-Xmx512m"), List.of())) {
            broker.start();
            send(new CorduroyConnectionFactory(broker.url()), lines, producers, bodyBytes);
            broker.terminate(30_000);
        }
        LogInspector.Statistics log = statistics(directory.resolve("partition-1"));
        double body = bodyBytes.get() / (double) MESSAGES;
        double stored = log.batchBytes() / (double) MESSAGES;
        String who = producers == 1 ? "one producer, one at a time" : producers + " producers at once";
        System.out.printf(
                Locale.ROOT,
                "%-34s %8.1f %8.1f %14.1f %22.3f%n",
                who,
                body,
                stored,
                stored - body,
                log.batches() / (double) MESSAGES);
    }

    private static void send(ConnectionFactory factory, List<String> lines, int producers, AtomicLong bodyBytes)
            throws JMSException, InterruptedException {
        AtomicReference<@Nullable JMSException> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        try (Connection connection = factory.createConnection()) {
            for (int p = 0; p < producers; p++) {
                int first = p;
                threads.add(new Thread(() -> {
                    try (Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
                        MessageProducer producer = session.createProducer(session.createQueue("measured"));
                        for (int i = first; i < MESSAGES; i += producers) {
                            String line = lines.get(i % lines.size());
                            producer.send(session.createTextMessage(line));
                            bodyBytes.addAndGet(line.getBytes(StandardCharsets.UTF_8).length);
                        }
                    } catch (JMSException e) {
                        failure.compareAndSet(null, e);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        JMSException broken = failure.get();
        if (broken != null) {
            throw broken;
        }
    }

    private static LogInspector.Statistics statistics(Path partition) throws IOException {
        try (FileStorage storage = FileStorage.readOnly(partition)) {
            return new LogInspector(storage).statistics(LogInspector.Progress.NONE);
        }
    }
}
