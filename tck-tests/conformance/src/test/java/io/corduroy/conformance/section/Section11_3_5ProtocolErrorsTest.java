package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.conformance.container.BranchName;
import java.util.Arrays;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** What a resource answers to a transaction manager that calls out of turn: the codes of X/Open XA. */
class Section11_3_5ProtocolErrorsTest extends XASectionTest {

    private final BranchName a = BranchName.next();
    private final BranchName b = BranchName.next();

    @Test
    void nobodyKnowsABranchThatWasNotStarted() {
        assertFails(XAException.XAER_NOTA, () -> resource.start(a, XAResource.TMJOIN));
        assertFails(XAException.XAER_NOTA, () -> resource.start(a, XAResource.TMRESUME));
        assertFails(XAException.XAER_NOTA, () -> resource.end(a, XAResource.TMSUCCESS));
        assertFails(XAException.XAER_NOTA, () -> resource.prepare(a));
        assertFails(XAException.XAER_NOTA, () -> resource.commit(a, false));
        assertFails(XAException.XAER_NOTA, () -> resource.commit(a, true));
        assertFails(XAException.XAER_NOTA, () -> resource.rollback(a));
        assertFails(XAException.XAER_NOTA, () -> resource.forget(a));
    }

    @Test
    void flagsAreThoseOfTheCall() throws Exception {
        for (int flags :
                new int[] {XAResource.TMFAIL, XAResource.TMSUCCESS, XAResource.TMSUSPEND, XAResource.TMENDRSCAN}) {
            assertFails(XAException.XAER_INVAL, () -> resource.start(a, flags));
        }
        resource.start(a, XAResource.TMNOFLAGS);
        for (int flags :
                new int[] {XAResource.TMNOFLAGS, XAResource.TMRESUME, XAResource.TMJOIN, XAResource.TMONEPHASE}) {
            assertFails(XAException.XAER_INVAL, () -> resource.end(a, flags));
        }
        assertFails(XAException.XAER_INVAL, () -> resource.recover(XAResource.TMJOIN));
        assertFails(XAException.XAER_INVAL, () -> resource.setTransactionTimeout(-1));

        resource.end(a, XAResource.TMSUCCESS); // it is still in it
        resource.rollback(a);
    }

    @Test
    @SuppressWarnings("NullAway") // that is the point
    void aBranchHasAName() {
        assertFails(XAException.XAER_INVAL, () -> resource.start(null, XAResource.TMNOFLAGS));
        assertFails(XAException.XAER_INVAL, () -> resource.end(null, XAResource.TMSUCCESS));
        assertFails(XAException.XAER_INVAL, () -> resource.prepare(null));
        assertFails(XAException.XAER_INVAL, () -> resource.commit(null, true));
        assertFails(XAException.XAER_INVAL, () -> resource.rollback(null));
        assertFails(XAException.XAER_INVAL, () -> resource.forget(null));
    }

    @Test
    void aNameHasAtMost64BytesInEachOfItsParts() throws Exception {
        assertFails(XAException.XAER_INVAL, () -> resource.start(named(Xid.MAXGTRIDSIZE + 1, 1), XAResource.TMNOFLAGS));
        assertFails(XAException.XAER_INVAL, () -> resource.start(named(1, Xid.MAXBQUALSIZE + 1), XAResource.TMNOFLAGS));

        Xid longest = named(Xid.MAXGTRIDSIZE, Xid.MAXBQUALSIZE);
        sendIn(longest, session, out, "1");
        resource.prepare(longest);
        assertThat(recovers(resource, longest)).isTrue();
        resource.commit(longest, false);
        assertThat(waiting(out)).containsExactly("1");
    }

    private Xid named(int transactionBytes, int qualifierBytes) {
        byte[] transaction = Arrays.copyOf(a.getGlobalTransactionId(), transactionBytes);
        return new Xid() {
            @Override
            public int getFormatId() {
                return a.getFormatId();
            }

            @Override
            public byte[] getGlobalTransactionId() {
                return transaction.clone();
            }

            @Override
            public byte[] getBranchQualifier() {
                return new byte[qualifierBytes];
            }
        };
    }

