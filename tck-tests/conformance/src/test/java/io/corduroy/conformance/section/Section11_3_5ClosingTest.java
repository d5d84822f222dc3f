package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.conformance.container.BranchName;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** What is closed before its branch is decided: the result is the transaction manager's affair. */
class Section11_3_5ClosingTest extends XASectionTest {

    private final BranchName branch = BranchName.next();

    @Test
    void aConsumerAndAProducerThatAreClosedInABranchHaveWorkedInIt() throws Exception {
        put("a", "b");
        resource.start(branch, XAResource.TMNOFLAGS);
        try (MessageConsumer consumer = session.createConsumer(in);
                MessageProducer producer = session.createProducer(out)) {
            producer.send(session.createTextMessage(receiveText(consumer) + "!"));
        }
        resource.end(branch, XAResource.TMSUCCESS);
        assertThat(waiting(in)).containsExactly("b");

        resource.commit(branch, true);

        assertThat(waiting(out)).containsExactly("a!");
        assertThat(waiting(in)).containsExactly("b");
    }

    @Test
    void aSessionThatIsClosedInABranchLeavesTheResultToTheTransactionManager() throws Exception {
        put("a", "b");
        resource.start(branch, XAResource.TMNOFLAGS);
        forward();
        session.close(); // it is still in the branch
        resource.end(branch, XAResource.TMSUCCESS);
        connection.close();

        resource.prepare(branch);
        resource.commit(branch, false);

        assertThat(waiting(out)).containsExactly("a!");
        assertThat(waiting(in)).containsExactly("b");
    }

    @Test
    void aConnectionThatIsClosedInABranchDoesToo() throws Exception {
        put("a");
        resource.start(branch, XAResource.TMNOFLAGS);
        forward();
        connection.close();
        resource.end(branch, XAResource.TMSUCCESS);

        resource.commit(branch, true);

        assertForwarded("a!");
    }

    @Test
    void soDoesASessionWithSuspendedWork() throws Exception {
        put("a");
        resource.start(branch, XAResource.TMNOFLAGS);
        forward();
        resource.end(branch, XAResource.TMSUSPEND);
        session.close();
        resource.end(branch, XAResource.TMSUCCESS);

        resource.commit(branch, true);

        assertForwarded("a!");
    }

    @Test
    void workOfAClosedConnectionIsRolledBackTheSameWay() throws Exception {
        put("a");
        forwardIn(branch);
        connection.close();

        resource.rollback(branch);

        assertUndone("a");
    }

    @Test
    void anotherConnectionDecidesAboutWorkOfAClosedOne() throws Exception {
        put("a");
        XAResource other = anotherSession().getXAResource();
        forwardIn(branch);
        connection.close();

        other.prepare(branch);
        other.commit(branch, false);

        assertForwarded("a!");
    }

    @Test
    void aClosedSessionEntersNoBranch() throws Exception {
        session.close();

        assertFails(XAException.XAER_RMERR, () -> resource.start(branch, XAResource.TMNOFLAGS));
    }

    @Test
    void itsResourceStillRecoversAndDecides() throws Exception {
        put("a");
        BranchName inDoubt = prepared();
        session.close();

        assertThat(recovers(resource, inDoubt)).isTrue();
        resource.commit(inDoubt, false);

        assertForwarded("a!");
    }
}
