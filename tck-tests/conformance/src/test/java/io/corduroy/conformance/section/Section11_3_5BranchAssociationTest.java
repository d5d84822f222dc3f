package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.conformance.container.BranchName;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.XASession;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** How sessions enter branches and leave them: start, end, suspend, resume, join and fail. */
class Section11_3_5BranchAssociationTest extends XASectionTest {

    private final BranchName a = BranchName.next();
    private final BranchName b = BranchName.next();

    @Test
    void aSessionGoesFromBranchToBranch() throws Exception {
        put("a", "b");
        forwardIn(a);
        forwardIn(b);

        resource.rollback(b);
        resource.prepare(a);
        resource.commit(a, false);

        assertThat(waiting(out)).containsExactly("a!");
        assertThat(receiveText(reader())).isEqualTo("b");
    }

    @Test
    void suspendedWorkIsResumedAndCommittedWithTheRest() throws Exception {
        resource.start(a, XAResource.TMNOFLAGS);
        send(session, out, "1");
        resource.end(a, XAResource.TMSUSPEND);
        sendIn(b, session, out, "other");
        resource.commit(b, true);
        assertThat(waiting(out)).containsExactly("other");
        resource.start(a, XAResource.TMRESUME);
        send(session, out, "2");
        resource.end(a, XAResource.TMSUCCESS);

        resource.prepare(a);
        resource.commit(a, false);

        assertThat(waiting(out)).containsExactlyInAnyOrder("other", "1", "2");
    }

    @Test
    void suspendedWorkCanBeEndedWithoutBeingResumed() throws Exception {
        resource.start(a, XAResource.TMNOFLAGS);
        send(session, out, "1");
        resource.end(a, XAResource.TMSUSPEND);
        resource.end(a, XAResource.TMSUCCESS);

        resource.commit(a, true);

        assertThat(waiting(out)).containsExactly("1");
    }

    @Test
    void aBranchWithSuspendedWorkIsNeitherPreparedNorCommitted() throws Exception {
        resource.start(a, XAResource.TMNOFLAGS);
        send(session, out, "1");
        resource.end(a, XAResource.TMSUSPEND);

        assertFails(XAException.XAER_PROTO, () -> resource.prepare(a));
        assertFails(XAException.XAER_PROTO, () -> resource.commit(a, true));

        resource.end(a, XAResource.TMSUCCESS);
        resource.rollback(a);
        assertThat(waiting(out)).isEmpty();
    }

    @Test
    void suspendedWorkThatFailsIsRolledBackWithTheRest() throws Exception {
        resource.start(a, XAResource.TMNOFLAGS);
        send(session, out, "1");
        resource.end(a, XAResource.TMSUSPEND);
        resource.end(a, XAResource.TMFAIL);

        assertFails(XAException.XA_RBROLLBACK, () -> resource.prepare(a));

        assertThat(waiting(out)).isEmpty();
    }

    @Test
    void aBranchThatWasEndedAsFailedCanOnlyBeRolledBack() throws Exception {
        put("a");
        resource.start(a, XAResource.TMNOFLAGS);
        forward();
        resource.end(a, XAResource.TMFAIL);

        assertFails(XAException.XA_RBROLLBACK, () -> resource.prepare(a));

        assertUndone("a");
    }

    @Test
    void whatHasFailedIsNotCommittedInOnePhase() throws Exception {
        put("a");
        resource.start(a, XAResource.TMNOFLAGS);
        forward();
        resource.end(a, XAResource.TMFAIL);

        assertFails(XAException.XA_RBROLLBACK, () -> resource.commit(a, true));

        assertUndone("a");
    }

    @Test
    void whatHasFailedIsRolledBack() throws Exception {
        put("a");
        resource.start(a, XAResource.TMNOFLAGS);
        forward();
        resource.end(a, XAResource.TMFAIL);

        resource.rollback(a);

        assertUndone("a");
        assertFails(XAException.XAER_NOTA, () -> resource.prepare(a));
    }

    @Test
    void connectionsOfOneProviderAreOneResourceManagerAndJoinABranch() throws Exception {
        XASession second = anotherSession();
        XAResource other = second.getXAResource();
        assertThat(resource.isSameRM(resource)).isTrue();
        assertThat(resource.isSameRM(other)).isTrue();
        assertThat(other.isSameRM(resource)).isTrue();
        put("a");
        forwardIn(a);

        Queue third = queue();
        other.start(a, XAResource.TMJOIN);
        send(second, third, "joined");
        other.end(a, XAResource.TMSUCCESS);
        assertThat(waiting(out)).isEmpty();
        resource.commit(a, true);

        assertForwarded("a!");
        assertThat(waiting(third)).containsExactly("joined");
        assertThat(recovers(resource, a)).isFalse();
    }

