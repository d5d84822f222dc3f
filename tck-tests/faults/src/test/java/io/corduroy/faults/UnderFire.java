package io.corduroy.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.harness.BrokerProcess;
import io.corduroy.harness.DeliveryHistory;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Eight producers and four consumers on two queues, one of them transacted, while a server is killed again and again. */
final class UnderFire {

    private static final long STANDSTILL_MS = 60_000;
    private static final long WORK_MS = 10_000;

    private final BrokerProcess broker;
    private final long seed;
    private final Random random;
    private final DeliveryHistory singly = new DeliveryHistory();
    private final DeliveryHistory transacted = new DeliveryHistory();

    /** @param broker not started */
    UnderFire(BrokerProcess broker, long seed) {
        this.broker = broker;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /**
     * Kills, judges and says what happened.
     *
     * @param kills how often, besides those during a recovery
     * @param recoveryKills one of so many recoveries is killed too; 0: none
     */
    void run(int kills, int recoveryKills, Path directory) throws Exception {
        long exceptions;
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

            for (int kill = 1; kill <= kills; kill++) {
                awaitWork();
                pause(random.nextInt(2_000));
                broker.kill();
                if (recoveryKills > 0 && random.nextInt(recoveryKills) == 0) {
                    broker.startAndKill(200 + random.nextInt(1_500));
                }
                long readyMs = broker.start();
                System.out.printf(
                        "kill %d of %d: ready again after %d ms; %s%n", kill, kills, readyMs, singly.summary());
            }
            one.stopProducing();
            two.stopProducing();
            drain(singly);
            drain(transacted);
            exceptions = one.exceptions() + two.exceptions();
        }

        System.out.println("singly:     " + singly.summary());
        System.out.println("transacted: " + transacted.summary());
        System.out.println("calls that threw: " + exceptions + "; seed " + seed);
        String replay = "server log and data in " + directory + ", seed " + seed;
        assertThat(singly.violations()).as(replay).isEmpty();
        assertThat(transacted.violations()).as(replay).isEmpty();
    }

    /** Until both queues are at work again: a kill that hits nobody proves nothing. */
    private void awaitWork() {
        long ofSingly = singly.deliveries();
        long ofTransacted = transacted.deliveries();
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WORK_MS);
        while ((singly.deliveries() == ofSingly || transacted.deliveries() == ofTransacted)
                && System.nanoTime() < deadlineNs) {
            pause(20);
        }
    }

    private static void pause(long ms) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    /** Until everything has come, or nothing comes any more: a slow disk may take its time for what has piled up. */
    static void drain(DeliveryHistory history) {
        long deliveries = history.deliveries();
        long movedNs = System.nanoTime();
        while (history.outstanding() > 0
                && System.nanoTime() - movedNs < TimeUnit.MILLISECONDS.toNanos(STANDSTILL_MS)) {
            pause(100);
            if (history.deliveries() != deliveries) {
                deliveries = history.deliveries();
                movedNs = System.nanoTime();
            }
        }
        // What was in flight may come a second time: give a duplicate the chance to show itself.
        pause(2_000);
    }
}
