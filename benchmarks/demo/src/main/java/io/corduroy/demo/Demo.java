package io.corduroy.demo;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.harness.BrokerProcess;
import jakarta.jms.JMSException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Runs {@link Post} against a broker in a process of its own, kills that process with −9 in the middle, starts it again,
 * and says what became of every message. Exit status 1 if anything was lost, repeated, or out of order.
 */
public final class Demo {

    private static final int SENDS = 8_000;
    private static final long DRAIN_S = 30;

    private Demo() {}

    /**
     * Runs the demo.
     *
     * @param args a file to send line by line; none or an empty one for the bundled text
     * @throws Exception if the broker cannot be started or the file not be read
     */
    public static void main(String[] args) throws Exception {
        List<String> lines = args.length == 0 || args[0].isEmpty() ? bundled() : Files.readAllLines(Path.of(args[0]));
        if (lines.isEmpty()) {
            System.err.println(args[0] + " has no lines to send");
            System.exit(2);
        }
        Path parent = Files.createDirectories(Path.of(System.getProperty("demo.directory", "target/demo")));
        Path directory = Files.createTempDirectory(parent, "run-");

        boolean accounted = killInTheMiddle(directory, lines);
        DiskBytes.measureAndPrint(directory, lines);
        System.exit(accounted ? 0 : 1);
    }

    private static boolean killInTheMiddle(Path directory, List<String> lines) throws Exception {
        int rounds = Math.max(2, SENDS / lines.size());
        try (BrokerProcess broker = new BrokerProcess(directory.resolve("data"), List.of("-Xmx512m"), List.of())) {
            say("broker started in %d ms at %s", broker.start(), broker.url());
            try (Post post = new Post(new CorduroyConnectionFactory(broker.url()), lines)) {
                post.openConsumers();
                say(
                        "sending %,d lines to a queue with 3 consumers and to a topic with a durable subscriber",
                        rounds * lines.size());
                post.send(rounds, () -> killAndRestart(broker));
                drain(post);
                printLatencies(post);
                return account(post);
            }
        }
    }

    private static void killAndRestart(BrokerProcess broker) {
        try {
            long pid = broker.pid();
            broker.kill();
            long readyMs = broker.start();
            say("kill -9 %d; started again, ready after %d ms; the program noticed nothing but a pause", pid, readyMs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was killed", e);
        }
    }

    private static void drain(Post post) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_S);
        while (post.outstanding() > 0 && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static boolean account(Post post) throws JMSException {
        List<String> violations = new ArrayList<>(post.queueHistory.violations());
        violations.addAll(post.topicHistory.violations());
        say("queue: %s", post.queueHistory.summary());
        say("topic: %s", post.topicHistory.summary());
        violations.stream().limit(20).forEach(violation -> say("VIOLATION %s", violation));
        say(
                violations.isEmpty()
                        ? "every message accounted for: none lost, none repeated unmarked, all in order"
                        : violations.size() + " violations");
        return violations.isEmpty();
    }

    private static void printLatencies(Post post) {
        System.out.printf("%n%-34s %10s %10s %10s %10s%n", "latency, microseconds", "p50", "p99", "p99.9", "max");
        printRow("send, persistent, forced to disk", post.sendNs);
        printRow("send to receive, queue", post.queueNs);
        printRow("send to receive, durable topic", post.topicNs);
        System.out.println("(the largest values are the time the broker was dead)\n");
    }

    private static void printRow(String what, Histogram ns) {
        System.out.printf(
                Locale.ROOT,
                "%-34s %,10d %,10d %,10d %,10d%n",
                what,
                TimeUnit.NANOSECONDS.toMicros(ns.getValueAtPercentile(50)),
                TimeUnit.NANOSECONDS.toMicros(ns.getValueAtPercentile(99)),
                TimeUnit.NANOSECONDS.toMicros(ns.getValueAtPercentile(99.9)),
                TimeUnit.NANOSECONDS.toMicros(ns.getMaxValue()));
    }

    private static List<String> bundled() throws IOException {
        try (InputStream text = Demo.class.getResourceAsStream("loomings.txt")) {
            if (text == null) {
                throw new IOException("loomings.txt is missing from the demo's jar");
            }
            return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        }
    }

    static void say(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
