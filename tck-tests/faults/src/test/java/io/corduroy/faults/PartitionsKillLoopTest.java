package io.corduroy.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.AdminConnection;
import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.harness.BrokerProcess;
import io.corduroy.harness.DeliveryHistory;
import io.corduroy.protocol.AdminVerb;
import jakarta.jms.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server with three partitions is killed with −9 again and again while every transaction is over two or three of them.
 *
 * <p>The long run: {@code mvn -pl tck-tests/faults -am verify -Dkills=200 -Dtest=PartitionsKillLoopTest
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class PartitionsKillLoopTest {

    private static final int KILLS = Integer.getInteger("kills", 8);
    private static final long DRAIN_MS = 60_000;
    private static final int PARTITIONS = 3;
    private static final int MOVED_BETWEEN_KILLS = 30;

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void transactionsOverPartitionsAreWholeWhileTheServerIsKilled() throws Exception {
        Path directory = Files.createTempDirectory(Path.of(System.getProperty("work.dir", "target")), "kill-loop-");
        DeliveryHistory history = new DeliveryHistory();
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        QueuesByPartition names = new QueuesByPartition(PARTITIONS);
        List<String> in = names.onEach("in");
        List<String> out = names.onEach("out");

        List<Map<String, String>> left;
        try (BrokerProcess broker = new BrokerProcess(
                directory.resolve("data"), List.of("-Xmx512m"), List.of("--set", "node.partitions=" + PARTITIONS))) {
            broker.start();
            CorduroyConnectionFactory factory = new CorduroyConnectionFactory(broker.url());
            try (Transfers transfers = new Transfers(factory, history)) {
                for (int i = 0; i < PARTITIONS; i++) {
                    transfers.startProducer("p" + i, in);
                    transfers.startForwarder("f" + i, in.get(i), out);
                    transfers.startCollector("c" + i, out.get(i));
                }
                for (int kill = 1; kill <= KILLS; kill++) {
                    awaitProgress(history);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(2_000)));
                    broker.kill();
                    long readyMs = broker.start();
                    System.out.printf(
                            "kill %d of %d: ready again after %d ms; %s%n", kill, KILLS, readyMs, history.summary());
                }
                transfers.stopProducing();
                UnderFire.drain(history);
            }
            left = transactionsLeft(factory);
        }

        System.out.println("over " + PARTITIONS + " partitions: " + history.summary());
        String replay = "server log and data in " + directory + ", seed " + seed;
        assertThat(history.violations()).as(replay).isEmpty();
        assertThat(left).as(replay).isEmpty();
    }

    /** What is neither committed nor rolled back, or not known to all, when everybody is gone. */
    private static List<Map<String, String>> transactionsLeft(CorduroyConnectionFactory factory) throws Exception {
        try (Connection connection = factory.createConnection()) {
            List<Map<String, String>> rows = List.of();
            for (int attempt = 0; attempt < 50; attempt++) {
                rows = ((AdminConnection) connection).administer(AdminVerb.TRANSACTION_LIST, Map.of());
                if (rows.isEmpty()) {
                    return rows;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            }
            return rows;
        }
    }

    /** However slow the machine is: something has come through since the start. */
    private static void awaitProgress(DeliveryHistory history) {
        long enough = history.deliveries() + MOVED_BETWEEN_KILLS;
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MS);
        while (history.deliveries() < enough && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
