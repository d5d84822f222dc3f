package io.corduroy.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.client.AdminConnection;
import io.corduroy.conformance.Broker.Reach;
import io.corduroy.conformance.container.BranchName;
import io.corduroy.protocol.AdminVerb;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.util.List;
import java.util.Map;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What Corduroy adds to the rules of the sections 11.3: decisions by hand, work outside of branches, and what is said of branches. */
@ParameterizedClass(name = "{0}")
@EnumSource(Reach.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("NullAway.Init") // made before each test
class GlobalTransactionsTest {

    private static final int PARTITIONS = 3;
    private static final long WAIT_MS = 10_000;

    @Parameter
    Reach reach;

    private final BranchName branch = BranchName.next();
    private Broker broker;
    private Session ordinary;
    private XAConnection connection;
    private XASession session;
    private XAResource resource;
    private Queue in;
    private Queue out;

    @BeforeEach
    void connect() throws Exception {
        broker = Broker.reached(reach, PARTITIONS);
        ordinary = broker.connect().createSession();
        connection = broker.connectXA();
        session = connection.createXASession();
        resource = session.getXAResource();
        in = session.createQueue("in");
        out = session.createQueue("out");
    }

    @AfterEach
    void close() throws JMSException {
        broker.close();
    }

    private void prepareToForward(String text) throws JMSException, XAException {
        Broker.send(ordinary, in, text);
        resource.start(branch, XAResource.TMNOFLAGS);
        forward();
        resource.end(branch, XAResource.TMSUCCESS);
        resource.prepare(branch);
    }

    private void forward() throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(in)) {
            Broker.send(session, out, Broker.text(consumer.receive(WAIT_MS)) + "!");
        }
    }

    private List<String> all(Queue queue) throws JMSException {
        return Broker.browse(ordinary, queue);
    }

    private static void assertFails(int code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        XAException.class,
                        e -> assertThat(e.errorCode)
                                .as(String.valueOf(e.getMessage()))
                                .isEqualTo(code));
    }

    // By hand

    private void operatorDecides(AdminVerb decision) throws JMSException {
        AdminConnection admin = (AdminConnection) broker.connect();
        String listed = admin.administer(AdminVerb.TRANSACTION_LIST, Map.of()).stream()
                .map(row -> row.getOrDefault("branch", ""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(admin.administer(decision, Map.of("branch", listed))).hasSize(1);
    }

    @Test
    void whatAnOperatorHasRolledBackIsReportedAndForgotten() throws Exception {
        prepareToForward("a");

        operatorDecides(AdminVerb.TRANSACTION_ROLLBACK);

        assertThat(all(out)).isEmpty();
        assertThat(Broker.text(ordinary.createConsumer(in).receive(WAIT_MS))).isEqualTo("a");
        assertThat(resource.recover(XAResource.TMSTARTRSCAN)).hasSize(1);
        assertFails(XAException.XA_HEURRB, () -> resource.commit(branch, false));
        resource.forget(branch);
        assertThat(resource.recover(XAResource.TMSTARTRSCAN)).isEmpty();
        assertFails(XAException.XAER_NOTA, () -> resource.commit(branch, false));
        assertFails(XAException.XAER_NOTA, () -> resource.forget(branch));
    }

    @Test
    void whatAnOperatorHasCommittedIsReportedAndForgotten() throws Exception {
        prepareToForward("a");

        operatorDecides(AdminVerb.TRANSACTION_COMMIT);

        assertThat(all(out)).containsExactly("a!");
        assertThat(resource.recover(XAResource.TMSTARTRSCAN)).hasSize(1);
        assertFails(XAException.XA_HEURCOM, () -> resource.rollback(branch));
        resource.forget(branch);
        assertThat(resource.recover(XAResource.TMSTARTRSCAN)).isEmpty();
        assertThat(all(in)).isEmpty();
    }

    @Test
    void aManagerHearsOfADecisionAlsoIfItIsTheOneItWanted() throws Exception {
        prepareToForward("a");
        operatorDecides(AdminVerb.TRANSACTION_COMMIT);
        connection.close();

        XAResource recovering = broker.connectXA().createXASession().getXAResource();

        assertFails(XAException.XA_HEURCOM, () -> recovering.commit(branch, false));
        recovering.forget(branch);
        assertThat(all(out)).containsExactly("a!");
    }

    // Beside branches

    @Test
    void whatBelongsToNoBranchIsAcknowledgedAndSentAtOnce() throws Exception {
        Broker.send(ordinary, in, "a");
        forward();

        assertThat(all(out)).containsExactly("a!");
        session.close();
        assertThat(all(in)).isEmpty();
    }

    @Test
    void anotherBrokerIsAnotherResourceManager() throws Exception {
        Broker other = Broker.reached(reach);
        try {
            XAResource elsewhere = other.connectXA().createXASession().getXAResource();
            assertThat(resource.isSameRM(elsewhere)).isFalse();

            Broker.send(session, out, "nothing of the branch");
            resource.start(branch, XAResource.TMNOFLAGS);
            elsewhere.start(branch, XAResource.TMNOFLAGS); // the same name is another branch there
            elsewhere.end(branch, XAResource.TMSUCCESS);
            resource.end(branch, XAResource.TMSUCCESS);
            elsewhere.rollback(branch);
            assertThat(resource.prepare(branch)).isEqualTo(XAResource.XA_RDONLY);
        } finally {
            other.close();
        }
    }

    @Test
    void aResourceOfAClosedBrokerSaysSoInsteadOfWaiting() throws Exception {
        resource.isSameRM(resource);
        broker.close();

        assertFails(XAException.XAER_RMFAIL, () -> resource.recover(XAResource.TMSTARTRSCAN));
        assertFails(XAException.XAER_RMFAIL, () -> resource.rollback(branch));
    }

    @Test
    void messagesNameTheBranchInWhichTheyWereSentAndReceived() throws Exception {
        broker.factory.setOption("jmsxProperties", "JMSXProducerTXID,JMSXConsumerTXID");
        XASession naming = broker.connectXA().createXASession();
        BranchName receiving = BranchName.next();
        naming.getXAResource().start(branch, XAResource.TMNOFLAGS);
        Broker.send(naming, out, "sent");
        naming.getXAResource().end(branch, XAResource.TMSUCCESS);
        naming.getXAResource().commit(branch, true);
        naming.getXAResource().start(receiving, XAResource.TMNOFLAGS);
        Message got = naming.createConsumer(out).receive(WAIT_MS);
        naming.getXAResource().end(receiving, XAResource.TMSUCCESS);
        naming.getXAResource().rollback(receiving);

        assertThat(got.getStringProperty("JMSXProducerTXID")).isEqualTo(branch.toString());
        assertThat(got.getStringProperty("JMSXConsumerTXID")).isEqualTo(receiving.toString());
    }
}
