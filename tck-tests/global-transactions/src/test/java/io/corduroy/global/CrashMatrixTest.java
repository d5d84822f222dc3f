package io.corduroy.global;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.AdminConnection;
import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.global.CrashPoint.Victim;
import io.corduroy.harness.BrokerProcess;
import io.corduroy.protocol.AdminVerb;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Moves one message after the other from a broker into a second resource, each in a global transaction during which somebody
 * is killed, and looks after recovery whether both resources agree: each message is moved on both or on none, and nothing is in doubt.
 */
class CrashMatrixTest {

    private static final int REPETITIONS = Integer.getInteger("repetitions", 1);
    private static final int GIVEN_UP_MS = 120_000;
    private static final String COMMITTED = "committed ";
    private static final List<String> QUICK_TO_START =
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Path directory;
    private final BrokerProcess broker;
    private final Set<String> sent = new TreeSet<>();
    private int moved;

    CrashMatrixTest() throws IOException {
        directory = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("work.dir", "target"))), "crash-matrix");
        broker = new BrokerProcess(
                directory.resolve("first"),
                QUICK_TO_START,
                List.of("--set", "node.partitions=2", "--set", "delivery.grace-period=3s"));
    }

    private static List<CrashPoint> points() {
        String chosen = System.getProperty("points", "all");
        return Arrays.stream(CrashPoint.values())
                .filter(point ->
                        chosen.equals("all") || Arrays.asList(chosen.split(",")).contains(point.name()))
                .toList();
    }

    @Test
    void twoBrokersAgreeAfterEveryCrash() throws Exception {
        try (BrokerProcess second = new BrokerProcess(directory.resolve("second"), QUICK_TO_START, List.of())) {
            second.start();
            run(second.url(), () -> textsIn(second.url(), "out"), () -> inDoubt(second.url()), false);
        }
    }

    @Test
    void brokerAndDatabaseAgreeAfterEveryCrash() throws Exception {
        String url = "jdbc:h2:file:" + directory.resolve("second").toAbsolutePath();
        run(
                url,
                () -> rows(url, "select text from moved"),
                () -> rows(url, "select transaction_name from information_schema.in_doubt"),
                true); // the process holds the database
    }

    private interface Look {
        List<String> at() throws Exception;
    }

    private void run(String secondUrl, Look second, Look secondInDoubt, boolean stopsForJudgment) throws Exception {
        List<String> wrong = new ArrayList<>();
        int runs = 0;
        try (WorkerProcess worker = new WorkerProcess(directory, List.of(broker.url(), secondUrl), broker)) {
            broker.start();
            int each = points().size() * Victim.values().length;
            fill(REPETITIONS * each);
            for (int repetition = 1; repetition <= REPETITIONS; repetition++) {
                for (CrashPoint point : points()) {
                    for (Victim victim : Victim.values()) {
                        String outcome = worker.move(point, victim);
                        runs++;
                        worker.recover();
                        if (stopsForJudgment) {
                            worker.stop();
                        }
                        String found = judge(outcome, second.at(), secondInDoubt.at());
                        if (!found.isEmpty()) {
                            wrong.add(point + " " + victim + " (" + outcome + "): " + found);
                        }
                    }
                }
                System.out.printf(
                        "repetition %d of %d: %d crashes, %d messages moved, wrong: %s%n",
                        repetition, REPETITIONS, runs, moved, wrong);
            }
            assertThat(rest())
                    .as("what is left where it came from, so that nothing is lost")
                    .containsExactlyInAnyOrderElementsOf(notMoved());
        } finally {
            broker.close();
        }
        assertThat(wrong).as("see " + directory).isEmpty();
        assertThat(moved).as("messages moved").isPositive();
    }

    private void fill(int count) throws JMSException {
        try (Connection connection = new CorduroyConnectionFactory(broker.url()).createConnection();
                Session session = connection.createSession()) {
            MessageProducer producer = session.createProducer(session.createQueue("in"));
            for (int i = 0; i < count; i++) {
                producer.send(session.createTextMessage("m" + i));
                sent.add("m" + i);
            }
        }
    }

    /** Empty if both agree, with each other and with what the application was told. */
    private String judge(String outcome, List<String> second, List<String> secondInDoubt) throws JMSException {
        List<String> doubts = inDoubtAfterGrace();
        List<String> out = textsIn(broker.url(), "out");
        List<String> in = textsIn(broker.url(), "in");
        moved = out.size();
        List<String> found = new ArrayList<>();
        if (!new TreeSet<>(out).equals(new TreeSet<>(second))) {
            found.add("the first has moved " + out + ", the second " + second);
        }
        if (new TreeSet<>(out).size() != out.size() || new TreeSet<>(second).size() != second.size()) {
            found.add("something was moved twice: " + out + ", " + second);
        }
        if (in.stream().anyMatch(out::contains)) {
            found.add("something was moved and is still there: " + in);
        }
        if (outcome.startsWith(COMMITTED) && !out.contains(outcome.substring(COMMITTED.length()))) {
            found.add("the application was told that it is moved");
        }
        if (!doubts.isEmpty() || !secondInDoubt.isEmpty()) {
            found.add("in doubt: " + doubts + ", " + secondInDoubt);
        }
        return String.join("; ", found);
    }

    private Set<String> notMoved() throws JMSException {
        Set<String> left = new TreeSet<>(sent);
        left.removeAll(textsIn(broker.url(), "out"));
        return left;
    }

    /** Takes all that was not moved; what was received by a process that died comes when its client is given up. */
    private List<String> rest() throws JMSException {
        List<String> texts = new ArrayList<>();
        int expected = notMoved().size();
        try (Connection connection = new CorduroyConnectionFactory(broker.url()).createConnection();
                Session session = connection.createSession()) {
            connection.start();
            MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
            boolean more = true;
            while (more) {
                Message next = consumer.receive(texts.size() < expected ? GIVEN_UP_MS : 1);
                more = next != null;
                if (next != null) {
                    texts.add(((TextMessage) next).getText());
                }
            }
        }
        return texts;
    }

    private static List<String> textsIn(String url, String queue) throws JMSException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = new CorduroyConnectionFactory(url).createConnection();
                Session session = connection.createSession()) {
            connection.start();
            var all = session.createBrowser(session.createQueue(queue)).getEnumeration();
            while (all.hasMoreElements()) {
                texts.add(((TextMessage) all.nextElement()).getText());
            }
        }
        return texts;
    }

    /**
     * What is in doubt and will stay so. Where a process died while some partitions had prepared and the one that keeps the
     * branch had not, no branch is to be recovered, and the others hear so when the client is given up.
     */
    private List<String> inDoubtAfterGrace() throws JMSException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GIVEN_UP_MS);
        List<String> doubts = inDoubt(broker.url());
        while (!doubts.isEmpty() && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            doubts = inDoubt(broker.url());
        }
        return doubts;
    }

    private static List<String> inDoubt(String url) throws JMSException {
        try (Connection connection = new CorduroyConnectionFactory(url).createConnection()) {
            List<Map<String, String>> rows =
                    ((AdminConnection) connection).administer(AdminVerb.TRANSACTION_LIST, Map.of());
            return rows.stream()
                    .filter(row -> !row.getOrDefault("state", "").equals("open"))
                    .map(Map::toString)
                    .toList();
        }
    }

    private static List<String> rows(String url, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (var connection = DriverManager.getConnection(url, "sa", "");
                var result = connection.createStatement().executeQuery(query)) {
            while (result.next()) {
                found.add(result.getString(1));
            }
        }
        return found;
    }
}
