package io.corduroy.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyXAConnectionFactory;
import io.corduroy.conformance.Broker.Reach;
import io.corduroy.conformance.container.BranchName;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction manager dies with what it has prepared, and another one decides. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecoveryByAnotherProcessTest {

    private static final long WAIT_MS = 10_000;

    /** The first transaction manager's process. */
    static final class Preparing {

        private Preparing() {}

        /** Forwards a message in a branch, prepares it, and is gone. */
        public static void main(String[] args) throws JMSException, XAException {
            XAConnection connection = new CorduroyXAConnectionFactory(args[0]).createXAConnection();
            connection.start();
            XASession session = connection.createXASession();
            XAResource resource = session.getXAResource();
            BranchName branch = BranchName.next();
            resource.start(branch, XAResource.TMNOFLAGS);
            MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
            Broker.send(session, session.createQueue("out"), Broker.text(consumer.receive(WAIT_MS)) + "!");
            resource.end(branch, XAResource.TMSUCCESS);
            resource.prepare(branch);
            System.out.println(branch);
            Runtime.getRuntime().halt(0);
        }
    }

    private static String prepareInAnotherProcess(String url) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Preparing.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).isZero();
        assertThat(lines).isNotEmpty();
        return lines.get(lines.size() - 1);
    }

    private static Xid only(XAResource resource) throws XAException {
        Xid[] found = resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
        assertThat(found).hasSize(1);
        return found[0];
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void commitsWhatAnotherProcessHasPrepared(int partitions) throws Exception {
        Broker broker = Broker.reached(Reach.TCP, partitions);
        try {
            Session session = broker.connect().createSession();
            Queue in = session.createQueue("in");
            Queue out = session.createQueue("out");
            Broker.send(session, in, "a");
            String branch = prepareInAnotherProcess(broker.factory.getUrl());
            assertThat(Broker.browse(session, out)).isEmpty();
            XAResource resource = broker.connectXA().createXASession().getXAResource();
            Xid found = only(resource);
            assertThat(BranchName.said(found)).isEqualTo(branch);

            resource.commit(found, false);

            assertThat(Broker.text(session.createConsumer(out).receive(WAIT_MS)))
                    .isEqualTo("a!");
            assertThat(Broker.browse(session, in)).isEmpty();
            assertThat(resource.recover(XAResource.TMSTARTRSCAN)).isEmpty();
        } finally {
            broker.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void rollsBackWhatAnotherProcessHasPrepared(int partitions) throws Exception {
        Broker broker = Broker.reached(Reach.TCP, partitions);
        try {
            Session session = broker.connect().createSession();
            Queue in = session.createQueue("in");
            Broker.send(session, in, "a");
            prepareInAnotherProcess(broker.factory.getUrl());
            XAResource resource = broker.connectXA().createXASession().getXAResource();

            resource.rollback(only(resource));

            Message again = session.createConsumer(in).receive(WAIT_MS);
            assertThat(Broker.text(again)).isEqualTo("a");
            assertThat(again.getJMSRedelivered()).isTrue();
            assertThat(Broker.browse(session, session.createQueue("out"))).isEmpty();
            assertThat(resource.recover(XAResource.TMSTARTRSCAN)).isEmpty();
        } finally {
            broker.close();
        }
    }
}