    @Test
    void aSessionIsInOneBranchAtATime() throws Exception {
        resource.start(a, XAResource.TMNOFLAGS);

        assertFails(XAException.XAER_PROTO, () -> resource.start(b, XAResource.TMNOFLAGS));
        assertFails(XAException.XAER_PROTO, () -> resource.start(a, XAResource.TMJOIN));

        resource.end(a, XAResource.TMSUCCESS);
        resource.rollback(a);
    }

    @Test
    void aBranchIsDecidedWhenNobodyIsInIt() throws Exception {
        resource.start(a, XAResource.TMNOFLAGS);

        assertFails(XAException.XAER_PROTO, () -> resource.prepare(a));
        assertFails(XAException.XAER_PROTO, () -> resource.commit(a, true));
        assertFails(XAException.XAER_PROTO, () -> resource.commit(a, false));
        assertFails(XAException.XAER_PROTO, () -> resource.rollback(a));

        resource.end(a, XAResource.TMSUCCESS);
        resource.rollback(a);
    }

    @Test
    void aNameIsTakenUntilTheBranchIsDecided() throws Exception {
        XAResource second = anotherSession().getXAResource();
        resource.start(a, XAResource.TMNOFLAGS);
        assertFails(XAException.XAER_DUPID, () -> second.start(a, XAResource.TMNOFLAGS));
        send(session, out, "1");
        resource.end(a, XAResource.TMSUCCESS);
        assertFails(XAException.XAER_DUPID, () -> second.start(a, XAResource.TMNOFLAGS));
        resource.prepare(a);
        assertFails(XAException.XAER_DUPID, () -> second.start(a, XAResource.TMNOFLAGS));
        resource.commit(a, false);

        assertThat(waiting(out)).containsExactly("1");
    }

    @Test
    void onlyWhoHasSuspendedWorkResumesIt() throws Exception {
        XAResource second = anotherSession().getXAResource();
        resource.start(a, XAResource.TMNOFLAGS);
        assertFails(XAException.XAER_PROTO, () -> second.start(a, XAResource.TMRESUME));
        resource.end(a, XAResource.TMSUSPEND);
        assertFails(XAException.XAER_PROTO, () -> second.start(a, XAResource.TMRESUME));
        resource.start(a, XAResource.TMRESUME);
        resource.end(a, XAResource.TMSUCCESS);

        assertFails(XAException.XAER_PROTO, () -> resource.start(a, XAResource.TMRESUME));
        resource.rollback(a);
    }

    @Test
    void onlyWhoIsInABranchLeavesIt() throws Exception {
        XAResource second = anotherSession().getXAResource();
        resource.start(a, XAResource.TMNOFLAGS);
        assertFails(XAException.XAER_PROTO, () -> second.end(a, XAResource.TMSUCCESS));
        resource.end(a, XAResource.TMSUCCESS);
        assertFails(XAException.XAER_PROTO, () -> resource.end(a, XAResource.TMSUCCESS));
        assertFails(XAException.XAER_PROTO, () -> resource.end(a, XAResource.TMSUSPEND));

        resource.rollback(a);
    }

    @Test
    void twoPhasesAreTwoCalls() throws Exception {
        sendIn(a, session, out, "1");
        assertFails(XAException.XAER_PROTO, () -> resource.commit(a, false));
        resource.prepare(a);
        assertFails(XAException.XAER_PROTO, () -> resource.commit(a, true));
        assertFails(XAException.XAER_PROTO, () -> resource.prepare(a));

        resource.commit(a, false);

        assertThat(waiting(out)).containsExactly("1");
    }

    @Test
    void aPreparedBranchTakesNoMoreWork() throws Exception {
        sendIn(a, session, out, "1");
        resource.prepare(a);

        assertFails(XAException.XAER_PROTO, () -> resource.start(a, XAResource.TMJOIN));

        resource.rollback(a);
    }

    @Test
    void anOpenBranchIsNotForgotten() throws Exception {
        sendIn(a, session, out, "1");
        resource.prepare(a);

        assertFails(XAException.XAER_NOTA, () -> resource.forget(a)); // nobody has decided about it by hand

        assertThat(recovers(resource, a)).isTrue();
        resource.commit(a, false);
        assertThat(waiting(out)).containsExactly("1");
    }
}
