package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.conformance.container.BranchName;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ServerSession;
import jakarta.jms.Session;
import jakarta.jms.TransactionInProgressException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** "What looks like a normal session", whose transactions are another's. */
class Section11_3_3XASessionTest extends XASectionTest {

    @Test
    void itIsTransacted() throws Exception {
        assertThat(session.getTransacted()).isTrue();
        assertThat(session.getAcknowledgeMode()).isEqualTo(Session.SESSION_TRANSACTED);
        assertThat(session.getSession().getTransacted()).isTrue();
    }

    @Test
    void neitherCommitNorRollbackAreTheApplications() throws Exception {
        put("a");
        BranchName branch = BranchName.next();
        assertThatThrownBy(session::commit).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(session::rollback).isInstanceOf(TransactionInProgressException.class);
        resource.start(branch, XAResource.TMNOFLAGS);
        forward();

        assertThatThrownBy(session::commit).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(session::rollback).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(() -> session.getSession().commit()).isInstanceOf(TransactionInProgressException.class);

        resource.end(branch, XAResource.TMSUCCESS);
        assertThat(waiting(out)).isEmpty();
        resource.commit(branch, true);
        assertForwarded("a!");
    }

    /** Session.recover: "IllegalStateException if the method is called by a transacted session". */
    @Test
    void recoverIsForSessionsThatAreNotTransacted() {
        assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClosedOneSaysSo() throws Exception {
        session.close();
        session.close(); // harmless

        assertThatThrownBy(session::getSession).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::getTransacted).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::rollback).isInstanceOf(IllegalStateException.class);
    }

    /** Message.acknowledge: "calls are ignored for transacted sessions". */
    @Test
    void acknowledgeIsIgnored() throws Exception {
        put("a");
        BranchName branch = BranchName.next();
        resource.start(branch, XAResource.TMNOFLAGS);
        receive(reader()).acknowledge();
        resource.end(branch, XAResource.TMSUCCESS);

        resource.rollback(branch);

        assertUndone("a");
    }

    @Test
    void theApplicationWorksWithTheSessionInItAndTheServerWithTheResource() throws Exception {
        put("a");
        Session inner = session.getSession();
        BranchName branch = BranchName.next();
        resource.start(branch, XAResource.TMNOFLAGS);
        MessageConsumer consumer = inner.createConsumer(in);
        send(inner, out, receiveText(consumer) + "!");
        resource.end(branch, XAResource.TMSUCCESS);
        assertThat(waiting(out)).isEmpty();

        resource.rollback(branch);

        consumer.close();
        assertUndone("a");
    }

    @Test
    void theResourceIsAlwaysTheSameManager() throws Exception {
        assertThat(session.getXAResource().isSameRM(session.getXAResource())).isTrue();
    }

    /** An application server gives its sessions messages by a connection consumer, each in a branch of its own. */
    @Test
    void aConnectionConsumerLoadsItForABranch() throws Exception {
        BlockingQueue<Object> done = new LinkedBlockingQueue<>();
        BranchName branch = BranchName.next();
        session.setMessageListener(message -> {
            try {
                send(session, out, text(message) + "!");
            } catch (JMSException e) {
                done.add(e);
            }
        });
        connection.createConnectionConsumer(
                in,
                null,
                () -> new ServerSession() {
                    @Override
                    public Session getSession() {
                        return session;
                    }

                    @Override
                    public void start() {
                        try {
                            resource.start(branch, XAResource.TMNOFLAGS);
                            session.run();
                            resource.end(branch, XAResource.TMSUCCESS);
                            done.add("done");
                        } catch (XAException e) {
                            done.add(e);
                        }
                    }
                },
                1);
        put("a");
        assertThat(told(done)).isEqualTo("done");
        assertThat(waiting(out)).isEmpty();

        resource.prepare(branch);
        resource.commit(branch, false);

        connection.close();
        assertForwarded("a!");
    }
}
