package io.corduroy.global;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.arjuna.recovery.AtomicActionRecoveryModule;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTANodeNameXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTATransactionLogXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import io.corduroy.client.CorduroyXAConnectionFactory;
import io.corduroy.global.CrashPoint.Victim;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import jakarta.transaction.TransactionManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process with a transaction manager and an application that moves one message in each transaction: from a queue of the first
 * broker, and into a second resource. Reads commands from its input, one per line, answers each with one, and dies when told.
 *
 * <p>Arguments: directory of the transaction log, URL of the first broker, and URL of the second or {@code jdbc:h2:…}.
 */
final class Worker {

    private static final String NODE = "corduroy-crash-test";

    /** About what a call that forces a disk takes here. */
    private static final long LONGEST_CALL_NS = TimeUnit.MILLISECONDS.toNanos(6);

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final CorduroyXAConnectionFactory first;
    private final SecondResource second;
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private Optional<Thread> dying = Optional.empty();

    private Worker(String firstUrl, String secondUrl) throws Exception {
        first = new CorduroyXAConnectionFactory(firstUrl);
        second = SecondResource.of(secondUrl);
    }

    /** Runs until its input ends. */
    public static void main(String[] args) throws Exception {
        configure(Path.of(args[0]));
        new Worker(args[1], args[2]).serve();
        System.exit(0);
    }

    private static void configure(Path log) throws CoreEnvironmentBeanException {
        arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier(NODE);
        arjPropertyManager.getObjectStoreEnvironmentBean().setObjectStoreDir(log.toString());
        for (String store : new String[] {"stateStore", "communicationStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
                    .setObjectStoreDir(log.toString());
        }
        recoveryPropertyManager.getRecoveryEnvironmentBean().setRecoveryBackoffPeriod(1);
        recoveryPropertyManager
                .getRecoveryEnvironmentBean()
                .setRecoveryModuleClassNames(
                        List.of(AtomicActionRecoveryModule.class.getName(), XARecoveryModule.class.getName()));
        jtaPropertyManager.getJTAEnvironmentBean().setXaRecoveryNodes(List.of(NODE));
        jtaPropertyManager.getJTAEnvironmentBean().setOrphanSafetyInterval(1);
        jtaPropertyManager.getJTAEnvironmentBean().setXaAssumeRecoveryComplete(true); // each scan asks both resources
        jtaPropertyManager
                .getJTAEnvironmentBean()
                .setXaResourceOrphanFilterClassNames(List.of(
                        JTATransactionLogXAResourceOrphanFilter.class.getName(),
                        JTANodeNameXAResourceOrphanFilter.class.getName()));
    }

    private void serve() throws Exception {
        say("ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("end")) {
                return;
            }
            if (words[0].equals("move")) {
                say(move(CrashPoint.valueOf(words[1]), Victim.valueOf(words[2])));
            } else {
                recover();
                say("recovered");
            }
        }
    }

    private static void say(String line) {
        System.out.println("> " + line);
        System.out.flush();
    }

    private String move(CrashPoint point, Victim victim) {
        TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
        try (XAConnection connection = first.createXAConnection();
                SecondResource.Use use = second.open()) {
            connection.start();
            XASession session = connection.createXASession();
            manager.begin();
            XAResource firstOne = new HookedResource(session.getXAResource(), dyingAt(1, point, victim));
            XAResource secondOne = new HookedResource(use.resource(), dyingAt(2, point, victim));
            manager.getTransaction().enlistResource(firstOne);
            manager.getTransaction().enlistResource(secondOne);
            String text = take(session);
            use.put(text);
            manager.getTransaction().delistResource(firstOne, XAResource.TMSUCCESS);
            manager.getTransaction().delistResource(secondOne, XAResource.TMSUCCESS);
            manager.commit();
            return "committed " + text;
        } catch (Exception e) {
            rollBackIfOpen(manager);
            return "failed " + String.valueOf(e).replace('\n', ' ');
        } finally {
            awaitDeath();
        }
    }

    private static void rollBackIfOpen(TransactionManager manager) {
        try {
            if (manager.getTransaction() != null) {
                manager.rollback();
            }
        } catch (Exception e) {
            LOG.warn("cannot roll back", e);
        }
    }

    /** Takes the next message of one queue and sends it to another, both of the first broker. */
    private static String take(XASession session) throws JMSException {
        Queue from = session.createQueue("in");
        try (MessageConsumer consumer = session.createConsumer(from)) {
            TextMessage message = (TextMessage) consumer.receive(30_000);
            if (message == null) {
                throw new JMSException("no message came in 30 s");
            }
            session.createProducer(session.createQueue("out")).send(session.createTextMessage(message.getText()));
            return message.getText();
        }
    }

    private BiConsumer<String, Boolean> dyingAt(int resource, CrashPoint point, Victim victim) {
        return (method, begins) -> {
            if (point.is(resource, method, begins)) {
                if (point.isDuring()) {
                    dieSoon(victim);
                } else {
                    die(victim);
                }
            }
        };
    }

    /** At a random moment of the call that begins now, or shortly after it. */
    private void dieSoon(Victim victim) {
        long delayNs = ThreadLocalRandom.current().nextLong(LONGEST_CALL_NS);
        Thread killer = new Thread(
                () -> {
                    LockSupport.parkNanos(delayNs);
                    die(victim);
                },
                "killer");
        killer.start();
        dying = Optional.of(killer);
    }

    /** Somebody is to die in each move, be it after its last call. */
    private void awaitDeath() {
        dying.ifPresent(Worker::join);
        dying = Optional.empty();
    }

    private static void join(Thread killer) {
        try {
            killer.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void die(Victim victim) {
        if (victim != Victim.MANAGER) {
            say("kill");
            try {
                in.readLine(); // it is dead
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        if (victim != Victim.BROKER) {
            Runtime.getRuntime().halt(137);
        }
    }

    // Recovery

    private @Nullable RecoveryManager recovery;

    private void recover() {
        RecoveryManager manager = recovery;
        if (manager == null) {
            manager = RecoveryManager.manager(RecoveryManager.DIRECT_MANAGEMENT);
            manager.initialize();
            recovery = manager;
            XARecoveryModule.getRegisteredXARecoveryModule().addXAResourceRecoveryHelper(new Helper());
        }
        manager.scan();
        manager.scan();
    }

    /** Resources for the time of a scan: their connections are made anew for each. */
    private final class Helper implements XAResourceRecoveryHelper {
        private Optional<XAConnection> connection = Optional.empty();
        private Optional<SecondResource.Use> use = Optional.empty();

        @Override
        public boolean initialise(String ignored) {
            return true;
        }

        @Override
        public XAResource[] getXAResources() throws Exception {
            if (connection.isEmpty()) {
                XAConnection opened = first.createXAConnection();
                connection = Optional.of(opened);
                use = Optional.of(second.open());
            }
            return new XAResource[] {
                connection.get().createXASession().getXAResource(),
                use.orElseThrow().resource()
            };
        }
    }
}
