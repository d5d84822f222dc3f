package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.conformance.container.BranchName;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.XASession;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** The time-out of branches: a transaction manager that goes away keeps no message for ever. */
class Section11_3_5TimeoutTest extends XASectionTest {

    private final BranchName branch = BranchName.next();

    @Test
    void aBranchThatTakesTooLongIsRolledBack() throws Exception {
        put("a");
        assertThat(resource.setTransactionTimeout(1)).isTrue();
        assertThat(resource.getTransactionTimeout()).isEqualTo(1);
        forwardIn(branch);

        assertUndone("a"); // it comes back by itself

        assertFails(XAException.XA_RBTIMEOUT, () -> resource.prepare(branch));
    }

    @Test
    void soIsOneThatASessionIsStillIn() throws Exception {
        put("a");
        resource.setTransactionTimeout(1);
        resource.start(branch, XAResource.TMNOFLAGS);
        forward();
        awaitTheTimeoutOfAYoungerBranch();

        try {
            resource.end(branch, XAResource.TMSUCCESS);
        } catch (XAException e) {
            assertThat(e.errorCode).isBetween(XAException.XA_RBBASE, XAException.XA_RBEND);
        }

        assertFails(XAException.XA_RBTIMEOUT, () -> resource.commit(branch, true));
        assertUndone("a");
    }

    @Test
    void whatIsPreparedWaitsHoweverLongItTakes() throws Exception {
        put("a");
        resource.setTransactionTimeout(1);
        forwardIn(branch);
        resource.prepare(branch);
        awaitTheTimeoutOfAYoungerBranch();

        assertThat(recovers(resource, branch)).isTrue();
        resource.commit(branch, false);

        assertForwarded("a!");
    }

    /** Its message comes back. */
    private void awaitTheTimeoutOfAYoungerBranch() throws Exception {
        XASession other = anotherSession();
        Queue queue = queue();
        send(ordinary, queue, "b");
        other.getXAResource().setTransactionTimeout(1);
        BranchName younger = BranchName.next();
        other.getXAResource().start(younger, XAResource.TMNOFLAGS);
        MessageConsumer consumer = other.createConsumer(queue);
        assertThat(receiveText(consumer)).isEqualTo("b");
        other.getXAResource().end(younger, XAResource.TMSUCCESS);
        consumer.close();
        assertThat(receiveText(ordinary.createConsumer(queue))).isEqualTo("b");
    }

    @Test
    void zeroIsTheProvidersOwnTimeout() throws Exception {
        int usual = resource.getTransactionTimeout();
        resource.setTransactionTimeout(1);
        resource.setTransactionTimeout(0);

        assertThat(resource.getTransactionTimeout()).isEqualTo(usual);
    }
}
