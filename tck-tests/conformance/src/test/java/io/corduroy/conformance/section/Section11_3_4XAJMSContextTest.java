package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.conformance.container.BranchName;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.XAJMSContext;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** "What looks like a normal JMSContext", whose transactions are another's. */
@SuppressWarnings("NullAway.Init") // made before each test
class Section11_3_4XAJMSContextTest extends XASectionTest {

    private XAJMSContext context;
    private XAResource own;

    @BeforeEach
    void createContext() throws Exception {
        context = closing(provider.xaConnectionFactory().createXAContext());
        own = context.getXAResource();
    }

    @Test
    void itIsTransacted() {
        assertThat(context.getTransacted()).isTrue();
        assertThat(context.getSessionMode()).isEqualTo(JMSContext.SESSION_TRANSACTED);
        assertThat(context.getContext().getTransacted()).isTrue();
    }

    @Test
    void neitherCommitNorRollbackAreTheApplications() throws Exception {
        assertThatThrownBy(context::commit).isInstanceOf(TransactionInProgressRuntimeException.class);
        assertThatThrownBy(context::rollback).isInstanceOf(TransactionInProgressRuntimeException.class);
        BranchName branch = BranchName.next();
        own.start(branch, XAResource.TMNOFLAGS);

        assertThatThrownBy(context::commit).isInstanceOf(TransactionInProgressRuntimeException.class);
        assertThatThrownBy(() -> context.getContext().rollback())
                .isInstanceOf(TransactionInProgressRuntimeException.class);

        own.end(branch, XAResource.TMSUCCESS);
        own.rollback(branch);
    }

    @Test
    void recoverIsForContextsThatAreNotTransacted() {
        assertThatThrownBy(context::recover).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    void itTakesPartInABranch() throws Exception {
        put("a");
        BranchName branch = BranchName.next();
        own.start(branch, XAResource.TMNOFLAGS);
        String got = context.createConsumer(in).receiveBody(String.class, WAIT_MS);
        context.getContext().createProducer().send(out, got + "!");
        own.end(branch, XAResource.TMSUCCESS);
        assertThat(waiting(out)).isEmpty();

        own.prepare(branch);
        own.commit(branch, false);

        context.close();
        assertForwarded("a!");
    }

    @Test
    void whatItDidIsRolledBack() throws Exception {
        put("a");
        BranchName branch = BranchName.next();
        own.start(branch, XAResource.TMNOFLAGS);
        String got = context.createConsumer(in).receiveBody(String.class, WAIT_MS);
        context.createProducer().send(out, got + "!");
        own.end(branch, XAResource.TMSUCCESS);

        own.rollback(branch);

        context.close();
        assertUndone("a");
    }

    @Test
    void itsListenerWorksInABranch() throws Exception {
        BranchName branch = BranchName.next();
        BlockingQueue<Object> done = new LinkedBlockingQueue<>();
        context.createConsumer(in).setMessageListener(message -> {
            try {
                own.start(branch, XAResource.TMNOFLAGS);
                context.createProducer().send(out, text(message) + "!");
                own.end(branch, XAResource.TMSUCCESS);
                done.add("done");
            } catch (XAException | RuntimeException e) {
                done.add(e);
            }
        });
        put("a");
        assertThat(told(done)).isEqualTo("done");
        assertThat(waiting(out)).isEmpty();

        own.commit(branch, true);

        context.close();
        assertForwarded("a!");
    }

    @Test
    void itJoinsTheBranchOfASession() throws Exception {
        BranchName branch = BranchName.next();
        sendIn(branch, session, out, "1");
        assertThat(own.isSameRM(resource)).isTrue();
        own.start(branch, XAResource.TMJOIN);
        context.createProducer().send(out, "2");
        own.end(branch, XAResource.TMSUCCESS);

        resource.prepare(branch);
        own.commit(branch, false);

        assertThat(waiting(out)).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void aContextThatIsClosedInABranchLeavesTheResultToTheTransactionManager() throws Exception {
        BranchName branch = BranchName.next();
        own.start(branch, XAResource.TMNOFLAGS);
        context.createProducer().send(out, "a");
        context.close();
        own.end(branch, XAResource.TMSUCCESS);

        own.commit(branch, true);

        assertThat(waiting(out)).containsExactly("a");
    }
}