    @Test
    void joinedWorkIsUndoneAsOne() throws Exception {
        XASession second = anotherSession();
        put("a");
        forwardIn(a);
        Queue third = queue();
        second.getXAResource().start(a, XAResource.TMJOIN);
        send(second, third, "joined");
        second.getXAResource().end(a, XAResource.TMSUCCESS);

        resource.prepare(a);
        second.getXAResource().rollback(a);

        assertThat(waiting(third)).isEmpty();
        assertUndone("a");
        assertThat(recovers(resource, a)).isFalse();
    }

    @Test
    void theSameSessionMayJoinAgain() throws Exception {
        sendIn(a, session, out, "1");
        resource.start(a, XAResource.TMJOIN);
        send(session, out, "2");
        resource.end(a, XAResource.TMSUCCESS);

        resource.commit(a, true);

        assertThat(waiting(out)).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void twoSessionsMayBeInABranchAtATime() throws Exception {
        XASession second = anotherSession();
        XAResource other = second.getXAResource();
        resource.start(a, XAResource.TMNOFLAGS);
        other.start(a, XAResource.TMJOIN);
        send(session, out, "1");
        send(second, out, "2");
        resource.end(a, XAResource.TMSUCCESS);
        assertFails(XAException.XAER_PROTO, () -> resource.prepare(a)); // the other is still in it
        other.end(a, XAResource.TMSUCCESS);

        other.commit(a, true);

        assertThat(waiting(out)).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void workThatFailsIsTheFailureOfAll() throws Exception {
        XASession second = anotherSession();
        XAResource other = second.getXAResource();
        sendIn(a, session, out, "1");
        other.start(a, XAResource.TMJOIN);
        send(second, out, "2");
        other.end(a, XAResource.TMFAIL);

        assertFails(XAException.XA_RBROLLBACK, () -> resource.prepare(a));

        assertThat(waiting(out)).isEmpty();
    }

    @Test
    void branchesOfOneTransactionAreDecidedEachForItself() throws Exception {
        BranchName sibling = a.sibling();
        sendIn(a, session, out, "1");
        sendIn(sibling, session, out, "2");
        resource.prepare(a);
        resource.prepare(sibling);

        resource.commit(a, false);
        assertThat(waiting(out)).containsExactly("1");
        resource.rollback(sibling);

        assertThat(waiting(out)).containsExactly("1");
    }

    /** An Xid is what it says: transaction managers make new objects, also of other classes. */
    @Test
    void theSameNameInAnotherObjectIsTheSameBranch() throws Exception {
        put("a");
        resource.start(a, XAResource.TMNOFLAGS);
        forward();
        resource.end(a.asAnother(), XAResource.TMSUSPEND);
        resource.start(a.asAnother(), XAResource.TMRESUME);
        resource.end(a.asAnother(), XAResource.TMSUCCESS);
        XAResource other = anotherSession().getXAResource();
        assertFails(XAException.XAER_DUPID, () -> other.start(a.asAnother(), XAResource.TMNOFLAGS));

        assertThat(other.prepare(a.asAnother())).isEqualTo(XAResource.XA_OK);
        assertThat(recovers(resource, a)).isTrue();
        other.commit(a.asAnother(), false);

        assertForwarded("a!");
    }

    /** A manager may fill one array again and again: what it said when it started the branch counts. */
    @Test
    void anXidThatChangesLaterIsStillTheOldBranch() throws Exception {
        byte[] transaction = a.getGlobalTransactionId();
        byte[] qualifier = a.getBranchQualifier();
        Xid reused = new Xid() {
            @Override
            public int getFormatId() {
                return a.getFormatId();
            }

            @Override
            public byte[] getGlobalTransactionId() {
                return transaction;
            }

            @Override
            public byte[] getBranchQualifier() {
                return qualifier;
            }
        };
        sendIn(reused, session, out, "1");
        transaction[0]++;
        qualifier[0]++;

        assertThat(resource.prepare(a)).isEqualTo(XAResource.XA_OK);
        resource.commit(a, false);

        assertThat(waiting(out)).containsExactly("1");
    }

    @Test
    void aListenerEntersAndLeavesABranchForItsMessage() throws Exception {
        put("a");
        BlockingQueue<Object> done = new LinkedBlockingQueue<>();
        reader().setMessageListener(message -> {
            try {
                resource.start(a, XAResource.TMNOFLAGS);
                send(session, out, text(message) + "#");
                resource.end(a, XAResource.TMSUCCESS);
                done.add("done");
            } catch (JMSException | XAException e) {
                done.add(e);
            }
        });
        assertThat(told(done)).isEqualTo("done");
        assertThat(waiting(out)).isEmpty();

        resource.commit(a, true);

        session.close();
        assertForwarded("a#");
    }
}
