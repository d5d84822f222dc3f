package io.corduroy.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.client.AdminConnection;
import io.corduroy.client.CorduroyXAConnectionFactory;
import io.corduroy.protocol.AdminVerb;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XASession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions in global transactions, spoken to as a transaction manager does (Jakarta Messaging 3.1, 6.2.8 and 11.3; X/Open XA). */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GlobalTransactionsTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int PARTITIONS = 3;

    private final String url =
            "corduroy:embedded:?node.name=xa" + NUMBER.incrementAndGet() + "&node.partitions=" + PARTITIONS;
    private final CorduroyXAConnectionFactory factory = new CorduroyXAConnectionFactory(url);
    private final List<AutoCloseable> open = new ArrayList<>();
    private XAConnection connection;
    private XASession session;
    private XAResource resource;
    private Queue in;
    private Queue out;
    private @Nullable MessageConsumer reader;
    private Session ordinary;

    private record BranchName(int number) implements Xid {
        @Override
        public int getFormatId() {
            return 7;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return new byte[] {(byte) number};
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {1, 2, (byte) number};
        }
    }

    private static final Xid A = new BranchName(1);
    private static final Xid B = new BranchName(2);

    @BeforeEach
    void connect() throws JMSException {
        var plain = factory.createConnection();
        open.add(plain);
        plain.start();
        ordinary = plain.createSession();
        connection = newConnection();
        session = connection.createXASession();
        resource = session.getXAResource();
        in = session.createQueue("in");
        out = session.createQueue("out");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private XAConnection newConnection() throws JMSException {
        XAConnection made = factory.createXAConnection();
        open.add(made);
        made.start();
        return made;
    }

    private MessageConsumer reader() throws JMSException {
        MessageConsumer made = reader == null ? session.createConsumer(in) : reader;
        reader = made;
        return made;
    }

    private void put(String text) throws JMSException {
        Broker.send(ordinary, in, text);
    }

    /** Consumes from one queue and sends to another, as work in the branch that the session is in. */
    private void forward() throws JMSException {
        Message got = reader().receive(5_000);
        Broker.send(session, out, Broker.text(got) + "!");
    }

    private void work(Xid branch) throws JMSException, XAException {
        resource.start(branch, XAResource.TMNOFLAGS);
        forward();
        resource.end(branch, XAResource.TMSUCCESS);
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

    private void assertNothingPrepared() throws XAException {
        assertThat(resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
                .isEmpty();
    }

    // The two phases

    @Test
    void nothingIsSeenOfABranchBeforeItIsCommitted() throws Exception {
        put("a");
        work(A);
        assertThat(all(out)).isEmpty();

        assertThat(resource.prepare(A)).isEqualTo(XAResource.XA_OK);
        assertThat(all(out)).isEmpty();
        assertThat(all(in)).isEmpty();

        resource.commit(A, false);
        assertThat(all(out)).containsExactly("a!");
        assertThat(all(in)).isEmpty();
        assertNothingPrepared();
    }

    @Test
    void aRolledBackBranchGivesBackWhatItConsumedMarked() throws Exception {
        put("a");
        work(A);

        resource.rollback(A);

        Message again = reader().receive(5_000);
        assertThat(Broker.text(again)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        assertThat(all(out)).isEmpty();
    }

    @Test
    void soDoesOneThatWasPrepared() throws Exception {
        put("a");
        work(A);
        resource.prepare(A);

        resource.rollback(A);

        Message again = reader().receive(5_000);
        assertThat(Broker.text(again)).isEqualTo("a");
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        assertThat(all(out)).isEmpty();
        assertNothingPrepared();
    }

    @Test
    void aBranchWithoutWorkVotesReadOnlyAndIsForgotten() throws Exception {
        resource.start(A, XAResource.TMNOFLAGS);
        session.createConsumer(in).receiveNoWait();
        resource.end(A, XAResource.TMSUCCESS);

        assertThat(resource.prepare(A)).isEqualTo(XAResource.XA_RDONLY);
        assertFails(XAException.XAER_NOTA, () -> resource.commit(A, false));
    }

    @Test
    void onePhaseCommitsWhatIsNotPrepared() throws Exception {
        put("a");
        work(A);

        resource.commit(A, true);

        assertThat(all(out)).containsExactly("a!");
        assertThat(all(in)).isEmpty();
        assertFails(XAException.XAER_PROTO, () -> {
            resource.start(B, XAResource.TMNOFLAGS);
            Broker.send(session, out, "b");
            resource.end(B, XAResource.TMSUCCESS);
            resource.commit(B, false);
        });
        resource.rollback(B);
    }

    @Test
    void manyDestinationsOnAllPartitionsAreCommittedAsOne() throws Exception {
        resource.start(A, XAResource.TMNOFLAGS);
        for (int i = 0; i < 12; i++) {
            Broker.send(session, session.createQueue("q" + i), "m" + i);
        }
        resource.end(A, XAResource.TMSUCCESS);
        resource.prepare(A);
        resource.commit(A, false);

        for (int i = 0; i < 12; i++) {
            assertThat(all(ordinary.createQueue("q" + i))).containsExactly("m" + i);
        }
        assertNothingPrepared();
    }

    @Test
    void manyDestinationsOnAllPartitionsAreRolledBackAsOne() throws Exception {
        resource.start(A, XAResource.TMNOFLAGS);
        for (int i = 0; i < 12; i++) {
            Broker.send(session, session.createQueue("q" + i), "m" + i);
        }
        resource.end(A, XAResource.TMSUCCESS);
        resource.prepare(A);
        resource.rollback(A);

        for (int i = 0; i < 12; i++) {
            assertThat(all(ordinary.createQueue("q" + i))).isEmpty();
        }
        assertNothingPrepared();
    }

    // Association

    @Test
    void aSessionGoesFromBranchToBranch() throws Exception {
        put("a");
        put("b");
        work(A);
        work(B);

        resource.rollback(B);
        resource.prepare(A);
        resource.commit(A, false);

        assertThat(all(out)).containsExactly("a!");
        assertThat(Broker.text(reader().receive(5_000))).isEqualTo("b");
    }

    @Test
    void suspendedWorkIsResumedAndCommittedWithTheRest() throws Exception {
        resource.start(A, XAResource.TMNOFLAGS);
        Broker.send(session, out, "1");
        resource.end(A, XAResource.TMSUSPEND);
        resource.start(B, XAResource.TMNOFLAGS);
        Broker.send(session, out, "other");
        resource.end(B, XAResource.TMSUCCESS);
        resource.commit(B, true);
        resource.start(A, XAResource.TMRESUME);
        Broker.send(session, out, "2");
        resource.end(A, XAResource.TMSUCCESS);

        resource.prepare(A);
        resource.commit(A, false);

        assertThat(all(out)).containsExactlyInAnyOrder("other", "1", "2");
    }

    @Test
    void connectionsOfOneBrokerAreOneResourceManagerAndJoinABranch() throws Exception {
        XASession second = newConnection().createXASession();
        XAResource other = second.getXAResource();
        assertThat(resource.isSameRM(other)).isTrue();
        put("a");
        work(A);

        other.start(A, XAResource.TMJOIN);
        Broker.send(second, second.createQueue("third"), "joined");
        other.end(A, XAResource.TMSUCCESS);
        assertThat(all(out)).isEmpty();
        resource.commit(A, true);

        assertThat(all(out)).containsExactly("a!");
        assertThat(all(ordinary.createQueue("third"))).containsExactly("joined");
        assertNothingPrepared();
    }

    @Test
    void joinedWorkIsUndoneAsOne() throws Exception {
        XASession second = newConnection().createXASession();
        put("a");
        work(A);
        second.getXAResource().start(A, XAResource.TMJOIN);
        Broker.send(second, second.createQueue("third"), "joined");
        second.getXAResource().end(A, XAResource.TMSUCCESS);

        resource.prepare(A);
        second.getXAResource().rollback(A);

        assertThat(all(out)).isEmpty();
        assertThat(all(ordinary.createQueue("third"))).isEmpty();
        assertThat(Broker.text(reader().receive(5_000))).isEqualTo("a");
        assertNothingPrepared();
    }

    @Test
    void anotherBrokerIsAnotherResourceManager() throws Exception {
        try (XAConnection elsewhere = new CorduroyXAConnectionFactory(
                        "corduroy:embedded:?node.name=other" + NUMBER.incrementAndGet())
                .createXAConnection()) {
            assertThat(resource.isSameRM(elsewhere.createXASession().getXAResource()))
                    .isFalse();
        }
    }

    @Test
    void whatBelongsToNoBranchIsAcknowledgedAndSentAtOnce() throws Exception {
        put("a");
        forward();

        assertThat(all(out)).containsExactly("a!");
        session.close();
        assertThat(all(in)).isEmpty();
    }

    // Mistakes

    @Test
    void callsOutOfTurnAreRefusedWithTheirCode() throws Exception {
        assertFails(XAException.XAER_NOTA, () -> resource.start(A, XAResource.TMJOIN));
        assertFails(XAException.XAER_NOTA, () -> resource.end(A, XAResource.TMSUCCESS));
        assertFails(XAException.XAER_NOTA, () -> resource.prepare(A));
        assertFails(XAException.XAER_NOTA, () -> resource.commit(A, false));
        assertFails(XAException.XAER_NOTA, () -> resource.rollback(A));
        assertFails(XAException.XAER_NOTA, () -> resource.forget(A));
        assertFails(XAException.XAER_INVAL, () -> resource.start(A, XAResource.TMFAIL));
        assertFails(XAException.XAER_INVAL, () -> resource.start(null, XAResource.TMNOFLAGS));
        assertFails(XAException.XAER_INVAL, () -> resource.recover(XAResource.TMJOIN));
        assertFails(XAException.XAER_INVAL, () -> resource.setTransactionTimeout(-1));

        resource.start(A, XAResource.TMNOFLAGS);
        assertFails(XAException.XAER_PROTO, () -> resource.start(B, XAResource.TMNOFLAGS));
        assertFails(XAException.XAER_PROTO, () -> resource.prepare(A));
        assertFails(XAException.XAER_PROTO, () -> resource.commit(A, true));
        assertFails(XAException.XAER_PROTO, () -> resource.rollback(A));
        assertFails(XAException.XAER_INVAL, () -> resource.end(A, XAResource.TMRESUME));
        XAResource second = newConnection().createXASession().getXAResource();
        assertFails(XAException.XAER_DUPID, () -> second.start(A, XAResource.TMNOFLAGS));
        assertFails(XAException.XAER_PROTO, () -> second.start(A, XAResource.TMRESUME));
        resource.end(A, XAResource.TMSUCCESS);
        assertFails(XAException.XAER_PROTO, () -> resource.end(A, XAResource.TMSUCCESS));
        resource.rollback(A);
    }

    @Test
    void transactionsAreTheTransactionManagersAffairOnly() throws Exception {
        assertThat(session.getTransacted()).isTrue();
        assertThatThrownBy(session::commit).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(session::rollback).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
        session.close();
        assertThatThrownBy(session::getSession).isInstanceOf(IllegalStateException.class);
        assertFails(XAException.XAER_RMERR, () -> resource.start(A, XAResource.TMNOFLAGS));
    }

    @Test
    void aBranchThatWasEndedAsFailedCanOnlyBeRolledBack() throws Exception {
        put("a");
        resource.start(A, XAResource.TMNOFLAGS);
        forward();
        resource.end(A, XAResource.TMFAIL);

        assertFails(XAException.XA_RBROLLBACK, () -> resource.prepare(A));

        assertThat(Broker.text(reader().receive(5_000))).isEqualTo("a");
        assertThat(all(out)).isEmpty();
    }

    @Test
    void aBranchThatTakesTooLongIsRolledBack() throws Exception {
        put("a");
        assertThat(resource.setTransactionTimeout(1)).isTrue();
        assertThat(resource.getTransactionTimeout()).isEqualTo(1);
        work(A);

        Message again = reader().receive(10_000); // it comes back by itself

        assertThat(Broker.text(again)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertFails(XAException.XA_RBTIMEOUT, () -> resource.prepare(A));
        assertThat(all(out)).isEmpty();
    }

    // Those who come later

    @Test
    void aClosedSessionAndConnectionLeaveTheResultToTheTransactionManager() throws Exception {
        put("a");
        put("b");
        resource.start(A, XAResource.TMNOFLAGS);
        forward();
        session.close(); // it is still in the branch
        resource.end(A, XAResource.TMSUCCESS);
        connection.close();

        resource.prepare(A);
        resource.commit(A, false);

        assertThat(all(out)).containsExactly("a!");
        assertThat(all(in)).containsExactly("b");
    }

    @Test
    void workOfAClosedConnectionIsRolledBackTheSameWay() throws Exception {
        put("a");
        work(A);
        connection.close();

        resource.rollback(A);

        assertThat(all(out)).isEmpty();
        Message again = ordinary.createConsumer(in).receive(5_000);
        assertThat(Broker.text(again)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
    }

    @Test
    void aResourceOfAClosedConnectionSaysSoInsteadOfWaiting() throws Exception {
        resource.isSameRM(resource);
        for (AutoCloseable each : open) {
            each.close();
        }

        assertFails(XAException.XAER_RMFAIL, () -> resource.recover(XAResource.TMSTARTRSCAN));
        assertFails(XAException.XAER_RMFAIL, () -> resource.rollback(A));
    }

    @Test
    void preparedBranchesAreRecoveredOverAnyConnection() throws Exception {
        put("a");
        work(A);
        resource.prepare(A);

        XAResource recovering = newConnection().createXASession().getXAResource();
        Xid[] found = recovering.recover(XAResource.TMSTARTRSCAN);
        assertThat(recovering.recover(XAResource.TMENDRSCAN)).isEmpty();
        assertThat(found).hasSize(1);
        assertThat(found[0].getFormatId()).isEqualTo(A.getFormatId());
        assertThat(Arrays.equals(found[0].getGlobalTransactionId(), A.getGlobalTransactionId()))
                .isTrue();
        assertThat(Arrays.equals(found[0].getBranchQualifier(), A.getBranchQualifier()))
                .isTrue();
        recovering.commit(found[0], false);

        assertThat(all(out)).containsExactly("a!");
        assertThat(recovering.recover(XAResource.TMSTARTRSCAN)).isEmpty();
    }

    @Test
    void whatAnOperatorHasDecidedIsReportedAndForgotten() throws Exception {
        put("a");
        work(A);
        resource.prepare(A);
        AdminConnection admin = (AdminConnection) factory.createConnection();
        open.add((AutoCloseable) admin);
        List<Map<String, String>> rows = admin.administer(AdminVerb.TRANSACTION_LIST, Map.of());
        String branch = rows.stream()
                .map(row -> row.getOrDefault("branch", ""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseThrow();

        assertThat(admin.administer(AdminVerb.TRANSACTION_ROLLBACK, Map.of("branch", branch)))
                .hasSize(1);

        assertThat(all(out)).isEmpty();
        assertThat(resource.recover(XAResource.TMSTARTRSCAN)).hasSize(1);
        assertFails(XAException.XA_HEURRB, () -> resource.commit(A, false));
        resource.forget(A);
        assertThat(resource.recover(XAResource.TMSTARTRSCAN)).isEmpty();
        assertFails(XAException.XAER_NOTA, () -> resource.commit(A, false));
    }

    // The other interfaces

    @Test
    void aContextTakesPartToo() throws Exception {
        put("a");
        try (XAJMSContext context = factory.createXAContext()) {
            XAResource own = context.getXAResource();
            assertThat(context.getTransacted()).isTrue();
            assertThatThrownBy(context::commit).isInstanceOf(TransactionInProgressRuntimeException.class);
            assertThatThrownBy(context::rollback).isInstanceOf(JMSRuntimeException.class);

            own.start(A, XAResource.TMNOFLAGS);
            String got = context.createConsumer(in).receiveBody(String.class, 5_000);
            context.getContext().createProducer().send(out, got + "?");
            own.end(A, XAResource.TMSUCCESS);
            own.prepare(A);
            own.commit(A, false);
        }
        assertThat(all(out)).containsExactly("a?");
    }

    @Test
    void sessionsOfOneDomainTakePart() throws Exception {
        try (var queues = factory.createXAQueueConnection();
                var topics = factory.createXATopicConnection()) {
            queues.start();
            topics.start();
            var queueSession = queues.createXAQueueSession();
            var topicSession = topics.createXATopicSession();
            Topic topic = topicSession.createTopic("news");
            MessageConsumer subscriber = topicSession.getTopicSession().createSubscriber(topic);

            queueSession.getXAResource().start(A, XAResource.TMNOFLAGS);
            queueSession.getQueueSession().createSender(out).send(queueSession.createTextMessage("q"));
            queueSession.getXAResource().end(A, XAResource.TMSUCCESS);
            topicSession.getXAResource().start(A, XAResource.TMJOIN);
            topicSession.getTopicSession().createPublisher(topic).publish(topicSession.createTextMessage("t"));
            topicSession.getXAResource().end(A, XAResource.TMSUCCESS);
            assertThat(subscriber.receiveNoWait()).isNull();
            queueSession.getXAResource().commit(A, true);

            assertThat(Broker.text(subscriber.receive(5_000))).isEqualTo("t");
            assertThat(all(out)).containsExactly("q");
        }
    }

    @Test
    void messagesNameTheBranchInWhichTheyWereSentAndReceived() throws Exception {
        factory.setOption("jmsxProperties", "JMSXProducerTXID,JMSXConsumerTXID");
        XASession naming = newConnection().createXASession();
        naming.getXAResource().start(A, XAResource.TMNOFLAGS);
        Broker.send(naming, out, "sent");
        naming.getXAResource().end(A, XAResource.TMSUCCESS);
        naming.getXAResource().commit(A, true);
        naming.getXAResource().start(B, XAResource.TMNOFLAGS);
        Message got = naming.createConsumer(out).receive(5_000);
        naming.getXAResource().end(B, XAResource.TMSUCCESS);
        naming.getXAResource().rollback(B);

        assertThat(got.getStringProperty("JMSXProducerTXID")).isEqualTo("7:01:010201");
        assertThat(got.getStringProperty("JMSXConsumerTXID")).isEqualTo("7:02:010202");
    }

    @Test
    void aListenerEntersAndLeavesABranchForItsMessage() throws Exception {
        put("a");
        var done = new java.util.concurrent.LinkedBlockingQueue<Object>();
        MessageConsumer consumer = session.createConsumer(in);
        Session self = session;
        consumer.setMessageListener(message -> {
            try {
                resource.start(A, XAResource.TMNOFLAGS);
                Broker.send(self, out, Broker.text(message) + "#");
                resource.end(A, XAResource.TMSUCCESS);
                done.add("done");
            } catch (JMSException | XAException e) {
                done.add(e);
            }
        });
        assertThat(done.take()).isEqualTo("done");

        resource.commit(A, true);

        assertThat(all(out)).containsExactly("a#");
        session.close();
        assertThat(all(in)).isEmpty();
    }
}
