package io.corduroy.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.harness.BrokerProcess;
import io.corduroy.harness.DeliveryHistory;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server in a process of its own is killed with −9 again and again while applications work on it.
 *
 * <p>The long run: {@code mvn -pl tck-tests/faults -am verify -Dkills=200 -Dtest=KillLoopTest
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class KillLoopTest {

    private static final int KILLS = Integer.getInteger("kills", 8);
    private static final long DRAIN_MS = 60_000;

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void losesNothingAndRepeatsNothingWhileTheServerIsKilled() throws Exception {
        Path directory = Files.createTempDirectory(Path.of(System.getProperty("work.dir", "target")), "kill-loop-");
        DeliveryHistory singly = new DeliveryHistory();
        DeliveryHistory transacted = new DeliveryHistory();
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);

        try (BrokerProcess broker = new BrokerProcess(directory.resolve("data"), List.of("-Xmx512m"), List.of())) {
            broker.start();
            CorduroyConnectionFactory factory = new CorduroyConnectionFactory(broker.url());
            try (Workload one = new Workload(factory, "singly", singly, TimeUnit.MILLISECONDS.toNanos(2));
                    Workload two = new Workload(factory, "transacted", transacted, TimeUnit.MILLISECONDS.toNanos(5))) {
                for (int i = 1; i <= 4; i++) {
                    one.startProducer("p" + i);
                    two.startTransactedProducer("t" + i);
                }
                one.startConsumer("auto", Session.AUTO_ACKNOWLEDGE);
                one.startConsumer("client", Session.CLIENT_ACKNOWLEDGE);
                two.startConsumer("transacted-1", Session.SESSION_TRANSACTED);
                two.startConsumer("transacted-2", Session.SESSION_TRANSACTED);

                for (int kill = 1; kill <= KILLS; kill++) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(2_000)));
                    broker.kill();
                    long readyMs = broker.start();
                    System.out.printf(
                            "kill %d of %d: ready again after %d ms; %s%n", kill, KILLS, readyMs, singly.summary());
                }
                one.stopProducing();
                two.stopProducing();
                drain(singly);
                drain(transacted);
            }
        }

        System.out.println("singly:     " + singly.summary());
        System.out.println("transacted: " + transacted.summary());
        String replay = "server log and data in " + directory + ", seed " + seed;
        assertThat(singly.violations()).as(replay).isEmpty();
        assertThat(transacted.violations()).as(replay).isEmpty();
    }

    private static void drain(DeliveryHistory history) {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MS);
        while (history.outstanding() > 0 && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        // What was in flight may come a second time: give a duplicate the chance to show itself.
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
    }
}
